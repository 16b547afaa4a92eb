//! The methods of the probe for async bodies. They yield to the executor before and after each
//! item.

use std::future::{pending, poll_fn};
use std::pin::Pin;

use futures::Stream;
use pipeline::Context;

use super::probe::{Fault, Injected, Probe, SINK, When};
use crate::{Item, until, yields};

impl Probe {
    /// The async form of [`pass`](Probe::pass).
    ///
    /// # Errors
    ///
    /// Returns the injected error.
    pub async fn passed(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Injected> {
        yields(item.number % 3).await;
        let item = match self.due_now(stage).await {
            None => item,
            Some(fault) => self.strike_with(fault, item, ctx)?,
        };
        yields(item.number % 2).await;
        Ok(item)
    }

    /// The async form of [`look`](Probe::look).
    ///
    /// # Errors
    ///
    /// Returns the injected error.
    pub async fn looked(&self, stage: &str, item: &Item, ctx: &Context) -> Result<(), Injected> {
        yields(item.number % 3).await;
        match self.due_now(stage).await {
            None => Ok(()),
            Some(Fault::DropPanics) => self.drop_panics(self.item(item.number)),
            Some(fault) => self.strike(fault, item.number, ctx),
        }
    }

    /// The async form of [`insist`](Probe::insist).
    ///
    /// # Errors
    ///
    /// Returns the injected error.
    pub async fn insisted(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Injected> {
        if self.must_insist(stage) {
            return Err(Injected);
        }
        self.passed(stage, item, ctx).await
    }

    async fn due_now(&self, stage: &str) -> Option<Fault> {
        let fault = self.comes_to(stage)?;
        until(|| self.may_strike()).await;
        Some(fault)
    }

    /// The async form of [`consume`](Probe::consume).
    ///
    /// # Errors
    ///
    /// Returns the injected error.
    pub async fn consumed(
        &self,
        items: impl Stream<Item = Item> + Unpin,
        ctx: &Context,
    ) -> Result<usize, Injected> {
        self.consumed_at(SINK, items, |item| (item, ()), ctx).await
    }

    /// The async form of [`consume_at`](Probe::consume_at). `part` returns the item, and the value
    /// that comes with it.
    ///
    /// # Errors
    ///
    /// Returns the injected error.
    pub async fn consumed_at<I, T>(
        &self,
        sink: &str,
        mut items: impl Stream<Item = I> + Unpin,
        part: impl Fn(I) -> (Item, T),
        ctx: &Context,
    ) -> Result<usize, Injected> {
        let mut taken = 0;
        while let Some(item) = poll_fn(|cx| Pin::new(&mut items).poll_next(cx)).await {
            let (item, with) = part(item);
            let _held = (self.passed(sink, item, ctx).await?, with);
            taken += 1;
            if self.has_struck() && self.ends(sink) {
                break;
            }
            if matches!(self.when, When::Full { .. }) {
                self.wait_for_stroke(ctx).await;
            }
        }
        Ok(taken)
    }

    /// Waits for the strike. If the test stops the run from outside, this future is never woken, or
    /// woken by the drain.
    async fn wait_for_stroke(&self, ctx: &Context) {
        match self.fault() {
            Fault::FromOutside => pending().await,
            Fault::DrainedFromOutside => ctx.drained().await,
            _ => until(|| self.has_struck()).await,
        }
    }
}
