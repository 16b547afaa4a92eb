//! `merge_by`: sorted streams as one sorted stream.

use std::cmp::Ordering as Order;
use std::task::{Poll, Waker, ready};

use super::{Feed, Inlet, Streams};
use crate::edge::{Edge, Receiver};
use crate::report::counters::Counters;
use crate::run::worker::Worker;
use crate::sync::Arc;

/// See [`Scope::merge_by`](crate::private::Scope::merge_by).
pub struct MergeBy<T, F, const N: usize> {
    pub(crate) streams: [Receiver<T>; N],
    pub(crate) compare: F,
}

impl<T, F, const N: usize> Streams for MergeBy<T, F, N>
where
    F: FnMut(&T, &T) -> Order,
{
    type Item = T;
    type Crossing = T;
    type Feed = Merging<T, F>;

    fn open<E>(self, worker: &Worker<E>) -> Merging<T, F> {
        worker.counters().merge();
        let streams = self.streams.into_iter();
        Merging {
            streams: streams
                .map(|from| Some(Inlet::open(from, worker)))
                .collect(),
            heads: (0..N).map(|_| None).collect(),
            compare: self.compare,
            counters: Arc::clone(worker.counters()),
        }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        self.streams.iter().map(Receiver::edge).cloned().collect()
    }
}

/// Sorted streams, on the worker that reads them.
pub struct Merging<T, F> {
    /// The streams; `None` for one that has ended.
    streams: Vec<Option<Inlet<T>>>,
    /// The next item of each stream.
    heads: Vec<Option<T>>,
    compare: F,
    counters: Arc<Counters>,
}

impl<T, F> Merging<T, F> {
    /// Takes the next item of each stream that has not ended, unless it was taken already.
    fn poll_heads(&mut self, waker: Option<&Waker>) -> Poll<()> {
        for (stream, head) in self.streams.iter_mut().zip(&mut self.heads) {
            if head.is_none()
                && let Some(inlet) = stream
            {
                inlet.done();
                *head = ready!(inlet.poll(waker));
                match head {
                    Some(_) => self.counters.methods.held.add(1),
                    None => *stream = None,
                }
            }
        }
        Poll::Ready(())
    }
}

impl<T, F: FnMut(&T, &T) -> Order> Feed for Merging<T, F> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        ready!(self.poll_heads(waker));
        let first = first(&self.heads, &mut self.compare);
        let item = first.and_then(|first| self.heads[first].take());
        let held = &self.counters.methods.held;
        held.subtract(u64::from(item.is_some()));
        Poll::Ready(item)
    }

    fn clear(&mut self) {
        self.heads.clear();
    }
}

/// Returns the index of the item that comes first, among the `heads` that are there. Of equal
/// items, the one of the earlier stream comes first.
fn first<T>(heads: &[Option<T>], mut compare: impl FnMut(&T, &T) -> Order) -> Option<usize> {
    let heads = heads.iter().enumerate();
    let mut heads = heads.filter_map(|(at, head)| Some((at, head.as_ref()?)));
    let start = heads.next()?;
    let first = heads.fold(start, |first, next| match compare(first.1, next.1) {
        Order::Greater => next,
        Order::Less | Order::Equal => first,
    });
    Some(first.0)
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn of_equal_items_the_earlier_streams_comes_first() {
        let by_tens = |x: &u32, y: &u32| (x / 10).cmp(&(y / 10));
        assert_eq!(first(&[Some(12), Some(11), Some(10)], by_tens), Some(0));
        assert_eq!(first(&[None, Some(11), Some(10)], by_tens), Some(1));
        assert_eq!(first(&[Some(21), Some(11), Some(10)], by_tens), Some(1));
        assert_eq!(first(&[None, None], by_tens), None);
    }
}
