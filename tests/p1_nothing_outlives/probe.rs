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
    /// The sink ends while the generators are infinite.
    EarlyEnd,
    /// Nothing in the pipeline ends it.
    FromOutside,
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

/// Where the sinks of all shapes strike.
pub const SINK: &str = "output";

/// Items that a finite generator makes.
pub const FINITE: usize = 200;

pub struct Probe {
    pub fault: Fault,
    /// The stage that it strikes.
    pub stage: &'static str,
    /// The item at which it strikes, counted by the stage.
    pub strike_at: usize,
    /// Strike when so many items live: then every stream is full.
    ///
    /// The sink keeps its first item until then.
    pub full: Option<usize>,
    armed: Option<usize>,
    pub ledger: Ledger,
    calls: AtomicUsize,
    struck: AtomicBool,
}

impl Probe {
    pub fn new(fault: Fault, stage: &'static str, strike_at: usize, full: Option<usize>) -> Self {
        Probe {
            fault,
            stage,
            strike_at,
            full,
            armed: None,
            ledger: Ledger::default(),
            calls: AtomicUsize::new(0),
            struck: AtomicBool::new(false),
        }
    }

    /// The drop of item `number` panics, wherever that is.
    pub fn armed(mut self, number: Option<usize>) -> Self {
        self.armed = number;
        self
    }

    pub fn is_armed(&self) -> bool {
        self.armed.is_some()
    }

    /// How many items each generator makes.
    pub fn items(&self) -> usize {
        match self.fault {
            Fault::None => FINITE,
            _ => usize::MAX,
        }
    }

    pub fn item(&self, number: usize) -> Item {
        let item = self.ledger.item(number);
        if self.armed == Some(number) {
            item.armed()
        } else {
            item
        }
    }

    /// What every body does with every item.
    pub fn pass(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Injected> {
        if stage == self.stage && self.calls.fetch_add(1, Ordering::SeqCst) == self.strike_at {
            if let Some(full) = self.full {
                wait_until(|| self.ledger.live() >= full);
            }
            self.struck.store(true, Ordering::SeqCst);
            return self.strike(item, ctx);
        }
        Ok(item)
    }

    fn strike(&self, item: Item, ctx: &Context) -> Result<Item, Injected> {
        match self.fault {
            Fault::None | Fault::EarlyEnd | Fault::FromOutside => {}
            Fault::Error => return Err(Injected),
            Fault::PanicStr => panic!("struck"),
            Fault::PanicString => panic!("struck at {}", item.number),
            Fault::PanicPayload => panic_any(Custom(7)),
            Fault::DropPanics => {
                drop(item.armed());
                unreachable!("the drop panicked");
            }
            Fault::CancelInside => ctx.cancel(),
        }
        Ok(item)
    }

    /// The sink of all shapes: gives how many items it took.
    pub fn consume(
        &self,
        items: impl Iterator<Item = Item>,
        ctx: &Context,
    ) -> Result<usize, Injected> {
        let mut taken = 0;
        for item in items {
            let _held = self.pass(SINK, item, ctx)?;
            taken += 1;
            if self.fault == Fault::EarlyEnd && self.has_struck() {
                break;
            }
            if self.full.is_some() {
                wait_until(|| self.has_struck() || ctx.is_cancelled());
            }
        }
        Ok(taken)
    }

    fn has_struck(&self) -> bool {
        self.struck.load(Ordering::SeqCst)
    }
}

/// The message of a panic that [`Probe::strike`] made.
pub fn message_of(fault: Fault, strike_at: usize) -> Option<String> {
    match fault {
        Fault::PanicStr => Some("struck".to_owned()),
        Fault::PanicString => Some(format!("struck at {strike_at}")),
        Fault::PanicPayload => Some("(the payload is not text)".to_owned()),
        Fault::DropPanics => Some(Item::DROP_PANICKED.to_owned()),
        _ => None,
    }
}

/// Whether `payload` is the very one.
pub fn is_payload_of(fault: Fault, strike_at: usize, payload: &(dyn Any + Send)) -> bool {
    match fault {
        Fault::PanicStr => payload.downcast_ref() == Some(&"struck"),
        Fault::PanicPayload => payload.downcast_ref() == Some(&Custom(7)),
        fault => payload.downcast_ref() == message_of(fault, strike_at).as_ref(),
    }
}
