//! Where a pipeline's code names its context.

use proc_macro2::{Ident, TokenStream};

use crate::ast::Call;
use crate::body::Body;
use crate::lower::{Plan, Room, Source, Step, Work, Worker};
use crate::{names, scan};

/// Whether the context is to be bound outside of the workers' blocks: something there names it, or
/// nothing does at all, which rustc is to say.
pub fn is_outside(plan: &Plan<'_>, name: &Ident) -> bool {
    let in_blocks: Vec<TokenStream> = plan.workers.iter().flat_map(code).collect();
    is_named(&outside(plan), name) || !is_named(&in_blocks, name)
}

/// Whether `code` names the context.
pub fn is_named(code: &[TokenStream], name: &Ident) -> bool {
    let name = names::text(name);
    let mut code = code.iter().cloned().map(scan::tokens);
    code.any(|code| scan::names(&code, &name))
}

/// The user's code in a worker's block.
fn code(worker: &Worker<'_>) -> Vec<TokenStream> {
    let body = body(worker).map(|body| body.tokens.iter().cloned().collect());
    beside_body(worker).into_iter().chain(body).collect()
}

/// The user's code in a worker's block that uses what the block has: the literal of a blocking body
/// owns its context.
pub fn borrowing(worker: &Worker<'_>) -> Vec<TokenStream> {
    let is_blocking = worker.options.blocking.is_some();
    if is_blocking && body(worker).is_some_and(|body| body.literal().is_some()) {
        beside_body(worker)
    } else {
        code(worker)
    }
}

fn beside_body(worker: &Worker<'_>) -> Vec<TokenStream> {
    let steps = worker.before.iter().chain(&worker.after);
    let methods = steps.filter_map(Step::call).flat_map(Call::code);
    let source = match worker.source {
        Source::Generator(source) => Some(source.tokens.iter().cloned().collect()),
        Source::Receive(channel) => Some(channel.clone()),
        Source::Edge(_) | Source::Zip(_) | Source::Batches { .. } => None,
    };
    methods.chain(source).collect()
}

fn body<'w>(worker: &'w Worker<'_>) -> Option<&'w Body> {
    match &worker.work {
        Work::Stage(body)
        | Work::FanOut { body, .. }
        | Work::Split(body)
        | Work::Route(body)
        | Work::Sink(body) => Some(body),
        Work::Pass | Work::Tee | Work::Feedback(_) => None,
    }
}

/// The user's code in front of the workers' blocks.
fn outside(plan: &Plan<'_>) -> Vec<TokenStream> {
    let rooms = plan.edges.iter().flat_map(|edge| match edge.room {
        Room::Default | Room::Exactly(_) => Vec::new(),
        Room::Capacity(room) => room.code(),
        Room::Bound(room, _) => vec![room.clone()],
    });
    let options = plan.workers.iter().flat_map(|worker| worker.options.code());
    let numbers = plan.workers.iter().filter_map(|worker| match worker.work {
        Work::FanOut { workers, .. } => Some(workers.clone()),
        _ => None,
    });
    let batches = plan.workers.iter().flat_map(|worker| match worker.source {
        Source::Batches { size, time, .. } => {
            let mut code = size.code();
            code.push(time.clone());
            code
        }
        _ => Vec::new(),
    });
    rooms.chain(options).chain(numbers).chain(batches).collect()
}
