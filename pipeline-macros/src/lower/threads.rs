//! The shape of a worker on threads.

use proc_macro2::TokenStream;

use super::steps::{Chain, End};
use super::workers::{Draft, Work};
use super::{Shaped, Source};
use crate::body::Body;
use crate::graph::{Output, StreamId, ValueId};

pub enum Shape<'a> {
    /// `scope.generator(name, to).items(|| …)`
    Generator {
        source: &'a Body,
        to: StreamId,
    },
    /// `scope.generator(name, to).receive(channel)`
    Receive {
        channel: &'a TokenStream,
        to: StreamId,
    },
    /// `scope.stage(name, from, to).map(…)`
    Stage {
        body: &'a Body,
        to: StreamId,
    },
    /// `scope.fan_out(name, workers, from, to).map(…)`
    FanOut {
        workers: &'a TokenStream,
        body: &'a Body,
        to: StreamId,
    },
    /// `scope.stage(name, from, to).through(|items| …)`, with methods after its body, or without a body.
    Through {
        body: Option<&'a Body>,
        tries: bool,
        to: StreamId,
    },
    /// `scope.transform(name, from, to).yields(|items, out| …)`, or `scope.fan_out_transform(name, workers, from,
    /// to)`
    Transform {
        workers: Option<&'a TokenStream>,
        body: &'a Body,
        to: StreamId,
    },
    Tee,
    Split(&'a Body),
    Route(&'a Body),
    /// `scope.output(name, from, outside)`
    Output,
    /// `scope.segment(name, segment, from, to)`
    Segment(StreamId),
    /// A `feedback`, with the stream that closes its loop.
    Feedback(StreamId),
    /// `scope.sink(name, from, |items| …)`
    Sink {
        body: Option<&'a Body>,
        tries: bool,
        value: ValueId,
    },
    /// `scope.sink(name, from, body)`
    SinkBody {
        body: &'a Body,
        calls: SinkCall,
        tries: bool,
        value: ValueId,
    },
}

/// How a sink's body is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SinkCall {
    /// The runtime calls the body.
    Directly,
    /// A closure of the expansion calls the body, which is a path, or an expression that has to be
    /// evaluated on the worker.
    InClosure,
    /// A closure of the expansion calls the body and wraps its value in `Ok`, because evaluating
    /// the body may fail.
    Wrapped,
    /// A closure of the expansion calls the body and converts its error, because the body names its
    /// own error type.
    Converted,
}

pub fn shape<'a>(draft: &Draft<'a>) -> Shaped<'a, Shape<'a>> {
    let (before, after) = draft.parts();
    let before = Chain::of_threads(before, End::Nothing);
    let end = match draft.outputs[0] {
        Output::Stream(_) => End::Sent,
        Output::Value(_) => End::Nothing,
    };
    let has_methods = !after.is_empty();
    let after = Chain::of_threads(after, end);
    let tries = |body: Option<&Body>| {
        let makes = body.is_some_and(|body| body.is_made() && body.setup_tries());
        after.tries || makes
    };
    let shape = match (&draft.work, draft.outputs[0], draft.source) {
        (Work::Tee, ..) => Shape::Tee,
        (&Work::Split(body), ..) => Shape::Split(body),
        (&Work::Route(body), ..) => Shape::Route(body),
        (&Work::Feedback(back), ..) => Shape::Feedback(back),
        (Work::Output, ..) => Shape::Output,
        (Work::Segment(_), Output::Stream(to), _) => Shape::Segment(to),
        (&Work::FanOut { workers, body }, Output::Stream(to), _) => {
            Shape::FanOut { workers, body, to }
        }
        (&Work::Transform { workers, body }, Output::Stream(to), _) => {
            Shape::Transform { workers, body, to }
        }
        (&Work::Stage(body), Output::Stream(to), _) if !has_methods => Shape::Stage { body, to },
        (Work::Pass, Output::Stream(to), Source::Generator(source)) if !has_methods => {
            Shape::Generator { source, to }
        }
        (Work::Pass, Output::Stream(to), Source::Receive(channel)) if !has_methods => {
            Shape::Receive { channel, to }
        }
        (&Work::Sink(body), Output::Value(value), _) => sink(body, value),
        (work, Output::Stream(to), _) => {
            let body = work.stage();
            let tries = tries(body);
            Shape::Through { body, tries, to }
        }
        (work, Output::Value(value), _) => {
            let body = work.stage();
            let tries = tries(body);
            Shape::Sink { body, tries, value }
        }
    };
    (before, shape, after)
}

fn sink(body: &Body, value: ValueId) -> Shape<'_> {
    let manner = body.manner();
    let own_error = manner.fallible && manner.typed;
    let setup_tries = body.is_made() && body.setup_tries();
    let calls = if body.literal().is_some() && !own_error {
        SinkCall::Directly
    } else if own_error {
        SinkCall::Converted
    } else if setup_tries && !manner.fallible {
        SinkCall::Wrapped
    } else {
        SinkCall::InClosure
    };
    Shape::SinkBody {
        body,
        calls,
        tries: setup_tries || manner.fallible,
        value,
    }
}
