//! Traits that check the type in the header of a pipeline: `|| -> Result<T, MyError>`.

use super::hints::{Never, Stream};

/// The `Result` that a header names after `->`.
#[diagnostic::on_unimplemented(
    message = "a pipeline's header names a `Result`, not `{Self}`",
    label = "write `-> Result<{Self}, MyError>`, or remove the type"
)]
pub trait Returned<M> {
    /// The pipeline's value.
    type Value;
    /// The error type as written in the header.
    type Named;
    /// The type into which `?` in the bodies converts errors. Equal to [`Named`](Returned::Named).
    type Error;
}

impl<T, E: SentError<M>, M> Returned<M> for Result<T, E> {
    type Value = T;
    type Named = E;
    type Error = E::Error;
}

/// The identity on types. It lets a header name `_` as the error type, which rustc then infers from
/// the rest of the code.
pub trait Itself {
    /// The type itself.
    type Itself;
}

impl<E> Itself for E {
    type Itself = E;
}

/// An error type that a header may name. The type must be `Send`, because bodies fail on other
/// threads than the caller's.
///
/// There are two impls, and the bound of the second never holds. Because there are two, rustc
/// checks the bounds before it selects an impl, and selects none for an error type that is not
/// `Send`. So rustc reports that mistake once: without a resolved error type, it has nothing on
/// which to report follow-up errors.
#[diagnostic::on_unimplemented(
    message = "a pipeline's error type is `Send`: `{Self}` is not",
    label = "write `Box<dyn Error + Send + Sync>` or another `Send` type, or remove the header's type"
)]
pub trait SentError<M> {
    /// The type itself.
    type Error;
}

/// Selects the first impl of [`SentError`].
pub struct IsSent;

#[diagnostic::do_not_recommend]
impl<E: Send> SentError<IsSent> for E {
    type Error = E;
}

#[diagnostic::do_not_recommend]
impl<E> SentError<()> for E
where
    for<'l> Stream<'l>: Never,
{
    type Error = E;
}
