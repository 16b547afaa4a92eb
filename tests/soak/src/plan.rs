//! The plan for a run: how and when it ends. A number decides the plan, so a cycle can be repeated.

use std::fmt;
use std::panic::panic_any;
use std::time::Duration;

use pipeline::{Context, Error};

use crate::parcel::{self, Parcel};

/// Number of items that a pipeline makes if nothing ends it earlier.
const ITEMS: u64 = 40;

/// A way for a pipeline to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    OfStream,
    OfConsumer,
    Error,
    Panic,
    CancelInside,
    Cancel,
    Drop,
    Drain,
    Deadline,
}

pub(crate) const ENDS: [End; 9] = [
    End::OfStream,
    End::OfConsumer,
    End::Error,
    End::Panic,
    End::CancelInside,
    End::Cancel,
    End::Drop,
    End::Drain,
    End::Deadline,
];

/// The error of [`End::Error`], and the payload of [`End::Panic`].
#[derive(Debug)]
pub(crate) struct Struck;

impl fmt::Display for Struck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("struck")
    }
}

impl std::error::Error for Struck {}

/// A pseudorandom number generator: splitmix64.
pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let below = (z ^ (z >> 31)) % end as u64;
        usize::try_from(below).expect("it is below a usize")
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// The way and the moment of the end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) end: End,
    /// The number of the item at which the end happens.
    at: u64,
    /// Number of items that must arrive before the run is stopped from outside.
    after: u64,
}

impl Plan {
    pub(crate) fn of(luck: &mut Luck) -> Self {
        Plan {
            end: luck.of(&ENDS),
            at: luck.of(&[0, 1, 2, 7, 30]),
            after: parcel::arrived() + luck.of(&[0, 0, 1, 10, 70]),
        }
    }

    /// Returns the items. They are endless, except if the plan is the end of the stream.
    pub(crate) fn items(self) -> impl Iterator<Item = Parcel> + Send {
        let end = match self.end {
            End::OfStream => ITEMS,
            _ => u64::MAX,
        };
        (0..end).map(Parcel::new)
    }

    /// Called by the stages with each item.
    pub(crate) fn pass(self, parcel: Parcel, ctx: &Context) -> Result<Parcel, Struck> {
        parcel.check();
        if parcel.number >= self.at {
            match self.end {
                End::Error => return Err(Struck),
                End::Panic => panic_any(Struck),
                End::CancelInside => ctx.cancel(),
                _ => {}
            }
        }
        Ok(parcel)
    }

    /// Returns how many items the consumer takes at most.
    pub(crate) fn most(self) -> usize {
        match self.end {
            End::OfConsumer => usize::try_from(self.at).expect("it is small"),
            _ => usize::MAX,
        }
    }

    pub(crate) fn context(self) -> Context {
        let context = Context::new();
        match self.end {
            End::Deadline => context.with_deadline(Duration::from_micros(300)),
            _ => context,
        }
    }

    /// Returns whether the code that starts the run also stops it.
    pub(crate) fn is_from_outside(self) -> bool {
        matches!(self.end, End::Cancel | End::Drop | End::Drain)
    }

    /// Returns whether it is time to stop the run.
    pub(crate) fn is_due(self) -> bool {
        parcel::arrived() >= self.after
    }

    /// Returns whether `outcome` is the planned one.
    pub(crate) fn has_come_true(self, outcome: &Result<usize, Error>) -> bool {
        match (self.end, outcome) {
            (End::OfStream, Ok(arrived)) => *arrived as u64 == ITEMS,
            (End::OfConsumer, Ok(arrived)) => *arrived as u64 == self.at,
            (End::Drain, Ok(_)) => true,
            (End::Error | End::Panic, Err(error)) => is_struck(error, self.end),
            (End::CancelInside | End::Cancel, Err(error)) => error.is_cancelled(),
            (End::Deadline, Err(error)) => error.is_deadline_exceeded(),
            _ => false,
        }
    }
}

/// Returns whether `error` is the planned one, directly or from a pipeline inside.
fn is_struck(error: &Error, end: End) -> bool {
    match error {
        Error::Panicked { .. } => end == End::Panic,
        Error::Failed { source, .. } => match source.downcast_ref::<Error>() {
            Some(inner) => is_struck(inner, end),
            None => end == End::Error && source.is::<Struck>(),
        },
        _ => false,
    }
}
