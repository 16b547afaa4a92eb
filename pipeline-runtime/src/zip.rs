//! `zip`: the i-th item of each stream, as a tuple.

use crate::edge::Edge;
use crate::queue::Receiver;
use crate::source::{Reading, Source};
use crate::supply::Supply;
use crate::sync::Arc;
use crate::worker::Worker;

/// Streams read in step, as the source of one stage. It ends with the first that ends.
pub struct Zip<T> {
    streams: T,
    /// One of them has ended: from the others nothing more is taken.
    has_ended: bool,
}

/// A tuple of receivers for each number of streams up to twelve, as `std` has for its traits.
macro_rules! zip_of {
    ($($item:ident $stream:ident),+) => {
        impl<$($item),+, E> Source<E> for ($(Receiver<$item>,)+) {
            type Item = ($($item,)+);
            type Crossing = ($($item,)+);
            type Iter = Zip<($(Reading<$item>,)+)>;

            fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
                let ($($stream,)+) = self;
                Ok(Zip {
                    streams: ($($stream.open(worker)?,)+),
                    has_ended: false,
                })
            }

            fn edges(&self) -> Vec<Arc<Edge>> {
                let ($($stream,)+) = self;
                vec![$(Arc::clone($stream.edge())),+]
            }
        }

        impl<$($item),+> Supply for Zip<($(Reading<$item>,)+)> {}

        impl<$($item),+> Iterator for Zip<($(Reading<$item>,)+)> {
            type Item = ($($item,)+);

            fn next(&mut self) -> Option<Self::Item> {
                if self.has_ended {
                    return None;
                }
                let ($($stream,)+) = &mut self.streams;
                $($stream.done();)+
                self.has_ended = true;
                let tuple = ($($stream.next()?,)+);
                self.has_ended = false;
                Some(tuple)
            }
        }
    };
}

zip_of!(A a, B b);
zip_of!(A a, B b, C c);
zip_of!(A a, B b, C c, D d);
zip_of!(A a, B b, C c, D d, F f);
zip_of!(A a, B b, C c, D d, F f, G g);
zip_of!(A a, B b, C c, D d, F f, G g, H h);
zip_of!(A a, B b, C c, D d, F f, G g, H h, I i);
zip_of!(A a, B b, C c, D d, F f, G g, H h, I i, J j);
zip_of!(A a, B b, C c, D d, F f, G g, H h, I i, J j, K k);
zip_of!(A a, B b, C c, D d, F f, G g, H h, I i, J j, K k, L l);
zip_of!(A a, B b, C c, D d, F f, G g, H h, I i, J j, K k, L l, M m);
