//! The next item of a worker's loop.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::items::Items;
use super::out::Out;
use super::policy::{Attempts, Keep};

/// Waits for the next item of a stream: a future by hand, as each item of a stage needs one.
#[must_use = "an item is taken when this is awaited"]
pub struct Next<'i, S: Stream, E>(pub(super) &'i mut Items<S, E>);

impl<S: Stream + Unpin, E> Future for Next<'_, S, E> {
    type Output = Option<S::Item>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        self.0.poll_for_loop(cx)
    }
}

/// Waits for the next item that a stage with a policy or an order is to work at.
#[must_use = "an item is taken when this is awaited"]
pub struct Taking<'o, S: Stream, O, E, A, D> {
    out: &'o mut Out<O, E, A, D>,
    items: &'o mut Items<S, E>,
}

impl<'o, S: Stream, O, E, A, D> Taking<'o, S, O, E, A, D> {
    #[inline]
    pub(super) fn new(out: &'o mut Out<O, E, A, D>, items: &'o mut Items<S, E>) -> Self {
        Taking { out, items }
    }
}

impl<S, O, E, A, D> Future for Taking<'_, S, O, E, A, D>
where
    S: Stream + Unpin,
    A: Attempts<S::Item>,
    D: Keep<S::Item>,
{
    type Output = Option<S::Item>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let Taking { out, items } = &mut *self;
        out.poll_item(items, cx)
    }
}
