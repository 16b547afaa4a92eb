//! What the header of a pipeline names: `|| -> Result<T, MyError>`.

use super::hints::{Never, Stream};

/// The `Result` that a header names after `->`.
#[diagnostic::on_unimplemented(
    message = "a pipeline's header names a `Result`, not `{Self}`",
    label = "write `-> Result<{Self}, MyError>`, or remove the type"
)]
pub trait Returned<M> {
    /// The pipeline's value.
    type Value;
    /// The error type as it stands there.
    type Named;
    /// What `?` in its bodies converts into: the named one.
    type Error;
}

impl<T, E: SentError<M>, M> Returned<M> for Result<T, E> {
    type Value = T;
    type Named = E;
    type Error = E::Error;
}

/// For a header whose error type is `_`: that is then the one which the rest of the code asks for.
pub trait Itself {
    /// The type itself.
    type Itself;
}

impl<E> Itself for E {
    type Itself = E;
}

/// An error type that a header names. It is `Send`, because bodies fail on other threads than the caller's.
///
/// There are two impls, and the second never holds. So rustc looks at their bounds before it takes one: of an
/// error type that is not `Send` it takes neither. It says so once, and has no error type by which it could find
/// more mistakes.
#[diagnostic::on_unimplemented(
    message = "a pipeline's error type is `Send`: `{Self}` is not",
    label = "write `Box<dyn Error + Send + Sync>` or another `Send` type, or remove the header's type"
)]
pub trait SentError<M> {
    /// The type itself.
    type Error;
}

/// By it rustc tells the two impls apart.
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
