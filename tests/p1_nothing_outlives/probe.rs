//! What strikes a run: which fault, at which stage, at which of its items.

use std::any::Any;
use std::fmt;
use std::panic::panic_any;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use pipeline::Context;
use pipeline_tests::{Item, Ledger, wait_until};

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

pub struct Probe {
    fault: Fault,
    /// The stage that it strikes.
    stage: &'static str,
    pub when: When,
    armed: Armed,
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

    pub fn is_armed(&self) -> bool {
        self.armed != Armed::None
    }

    /// How many items each generator makes.
    pub fn items(&self) -> usize {
        match self.fault {
            Fault::None => FINITE,
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
        if stage == self.stage && self.fault == Fault::Error && self.has_struck() {
            return Err(Injected);
        }
        self.pass(stage, item, ctx)
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

    fn is_due(&self, stage: &str) -> bool {
        if stage != self.stage {
            return false;
        }
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        match self.when {
            When::At(at) if at == call => {}
            When::Full { item, live } if item == call => {
                wait_until(|| self.ledger.live() >= live);
            }
            When::Waiting { item } if item == call => wait_until(|| self.waits()),
            _ => return false,
        }
        self.struck.store(true, Ordering::SeqCst);
        true
    }

    fn strike(&self, number: usize, ctx: &Context) -> Result<(), Injected> {
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
    fn ends(&self, sink: &str) -> bool {
        match self.fault {
            Fault::EarlyEnd => true,
            Fault::OneEnds => sink == self.stage,
            _ => false,
        }
    }

    fn has_struck(&self) -> bool {
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
