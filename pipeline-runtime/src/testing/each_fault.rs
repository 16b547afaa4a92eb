//! Tries every fault that can strike a pipeline, one after the other.

use std::any::Any;
use std::env;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};

use super::faults::{Fault, Faults};

/// Environment variable that names the only fault to try.
const ONLY: &str = "PIPELINE_FAULT";

/// Runs `run` without a fault, and then once for each possible fault: at each pass of each point of
/// its [`Faults`], an error, a panic, a cancel and a drain.
///
/// So every way out of a pipeline is taken once, just as the tests of `SQLite` let each allocation
/// fail once. `run` must run the pipeline anew each time, and must check the outcome:
/// [`struck`](Faults::struck) says which fault has struck.
///
/// ```
/// # use pipeline_runtime::testing::Faults;
/// # fn total(lines: &[&str], faults: &Faults) -> Result<i32, Box<dyn std::error::Error>> {
/// #     let mut total = 0;
/// #     for line in lines {
/// #         faults.pass("parse")?;
/// #         total += line.parse::<i32>()?;
/// #     }
/// #     Ok(total)
/// # }
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing::{self, Fault};
///
/// testing::each_fault(|faults| {
///     // Its body says `faults.pass("parse")?;`.
///     let total = std::panic::catch_unwind(|| total(&["1", "2", "3"], faults));
///     match faults.struck() {
///         None => assert_eq!(total.unwrap().unwrap(), 6),
///         Some(Fault::Panic) => assert!(total.is_err()),
///         Some(_) => assert!(total.unwrap().is_err()),
///     }
/// });
/// ```
///
/// Faults strike only at passes that the run without a fault has made. A cancel or a drain strikes
/// only at passes inside a body. If threads race, a later run may pass a point less often. Then no
/// fault strikes, and `struck` returns `None`.
///
/// This works for threads and for futures. It also works inside [`schedules`](super::schedules()),
/// where each schedule tries all faults. Call `assert_no_leaks` inside `run`: then the message
/// names the fault that left something. Called around `each_fault`, it checks only once, at the
/// end.
///
/// # Panics
///
/// If `run` panics. The message begins with the fault, and ends with a value for the environment
/// variable `PIPELINE_FAULT`. With that value, only this fault is tried.
#[track_caller]
pub fn each_fault(run: impl FnMut(&Faults)) {
    some_faults(usize::MAX, run);
}

/// Like [`each_fault`], but with at most `most` passes of each point: the first and the last ones,
/// half of each. For pipelines that do the same with most of their many items.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing;
///
/// testing::some_faults(2, |faults| {
///     // Of the 100 passes of this point, only the first and the last fail.
///     let passes = || (0..100).all(|_| faults.pass("parse").is_ok());
///     let is_well = std::panic::catch_unwind(passes).is_ok_and(|all| all);
///     assert_eq!(is_well, faults.struck().is_none());
/// });
/// ```
///
/// # Panics
///
/// As for [`each_fault`].
#[track_caller]
pub fn some_faults(most: usize, mut run: impl FnMut(&Faults)) {
    if let Ok(only) = env::var(ONLY) {
        let only = Strike::named(&only);
        let only = only.unwrap_or_else(|| panic!("{ONLY} is such as `panic:3:parse`"));
        only.try_out(&mut run);
        return;
    }
    let faults = Faults::new();
    run_at("without a fault", "", &faults, &mut run);
    for (point, passed) in faults.points() {
        let is_possible = |fault: &Fault| passed.in_bodies || !fault.stops_a_run();
        for pass in ends(passed.times, most) {
            for fault in Fault::ALL.into_iter().filter(is_possible) {
                let point = point.clone();
                Strike { point, pass, fault }.try_out(&mut run);
            }
        }
    }
}

/// Returns at most `most` numbers of `0..all`: the first and the last ones.
fn ends(all: usize, most: usize) -> impl Iterator<Item = usize> {
    let first = most.div_ceil(2).min(all);
    let last = (most / 2).min(all - first);
    (0..first).chain(all - last..all)
}

/// One fault at one pass of a point.
struct Strike {
    point: String,
    pass: usize,
    fault: Fault,
}

impl Strike {
    /// Parses the result of [`name`](Strike::name).
    fn named(name: &str) -> Option<Self> {
        let (fault, place) = name.split_once(':')?;
        let (pass, point) = place.split_once(':')?;
        Some(Strike {
            point: point.to_owned(),
            pass: pass.parse().ok()?,
            fault: Fault::ALL
                .into_iter()
                .find(|known| known.to_string() == fault)?,
        })
    }

    fn name(&self) -> String {
        format!("{}:{}:{}", self.fault, self.pass, self.point)
    }

    #[track_caller]
    fn try_out(&self, run: &mut impl FnMut(&Faults)) {
        let faults = Faults::new().with(self.fault, &self.point, self.pass);
        let again = format!("\n{ONLY}={} tries only that", self.name());
        run_at(&self.to_string(), &again, &faults, run);
    }
}

impl fmt::Display for Strike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Strike { point, pass, fault } = self;
        write!(f, "at point {point:?}, pass {pass}: {fault}")
    }
}

/// Calls `run`. If it panics, puts `place` and `again` around the message.
#[track_caller]
fn run_at(place: &str, again: &str, faults: &Faults, run: &mut impl FnMut(&Faults)) {
    let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| run(faults))) else {
        return;
    };
    match text(&*payload) {
        Some(message) => panic!("{place}: {message}{again}"),
        // A panic without a message is not meant for readers, such as the one with which a
        // scheduler ends a thread.
        None => panic::resume_unwind(payload),
    }
}

fn text(payload: &(dyn Any + Send)) -> Option<&str> {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
}
