//! `zip` of futures: the i-th item of each stream, as a tuple.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::items::Items;
use super::receiver::Receiver;
use super::room::Room;
use super::source::{Reading, Source};
use crate::edge::Edge;
use crate::sync::Arc;
use crate::worker::Worker;

/// Streams read in step, as the source of one stage. It ends with the first that ends.
pub struct Zip<S, T> {
    streams: S,
    /// What was taken of the next tuple.
    taken: T,
}

impl<S, T> Unpin for Zip<S, T> {}

/// A tuple of receivers for each number of streams up to twelve, as `std` has for its traits.
macro_rules! zip_of {
    ($($item:ident $stream:ident $taken:ident),+) => {
        impl<$($item),+, E> Source<E> for ($(Receiver<$item>,)+) {
            type Items = Items<Zip<($(Reading<$item>,)+), ($(Option<$item>,)+)>, E>;

            fn open(self, worker: &Worker<E>) -> Self::Items {
                let ($($stream,)+) = self;
                let zip = Zip {
                    streams: ($(Reading::new($stream, worker, None),)+),
                    taken: ($(None::<$item>,)+),
                };
                Items::new(zip, worker.clone())
            }

            fn edges(&self) -> Vec<Arc<Edge>> {
                let ($($stream,)+) = self;
                vec![$(Arc::clone($stream.edge())),+]
            }

            fn rooms(&self) -> Vec<Arc<Room>> {
                let ($($stream,)+) = self;
                vec![$(Arc::clone($stream.room())),+]
            }
        }

        impl<$($item),+> Stream for Zip<($(Reading<$item>,)+), ($(Option<$item>,)+)> {
            type Item = ($($item,)+);

            fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<Self::Item>> {
                let Zip { streams: ($($stream,)+), taken: ($($taken,)+) } = &mut *self;
                // The first of a tuple: all is done with the one before.
                if [$($taken.is_none()),+].into_iter().all(|is_none| is_none) {
                    $($stream.done();)+
                }
                $(
                    if $taken.is_none() {
                        match $stream.poll_more(cx) {
                            Poll::Ready(Some(item)) => *$taken = Some(item),
                            Poll::Ready(None) => return Poll::Ready(None),
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
    };
}

zip_of!(A a ta, B b tb);
zip_of!(A a ta, B b tb, C c tc);
zip_of!(A a ta, B b tb, C c tc, D d td);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf, G g tg);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf, G g tg, H h th);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf, G g tg, H h th, I i ti);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf, G g tg, H h th, I i ti, J j tj);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf, G g tg, H h th, I i ti, J j tj, K k tk);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf, G g tg, H h th, I i ti, J j tj, K k tk, L l tl);
zip_of!(A a ta, B b tb, C c tc, D d td, F f tf, G g tg, H h th, I i ti, J j tj, K k tk, L l tl, M m tm);
