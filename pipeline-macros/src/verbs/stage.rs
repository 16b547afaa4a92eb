//! `s >> stage(body)`: one worker.

use proc_macro2::{Ident, Span};
use quote::quote_spanned;

use super::{Arguments, Counts, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Call, Kind, OnError};

pub const VERB: Verb = Verb {
    name: "stage",
    usage: "stage(|item| ...)",
    docs: "one worker, which calls the body for each item",
    options: &[
        "capacity",
        "full",
        "name",
        "on_error",
        "stop_after",
        "keep",
        "timeout",
        "stack_size",
        "blocking",
        "at",
    ],
    parse,
    reads: Reads::Chain,
    makes: Makes::Failures,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods,
    unawaited,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let body = arguments.item_body()?;
    let Some((at, _)) = &arguments.options.at else {
        return Ok(Kind::Stage(body));
    };
    // Any process of the place gets any item. So no worker has state that all items see, and the
    // outputs have to be put in order.
    let span = at.span();
    arguments.options.ordered = Some(Ident::new("ordered", span));
    let workers = quote_spanned!(span=> 1);
    Ok(Kind::FanOut { workers, body })
}

/// One item for each input item, unless the body yields, or failures are left out.
pub(super) fn counts(call: &Call, streams: &[&Ident]) -> Counts {
    let options = &call.options;
    let skips = matches!(options.on_error, Some((_, OnError::Skip)));
    let leaves_out = skips || options.stop_after.is_some() || streams.len() > 1;
    let is_transform = matches!(call.kind, Kind::Transform { .. });
    let yields = call.body().is_some_and(|body| body.manner().yields);
    if is_transform || yields || leaves_out {
        Counts::Changes
    } else {
        Counts::Same
    }
}

/// Only if the body returns a value for each item, and no option handles its failures.
fn hosts_methods(call: &Call) -> bool {
    let options = &call.options;
    let plain =
        options.policy().is_none() && options.blocking.is_none() && options.timeout.is_none();
    let is_here = options.at.is_none();
    plain && is_here && call.body().is_some_and(|body| !body.manner().yields)
}

pub(super) fn unawaited(call: &Call, _: Option<&Ident>) -> Option<Span> {
    call.body()?.unawaited()
}
