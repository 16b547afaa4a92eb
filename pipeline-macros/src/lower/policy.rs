//! The policy of a stage: its order, its failures, and the threads of its body.

use proc_macro2::{Ident, TokenStream};
use syn::LitStr;

use super::context;
use super::workers::Draft;
use crate::ast::OnError;
use crate::body::Body;
use crate::graph::{Output, StreamId};
use crate::scan;

/// A call that sets one part of the policy.
pub enum Policy<'a> {
    /// Items with equal keys go to the same worker. `context` is the name of the run's context, if
    /// the function uses it.
    By {
        key: &'a Body,
        context: Option<&'a Ident>,
    },
    /// The place of the workers. rustc reports items that cannot be sent at the option's span.
    At {
        option: &'a Ident,
        place: &'a LitStr,
    },
    Ordered,
    /// The number of items by which an ordered fan-out reads ahead.
    Window(&'a TokenStream),
    /// rustc reports items that are not `Clone` at the option's span.
    Retry {
        option: &'a Ident,
        further: &'a TokenStream,
        backoff: Option<Backoff<'a>>,
        /// The function that decides for which errors to retry.
        worth: Option<&'a TokenStream>,
    },
    DeadLetters(StreamId),
    /// rustc reports an item that cannot be copied at the option's span.
    DeadLettersWithItems(StreamId, &'a Ident),
    SkipErrors,
    StopAfter(&'a TokenStream),
    /// rustc reports an error type that cannot be made from a timeout at the option's span.
    Timeout {
        option: &'a Ident,
        time: &'a TokenStream,
    },
    /// The stack size of the threads of a blocking body.
    StackSize(&'a TokenStream),
}

/// The wait before a retry.
pub struct Backoff<'a> {
    pub code: &'a TokenStream,
    /// Whether the code is a closure literal, whose parameter type rustc has to infer.
    pub is_closure: bool,
}

/// Returns the calls that set a stage's policy, in order. `context` is the name of the context.
pub fn of<'a>(draft: &Draft<'a>, context: Option<&'a Ident>) -> Vec<Policy<'a>> {
    let options = draft.options;
    let mut policy = Vec::new();
    if let Some((_, key)) = &options.by {
        let context = context.filter(|name| context::is_in_closure(key, name));
        policy.push(Policy::By { key, context });
    }
    if let Some((option, place)) = &options.at {
        policy.push(Policy::At { option, place });
    }
    if options.ordered.is_some() {
        policy.push(Policy::Ordered);
    }
    if let Some((_, window)) = &options.window {
        policy.push(Policy::Window(window));
    }
    if let Some((option, time)) = &options.timeout {
        policy.push(Policy::Timeout { option, time });
    }
    policy.extend(attempts(draft));
    policy.extend(disposal(draft));
    if let Some((_, most)) = &options.stop_after {
        policy.push(Policy::StopAfter(most));
    }
    if let (Some((_, bytes)), Some(_)) = (&options.stack_size, &options.blocking) {
        policy.push(Policy::StackSize(bytes));
    }
    policy
}

/// Returns the policy for calling a failed body again.
fn attempts<'a>(draft: &Draft<'a>) -> Option<Policy<'a>> {
    let (option, on_error) = draft.options.on_error.as_ref()?;
    let OnError::Retry {
        further,
        backoff,
        worth,
    } = on_error
    else {
        return None;
    };
    let backoff = backoff.as_ref().map(|code| Backoff {
        code,
        is_closure: Body::new(scan::tokens(code.clone()), option.span())
            .literal()
            .is_some(),
    });
    Some(Policy::Retry {
        option,
        further,
        backoff,
        worth: worth.as_ref(),
    })
}

/// Returns the policy for failures.
fn disposal<'a>(draft: &Draft<'a>) -> Option<Policy<'a>> {
    let options = draft.options;
    if let ([_, Output::Stream(failed)], Some(_)) = (&draft.outputs[..], draft.failing_body()) {
        return Some(match &options.keep {
            Some(keep) => Policy::DeadLettersWithItems(*failed, keep),
            None => Policy::DeadLetters(*failed),
        });
    }
    let skips = matches!(options.on_error, Some((_, OnError::Skip)));
    (skips || options.stop_after.is_some()).then_some(Policy::SkipErrors)
}
