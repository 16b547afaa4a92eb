//! How often a body is called for one item.

use std::time::Duration;

/// How often a body is called for one item.
pub trait Attempt {
    /// Whether the body is called only once.
    #[doc(hidden)]
    const ONCE: bool = false;

    /// Returns how many attempts may follow the first.
    #[doc(hidden)]
    fn further(&self) -> u32;

    /// Returns the wait after failed attempt number `attempt`.
    #[doc(hidden)]
    fn wait(&self, attempt: u32) -> Duration;
}

/// Attempts at items of type `I`: each attempt takes a copy.
pub trait Attempts<I>: Attempt {
    #[doc(hidden)]
    fn copy(&self, item: &I) -> Option<I>;
}

/// Attempts that depend on errors of type `E`.
pub trait Tries<E>: Attempt {
    /// Returns whether another attempt may follow one that ended with `error`.
    #[doc(hidden)]
    fn is_worth(&self, error: &E) -> bool;
}

/// How long to wait before the next attempt: a `Duration`, or a function of the number of the
/// failed attempt, which counts from 1.
///
/// ```
/// use std::time::Duration;
///
/// use pipeline::Backoff;
///
/// let fixed = Duration::from_millis(100);
/// let growing = |attempt: u32| Duration::from_millis(100) * 2_u32.pow(attempt - 1);
/// assert_eq!([1, 2, 3].map(|attempt| fixed.after(attempt).as_millis()), [100, 100, 100]);
/// assert_eq!([1, 2, 3].map(|attempt| growing.after(attempt).as_millis()), [100, 200, 400]);
/// ```
#[doc(alias("exponential backoff", "retry"))]
#[diagnostic::on_unimplemented(
    message = "a backoff is a `Duration`, or a closure `|attempt| ...` that gives one: `{Self}` is neither",
    label = "write `Duration::from_millis(100)`, or `|attempt| Duration::from_secs(1) * attempt`"
)]
pub trait Backoff {
    /// Returns the wait after failed attempt number `attempt`.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pipeline::Backoff;
    ///
    /// assert_eq!(Duration::from_secs(1).after(3), Duration::from_secs(1));
    /// ```
    fn after(&self, attempt: u32) -> Duration;
}

impl Backoff for Duration {
    fn after(&self, _: u32) -> Duration {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl<F: Fn(u32) -> Duration> Backoff for F {
    fn after(&self, attempt: u32) -> Duration {
        self(attempt)
    }
}

/// Decides which errors are worth another attempt.
pub trait Worth<E> {
    /// Returns whether `error` is worth another attempt.
    #[doc(hidden)]
    fn is_worth(&self, error: &E) -> bool;
}

/// Every error is worth another attempt.
#[derive(Clone)]
pub struct AnyError;

impl<E> Worth<E> for AnyError {
    fn is_worth(&self, _: &E) -> bool {
        true
    }
}

impl<E, F: Fn(&E) -> bool> Worth<E> for F {
    fn is_worth(&self, error: &E) -> bool {
        self(error)
    }
}

/// The body is called once.
#[derive(Clone)]
pub struct Once;

/// An item of which a stage takes copies.
#[diagnostic::on_unimplemented(
    message = "items must be `Clone` here: `{Self}` is not",
    label = "this takes a copy of each item",
    note = "write `#[derive(Clone)]` for the item, or make items of type `Arc<{Self}>`"
)]
pub trait Copied: Clone {}

#[diagnostic::do_not_recommend]
impl<I: Clone> Copied for I {}

/// Copies an item. The option that asks for copies has the bound [`Copied`]. A second bound on the
/// methods of bodies would make rustc report the same error twice.
pub(crate) type CopyFn<I> = fn(&I) -> I;

/// Calls [`Backoff::after`].
pub(crate) type AfterFn<B> = fn(&B, u32) -> Duration;

/// Calls the body again until it succeeds: at most `further` times, and only after errors that are
/// worth it.
pub struct Retry<I, B, W = AnyError> {
    pub(crate) further: u32,
    pub(crate) backoff: B,
    /// Calls [`Backoff::after`] of `backoff`. The option that names it has the bound: see
    /// [`CopyFn`].
    pub(crate) after: AfterFn<B>,
    pub(crate) worth: W,
    pub(crate) copy: CopyFn<I>,
}

impl<I, B: Clone, W: Clone> Clone for Retry<I, B, W> {
    fn clone(&self) -> Self {
        Retry {
            further: self.further,
            backoff: self.backoff.clone(),
            after: self.after,
            worth: self.worth.clone(),
            copy: self.copy,
        }
    }
}

impl Attempt for Once {
    const ONCE: bool = true;

    fn further(&self) -> u32 {
        0
    }

    fn wait(&self, _: u32) -> Duration {
        Duration::ZERO
    }
}

impl<I> Attempts<I> for Once {
    fn copy(&self, _: &I) -> Option<I> {
        None
    }
}

impl<E> Tries<E> for Once {
    fn is_worth(&self, _: &E) -> bool {
        false
    }
}

impl<I, B, W> Attempt for Retry<I, B, W> {
    fn further(&self) -> u32 {
        self.further
    }

    fn wait(&self, attempt: u32) -> Duration {
        (self.after)(&self.backoff, attempt)
    }
}

impl<I, B, W> Attempts<I> for Retry<I, B, W> {
    fn copy(&self, item: &I) -> Option<I> {
        Some((self.copy)(item))
    }
}

impl<I, E, B, W: Worth<E>> Tries<E> for Retry<I, B, W> {
    fn is_worth(&self, error: &E) -> bool {
        self.worth.is_worth(error)
    }
}
