//! The promises of an edge, each as a model for any checker.

mod lanes;
mod pool;
mod ring;

use pipeline_models::{Item, Ledger};

use crate::edge::Edge;
use crate::lanes::{Bound, Inlet, Outlet, lanes};
use crate::tally::Stopwatch;

fn edge(capacity: usize) -> (Inlet<Item>, Outlet<Item>) {
    lanes(Bound::Exact(capacity), Edge::new())
}

/// Puts in the items of these numbers, as long as somebody will read them; how many were put in.
fn fill(inlet: &Inlet<Item>, ledger: &Ledger, numbers: impl IntoIterator<Item = usize>) -> usize {
    numbers
        .into_iter()
        .map(|number| inlet.put(ledger.item(number), &Stopwatch))
        .take_while(Result::is_ok)
        .count()
}

/// The number of the next item.
fn next(outlet: &mut Outlet<Item>) -> Option<usize> {
    outlet.take(None, &Stopwatch).map(|item| item.number())
}

/// All there is, to the end.
fn rest(outlet: &mut Outlet<Item>) -> Vec<usize> {
    std::iter::from_fn(|| next(outlet)).collect()
}
