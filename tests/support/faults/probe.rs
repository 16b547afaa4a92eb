//! What strikes a run: which fault, at which stage, at which of its items.

use std::any::Any;
use std::array;
use std::fmt;
use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::{Item, Ledger, wait_until};
use pipeline::Context;

/// How a run comes to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The generators end.
    None,
    /// A body errs.
    Error,
    /// A body panics with a `&str`.
    PanicStr,
    /// A body panics with a `String`.
    PanicString,
    /// A body panics with what is no text.
    PanicPayload,
    /// A body drops an item whose drop panics.
    DropPanics,
    /// A body cancels its own run.
    CancelInside,
    /// A body drains its own run.
    DrainInside,
    /// A body gives its own run no more time.
    DeadlineInside,
    /// A body blocks until it is let go.
    Stuck,
    /// The sinks end while the generators are infinite.
    EarlyEnd,
    /// One of several sinks ends, and the others go on to the end of the generators.
    OneEnds,
    /// Nothing in the pipeline ends it.
    FromOutside,
    /// Nothing in the pipeline ends it, and somebody drains it.
    DrainedFromOutside,
}

impl Fault {
    pub fn is_panic(self) -> bool {
        use Fault::{DropPanics, PanicPayload, PanicStr, PanicString};
        matches!(self, PanicStr | PanicString | PanicPayload | DropPanics)
    }
}

/// When a fault strikes.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// At once, if from outside.
    Never,
    /// At the stage's item of this number.
    At(usize),
    /// At that item, once so many items live: then every stream is full.
    ///
    /// The sink keeps its first item until then.
    Full { item: usize, live: usize },
    /// At that item, once a worker waits before it tries again.
    Waiting { item: usize },
}

/// Which items' drops panic.
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

/// The name of a shape's only sink.
pub const SINK: &str = "output";

/// Items that a finite generator makes.
pub const FINITE: usize = 200;

/// Items that a finite generator makes where all streams are to be full before its end.
pub const PLENTY: usize = 600;

/// The error of a body that refuses an item, and hands it back.
#[derive(Debug)]
pub struct Refused(pub Item);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

/// One fault at one item of one stage.
struct Blow {
    fault: Fault,
    stage: &'static str,
    /// Which of the stage's items it is.
    item: Option<usize>,
    /// Items that the stage has had.
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

/// What a run's bodies do with each item, and what strikes them.
pub struct Probe {
    /// One, or two at once, in two stages.
    blows: Vec<Blow>,
    pub when: When,
    armed: Armed,
    /// How many items each generator makes where nothing strikes.
    finite: usize,
    pub ledger: Ledger,
    /// How many blows have their item.
    ready: AtomicUsize,
    struck: AtomicBool,
    released: AtomicBool,
    /// The number of the item, plus one, whose first attempt failed last.
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

    /// Two faults at once, when so many items live: each in a stage, at an item of it.
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

    /// Each generator ends after so many items, if nothing strikes.
    #[must_use]
    pub fn of_items(mut self, items: usize) -> Self {
        self.finite = items;
        self
    }

    /// One for each of so many stages that own what they use.
    #[must_use]
    pub fn hands<const N: usize>(self: Arc<Self>) -> [Arc<Self>; N] {
        array::from_fn(|_| Arc::clone(&self))
    }

    /// How the run ends, or the first of two ways.
    pub(super) fn fault(&self) -> Fault {
        self.blows[0].fault
    }

    pub fn is_armed(&self) -> bool {
        self.armed != Armed::None
    }

    /// How many items each generator makes.
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

    /// What every body does with every item.
    pub fn pass(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Injected> {
        match self.due(stage) {
            None => Ok(item),
            Some(fault) => self.strike_with(fault, item, ctx),
        }
    }

    /// [`pass`](Probe::pass) for an iterator's `next`, which no error strikes: that of `stage`.
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

    /// What strikes a body that has an item.
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

    /// [`pass`](Probe::pass) for a stage that bears some errors: it errs from then on.
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

    /// Whether the first attempt at an item fails. For a stage of one worker.
    pub fn falter(&self, item: &Item) -> Result<(), Injected> {
        let this = item.number + 1;
        if item.number % 3 == 1 && self.faltered.swap(this, Ordering::SeqCst) != this {
            return Err(Injected);
        }
        Ok(())
    }

    /// Fails at every attempt at one item, after which its worker waits.
    pub fn fail_at(&self, number: usize, item: &Item) -> Result<(), Injected> {
        if item.number == number {
            self.waits.store(true, Ordering::SeqCst);
            return Err(Injected);
        }
        Ok(())
    }

    /// Whether a worker waits before it tries again, or is about to.
    pub fn waits(&self) -> bool {
        self.waits.load(Ordering::SeqCst)
    }

    /// Whether a pipeline that nothing inside ends is where it is to be struck.
    pub fn is_ready(&self) -> bool {
        match self.when {
            When::Never => true,
            When::At(number) => self.ledger.made() > number,
            When::Full { live, .. } => self.ledger.live() >= live,
            When::Waiting { .. } => self.waits(),
        }
    }

    /// What strikes `stage` now.
    fn due(&self, stage: &str) -> Option<Fault> {
        let fault = self.comes_to(stage)?;
        wait_until(|| self.may_strike());
        Some(fault)
    }

    /// What strikes `stage` at the item that it has now.
    pub(super) fn comes_to(&self, stage: &str) -> Option<Fault> {
        let blow = self.blows.iter().find(|blow| blow.stage == stage)?;
        let call = blow.calls.fetch_add(1, Ordering::SeqCst);
        if blow.item != Some(call) {
            return None;
        }
        self.ready.fetch_add(1, Ordering::SeqCst);
        Some(blow.fault)
    }

    /// Whether all is as it is to be at the stroke. Once it is, it stays so.
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

    /// Lets go whom [`Fault::Stuck`] holds.
    pub fn release(&self) {
        self.released.store(true, Ordering::SeqCst);
    }

    /// A shape's only sink: gives how many items it took.
    pub fn consume(
        &self,
        items: impl Iterator<Item = Item>,
        ctx: &Context,
    ) -> Result<usize, Injected> {
        self.consume_at(SINK, items.map(|item| (item, ())), ctx)
    }

    /// Any sink; `T` is what comes with each item.
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

    /// Whether the stroke ends `sink`.
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

/// The message of the panic that a fault is, at the item of that number.
pub fn message_of(fault: Fault, number: usize) -> String {
    match fault {
        Fault::PanicStr => "struck".to_owned(),
        Fault::PanicString => format!("struck at {number}"),
        Fault::PanicPayload => "(the payload is not text)".to_owned(),
        Fault::DropPanics => Item::DROP_PANICKED.to_owned(),
        _ => unreachable!("{fault:?} is no panic"),
    }
}

/// Whether `payload` is the very one.
pub fn is_payload_of(fault: Fault, number: usize, payload: &(dyn Any + Send)) -> bool {
    match fault {
        Fault::PanicStr => payload.downcast_ref() == Some(&"struck"),
        Fault::PanicPayload => payload.downcast_ref() == Some(&Custom(7)),
        fault => payload.downcast_ref() == Some(&message_of(fault, number)),
    }
}

/// How many items the sinks took together.
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
