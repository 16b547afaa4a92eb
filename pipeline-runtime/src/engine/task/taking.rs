//! Takes the next item of a worker whose stage has a policy or an order.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::items::Items;
use super::out::Out;
use crate::stage::policy::{Attempts, Keep};

/// Waits for the next item of a stage that has a policy or an order.
#[must_use = "an item is taken when this is awaited"]
pub struct Taking<'o, S: Stream, O, E, A, D> {
    out: &'o mut Out<O, E, A, D>,
    items: &'o mut Items<S, E>,
}

impl<O, E, A, D> Out<O, E, A, D> {
    /// [`items.next()`](Items::next) for a stage that keeps an order or tries again. Waits until
    /// another item may begin. If the last attempt at an item failed and there is another, returns
    /// that item again.
    #[inline]
    pub fn next<'a, S>(&'a mut self, items: &'a mut Items<S, E>) -> Taking<'a, S, O, E, A, D>
    where
        S: Stream + Unpin,
        A: Attempts<S::Item>,
        D: Keep<S::Item>,
    {
        Taking { out: self, items }
    }
}

impl<S, O, E, A, D> Future for Taking<'_, S, O, E, A, D>
where
    S: Stream + Unpin,
    A: Attempts<S::Item>,
    D: Keep<S::Item>,
{
    type Output = Option<S::Item>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let Taking { out, items } = &mut *self;
        out.poll_item(items, cx)
    }
}
