//! The work that is left once a body has made its output.

use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};

use super::out::Out;

/// Completes the item in hand: sends its output and ends it. This future is written by hand, so
/// that it costs nothing if no work is left.
#[must_use = "what was made is given when this is awaited"]
pub struct Giving<'o, O, E, A, D> {
    out: &'o mut Out<O, E, A, D>,
    step: GivingStep<O>,
}

enum GivingStep<O> {
    /// The output must still be sent. Then the item must be ended.
    HandOver(Option<O>),
    Settle,
    Done,
}

impl<O, E, A, D> Unpin for Giving<'_, O, E, A, D> {}

impl<O, E, A, D> Future for Giving<'_, O, E, A, D> {
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<()> {
        match self.step {
            GivingStep::Done => Poll::Ready(()),
            _ => self.poll_rest(cx),
        }
    }
}

impl<O, E, A, D> Giving<'_, O, E, A, D> {
    #[inline(never)]
    fn poll_rest(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        if let GivingStep::HandOver(made) = &mut self.step {
            let sent = ready!(self.out.poll_hand_over(made, cx));
            self.step = if sent.is_ok() || !self.out.must_stop() {
                GivingStep::Settle
            } else {
                GivingStep::Done
            };
        }
        if let GivingStep::Settle = self.step {
            ready!(self.out.poll_settle(cx));
            self.step = GivingStep::Done;
        }
        Poll::Ready(())
    }
}

impl<O, E, A, D> Out<O, E, A, D> {
    /// Gives the output of the item in hand to the next stage: at once if that takes no wait,
    /// otherwise when the future is awaited.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn give(&mut self, made: O) -> Giving<'_, O, E, A, D> {
        let step = match self.give_now(made) {
            Ok(()) => GivingStep::Done,
            Err(made) => GivingStep::HandOver(Some(made)),
        };
        Giving { out: self, step }
    }

    /// Ends the item in hand.
    pub(super) fn settle(&mut self) -> Giving<'_, O, E, A, D> {
        Giving {
            out: self,
            step: GivingStep::Settle,
        }
    }
}
