//! What is left to do with what a body made.

use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};

use super::out::Out;

/// The rest of what is to be done with the item in hand. The body is a future already, so this is one
/// by hand: it costs nothing where there is no rest.
#[must_use = "what was made is given when this is awaited"]
pub struct Giving<'o, O, E, A, D> {
    out: &'o mut Out<O, E, A, D>,
    step: Step<O>,
}

pub(super) enum Step<O> {
    /// It is to be handed over, and settled.
    HandOver(Option<O>),
    Settle,
    Done,
}

impl<O, E, A, D> Unpin for Giving<'_, O, E, A, D> {}

impl<O, E, A, D> Future for Giving<'_, O, E, A, D> {
    type Output = ();

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<()> {
        match self.step {
            Step::Done => Poll::Ready(()),
            _ => self.poll_rest(cx),
        }
    }
}

impl<'o, O, E, A, D> Giving<'o, O, E, A, D> {
    #[inline]
    pub(super) fn new(out: &'o mut Out<O, E, A, D>, step: Step<O>) -> Self {
        Giving { out, step }
    }

    #[inline(never)]
    fn poll_rest(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        if let Step::HandOver(made) = &mut self.step {
            let sent = ready!(self.out.poll_hand_over(made, cx));
            self.step = if sent.is_ok() || !self.out.must_stop() {
                Step::Settle
            } else {
                Step::Done
            };
        }
        if let Step::Settle = self.step {
            ready!(self.out.poll_settle(cx));
            self.step = Step::Done;
        }
        Poll::Ready(())
    }
}
