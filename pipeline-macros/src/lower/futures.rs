//! The shape of a worker as a future, and of its loop.

use proc_macro2::{Ident, TokenStream};

use super::steps::{Chain, Step};
use super::workers::{Draft, Work};
use super::{Shaped, Source, context};
use crate::ast::OnError;
use crate::body::{Body, Inline};
use crate::graph::{Output, StreamId, ValueId};

pub enum Shape<'a> {
    /// `run.generator(name, to).yields(async |out| { … })`
    Yields {
        source: &'a Body,
        to: StreamId,
    },
    /// `run.stage(name, from, to).work(async |from, out| out.send_all(…).await)`, or `run.generator(name,
    /// to)` if the worker makes its items.
    SendsAll {
        made: bool,
        body: Option<InChain<'a>>,
        to: StreamId,
    },
    /// `run.stage(name, from, to).work(async |from, out| { … })`
    Stage {
        calls: Loop<'a>,
        to: StreamId,
    },
    /// `run.fan_out(name, workers, from, to).work(async |from, out| { … })`
    FanOut {
        workers: &'a TokenStream,
        calls: Loop<'a>,
        to: StreamId,
    },
    /// Like `Stage` or `FanOut`, with a body that is given the whole stream, or its worker's share
    /// of it.
    Transform {
        workers: Option<&'a TokenStream>,
        calls: Loop<'a>,
        to: StreamId,
    },
    Tee,
    Split(Loop<'a>),
    Route(Loop<'a>),
    /// `run.output(name, from, outside)`
    Output,
    /// `run.segment(name, segment, from, to)`
    Segment(StreamId),
    /// A `feedback`, with the stream that closes its loop.
    Feedback(StreamId),
    /// `run.sink(name, from).work(async |from| Ok(…))`
    Sink {
        made: bool,
        body: Option<InChain<'a>>,
        value: ValueId,
    },
    /// Like `Sink`, with a body that is given the whole stream.
    SinkBody {
        calls: SinkCall<'a>,
        value: ValueId,
    },
}

/// A body among methods. An `async` body has its code for the method's loop.
pub struct InChain<'a> {
    pub body: &'a Body,
    pub inline: Option<Inline<'a>>,
}

/// How a sink's body is called.
pub enum SinkCall<'a> {
    /// The body's closure is the worker's block. `owns` says that the closure is `move`, but the
    /// header is not.
    Directly { inline: Inline<'a>, owns: bool },
    /// The body's code is put into the worker's block.
    Inline(Inline<'a>),
    /// The body is called: it is a function whose code is elsewhere.
    Function(&'a Body),
}

/// Returns the shape of a worker. `moves` says that the header has `move`. `name` is the name of
/// the context.
pub fn shape<'a>(draft: &Draft<'a>, moves: bool, name: Option<&'a Ident>) -> Shaped<'a, Shape<'a>> {
    let (mut before, mut after) = draft.parts();
    if let Work::Tee = draft.work {
        // A `tee` calls its methods on the items that it sends.
        after = std::mem::take(&mut before);
    }
    let made = matches!(draft.source, Source::Generator(_) | Source::Receive(_));
    let has_methods = !after.is_empty();
    let awaits_value = match (&draft.work, draft.outputs[0]) {
        (Work::Sink(_) | Work::Segment(_) | Work::Output, _) | (_, Output::Stream(_)) => false,
        (_, Output::Value(_)) => !matches!(after.last(), Some(Step::OfValue(_))),
    };
    let before = Chain::of_futures(before, !made, true);
    let is_bare = !made && draft.body().is_none();
    let mut after = Chain::of_futures(after, is_bare, false);
    if awaits_value {
        let place = after.last_method().unwrap_or(draft.verb).span();
        after.steps.push(Step::Awaited(place));
    }
    let in_chain = |body: &'a Body| {
        let inline = if body.is_async() { body.inline() } else { None };
        InChain { body, inline }
    };
    let calls = |body| Loop::of(draft, body, moves, name);
    let shape = match (&draft.work, draft.outputs[0], draft.source) {
        (Work::Tee, ..) => Shape::Tee,
        (&Work::Split(body), ..) => Shape::Split(calls(body)),
        (&Work::Route(body), ..) => Shape::Route(calls(body)),
        (&Work::Feedback(back), ..) => Shape::Feedback(back),
        (Work::Output, ..) => Shape::Output,
        (Work::Segment(_), Output::Stream(to), _) => Shape::Segment(to),
        (&Work::FanOut { workers, body }, Output::Stream(to), _) => Shape::FanOut {
            workers,
            calls: calls(body),
            to,
        },
        (&Work::Transform { workers, body }, Output::Stream(to), _) => Shape::Transform {
            workers,
            calls: calls(body),
            to,
        },
        (&Work::Stage(body), Output::Stream(to), _) if !has_methods => Shape::Stage {
            calls: calls(body),
            to,
        },
        (Work::Pass, Output::Stream(to), Source::Generator(source)) if source.yields() => {
            Shape::Yields { source, to }
        }
        (&Work::Sink(body), Output::Value(value), _) => Shape::SinkBody {
            calls: SinkCall::of(draft, body, moves, name),
            value,
        },
        (work, Output::Stream(to), _) => Shape::SendsAll {
            made,
            body: work.stage().map(in_chain),
            to,
        },
        (work, Output::Value(value), _) => Shape::Sink {
            made,
            body: work.stage().map(in_chain),
            value,
        },
    };
    (before, shape, after)
}

impl<'a> SinkCall<'a> {
    fn of(draft: &Draft<'a>, body: &'a Body, moves: bool, name: Option<&Ident>) -> Self {
        let names_context = name.is_some_and(|name| context::is_in_block(draft, name));
        let Some(inline) = body.inline() else {
            return SinkCall::Function(body);
        };
        let is_alone = draft.before.is_empty() && !names_context && body.literal().is_some();
        if is_alone && inline.is_closure() {
            let owns = inline.owns() && !moves;
            SinkCall::Directly { inline, owns }
        } else {
            SinkCall::Inline(inline)
        }
    }
}

/// The loop of a worker that has a body.
pub struct Loop<'a> {
    pub body: &'a Body,
    pub calls: Calls<'a>,
    pub takes: Takes,
    /// Whether the body has a timeout.
    pub is_limited: bool,
    pub owns: Owns,
    pub start: Start,
    /// Whether the worker is one of several with the same body.
    pub is_one_of_many: bool,
    /// The context's name, if the body is a closure literal that uses it.
    pub context: Option<&'a Ident>,
}

/// How a loop calls its body.
pub enum Calls<'a> {
    /// The body's code is put into the loop.
    Inline(Inline<'a>),
    /// The body is a function whose code is elsewhere, or a closure that rustc will reject.
    Function,
    /// A thread of the worker calls the body. If `owns`, the closure is `move`, because the thread
    /// cannot borrow from the worker.
    Blocking { owns: bool },
}

/// How a loop gets its items.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `items.next()`
    Next,
    /// `out.next(items)`, for retries, and for items that have to wait for their turn.
    InTurn,
}

/// The position of the `move` of the body's closure, if the header has none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Owns {
    Nothing,
    /// At the worker's block, which contains only the closure's code.
    Block,
    /// At a block around the loop. The code before the loop only borrows.
    Loop,
}

/// How the workers of a stage are started.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Each worker calls the block, which borrows what it uses.
    Work,
    /// Each worker has a copy of the block, which owns what it uses.
    EachWorker,
    /// The workers share the loop, which owns what it uses.
    ShareLoop,
    /// The workers share the body, which owns what it uses.
    ShareBody,
}

impl<'a> Loop<'a> {
    fn of(draft: &Draft<'a>, body: &'a Body, moves: bool, name: Option<&'a Ident>) -> Self {
        let context = name.filter(|name| context::is_in_closure(body, name));
        let calls = if draft.options.blocking.is_none() {
            body.inline().map_or(Calls::Function, Calls::Inline)
        } else {
            Calls::Blocking {
                owns: body.literal().is_some() && (moves || context.is_some()),
            }
        };
        let options = draft.options;
        let tries_again = matches!(options.on_error, Some((_, OnError::Retry { .. })));
        let in_turn = tries_again || options.ordered.is_some() || options.keep.is_some();
        Loop {
            body,
            takes: if in_turn { Takes::InTurn } else { Takes::Next },
            is_limited: options.timeout.is_some(),
            owns: Owns::of(draft, &calls, moves),
            start: Start::of(draft, body, &calls, moves),
            is_one_of_many: is_fan_out(draft),
            context,
            calls,
        }
    }
}

impl Owns {
    fn of(draft: &Draft<'_>, calls: &Calls<'_>, moves: bool) -> Self {
        let Calls::Inline(inline) = calls else {
            return Owns::Nothing;
        };
        let is_alone = draft.before.is_empty() && inline.setup.is_empty();
        if moves || !inline.owns() {
            Owns::Nothing
        } else if is_alone && !is_fan_out(draft) {
            Owns::Block
        } else {
            Owns::Loop
        }
    }
}

impl Start {
    fn of(draft: &Draft<'_>, body: &Body, calls: &Calls<'_>, moves: bool) -> Self {
        match calls {
            _ if !(moves && is_fan_out(draft)) => Start::Work,
            _ if body.is_made() => Start::EachWorker,
            Calls::Function if matches!(draft.work, Work::Transform { .. }) => Start::ShareLoop,
            Calls::Inline(_) => Start::ShareLoop,
            Calls::Function | Calls::Blocking { .. } => Start::ShareBody,
        }
    }
}

fn is_fan_out(draft: &Draft<'_>) -> bool {
    draft.work.workers().is_some()
}
