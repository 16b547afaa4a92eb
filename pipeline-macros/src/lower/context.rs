//! Finds the places where code of a pipeline uses the name of its context.

use proc_macro2::{Ident, TokenStream};

use super::steps::Step;
use super::workers::Draft;
use super::{Edge, Room, Source};
use crate::ast::Call;
use crate::body::Body;
use crate::{names, scan};

/// Returns whether the context has to be bound outside of the workers' blocks: because code there
/// uses it, or because no code uses it, so that rustc warns about an unused variable.
pub fn is_outside(drafts: &[Draft<'_>], edges: &[Edge<'_>], name: &Ident) -> bool {
    let in_blocks = drafts.iter().flat_map(code);
    let in_workers: Vec<TokenStream> = in_blocks.chain(drafts.iter().filter_map(key)).collect();
    is_named(&outside(drafts, edges), name) || !is_named(&in_workers, name)
}

/// Returns whether the code in a worker's block uses the context.
pub fn is_in_block(draft: &Draft<'_>, name: &Ident) -> bool {
    is_named(&borrowing(draft), name)
}

/// Returns whether a body is a closure literal that uses the context.
pub fn is_in_closure(body: &Body, name: &Ident) -> bool {
    let code = body.tokens.iter().cloned().collect();
    body.literal().is_some() && is_named(&[code], name)
}

/// Returns whether `code` uses the name.
fn is_named(code: &[TokenStream], name: &Ident) -> bool {
    let name = names::text(name);
    let mut code = code.iter().cloned().map(scan::tokens);
    code.any(|code| scan::names(&code, &name))
}

/// Returns the user's code in a worker's block.
fn code(draft: &Draft<'_>) -> Vec<TokenStream> {
    let body = draft
        .body()
        .map(|body| body.tokens.iter().cloned().collect());
    beside_body(draft).into_iter().chain(body).collect()
}

/// Returns the function of `by`. The worker calls it, but not in its block.
fn key(draft: &Draft<'_>) -> Option<TokenStream> {
    let (_, key) = draft.options.by.as_ref()?;
    Some(key.tokens.iter().cloned().collect())
}

/// Returns the user's code in a worker's block that can borrow from the block. The closure literal
/// of a blocking body cannot, because it owns its context.
fn borrowing(draft: &Draft<'_>) -> Vec<TokenStream> {
    let is_blocking = draft.options.blocking.is_some();
    if is_blocking && draft.body().is_some_and(|body| body.literal().is_some()) {
        beside_body(draft)
    } else {
        code(draft)
    }
}

fn beside_body(draft: &Draft<'_>) -> Vec<TokenStream> {
    let methods = draft.steps().filter_map(Step::call).flat_map(Call::code);
    let source = match draft.source {
        Source::Generator(source) => Some(source.tokens.iter().cloned().collect()),
        Source::Receive(channel) => Some(channel.clone()),
        Source::Edge(_) | Source::Zip(_) | Source::Read { .. } => None,
    };
    methods.chain(source).collect()
}

/// Returns the user's code that comes before the workers' blocks.
fn outside(drafts: &[Draft<'_>], edges: &[Edge<'_>]) -> Vec<TokenStream> {
    let rooms = edges.iter().flat_map(|edge| match edge.room {
        Room::Default | Room::Exactly(_) => Vec::new(),
        Room::Capacity(room) | Room::Lossy(room, _) => room.code(),
        Room::Bound(room, _) => vec![room.clone()],
    });
    let options = drafts.iter().flat_map(|draft| draft.options.code());
    let numbers = drafts
        .iter()
        .filter_map(|draft| draft.work.workers().cloned());
    let readers = drafts.iter().flat_map(|draft| match draft.source {
        Source::Read { reader, .. } => reader.arguments.clone(),
        Source::Edge(_) | Source::Zip(_) | Source::Generator(_) | Source::Receive(_) => Vec::new(),
    });
    rooms.chain(options).chain(numbers).chain(readers).collect()
}
