//! What becomes of a run, and whether it was that.

use std::array;
use std::error::Error as _;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline::{Context, Error};
use pipeline_tests::{Item, Ledger};

/// How many items a generator makes: few, so that schedules differ in what matters.
pub(crate) const ITEMS: usize = 5;

/// At which of its items a stage is struck.
const AT: usize = 1;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself.
    OfItems,
    /// Nobody wants more than one item.
    OfReader,
    /// The body of that stage fails.
    Error(&'static str),
    Panic(&'static str),
    /// The body of that stage asks for it.
    Cancel(&'static str),
    Drain(&'static str),
    /// Another thread asks for it.
    CancelBeside,
    DrainBeside,
    /// By a channel.
    QuitBeside,
    /// Its time is over, sooner or later.
    Deadline,
    /// It runs beside its owner, who has enough of it.
    HandleCancelled,
    HandleDropped,
}

impl End {
    fn stage(self) -> Option<&'static str> {
        match self {
            End::Error(stage) | End::Panic(stage) | End::Cancel(stage) | End::Drain(stage) => {
                Some(stage)
            }
            _ => None,
        }
    }
}

/// The error of a body that was struck.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Struck;

impl fmt::Display for Struck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("struck")
    }
}

impl std::error::Error for Struck {}

/// One run's.
#[derive(Clone)]
pub(crate) struct Fate {
    pub(crate) end: End,
    ledger: Ledger,
    /// Items that the stage has had which is struck.
    calls: Arc<AtomicUsize>,
    /// The number of the item, plus one, whose first attempt failed last.
    faltered: Arc<AtomicUsize>,
}

impl Fate {
    pub(crate) fn new(end: End) -> Self {
        Fate {
            end,
            ledger: Ledger::default(),
            calls: Arc::default(),
            faltered: Arc::default(),
        }
    }

    /// One for each of so many stages.
    pub(crate) fn hands<const N: usize>(&self) -> [Self; N] {
        array::from_fn(|_| self.clone())
    }

    pub(crate) fn item(&self, number: usize) -> Item {
        self.ledger.item(number)
    }

    pub(crate) fn living(&self) -> usize {
        self.ledger.live()
    }

    /// How many items are wanted.
    pub(crate) fn most(&self) -> usize {
        match self.end {
            End::OfReader => 1,
            _ => usize::MAX,
        }
    }

    /// What every body does with every item.
    pub(crate) fn pass(&self, stage: &str, item: Item, ctx: &Context) -> Result<Item, Struck> {
        let is_struck = self.end.stage() == Some(stage);
        if is_struck && self.calls.fetch_add(1, Ordering::Relaxed) == AT {
            match self.end {
                End::Error(_) => return Err(Struck),
                End::Panic(_) => panic!("struck"),
                End::Cancel(_) => ctx.cancel(),
                End::Drain(_) => ctx.drain(),
                _ => {}
            }
        }
        Ok(item)
    }

    /// Whether the first attempt at an item fails. For a stage of one worker.
    pub(crate) fn falter(&self, item: &Item) -> Result<(), Struck> {
        let this = item.number + 1;
        if item.number % 2 == 1 && self.faltered.swap(this, Ordering::Relaxed) != this {
            return Err(Struck);
        }
        Ok(())
    }

    /// Whether the run came to its fate; `gives` is what it gives if nothing strikes it.
    pub(crate) fn judge(&self, outcome: Result<usize, Error>, gives: usize) {
        match (self.end, outcome) {
            (End::OfReader, Ok(count)) => assert_eq!(count, 1),
            (End::Drain(_) | End::DrainBeside, Ok(count)) => assert!(count <= gives),
            (End::Error(_) | End::Panic(_) | End::Cancel(_), Ok(count)) => {
                panic!("it gave {count}, and was struck")
            }
            // What acts beside it may come too late.
            (_, Ok(count)) => assert_eq!(count, gives),
            (End::Error(stage) | End::Panic(stage), Err(error)) => self.is_struck(stage, &error),
            (End::Deadline, Err(error)) => {
                assert!(matches!(error, Error::DeadlineExceeded { .. }), "{error:#}");
            }
            (
                End::Cancel(_) | End::CancelBeside | End::QuitBeside | End::HandleCancelled,
                Err(error),
            ) => assert!(error.is_cancelled(), "{error:#}"),
            (end, Err(error)) => panic!("{end:?} came to {error:#}"),
        }
    }

    /// It has that cause, and no other; but what a body hands on of an inner pipeline that was
    /// cancelled with it is kept.
    fn is_struck(&self, stage: &str, error: &Error) {
        assert_eq!(error.stage(), Some(stage), "{error:#}");
        match error {
            Error::Failed { source, .. } => assert_eq!(source.downcast_ref(), Some(&Struck)),
            Error::Panicked { message, .. } => assert_eq!(message, "struck"),
            other => panic!("the cause is {other:#}"),
        }
        assert_eq!(
            matches!(error, Error::Failed { .. }),
            matches!(self.end, End::Error(_))
        );
        for other in error.others() {
            let inner = other.source();
            let inner = inner.and_then(|source| source.downcast_ref::<Error>());
            assert!(inner.is_some_and(Error::is_cancelled), "{other:#}");
        }
    }
}
