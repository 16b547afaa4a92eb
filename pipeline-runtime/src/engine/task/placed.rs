//! The items of a worker of a stage `at` a place, in the worker's task.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::by_key::WorkerPart;
use super::feed::{AsyncFeed, Reading};
use crate::edge::Receiver;
use crate::edge::reorder::SequenceTag;
use crate::edge::wait::SharedWait;
use crate::run::worker::Worker;
use crate::stage::at::{PlacedPart, Serving};

impl<I: Send, O, E> WorkerPart<I, E> for PlacedPart<I, O> {
    type Stream = PlacedReading<I, O, E>;

    fn shared_wait<'w>(&self) -> Option<Box<dyn SharedWait + 'w>>
    where
        Self: 'w,
    {
        match self {
            PlacedPart::Here(from) => WorkerPart::<I, E>::shared_wait(from),
            PlacedPart::Served(_) => None,
        }
    }

    fn give_up(stream: &mut PlacedReading<I, O, E>) {
        if let PlacedReading::Here(reading) = stream {
            <Receiver<I> as WorkerPart<I, E>>::give_up(reading);
        }
    }

    fn open(self, worker: &Worker<E>, tag: Option<SequenceTag>) -> PlacedReading<I, O, E> {
        match self {
            PlacedPart::Here(from) => {
                PlacedReading::Here(WorkerPart::<I, E>::open(from, worker, tag))
            }
            PlacedPart::Served(served) => {
                let feed = AsyncFeed::new(served.open(worker), worker);
                PlacedReading::Served(Box::new(feed))
            }
        }
    }
}

/// The items of a worker of a stage `at` a place: from an edge of this process, or from the home of
/// the job.
#[expect(
    clippy::large_enum_variant,
    reason = "the large one is that of every run in one process"
)]
pub enum PlacedReading<I, O, E> {
    #[doc(hidden)]
    Here(Reading<I, E>),
    #[doc(hidden)]
    Served(Box<AsyncFeed<Serving<I, O>, E>>),
}

impl<I, O, E> Stream for PlacedReading<I, O, E> {
    type Item = I;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<I>> {
        match self.get_mut() {
            PlacedReading::Here(reading) => Pin::new(reading).poll_next(cx),
            PlacedReading::Served(feed) => Pin::new(&mut **feed).poll_next(cx),
        }
    }
}
