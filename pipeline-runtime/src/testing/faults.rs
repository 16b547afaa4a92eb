//! Injects faults into bodies at points that a test chooses.

use std::collections::BTreeMap;
use std::fmt;
use std::panic;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::context::Context;
use crate::run::current;

/// Points that bodies pass, and the faults that strike there.
///
/// A point is a name that the test chooses. Call [`pass`](Faults::pass) where a body passes the
/// point: in the body, or in code that the body calls, such as a function that looks something up.
/// Passes are counted from 0, over all workers together. All clones share the same points and
/// faults, also between threads.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing::{Fault, Faults};
///
/// let faults = Faults::new().error("parse", 1);
/// let parse = |text: &str| -> Result<i32, Box<dyn std::error::Error>> {
///     faults.pass("parse")?;
///     Ok(text.parse()?)
/// };
/// assert_eq!(parse("7").unwrap(), 7);
/// let error = parse("8").unwrap_err();
/// assert_eq!(error.to_string(), "a fault at point \"parse\", pass 1");
/// assert_eq!(parse("9").unwrap(), 9);
/// assert_eq!(faults.struck(), Some(Fault::Error));
/// ```
///
/// [`each_fault`](super::each_fault()) tries all possible faults.
#[derive(Clone, Default)]
pub struct Faults {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    points: BTreeMap<String, Passed>,
    planned: Vec<(Injected, Blow)>,
    struck: Option<Fault>,
}

/// How often a point was passed, and whether every pass was inside a body.
#[derive(Clone, Copy)]
pub(super) struct Passed {
    pub(super) times: usize,
    pub(super) in_bodies: bool,
}

/// A kind of fault.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing::{Fault, Faults};
///
/// let faults = Faults::new().error("parse", 0);
/// assert_eq!(faults.struck(), None);
/// assert!(faults.pass("parse").is_err());
/// assert_eq!(faults.struck(), Some(Fault::Error));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// [`Faults::pass`] returns an error.
    Error,
    /// [`Faults::pass`] panics.
    Panic,
    /// [`Faults::pass`] cancels the run that the body belongs to.
    Cancel,
    /// [`Faults::pass`] drains the run that the body belongs to.
    Drain,
}

impl Fault {
    pub(super) const ALL: [Fault; 4] = [Fault::Error, Fault::Panic, Fault::Cancel, Fault::Drain];

    /// Returns whether the fault stops a run, and so can strike only inside a body.
    pub(super) fn stops_a_run(self) -> bool {
        matches!(self, Fault::Cancel | Fault::Drain)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::Error => "error",
            Fault::Panic => "panic",
            Fault::Cancel => "cancel",
            Fault::Drain => "drain",
        })
    }
}

/// The error that strikes a body. It says at which pass it struck.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing::Faults;
///
/// let faults = Faults::new().error("parse", 1);
/// faults.pass("parse").unwrap();
/// let injected = faults.pass("parse").unwrap_err();
/// assert_eq!((injected.point.as_str(), injected.pass), ("parse", 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Injected {
    /// The point that was passed.
    pub point: String,
    /// Number of earlier passes of the point.
    pub pass: usize,
}

impl fmt::Display for Injected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Injected { point, pass } = self;
        write!(f, "a fault at point {point:?}, pass {pass}")
    }
}

impl std::error::Error for Injected {}

enum Blow {
    Fault(Fault),
    Call(Box<dyn FnOnce() + Send>),
}

impl Faults {
    /// Returns a value without faults. Passes are counted, but nothing strikes.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::testing::Faults;
    ///
    /// let faults = Faults::new();
    /// assert!(faults.pass("parse").is_ok());
    /// assert_eq!(faults.passes("parse"), 1);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Faults::default()
    }

    /// Makes this pass of `point` return the error [`Injected`].
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::testing::Faults;
    ///
    /// let faults = Faults::new().error("parse", 1);
    /// assert!(faults.pass("parse").is_ok());
    /// assert!(faults.pass("parse").is_err());
    /// assert!(faults.pass("parse").is_ok());
    /// ```
    #[must_use]
    pub fn error(self, point: &str, pass: usize) -> Self {
        self.planned(point, pass, Blow::Fault(Fault::Error))
    }

    /// Makes this pass of `point` panic with the text of [`Injected`]. The panic hook is not
    /// called, so nothing is printed: the panic is intended.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::testing;
    /// # }
    /// use pipeline::pipeline;
    /// use pipeline::testing::Faults;
    ///
    /// let faults = Faults::new().panic("square", 1);
    /// let outcome = pipeline!({
    ///     let squares = generator(1..=3)
    ///         >> stage(name = "squares", |n| {
    ///             faults.pass("square")?;
    ///             n * n
    ///         });
    ///     squares >> sum::<i32>()
    /// })
    /// .run();
    /// assert_eq!(outcome.unwrap_err().stage(), Some("squares"));
    /// ```
    #[must_use]
    pub fn panic(self, point: &str, pass: usize) -> Self {
        self.planned(point, pass, Blow::Fault(Fault::Panic))
    }

    /// Makes this pass of `point` cancel the run that the body belongs to. The body continues.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::testing;
    /// # }
    /// use pipeline::pipeline;
    /// use pipeline::testing::Faults;
    ///
    /// let faults = Faults::new().cancel("square", 1);
    /// let outcome = pipeline!({
    ///     let squares = generator(1..=3)
    ///         >> stage(name = "squares", |n| {
    ///             faults.pass("square")?;
    ///             n * n
    ///         });
    ///     squares >> sum::<i32>()
    /// })
    /// .run();
    /// assert!(outcome.unwrap_err().is_cancelled());
    /// ```
    #[must_use]
    pub fn cancel(self, point: &str, pass: usize) -> Self {
        self.planned(point, pass, Blow::Fault(Fault::Cancel))
    }

    /// Makes this pass of `point` drain the run that the body belongs to. The body continues.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::testing;
    /// # }
    /// use pipeline::pipeline;
    /// use pipeline::testing::Faults;
    ///
    /// let faults = Faults::new().drain("square", 1);
    /// let outcome = pipeline!({
    ///     let squares = generator(1..=3)
    ///         >> stage(name = "squares", |n| {
    ///             faults.pass("square")?;
    ///             n * n
    ///         });
    ///     squares >> sum::<i32>()
    /// })
    /// .run();
    /// assert!(outcome.is_ok()); // what was made is processed
    /// ```
    #[must_use]
    pub fn drain(self, point: &str, pass: usize) -> Self {
        self.planned(point, pass, Blow::Fault(Fault::Drain))
    }

    /// Makes this pass of `point` call `act`, on the body's thread.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use std::sync::mpsc;
    ///
    /// use pipeline::testing::Faults;
    ///
    /// let (tell, told) = mpsc::channel();
    /// let faults = Faults::new().call("parse", 1, move || tell.send("the second").unwrap());
    /// faults.pass("parse").unwrap();
    /// assert!(told.try_recv().is_err());
    /// faults.pass("parse").unwrap();
    /// assert_eq!(told.recv().unwrap(), "the second");
    /// ```
    #[must_use]
    pub fn call(self, point: &str, pass: usize, act: impl FnOnce() + Send + 'static) -> Self {
        self.planned(point, pass, Blow::Call(Box::new(act)))
    }

    pub(super) fn with(self, fault: Fault, point: &str, pass: usize) -> Self {
        self.planned(point, pass, Blow::Fault(fault))
    }

    fn planned(self, point: &str, pass: usize, blow: Blow) -> Self {
        let point = point.to_owned();
        self.lock().planned.push((Injected { point, pass }, blow));
        self
    }

    /// Passes `point`. A fault that is planned for this pass strikes now.
    ///
    /// ```
    /// # mod pipeline {
    /// #     pub use ::pipeline::*;
    /// #     pub use ::pipeline_runtime::testing;
    /// # }
    /// use pipeline::pipeline;
    /// use pipeline::testing::Faults;
    ///
    /// let faults = Faults::new().error("square", 1);
    /// let outcome = pipeline!({
    ///     let squares = generator(1..=3)
    ///         >> stage(name = "squares", |n| {
    ///             faults.pass("square")?;
    ///             n * n
    ///         });
    ///     squares >> sum::<i32>()
    /// })
    /// .run();
    /// assert_eq!(format!("{:#}", outcome.unwrap_err()), r#"stage `squares` failed: a fault at point "square", pass 1"#);
    /// ```
    ///
    /// # Errors
    ///
    /// [`Injected`], if an error strikes.
    ///
    /// # Panics
    ///
    /// If a panic strikes. Also if a cancel or a drain strikes outside of a body.
    pub fn pass(&self, point: &str) -> Result<(), Injected> {
        let run = current::context();
        let Some((at, blow)) = self.lock().pass(point, run.is_some()) else {
            return Ok(());
        };
        let run = || -> Context {
            run.unwrap_or_else(|| panic!("{at} is to stop a run, and is in none"))
        };
        match blow {
            Blow::Fault(Fault::Error) => return Err(at),
            Blow::Fault(Fault::Panic) => panic::resume_unwind(Box::new(at.to_string())),
            Blow::Fault(Fault::Cancel) => run().cancel(),
            Blow::Fault(Fault::Drain) => run().drain(),
            Blow::Call(act) => act(),
        }
        Ok(())
    }

    /// Returns how often `point` was passed.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::testing::Faults;
    ///
    /// let faults = Faults::new();
    /// for text in ["1", "2"] {
    ///     faults.pass("parse").unwrap();
    ///     text.parse::<u32>().unwrap();
    /// }
    /// assert_eq!(faults.passes("parse"), 2);
    /// ```
    #[must_use]
    pub fn passes(&self, point: &str) -> usize {
        let shared = self.lock();
        shared.points.get(point).map_or(0, |passed| passed.times)
    }

    /// Returns the fault that has struck, or the first of several. A [`call`](Faults::call) does
    /// not count.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::testing::{Fault, Faults};
    ///
    /// let faults = Faults::new().error("parse", 0);
    /// assert_eq!(faults.struck(), None);
    /// assert!(faults.pass("parse").is_err());
    /// assert_eq!(faults.struck(), Some(Fault::Error));
    /// ```
    #[must_use]
    pub fn struck(&self) -> Option<Fault> {
        self.lock().struck
    }

    pub(super) fn points(&self) -> BTreeMap<String, Passed> {
        self.lock().points.clone()
    }

    /// Locks the state. This is a lock of `std`, which a scheduler does not see. It is held only
    /// while counting, so no thread ever waits for it in a schedule.
    fn lock(&self) -> MutexGuard<'_, Shared> {
        let shared = self.shared.lock();
        shared.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// Counts a pass, and returns the fault that strikes at it.
    fn pass(&mut self, point: &str, in_body: bool) -> Option<(Injected, Blow)> {
        let none = Passed {
            times: 0,
            in_bodies: true,
        };
        let passed = self.points.entry(point.to_owned()).or_insert(none);
        let pass = passed.times;
        passed.times += 1;
        passed.in_bodies &= in_body;
        let is_here = |at: &Injected| at.point == point && at.pass == pass;
        let place = self.planned.iter().position(|(at, _)| is_here(at))?;
        let (at, blow) = self.planned.swap_remove(place);
        if let Blow::Fault(fault) = blow {
            self.struck.get_or_insert(fault);
        }
        Some((at, blow))
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = self.lock();
        let passed = shared
            .points
            .iter()
            .map(|(point, passed)| (point, passed.times));
        f.debug_map().entries(passed).finish()
    }
}
