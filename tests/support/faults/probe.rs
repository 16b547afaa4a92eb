//! Injects a fault into a run: a given fault, at a given stage, at a given item.

use std::any::Any;
use std::array;
use std::fmt;
use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::{Item, Ledger, wait_until};
use pipeline::Context;

/// A way for a run to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No fault: the generators end.
    None,
    /// A body returns an error.
    Error,
    /// A body panics with a `&str`.
    PanicStr,
    /// A body panics with a `String`.
    PanicString,
    /// A body panics with a payload that is not text.
    PanicPayload,
    /// A body drops an item whose drop panics.
    DropPanics,
    /// A body cancels its own run.
    CancelInside,
    /// A body drains its own run.
    DrainInside,
    /// A body sets the deadline of its own run to now.
    DeadlineInside,
    /// A body blocks until the test releases it.
    Stuck,
    /// The sinks end while the generators are still making items.
    EarlyEnd,
    /// One of several sinks ends. The others take items until the generators end.
    OneEnds,
    /// No fault inside the pipeline: the test stops it.
    FromOutside,
    /// No fault inside the pipeline: the test drains it.
    DrainedFromOutside,
}

impl Fault {
    pub fn is_panic(self) -> bool {
        use Fault::{DropPanics, PanicPayload, PanicStr, PanicString};
        matches!(self, PanicStr | PanicString | PanicPayload | DropPanics)
    }
}

/// The moment at which a fault strikes.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// A fault from outside strikes at once. A fault inside never strikes.
    Never,
    /// At the stage's item of this number, counted from 0.
    At(usize),
    /// At this item, but not before `live` items live: then every edge is full.
    ///
    /// The sink holds its first item until then.
    Full { item: usize, live: usize },
    /// At this item, but not before a worker waits for its time to retry.
    Waiting { item: usize },
}

/// The items whose drop panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Armed {
    None,
    One(usize),
    All,
}

/// The error of [`Fault::Error`].
#[derive(Debug, PartialEq, Eq)]
pub struct Injected;

impl fmt::Display for Injected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("injected")
    }
}

impl std::error::Error for Injected {}

/// The payload of [`Fault::PanicPayload`].
#[derive(Debug, PartialEq, Eq)]
pub struct Custom(pub u32);

/// The name of the sink, in a shape with one sink.
pub const SINK: &str = "output";

/// Number of items that a finite generator makes.
pub const FINITE: usize = 200;

/// Number of items that a finite generator makes if all edges must be full before it ends.
pub const PLENTY: usize = 600;

/// The error of a body that rejects an item. It contains the item.
#[derive(Debug)]
pub struct Refused(pub Item);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

/// A fault at one item of one stage.
struct Blow {
    fault: Fault,
    stage: &'static str,
    /// Number of the stage's item at which the fault strikes, counted from 0.
    item: Option<usize>,
    /// Number of items that the stage has had.
    calls: AtomicUsize,
}

impl Blow {
    fn new(fault: Fault, stage: &'static str, item: Option<usize>) -> Self {
        Blow {
            fault,
            stage,
            item,
            calls: AtomicUsize::new(0),
        }
    }
}

/// Called by the bodies of a run for each item. Injects the faults.
pub struct Probe {
    /// One fault, or two at the same time in two stages.
    blows: Vec<Blow>,
    pub when: When,
    armed: Armed,
    /// Number of items that each generator makes if there is no fault.
    finite: usize,
    pub ledger: Ledger,
    /// Number of blows whose stage has reached their item.
    ready: AtomicUsize,
    struck: AtomicBool,
    released: AtomicBool,
    /// The number, plus one, of the item whose first attempt failed last.
    faltered: AtomicUsize,
    waits: AtomicBool,
}

impl Probe {
    pub fn new(fault: Fault, stage: &'static str, when: When) -> Self {
        let item = match when {
            When::Never => None,
            When::At(item) | When::Full { item, .. } | When::Waiting { item } => Some(item),
        };
        Probe::of_blows(vec![Blow::new(fault, stage, item)], when)
    }

    /// Injects two faults at the same time, when `live` items live. Each fault has a stage and the
    /// number of an item.
    #[must_use]
    pub fn of_two(faults: [(Fault, &'static str, usize); 2], live: usize) -> Self {
        let blow = |(fault, stage, item)| Blow::new(fault, stage, Some(item));
        Probe::of_blows(faults.map(blow).into(), When::Full { item: 0, live })
    }

    fn of_blows(blows: Vec<Blow>, when: When) -> Self {
        Probe {
            blows,
            when,
            armed: Armed::None,
            finite: FINITE,
            ledger: Ledger::default(),
            ready: AtomicUsize::new(0),
            struck: AtomicBool::new(false),
            released: AtomicBool::new(false),
            faltered: AtomicUsize::new(0),
            waits: AtomicBool::new(false),
        }
    }

    pub fn armed(mut self, armed: Armed) -> Self {
        self.armed = armed;
        self
    }

    /// Each generator ends after `items` items, if there is no fault.
    #[must_use]
    pub fn of_items(mut self, items: usize) -> Self {
        self.finite = items;
        self
    }

    /// Returns `N` handles to the probe, for stages that own what they use.
    #[must_use]
    pub fn hands<const N: usize>(self: Arc<Self>) -> [Arc<Self>; N] {
        array::from_fn(|_| Arc::clone(&self))
    }

    /// Returns how the run ends. With two faults, returns the first.
    pub(super) fn fault(&self) -> Fault {
        self.blows[0].fault
    }

    pub fn is_armed(&self) -> bool {
        self.armed != Armed::None
    }

    /// Returns the number of items that each generator makes.
    pub fn items(&self) -> usize {
        match self.fault() {
            Fault::None => self.finite,
            Fault::OneEnds => PLENTY,
            _ => usize::MAX,
        }
    }

    pub fn item(&self, number: usize) -> Item {
        let item = self.ledger.item(number);
        if self.armed == Armed::All || self.armed == Armed::One(number) {
            item.armed()
        } else {
            item
        }
    }

    /// Called by every body with every item.
    pub fn pass(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Injected> {
        match self.due(stage) {
            None => Ok(item),
            Some(fault) => self.strike_with(fault, item, ctx),
        }
    }

    /// [`pass`](Probe::pass) for the `next` of an iterator in `stage`, into which no error is
    /// injected.
    pub fn make(&self, stage: &str, number: usize, ctx: &Context) -> Item {
        let passed = self.pass(stage, self.item(number), ctx);
        passed.expect("no error strikes it")
    }

    /// [`pass`](Probe::pass) for a body that only looks at its items.
    pub fn look(&self, stage: &str, item: &Item, ctx: &Context) -> Result<(), Injected> {
        match self.due(stage) {
            None => Ok(()),
            Some(Fault::DropPanics) => self.drop_panics(self.ledger.item(item.number)),
            Some(fault) => self.strike(fault, item.number, ctx),
        }
    }

    /// Injects `fault` into a body that owns `item`.
    pub(super) fn strike_with(
        &self,
        fault: Fault,
        item: Item,
        ctx: &Context,
    ) -> Result<Item, Injected> {
        if fault == Fault::DropPanics {
            self.drop_panics(item);
        }
        self.strike(fault, item.number, ctx)?;
        Ok(item)
    }

    pub(super) fn drop_panics(&self, item: Item) -> ! {
        drop(item.armed());
        unreachable!("the drop panicked")
    }

    /// [`pass`](Probe::pass) for a stage that tolerates some errors. It fails at every item from
    /// the strike on.
    pub fn insist(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Injected> {
        if self.must_insist(stage) {
            return Err(Injected);
        }
        self.pass(stage, item, ctx)
    }

    pub(super) fn must_insist(&self, stage: &str) -> bool {
        let insists = |blow: &Blow| blow.stage == stage && blow.fault == Fault::Error;
        self.has_struck() && self.blows.iter().any(insists)
    }

    /// Fails the first attempt at every third item. For a stage with one worker.
    pub fn falter(&self, item: &Item) -> Result<(), Injected> {
        let this = item.number + 1;
        if item.number % 3 == 1 && self.faltered.swap(this, Ordering::SeqCst) != this {
            return Err(Injected);
        }
        Ok(())
    }

    /// Fails every attempt at the item `number`. The worker then waits before it retries.
    pub fn fail_at(&self, number: usize, item: &Item) -> Result<(), Injected> {
        if item.number == number {
            self.waits.store(true, Ordering::SeqCst);
            return Err(Injected);
        }
        Ok(())
    }

    /// Returns whether a worker waits before it retries, or is about to.
    pub fn waits(&self) -> bool {
        self.waits.load(Ordering::SeqCst)
    }

    /// Returns whether the test may stop the pipeline now, for a pipeline without a fault inside.
    pub fn is_ready(&self) -> bool {
        match self.when {
            When::Never => true,
            When::At(number) => self.ledger.made() > number,
            When::Full { live, .. } => self.ledger.live() >= live,
            When::Waiting { .. } => self.waits(),
        }
    }

    /// Returns the fault to inject into `stage` now. Blocks until it may strike.
    fn due(&self, stage: &str) -> Option<Fault> {
        let fault = self.comes_to(stage)?;
        wait_until(|| self.may_strike());
        Some(fault)
    }

    /// Counts an item of `stage`. Returns the fault that belongs to this item.
    pub(super) fn comes_to(&self, stage: &str) -> Option<Fault> {
        let blow = self.blows.iter().find(|blow| blow.stage == stage)?;
        let call = blow.calls.fetch_add(1, Ordering::SeqCst);
        if blow.item != Some(call) {
            return None;
        }
        self.ready.fetch_add(1, Ordering::SeqCst);
        Some(blow.fault)
    }

    /// Returns whether the conditions for the strike are fulfilled. Once they were, always returns
    /// true.
    pub(super) fn may_strike(&self) -> bool {
        let is_now = self.ready.load(Ordering::SeqCst) == self.blows.len()
            && match self.when {
                When::Never | When::At(_) => true,
                When::Full { live, .. } => self.ledger.live() >= live,
                When::Waiting { .. } => self.waits(),
            };
        if is_now {
            self.struck.store(true, Ordering::SeqCst);
        }
        self.has_struck()
    }

    pub(super) fn strike(
        &self,
        fault: Fault,
        number: usize,
        ctx: &Context,
    ) -> Result<(), Injected> {
        match fault {
            Fault::None | Fault::EarlyEnd | Fault::OneEnds => {}
            Fault::FromOutside | Fault::DrainedFromOutside => {}
            Fault::Error => return Err(Injected),
            Fault::PanicStr => panic!("struck"),
            Fault::PanicString => panic!("struck at {number}"),
            Fault::PanicPayload => panic_any(Custom(7)),
            Fault::DropPanics => unreachable!("whoever has the item drops it"),
            Fault::CancelInside => ctx.cancel(),
            Fault::DrainInside => ctx.drain(),
            Fault::DeadlineInside => {
                ctx.drain_within(Duration::ZERO);
                wait_until(|| ctx.is_cancelled());
            }
            Fault::Stuck => wait_until(|| self.released.load(Ordering::SeqCst)),
        }
        Ok(())
    }

    /// Releases the body that [`Fault::Stuck`] blocks.
    pub fn release(&self) {
        self.released.store(true, Ordering::SeqCst);
    }

    /// The body of the only sink. Returns how many items it took.
    pub fn consume(
        &self,
        items: impl Iterator<Item = Item>,
        ctx: &Context,
    ) -> Result<usize, Injected> {
        self.consume_at(SINK, items.map(|item| (item, ())), ctx)
    }

    /// The body of any sink. `T` is a value that comes with each item.
    pub fn consume_at<T>(
        &self,
        sink: &str,
        items: impl Iterator<Item = (Item, T)>,
        ctx: &Context,
    ) -> Result<usize, Injected> {
        let mut taken = 0;
        for (item, with) in items {
            let _held = (self.pass(sink, item, ctx)?, with);
            taken += 1;
            if self.has_struck() && self.ends(sink) {
                break;
            }
            if matches!(self.when, When::Full { .. }) {
                wait_until(|| self.has_struck() || ctx.is_cancelled() || ctx.is_draining());
            }
        }
        Ok(taken)
    }

    /// Returns whether the strike ends `sink`.
    pub(super) fn ends(&self, sink: &str) -> bool {
        match self.fault() {
            Fault::EarlyEnd => true,
            Fault::OneEnds => sink == self.blows[0].stage,
            _ => false,
        }
    }

    pub fn has_struck(&self) -> bool {
        self.struck.load(Ordering::SeqCst)
    }
}

/// Returns the panic message of `fault` at the item `number`.
pub fn message_of(fault: Fault, number: usize) -> String {
    match fault {
        Fault::PanicStr => "struck".to_owned(),
        Fault::PanicString => format!("struck at {number}"),
        Fault::PanicPayload => "(the payload is not text)".to_owned(),
        Fault::DropPanics => Item::DROP_PANICKED.to_owned(),
        _ => unreachable!("{fault:?} is no panic"),
    }
}

/// Returns whether `payload` is the payload of the panic that `fault` caused.
pub fn is_payload_of(fault: Fault, number: usize, payload: &(dyn Any + Send)) -> bool {
    match fault {
        Fault::PanicStr => payload.downcast_ref() == Some(&"struck"),
        Fault::PanicPayload => payload.downcast_ref() == Some(&Custom(7)),
        fault => payload.downcast_ref() == Some(&message_of(fault, number)),
    }
}

/// The total number of items that the sinks took.
pub trait Taken: Send + 'static {
    fn taken(self) -> usize;
}

impl Taken for usize {
    fn taken(self) -> usize {
        self
    }
}

impl Taken for (usize, usize) {
    fn taken(self) -> usize {
        self.0 + self.1
    }
}
