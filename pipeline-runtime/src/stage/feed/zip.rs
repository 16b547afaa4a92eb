//! `zip`: the i-th item of each stream, as a tuple.

use std::task::{Poll, Waker};

use super::{Feed, Inlet, Streams};
use crate::edge::{Edge, Receiver};
use crate::report::counters::Counters;
use crate::run::worker::Worker;
use crate::sync::Arc;

/// Streams that are read in step, as the source of one stage. Ends with the first stream that ends.
pub struct Zip<S, T> {
    streams: S,
    /// Items of the next tuple so far.
    taken: T,
    /// Whether one of the streams has ended. Then nothing more is taken from the others.
    has_ended: bool,
    counters: Arc<Counters>,
}

/// Implements the traits for tuples of receivers, for up to twelve streams, as `std` does for its
/// traits.
macro_rules! zip_of {
    ($($item:ident $stream:ident $taken:ident),+) => {
        impl<$($item),+> Streams for ($(Receiver<$item>,)+) {
            type Item = ($($item,)+);
            type Crossing = ($($item,)+);
            type Feed = Zip<($(Inlet<$item>,)+), ($(Option<$item>,)+)>;

            fn open<Failure>(self, worker: &Worker<Failure>) -> Self::Feed {
                let ($($stream,)+) = self;
                Zip {
                    streams: ($(Inlet::open($stream, worker),)+),
                    taken: ($(None::<$item>,)+),
                    has_ended: false,
                    counters: Arc::clone(worker.counters()),
                }
            }

            fn edges(&self) -> Vec<Arc<Edge>> {
                let ($($stream,)+) = self;
                vec![$(Arc::clone($stream.edge())),+]
            }
        }

        impl<$($item),+> Zip<($(Inlet<$item>,)+), ($(Option<$item>,)+)> {
            /// Returns whether the next tuple has an item already.
            fn is_begun(&self) -> bool {
                let ($($taken,)+) = &self.taken;
                $($taken.is_some())||+
            }

            fn poll_tuple(&mut self, waker: Option<&Waker>) -> Poll<Option<($($item,)+)>> {
                let Zip { streams: ($($stream,)+), taken: ($($taken,)+), has_ended, .. } = self;
                // At the start of a tuple, the tuple before is done.
                if [$($taken.is_none()),+].into_iter().all(|is_none| is_none) {
                    $($stream.done();)+
                }
                $(
                    if $taken.is_none() {
                        match $stream.poll(waker) {
                            Poll::Ready(Some(item)) => *$taken = Some(item),
                            Poll::Ready(None) => {
                                *has_ended = true;
                                self.clear();
                                return Poll::Ready(None);
                            }
                            Poll::Pending => return Poll::Pending,
                        }
                    }
                )+
                Poll::Ready(match ($($taken.take(),)+) {
                    ($(Some($taken),)+) => Some(($($taken,)+)),
                    _ => None,
                })
            }
        }

        impl<$($item),+> Feed for Zip<($(Inlet<$item>,)+), ($(Option<$item>,)+)> {
            type Item = ($($item,)+);

            fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<Self::Item>> {
                if self.has_ended {
                    return Poll::Ready(None);
                }
                let was_begun = self.is_begun();
                let polled = self.poll_tuple(waker);
                let held = &self.counters.methods.held;
                // The items of a tuple count as one, like those that were taken.
                match (was_begun, self.is_begun()) {
                    (false, true) => held.add(1),
                    (true, false) => held.subtract(1),
                    _ => {}
                }
                polled
            }

            fn clear(&mut self) {
                self.taken = ($(None::<$item>,)+);
            }
        }
    };
}

zip_of!(A a ta, B b tb);
zip_of!(A a ta, B b tb, C c tc);
zip_of!(A a ta, B b tb, C c tc, D d td);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te, F f tf);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te, F f tf, G g tg);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te, F f tf, G g tg, H h th);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te, F f tf, G g tg, H h th, I i ti);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te, F f tf, G g tg, H h th, I i ti, J j tj);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te, F f tf, G g tg, H h th, I i ti, J j tj, K k tk);
zip_of!(A a ta, B b tb, C c tc, D d td, E e te, F f tf, G g tg, H h th, I i ti, J j tj, K k tk, L l tl);
