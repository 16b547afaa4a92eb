//! Small functions for expansions. They give types to closures, and to code that never runs.

use std::time::Duration;

/// Returns `items`, whose item type a `let` between two methods names.
pub fn items_of<T, I: IntoIterator<Item = T>>(items: I) -> I {
    items
}

/// Returns the function that computes the wait before another attempt. The bound gives a closure's
/// parameter its type.
pub fn backoff<F: Fn(u32) -> Duration>(function: F) -> F {
    function
}

/// Uses the code of a pipeline with mistakes, so that rustc reports nothing else about it. Returns
/// `rest`.
pub fn keep<C, R>(_: C, rest: R) -> R {
    rest
}

/// Stands for a value in code that may never end. In `Ok(if true { return ...; } else { never() })`
/// it keeps rustc from warning that `Ok` is unreachable.
///
/// # Panics
///
/// Always. It is never called.
#[must_use]
pub fn never<T>() -> T {
    unreachable!("the other branch is always taken")
}

/// Stands for the context in the bodies of a pipeline with mistakes.
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
    /// Items of the segment's output stream.
    type Item;
    /// Error type that `?` in the bodies converts into.
    type Error;
}

impl<T, E> Given for Result<T, E> {
    type Item = T;
    type Error = E;
}
