//! `timeout`: how long a body may take for an item, and the error of one that took longer.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

/// The error of an item whose body took longer than the `timeout` of its stage.
///
/// Converts into any error type that is `From<TimedOut>`. Without a type in the header the error is
/// boxed: `cause.is::<TimedOut>()` then recognises it in the cause of a
/// [`Failure`](crate::Failure), or in the error that a `retry` asks about. It also converts into an
/// [`io::Error`] of the kind [`TimedOut`](io::ErrorKind::TimedOut), and into a `String`.
///
/// ```
/// # pollster::block_on(async {
/// use std::time::Duration;
///
/// use pipeline::{TimedOut, pipeline};
///
/// let outcome = pipeline!(async {
///     let never = generator([1])
///         >> stage(timeout = Duration::from_millis(5), async |_| std::future::pending::<u32>().await);
///     never >> count()
/// })
/// .run()
/// .await;
/// let cause = outcome.unwrap_err().into_source().unwrap();
/// assert_eq!(cause.downcast_ref::<TimedOut>().unwrap().after, Duration::from_millis(5));
/// # });
/// ```
#[doc(alias("Elapsed", "timeout"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedOut {
    /// The timeout.
    pub after: Duration,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body took longer than {:?}", self.after)
    }
}

impl StdError for TimedOut {}

impl From<TimedOut> for io::Error {
    fn from(timed_out: TimedOut) -> Self {
        io::Error::new(io::ErrorKind::TimedOut, timed_out)
    }
}

impl From<TimedOut> for String {
    fn from(timed_out: TimedOut) -> Self {
        timed_out.to_string()
    }
}

/// An error type that a timeout converts into.
#[diagnostic::on_unimplemented(
    message = "a `timeout` is a `TimedOut`, and the error type `{Self}` cannot be made of that",
    label = "write `impl From<pipeline::TimedOut> for {Self}`"
)]
pub trait Late {
    #[doc(hidden)]
    fn late(timed_out: TimedOut) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<TimedOut>> Late for E {
    fn late(timed_out: TimedOut) -> Self {
        timed_out.into()
    }
}

/// The `timeout` of a stage.
pub(crate) struct Timeout<E> {
    pub(crate) time: Duration,
    /// Makes the error. The option has the bound [`Late`]. A second bound would make rustc report
    /// the same error twice.
    pub(crate) late: fn(TimedOut) -> E,
}

impl<E> Timeout<E> {
    pub(crate) fn new(time: Duration) -> Self
    where
        E: Late,
    {
        let late = E::late;
        Timeout { time, late }
    }
}

impl<E> Clone for Timeout<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Timeout<E> {}
