//! What strikes a run: which fault, at which stage, at which of its items.

use std::any::Any;
use std::array;
use std::fmt;
use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

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
    /// The sinks end while the generators are infinite.
    EarlyEnd,
    /// One of several sinks ends, and the others go on to the end of the generators.
    OneEnds,
    /// Nothing in the pipeline ends it.
    FromOutside,
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

/// What a run's bodies do with each item, and what strikes them.
pub struct Probe {
    pub(super) fault: Fault,
    /// The stage that it strikes.
    stage: &'static str,
    pub when: When,
    armed: Armed,
    /// How many items each generator makes where nothing strikes.
    finite: usize,
    pub ledger: Ledger,
    /// Items that the stage has had.
    calls: AtomicUsize,
    struck: AtomicBool,
    /// The number of the item, plus one, whose first attempt failed last.
    faltered: AtomicUsize,
    waits: AtomicBool,
}

impl Probe {
    pub fn new(fault: Fault, stage: &'static str, when: When) -> Self {
        Probe {
            fault,
            stage,
            when,
            armed: Armed::None,
            finite: FINITE,
            ledger: Ledger::default(),
            calls: AtomicUsize::new(0),
            struck: AtomicBool::new(false),
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

    pub fn is_armed(&self) -> bool {
        self.armed != Armed::None
    }

    /// How many items each generator makes.
    pub fn items(&self) -> usize {
        match self.fault {
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
        if self.is_due(stage) {
            if self.fault == Fault::DropPanics {
                drop(item.armed());
                unreachable!("the drop panicked");
            }
            self.strike(item.number, ctx)?;
        }
        Ok(item)
    }

    /// [`pass`](Probe::pass) for a body that only looks at its items.
    pub fn look(&self, stage: &str, item: &Item, ctx: &Context) -> Result<(), Injected> {
        if self.is_due(stage) {
            if self.fault == Fault::DropPanics {
                drop(self.ledger.item(item.number).armed());
                unreachable!("the drop panicked");
            }
            self.strike(item.number, ctx)?;
        }
        Ok(())
    }

    /// [`pass`](Probe::pass) for a stage that bears some errors: it errs from then on.
    pub fn insist(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Injected> {
        if self.must_insist(stage) {
            return Err(Injected);
        }
        self.pass(stage, item, ctx)
    }

    pub(super) fn must_insist(&self, stage: &str) -> bool {
        stage == self.stage && self.fault == Fault::Error && self.has_struck()
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

    fn is_due(&self, stage: &str) -> bool {
        let is_due = self.comes_to(stage);
        if is_due {
            wait_until(|| self.may_strike());
            self.note_stroke();
        }
        is_due
    }

    /// Whether `stage` has come to the item that is to be struck.
    pub(super) fn comes_to(&self, stage: &str) -> bool {
        if stage != self.stage {
            return false;
        }
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        match self.when {
            When::Never => false,
            When::At(item) | When::Full { item, .. } | When::Waiting { item } => item == call,
        }
    }

    /// Whether all is as it is to be at the stroke.
    pub(super) fn may_strike(&self) -> bool {
        match self.when {
            When::Never | When::At(_) => true,
            When::Full { live, .. } => self.ledger.live() >= live,
            When::Waiting { .. } => self.waits(),
        }
    }

    pub(super) fn note_stroke(&self) {
        self.struck.store(true, Ordering::SeqCst);
    }

    pub(super) fn strike(&self, number: usize, ctx: &Context) -> Result<(), Injected> {
        match self.fault {
            Fault::None | Fault::EarlyEnd | Fault::OneEnds | Fault::FromOutside => {}
            Fault::Error => return Err(Injected),
            Fault::PanicStr => panic!("struck"),
            Fault::PanicString => panic!("struck at {number}"),
            Fault::PanicPayload => panic_any(Custom(7)),
            Fault::DropPanics => unreachable!("whoever has the item drops it"),
            Fault::CancelInside => ctx.cancel(),
        }
        Ok(())
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
                wait_until(|| self.has_struck() || ctx.is_cancelled());
            }
        }
        Ok(taken)
    }

    /// Whether the stroke ends `sink`.
    pub(super) fn ends(&self, sink: &str) -> bool {
        match self.fault {
            Fault::EarlyEnd => true,
            Fault::OneEnds => sink == self.stage,
            _ => false,
        }
    }

    pub(super) fn has_struck(&self) -> bool {
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
