//! The errors of a run, and the type that `?` in a body converts into.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::ops::Deref;

use crate::run::foreign;
use crate::sync::{Mutex, PoisonError};

/// The reason why a run has no value: the first failure in time, with the stage where it happened.
///
/// It is never a "disconnected" or "cancelled" that is only a consequence of the first failure.
/// Later failures, until every thread has ended, are kept in [`others`](Error::others).
///
/// `{}` prints the stage. `{:#}` also prints the whole chain of sources, in one line. If `E` is not
/// a `std` error and holds none, such as a `String`, `{}` prints the stage and `E`.
///
/// An `Error<E>` is a `std` error for every `E` that can be printed. So `run()?` converts it into
/// `anyhow::Error`, `eyre::Report` and boxed errors, even if the header names one of these types as
/// `E`.
///
/// ```
/// use pipeline::pipeline;
///
/// let outcome = pipeline!({
///     let numbers = generator(["1", "two"]) >> stage(name = "parse", |word| word.parse::<u32>()?);
///     numbers >> sum::<u32>()
/// })
/// .run();
/// let error = outcome.unwrap_err();
/// assert_eq!(error.to_string(), "stage `parse` failed");
/// assert_eq!(format!("{error:#}"), "stage `parse` failed: invalid digit found in string");
/// ```
#[doc(alias("errgroup", "JoinError"))]
#[non_exhaustive]
pub enum Error<E = BoxError> {
    /// A body returned an error.
    #[non_exhaustive]
    Failed {
        /// The stage whose body returned the error.
        stage: &'static str,
        /// The error that the body returned.
        source: E,
        /// Later failures.
        others: Vec<Error<E>>,
        #[doc(hidden)]
        view: View<E>,
    },
    /// A body panicked.
    #[non_exhaustive]
    Panicked {
        /// The stage whose body panicked. It is `pipeline` if the value of an option panicked, such
        /// as an invalid `capacity` or number of workers.
        stage: &'static str,
        /// The panic's message, or a text which says that the payload is not text.
        message: String,
        /// The payload, with which [`Error::resume_panic`] continues the panic.
        payload: Payload,
        /// Later failures.
        others: Vec<Error<E>>,
    },
    /// A stage's thread could not be started.
    #[non_exhaustive]
    Spawn {
        /// The stage that has no thread.
        stage: &'static str,
        /// The error of the operating system.
        source: io::Error,
        /// Later failures.
        others: Vec<Error<E>>,
    },
    /// The run's context was cancelled before the work was done.
    #[non_exhaustive]
    Cancelled {
        /// Later failures.
        others: Vec<Error<E>>,
    },
    /// The deadline of the run's context passed before the work was done.
    #[non_exhaustive]
    DeadlineExceeded {
        /// Later failures.
        others: Vec<Error<E>>,
    },
    /// The run was joined in one of its own bodies, or in a body that the run waits for indirectly.
    /// That join would never have returned. Instead it cancels the run, which ends after the body
    /// has ended.
    #[non_exhaustive]
    Deadlock {
        /// Always empty.
        others: Vec<Error<E>>,
    },
    /// A `feedback` with `full = fail` had no room for another item.
    #[non_exhaustive]
    FeedbackFull {
        /// The stage that sent the item back.
        stage: &'static str,
        /// The `feedback` that has the bound.
        feedback: &'static str,
        /// The bound: the most items that may wait in the `feedback`.
        bound: usize,
        /// Later failures.
        others: Vec<Error<E>>,
    },
    /// Another process of the job failed.
    #[cfg(feature = "cluster")]
    #[non_exhaustive]
    Elsewhere {
        /// The stage that failed there. Empty if the failure belongs to no stage.
        stage: String,
        /// The host of the process.
        host: String,
        /// The message of the failure.
        message: String,
        /// Later failures.
        others: Vec<Error<E>>,
    },
    /// The broker failed, or the processes of the job do not match each other.
    #[cfg(feature = "cluster")]
    #[non_exhaustive]
    Broker {
        /// The error of the broker, or a description of the mismatch.
        source: BoxError,
        /// Later failures.
        others: Vec<Error<E>>,
    },
}

impl<E> Error<E> {
    pub(crate) fn failed(stage: &'static str, source: E, view: View<E>) -> Self {
        Error::Failed {
            stage,
            source,
            others: Vec::new(),
            view,
        }
    }

    pub(crate) fn panicked(stage: &'static str, payload: Box<dyn Any + Send>) -> Self {
        Error::Panicked {
            stage,
            message: panic_message(&*payload),
            payload: Payload(Mutex::new(Some(payload))),
            others: Vec::new(),
        }
    }

    pub(crate) fn spawn(stage: &'static str, source: io::Error) -> Self {
        Error::Spawn {
            stage,
            source,
            others: Vec::new(),
        }
    }

    pub(crate) fn cancelled() -> Self {
        Error::Cancelled { others: Vec::new() }
    }

    pub(crate) fn deadline_exceeded() -> Self {
        Error::DeadlineExceeded { others: Vec::new() }
    }

    pub(crate) fn deadlock() -> Self {
        Error::Deadlock { others: Vec::new() }
    }

    pub(crate) fn feedback_full(stage: &'static str, feedback: &'static str, bound: usize) -> Self {
        Error::FeedbackFull {
            stage,
            feedback,
            bound,
            others: Vec::new(),
        }
    }

    #[cfg(feature = "cluster")]
    pub(crate) fn elsewhere(stage: String, host: String, message: String) -> Self {
        Error::Elsewhere {
            stage,
            host,
            message,
            others: Vec::new(),
        }
    }

    #[cfg(feature = "cluster")]
    pub(crate) fn broker(source: BoxError) -> Self {
        Error::Broker {
            source,
            others: Vec::new(),
        }
    }

    pub(crate) fn followed_by(mut self, later: Vec<Error<E>>) -> Self {
        *self.others_mut() = later;
        self
    }

    /// Drops the error, and each of the `others` separately. A drop that panics while another panic
    /// unwinds would abort the process.
    pub(crate) fn drop_quietly(mut self) {
        let others = std::mem::take(self.others_mut());
        foreign::drop_quietly(self);
        others.into_iter().for_each(Error::drop_quietly);
    }

    fn others_mut(&mut self) -> &mut Vec<Error<E>> {
        match self {
            Error::Failed { others, .. }
            | Error::Panicked { others, .. }
            | Error::Spawn { others, .. }
            | Error::FeedbackFull { others, .. }
            | Error::Cancelled { others }
            | Error::DeadlineExceeded { others }
            | Error::Deadlock { others } => others,
            #[cfg(feature = "cluster")]
            Error::Elsewhere { others, .. } | Error::Broker { others, .. } => others,
        }
    }

    /// Returns the stage of this process that failed. `None` if the run was cancelled, exceeded its
    /// deadline or was joined in its own body.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let outcome = pipeline!({
    ///     let numbers = generator(["1", "two"]) >> stage(name = "parse", |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run();
    /// assert_eq!(outcome.unwrap_err().stage(), Some("parse"));
    /// ```
    #[must_use]
    pub fn stage(&self) -> Option<&'static str> {
        match self {
            Error::Failed { stage, .. }
            | Error::Panicked { stage, .. }
            | Error::Spawn { stage, .. }
            | Error::FeedbackFull { stage, .. } => Some(stage),
            Error::Cancelled { .. } | Error::DeadlineExceeded { .. } | Error::Deadlock { .. } => {
                None
            }
            #[cfg(feature = "cluster")]
            Error::Elsewhere { .. } | Error::Broker { .. } => None,
        }
    }

    /// Returns the failures after the first one and before the last thread had ended, in order of
    /// time.
    ///
    /// They include the error of a body that saw the cancel through
    /// [`Context::check`](crate::Context::check), or through a pipeline inside the body, and
    /// returned it.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let outcome = pipeline!({
    ///     let numbers = generator(["1", "two"]) >> stage(name = "parse", |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run();
    /// let error = outcome.unwrap_err();
    /// for later in error.others() {
    ///     println!("{later:#}");
    /// }
    /// ```
    #[must_use]
    pub fn others(&self) -> &[Error<E>] {
        match self {
            Error::Failed { others, .. }
            | Error::Panicked { others, .. }
            | Error::Spawn { others, .. }
            | Error::FeedbackFull { others, .. }
            | Error::Cancelled { others }
            | Error::DeadlineExceeded { others }
            | Error::Deadlock { others } => others,
            #[cfg(feature = "cluster")]
            Error::Elsewhere { others, .. } | Error::Broker { others, .. } => others,
        }
    }

    /// Returns whether the first failure was a cancel. A deadline does not count.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// context.cancel();
    /// let outcome = pipeline!({ generator(0..10) >> stage(|n| n) >> count() }).run_with(&context);
    /// assert!(outcome.unwrap_err().is_cancelled());
    /// ```
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Error::Cancelled { .. })
    }

    /// Returns whether the first failure was a deadline of the run's own context or of one above
    /// it.
    ///
    /// The deadline of a pipeline inside a body does not count, because it is a failure of that
    /// body.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pipeline::{Context, pipeline};
    ///
    /// let soon = Context::new().with_deadline(Duration::from_millis(10));
    /// let outcome = pipeline!({ generator(0_u64..) >> stage(|n| n) >> count() }).run_with(&soon);
    /// assert!(outcome.unwrap_err().is_deadline_exceeded());
    /// ```
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn is_deadline_exceeded(&self) -> bool {
        matches!(self, Error::DeadlineExceeded { .. })
    }

    /// Returns the error that a body returned, if this was the first failure.
    ///
    /// ```
    /// use std::num::ParseIntError;
    ///
    /// use pipeline::pipeline;
    ///
    /// let outcome = pipeline!(|| -> Result<u32, ParseIntError> {
    ///     let numbers = generator(["1", "two"]) >> stage(|word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run();
    /// let cause: Option<ParseIntError> = outcome.unwrap_err().into_source();
    /// assert_eq!(cause.unwrap().to_string(), "invalid digit found in string");
    /// ```
    #[must_use]
    pub fn into_source(self) -> Option<E> {
        match self {
            Error::Failed { source, .. } => Some(source),
            _ => None,
        }
    }

    /// If the first failure was a panic, continues that panic, as if the pipeline had not caught
    /// it. Otherwise returns the error.
    ///
    /// ```
    /// use std::panic;
    ///
    /// use pipeline::pipeline;
    ///
    /// let outcome = panic::catch_unwind(|| {
    ///     let run = pipeline!({ generator([3]) >> stage(|n| assert_ne!(n, 3)) >> count() }).run();
    ///     run.map_err(pipeline::Error::resume_panic)
    /// });
    /// assert!(outcome.is_err());
    /// ```
    ///
    /// # Panics
    ///
    /// With the body's own payload, if the first failure was a panic. The panic hook is not called
    /// again.
    #[doc(alias = "resume_unwind")]
    #[must_use]
    pub fn resume_panic(self) -> Self {
        match self {
            Error::Panicked { payload, .. } => std::panic::resume_unwind(payload.into_inner()),
            error => error,
        }
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "(the payload is not text)".to_owned()
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = match self {
            Error::Failed { stage, source, .. } => {
                let mut written = f.debug_struct("Failed");
                written.field("stage", stage).field("source", source);
                written
            }
            Error::Panicked {
                stage,
                message,
                payload,
                ..
            } => {
                let mut written = f.debug_struct("Panicked");
                written.field("stage", stage).field("message", message);
                written.field("payload", payload);
                written
            }
            Error::Spawn { stage, source, .. } => {
                let mut written = f.debug_struct("Spawn");
                written.field("stage", stage).field("source", source);
                written
            }
            Error::Cancelled { .. } => f.debug_struct("Cancelled"),
            Error::DeadlineExceeded { .. } => f.debug_struct("DeadlineExceeded"),
            Error::Deadlock { .. } => f.debug_struct("Deadlock"),
            Error::FeedbackFull {
                stage,
                feedback,
                bound,
                ..
            } => {
                let mut written = f.debug_struct("FeedbackFull");
                written.field("stage", stage).field("feedback", feedback);
                written.field("bound", bound);
                written
            }
            #[cfg(feature = "cluster")]
            Error::Elsewhere {
                stage,
                host,
                message,
                ..
            } => {
                let mut written = f.debug_struct("Elsewhere");
                written.field("stage", stage).field("host", host);
                written.field("message", message);
                written
            }
            #[cfg(feature = "cluster")]
            Error::Broker { source, .. } => {
                let mut written = f.debug_struct("Broker");
                written.field("source", source);
                written
            }
        };
        written.field("others", &self.others()).finish()
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Failed {
                stage,
                source,
                view,
                ..
            } => {
                write!(f, "stage `{stage}` failed")?;
                if view.of(source).is_none() {
                    write!(f, ": {source}")?;
                }
            }
            Error::Panicked { stage, message, .. } => {
                write!(f, "stage `{stage}` panicked: {message}")?;
            }
            Error::Spawn { stage, .. } => write!(f, "stage `{stage}` got no thread")?,
            Error::Cancelled { .. } => f.write_str("the pipeline was cancelled")?,
            Error::DeadlineExceeded { .. } => f.write_str("the pipeline's deadline has passed")?,
            Error::Deadlock { .. } => {
                f.write_str("the pipeline was joined in a body that the pipeline waits for")?;
            }
            Error::FeedbackFull {
                stage,
                feedback,
                bound,
                ..
            } => write!(
                f,
                "stage `{stage}` fed back more than the {bound} items that may wait for `{feedback}`"
            )?,
            #[cfg(feature = "cluster")]
            Error::Elsewhere { host, message, .. } => write!(f, "on {host}: {message}")?,
            #[cfg(feature = "cluster")]
            Error::Broker { .. } => f.write_str("the job cannot go on")?,
        }
        if f.alternate() {
            write_sources(f, self.as_source())?;
        }
        Ok(())
    }
}

impl<E> Error<E> {
    /// Returns the source, for [`StdError::source`].
    fn as_source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::Failed { source, view, .. } => view.of(source),
            Error::Spawn { source, .. } => Some(source),
            #[cfg(feature = "cluster")]
            Error::Broker { source, .. } => Some(&**source),
            #[cfg(feature = "cluster")]
            Error::Elsewhere { .. } => None,
            Error::Panicked { .. }
            | Error::Cancelled { .. }
            | Error::DeadlineExceeded { .. }
            | Error::Deadlock { .. }
            | Error::FeedbackFull { .. } => None,
        }
    }
}

fn write_sources(
    f: &mut fmt::Formatter<'_>,
    first: Option<&(dyn StdError + 'static)>,
) -> fmt::Result {
    let mut source = first;
    while let Some(error) = source {
        write!(f, ": {error}")?;
        source = error.source();
    }
    Ok(())
}

impl<E: fmt::Debug + fmt::Display> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.as_source()
    }
}

/// Returns an I/O error of a body unchanged, and wraps any other error in [`io::Error::other`].
impl From<Error<io::Error>> for io::Error {
    fn from(error: Error<io::Error>) -> Self {
        match error {
            Error::Failed { source, .. } => source,
            error => io::Error::other(error),
        }
    }
}

/// The value that a body panicked with. It is kept so that the caller can [continue the
/// panic](Error::resume_panic).
///
/// If the drop of the value panics, dropping the `Payload` swallows that panic.
///
/// ```
/// use std::panic;
///
/// use pipeline::{Error, pipeline};
///
/// let outcome = pipeline!({ generator([7]) >> stage(|n: u32| panic::panic_any(n)) >> count() }).run();
/// let Err(Error::Panicked { payload, .. }) = outcome else { unreachable!() };
/// assert_eq!(payload.into_inner().downcast_ref(), Some(&7_u32));
/// ```
pub struct Payload(Mutex<Option<Box<dyn Any + Send>>>);

impl Payload {
    /// Returns the payload itself.
    ///
    /// ```
    /// use pipeline::{Error, pipeline};
    ///
    /// let outcome = pipeline!({ generator([3]) >> stage(|n| assert_ne!(n, 3)) >> count() }).run();
    /// if let Err(Error::Panicked { payload, .. }) = outcome {
    ///     let payload: Box<dyn std::any::Any + Send> = payload.into_inner();
    ///     assert!(payload.is::<String>());
    /// }
    /// ```
    #[must_use]
    pub fn into_inner(mut self) -> Box<dyn Any + Send> {
        let Some(payload) = self.take() else {
            unreachable!("nothing else takes it");
        };
        payload
    }

    fn take(&mut self) -> Option<Box<dyn Any + Send>> {
        let payload = self.0.get_mut();
        payload.unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        if let Some(payload) = self.take() {
            foreign::discard(payload);
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload")
    }
}

/// Converts a reference to an error of the type `E` into a `std` error, if `E` is or holds one.
pub struct View<E>(Seen<E>);

type Seen<E> = fn(&E) -> Option<&(dyn StdError + 'static)>;

impl<E> View<E> {
    pub(crate) fn of(self, error: &E) -> Option<&(dyn StdError + 'static)> {
        (self.0)(error)
    }
}

impl<E> Clone for View<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for View<E> {}

impl View<BoxError> {
    pub(crate) const BOXED: Self = View(|error| Some(&*error.0));
}

/// An error type that a header names. `K` is one of [`Printed`], [`Std`] and [`Holding`].
///
/// `N` makes rustc choose between them. It is the type of an integer literal, which is not known at
/// first. A type that can only be printed has one impl, for `N = u8`, so rustc takes that one. A
/// type that also is or holds a `std` error has a second impl, for `N = i32`. Then the impls do not
/// decide `N`, so rustc falls back to `i32`, as for any integer literal, and takes the second impl.
pub trait Cause<N, K>: Sized {
    #[doc(hidden)]
    const VIEW: View<Self>;
}

/// Marks an error type that can only be printed.
pub struct Printed;
/// Marks an error type that is a `std` error.
pub struct Std;
/// Marks an error type that holds a `std` error, as `anyhow::Error` and `eyre::Report` do.
pub struct Holding;

impl<E> Cause<u8, Printed> for E {
    const VIEW: View<E> = View(|_| None);
}

impl<E: StdError + 'static> Cause<i32, Std> for E {
    const VIEW: View<E> = View(|error| Some(error));
}

impl<E: Deref<Target = dyn StdError + Send + Sync>> Cause<i32, Holding> for E {
    const VIEW: View<E> = View(|error| Some(&**error));
}

/// Any error, boxed. `?` in a body converts into this type if the header names no error type.
///
/// Everything that converts into `Box<dyn Error + Send + Sync>` also converts into it, text
/// included (`Err("no such key")?`). It dereferences to the error within. Like `anyhow::Error`, it
/// is not itself a `std` error, because otherwise it could not be made from all of them.
///
/// ```
/// use std::num::ParseIntError;
///
/// use pipeline::BoxError;
///
/// fn parse(text: &str) -> Result<u32, BoxError> {
///     if text.is_empty() {
///         Err("there is no number")?;
///     }
///     Ok(text.parse()?)
/// }
///
/// assert!(parse("two").unwrap_err().is::<ParseIntError>());
/// assert_eq!(parse("").unwrap_err().to_string(), "there is no number");
/// ```
#[doc(alias = "anyhow")]
pub struct BoxError(Box<dyn StdError + Send + Sync>);

impl BoxError {
    /// Returns the error within.
    ///
    /// ```
    /// use pipeline::BoxError;
    ///
    /// let error: Box<dyn std::error::Error + Send + Sync> = BoxError::from("no such key").into_inner();
    /// assert_eq!(error.to_string(), "no such key");
    /// ```
    #[must_use]
    pub fn into_inner(self) -> Box<dyn StdError + Send + Sync> {
        self.0
    }
}

impl<C: Into<Box<dyn StdError + Send + Sync>>> From<C> for BoxError {
    fn from(cause: C) -> Self {
        BoxError(cause.into())
    }
}

impl Deref for BoxError {
    type Target = dyn StdError + Send + Sync;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl fmt::Display for BoxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not with the flags of `f`: an error that supports `#` would also write its sources.
        write!(f, "{}", self.0)?;
        if f.alternate() {
            write_sources(f, self.0.source())?;
        }
        Ok(())
    }
}

impl fmt::Debug for BoxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
