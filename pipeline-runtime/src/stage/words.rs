//! Small words of expansions, which give types to closures and to code that never runs.

use std::time::Duration;

/// `items`, whose type a `let` between two methods named.
pub fn items_of<T, I: IntoIterator<Item = T>>(items: I) -> I {
    items
}

/// The function that computes the wait before another attempt. Its bound gives a closure's parameter its type.
pub fn backoff<F: Fn(u32) -> Duration>(function: F) -> F {
    function
}

/// Takes the code of a pipeline with mistakes, so that nothing else is said of it.
pub fn keep<C, R>(_: C, rest: R) -> R {
    rest
}

/// A value for code that may never end. In `Ok(if true { return ...; } else { never() })` it keeps rustc from
/// warning that `Ok` is unreachable.
///
/// # Panics
///
/// Always; nothing calls it.
#[must_use]
pub fn never<T>() -> T {
    unreachable!("the other branch is always taken")
}

/// The context in the bodies of a pipeline with mistakes.
#[must_use]
pub fn no_context() -> &'static crate::Context {
    unreachable!("a pipeline with mistakes does not compile")
}

/// The `Result` that a segment's header names after `->`.
#[diagnostic::on_unimplemented(
    message = "a segment's header names a `Result`, not `{Self}`",
    label = "write `-> Result<{Self}, MyError>`, or remove the type"
)]
pub trait Given {
    /// The items of the stream that the segment gives.
    type Item;
    /// What `?` in its bodies converts into.
    type Error;
}

impl<T, E> Given for Result<T, E> {
    type Item = T;
    type Error = E;
}
