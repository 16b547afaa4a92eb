//! How a run is to end, and whether it did.

use std::array;
use std::error::Error as _;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline::{Context, Error};
use pipeline_tests::{Item, Ledger};

/// Number of items that a generator makes: few, so that schedules differ in what matters.
pub(crate) const ITEMS: usize = 5;

/// Index of the item at which a stage is struck.
const AT: usize = 1;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The run ends by itself.
    OfItems,
    /// Nobody wants more than one item.
    OfReader,
    /// The body of this stage fails.
    Error(&'static str),
    Panic(&'static str),
    /// The body of this stage asks for it.
    Cancel(&'static str),
    Drain(&'static str),
    /// Another thread asks for it.
    CancelBeside,
    DrainBeside,
    /// Through a quit channel.
    QuitBeside,
    /// The deadline passes, sooner or later.
    Deadline,
    /// The run has a handle, and the owner of the handle ends it.
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

/// The fate of one run.
#[derive(Clone)]
pub(crate) struct Fate {
    pub(crate) end: End,
    ledger: Ledger,
    /// Number of items that the struck stage has had.
    calls: Arc<AtomicUsize>,
    /// Number of the item whose first attempt failed last, plus one.
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

    /// Returns a clone for each of `N` stages.
    pub(crate) fn hands<const N: usize>(&self) -> [Self; N] {
        array::from_fn(|_| self.clone())
    }

    pub(crate) fn item(&self, number: usize) -> Item {
        self.ledger.item(number)
    }

    pub(crate) fn living(&self) -> usize {
        self.ledger.live()
    }

    /// Returns how many items are wanted.
    pub(crate) fn most(&self) -> usize {
        match self.end {
            End::OfReader => 1,
            _ => usize::MAX,
        }
    }

    /// Every body calls this with every item. Strikes if this item is the one.
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

    /// Fails the first attempt at every second item. For a stage of one worker.
    pub(crate) fn falter(&self, item: &Item) -> Result<(), Struck> {
        let this = item.number + 1;
        if item.number % 2 == 1 && self.faltered.swap(this, Ordering::Relaxed) != this {
            return Err(Struck);
        }
        Ok(())
    }

    /// Checks that the run came to its fate. `gives` is its value if nothing strikes it.
    pub(crate) fn judge(&self, outcome: Result<usize, Error>, gives: usize) {
        match (self.end, outcome) {
            (End::OfReader, Ok(count)) => assert_eq!(count, 1),
            (End::Drain(_) | End::DrainBeside, Ok(count)) => assert!(count <= gives),
            (End::Error(_) | End::Panic(_) | End::Cancel(_), Ok(count)) => {
                panic!("it gave {count}, and was struck")
            }
            // A strike by another thread may come too late.
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

    /// Checks that the error has this cause and no other. An error of an inner pipeline that was
    /// cancelled with the run may be kept beside it.
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
