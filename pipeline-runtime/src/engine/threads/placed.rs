//! The items of a worker of a stage `at` a place, on the worker's thread.

use crate::edge::Edge;
use crate::edge::supply::{FoldStep, Supply};
use crate::engine::threads::feed::BlockingFeed;
use crate::engine::threads::source::{NumberedItems, Reading, Source};
use crate::run::worker::Worker;
use crate::stage::at::{PlacedPart, Serving};
use crate::sync::Arc;

impl<I, O, E> Source<E> for PlacedPart<I, O> {
    type Item = I;
    type Crossing = I;
    type Iter = PlacedReading<I, O>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(match self {
            PlacedPart::Here(from) => PlacedReading::Here(Source::<E>::open(from, worker)?),
            PlacedPart::Served(served) => {
                let feed = BlockingFeed::new(served.open(worker), worker);
                PlacedReading::Served(Box::new(feed))
            }
        })
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        match self {
            PlacedPart::Here(from) => vec![Arc::clone(from.edge())],
            PlacedPart::Served(_) => Vec::new(),
        }
    }
}

/// The items of a worker of a stage `at` a place: from an edge of this process, or from the home of
/// the job.
#[expect(
    clippy::large_enum_variant,
    reason = "the large one is that of every run in one process"
)]
pub enum PlacedReading<I, O> {
    #[doc(hidden)]
    Here(Reading<I>),
    #[doc(hidden)]
    Served(Box<BlockingFeed<Serving<I, O>>>),
}

impl<I, O> Iterator for PlacedReading<I, O> {
    type Item = I;

    #[inline]
    fn next(&mut self) -> Option<I> {
        match self {
            PlacedReading::Here(reading) => reading.next(),
            PlacedReading::Served(feed) => feed.next(),
        }
    }
}

impl<I, O> Supply for PlacedReading<I, O> {
    #[inline(always)]
    fn try_fold_ready<A>(&mut self, start: A, step: impl FoldStep<A, I>) -> (A, Option<I>) {
        match self {
            PlacedReading::Here(reading) => reading.try_fold_ready(start, step),
            PlacedReading::Served(_) => (start, None),
        }
    }
}

impl<I, O> NumberedItems for PlacedReading<I, O> {
    fn next_numbered(&mut self) -> Option<(u64, I)> {
        match self {
            PlacedReading::Here(reading) => reading.next_numbered(),
            // The home puts the outputs in order by the numbers of the chunks. The item's number is
            // not used.
            PlacedReading::Served(feed) => feed.next().map(|item| (0, item)),
        }
    }

    #[inline]
    fn in_sequence(&mut self) -> Option<&mut Reading<I>> {
        match self {
            PlacedReading::Here(reading) => reading.in_sequence(),
            PlacedReading::Served(_) => None,
        }
    }
}
