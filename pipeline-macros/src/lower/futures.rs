//! What a worker of futures does for each of its items.

use super::{Work, Worker};
use crate::ast::OnError;
use crate::body::{Body, Inline};

/// The loop of a worker that has a body.
pub struct Loop<'a> {
    pub body: &'a Body,
    pub calls: Calls<'a>,
    pub takes: Takes,
    pub owns: Owns,
    pub start: Start,
    /// Other workers have the same body.
    pub is_one_of_many: bool,
}

/// How a loop gets at what its body gives.
pub enum Calls<'a> {
    /// The body's code stands in the loop.
    Inline(Inline<'a>),
    /// The body is a function that code elsewhere gives, or that rustc has something to say of.
    Function,
    /// The body is a function that a thread calls.
    Blocking,
}

/// How a loop gets its items.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `items.next()`
    Next,
    /// `out.next(items)`: an item may come again, or not before another.
    InTurn,
}

/// Where `move` stands, if the header does not say it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Owns {
    Nothing,
    /// At the worker's block: all code in it is the closure's that the user called `move`.
    Block,
    /// At a block around the loop, after the code that only borrows.
    Loop,
}

/// How workers start that may be several.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Each calls the block, which borrows what it uses.
    Work,
    /// Each has a copy of the block, which owns what it uses.
    EachWorker,
    /// All share the loop, which owns what it uses.
    ShareLoop,
    /// All share the body, which owns what it uses.
    ShareBody,
}

impl<'a> Loop<'a> {
    /// The loop of `worker`; `moves` says that the pipeline owns what it uses.
    pub fn of(worker: &Worker<'a>, body: &'a Body, moves: bool) -> Self {
        let calls = if worker.options.blocking.is_some() {
            Calls::Blocking
        } else {
            body.inline().map_or(Calls::Function, Calls::Inline)
        };
        let options = worker.options;
        let tries_again = matches!(options.on_error, Some((_, OnError::Retry { .. })));
        let in_turn = tries_again || options.ordered.is_some() || options.keep.is_some();
        Loop {
            body,
            takes: if in_turn { Takes::InTurn } else { Takes::Next },
            owns: Owns::of(worker, &calls, moves),
            start: Start::of(worker, body, &calls, moves),
            is_one_of_many: is_fan_out(worker),
            calls,
        }
    }
}

impl Owns {
    fn of(worker: &Worker<'_>, calls: &Calls<'_>, moves: bool) -> Self {
        let Calls::Inline(inline) = calls else {
            return Owns::Nothing;
        };
        let is_alone = worker.before.is_empty() && inline.setup.is_empty();
        if moves || !inline.owns() {
            Owns::Nothing
        } else if is_alone && !is_fan_out(worker) {
            Owns::Block
        } else {
            Owns::Loop
        }
    }
}

impl Start {
    fn of(worker: &Worker<'_>, body: &Body, calls: &Calls<'_>, moves: bool) -> Self {
        match calls {
            _ if !(moves && is_fan_out(worker)) => Start::Work,
            _ if body.is_made() => Start::EachWorker,
            Calls::Inline(_) => Start::ShareLoop,
            Calls::Function | Calls::Blocking => Start::ShareBody,
        }
    }
}

fn is_fan_out(worker: &Worker<'_>) -> bool {
    matches!(worker.work, Work::FanOut { .. })
}
