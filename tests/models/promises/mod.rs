//! The promises of an edge, each as a model for any checker.

mod lanes;
mod order;
mod pool;
mod ring;

use pipeline_models::{Item, Ledger};

use crate::edge::Edge;
use crate::lanes::{Bound, Inlet, Outlet, lanes};
use crate::supply::{Place, Step};
use crate::tally::{Counter, Stopwatch};

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

/// [`fill`], as a loop does it that looks for room once for several items.
fn pour(inlet: &mut Inlet<Item>, ledger: &Ledger, numbers: impl IntoIterator<Item = usize>) -> u64 {
    let mut numbers = numbers.into_iter();
    let given = Counter::default();
    while let Some(number) = numbers.next() {
        if fill(inlet, ledger, [number]) == 0 {
            break;
        }
        given.add(1);
        if let Some(mut room) = inlet.room(&given) {
            let further = numbers.by_ref();
            let _ = further.find(|number| !room.put(ledger.item(*number)));
        }
    }
    given.get()
}

/// The number of the next item.
fn next(outlet: &mut Outlet<Item>) -> Option<usize> {
    outlet.take(None, &Stopwatch).map(|item| item.number())
}

/// All there is, to the end.
fn rest(outlet: &mut Outlet<Item>) -> Vec<usize> {
    std::iter::from_fn(|| next(outlet)).collect()
}

/// [`rest`], as a loop does it that goes through what is at hand.
fn drain(outlet: &mut Outlet<Item>) -> Vec<usize> {
    let taken = Counter::default();
    let mut numbers = Vec::new();
    while let Some(number) = next(outlet) {
        numbers.push(number);
        if let Some(items) = outlet.at_hand(&taken) {
            let before = numbers.len();
            let ((), in_hand) = items.fold((), note_in(&mut numbers));
            numbers.extend(in_hand.map(|item| item.number()));
            assert_eq!(taken.get(), (numbers.len() - before) as u64);
            taken.add(taken.get().wrapping_neg());
        }
    }
    numbers
}

/// A step that notes each item's number.
fn note_in(numbers: &mut Vec<usize>) -> impl FnMut((), Item) -> Step<()> {
    |(), item| {
        numbers.push(item.number());
        Step::Continue(())
    }
}
