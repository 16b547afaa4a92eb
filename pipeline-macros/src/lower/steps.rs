//! The methods that a worker calls on its items.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use crate::ast::{Adaptor, Call};
use crate::body::{Uses, awaits};
use crate::scan;
use crate::verbs::Runs;
use crate::verbs::method::{self, ClosureInput, Hint, Role};

/// A chain of methods.
#[derive(Default)]
pub struct Chain<'a> {
    pub steps: Vec<Step<'a>>,
    /// Whether code in the chain uses `?`.
    pub tries: bool,
    /// Whether the first method may need the items in a `mut` variable.
    pub borrows: bool,
}

/// One method of a chain, or a call that the expansion puts between two methods.
#[derive(Clone)]
pub enum Step<'a> {
    Method(&'a Call),
    /// In futures: a method with an `async` closure.
    Awaiting(&'a Call, Vec<Argument>),
    Adaptor(&'a Call, &'a Adaptor),
    /// A method of the value of the previous method.
    OfValue(&'a Call),
    /// The item type that a `let` between two methods named.
    Typed(&'a TokenStream),
    /// A check that the items are not futures, because the code at this span may return some.
    Values(Span),
    /// Tells the throttle before it to count an item only when the next stage takes it.
    WhenTaken,
    /// On threads: ends the items of the method at `place` when the worker has to stop. If the
    /// method is unknown, rustc finds out whether it returns an iterator.
    UntilStopped {
        place: Span,
        is_known: bool,
    },
    /// In futures: boxes the stream, because the argument at this span waits, and the worker's
    /// future has to be `Send` there.
    Boxed(Span),
    /// In futures: adds the runtime's methods to the stream that a method of another trait
    /// returned.
    Foreign(Span),
    /// In futures: awaits the value of the method at this span.
    Awaited(Span),
}

/// An argument of a method.
#[derive(Clone)]
pub struct Argument {
    pub tokens: Vec<TokenTree>,
    /// The arguments of the `async` closure. `None` for another argument.
    pub awaited: Option<ClosureInput>,
}

impl<'a> Step<'a> {
    /// Returns the call that this step makes, if it is one of the user's calls.
    pub fn call(&self) -> Option<&'a Call> {
        match self {
            Step::Method(call)
            | Step::Awaiting(call, _)
            | Step::Adaptor(call, _)
            | Step::OfValue(call) => Some(call),
            Step::Typed(_)
            | Step::Values(_)
            | Step::WhenTaken
            | Step::UntilStopped { .. }
            | Step::Boxed(_)
            | Step::Foreign(_)
            | Step::Awaited(_) => None,
        }
    }

    pub fn is_throttle(&self) -> bool {
        matches!(self, Step::Adaptor(call, _) if call.verb.runs == Runs::InNextStage)
    }

    /// Returns the call, if it is a method of a trait, and not an adaptor of the runtime.
    fn method(&self) -> Option<&'a Call> {
        self.call()
            .filter(|call| call.is_method() && !matches!(self, Step::OfValue(_)))
    }

    fn role(&self) -> Option<Role> {
        Some(method::role(&self.method()?.text()))
    }

    /// Returns whether the step is a method that `Iterator` does not have.
    fn is_foreign(&self) -> bool {
        self.role() == Some(Role::Unknown)
    }
}

/// The destination of the items at the end of a chain on threads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Each item is sent on.
    Sent,
    /// They go into a source of the runtime, which checks for a stop at each item, or the chain
    /// ends in a value.
    Nothing,
}

impl<'a> Chain<'a> {
    fn new(steps: Vec<Step<'a>>) -> Self {
        let may_borrow = |step: &Step<'_>| {
            let method = step.method();
            method.is_some_and(|call| method::may_borrow(&call.text()))
        };
        let calls = steps.iter().filter_map(Step::call);
        let tries = |code: TokenStream| Uses::of(&scan::tokens(code)).tries.is_some();
        Chain {
            tries: calls.flat_map(Call::code).any(tries),
            borrows: steps.first().is_some_and(may_borrow),
            steps,
        }
    }

    /// Makes a chain on threads. If a method may make items by itself, these end when the worker
    /// has to stop.
    pub fn of_threads(steps: Vec<Step<'a>>, end: End) -> Self {
        // A later step may see a value, or the result of a method of another trait.
        let (mut gives_value, mut is_known) = (false, true);
        let stops = steps.iter().enumerate().map(|(at, step)| {
            let role = step.role();
            gives_value |= role == Some(Role::Consumer);
            is_known &= role != Some(Role::Unknown);
            let next = || Next::of(steps.get(at + 1), end);
            if gives_value {
                None
            } else {
                stop(step, is_known, next)
            }
        });
        let stops: Vec<Option<Step<'_>>> = stops.collect();
        let chain = Chain::new(steps);
        let steps = chain.steps.into_iter().zip(stops);
        Chain {
            steps: steps
                .flat_map(|(step, stop)| [Some(step), stop])
                .flatten()
                .collect(),
            ..chain
        }
    }

    /// Makes a chain of futures. `is_bare` says that it begins with the worker's items, without a
    /// call before them. `goes_on` says that another method follows.
    pub fn of_futures(steps: Vec<Step<'a>>, is_bare: bool, goes_on: bool) -> Self {
        let last = steps.len().saturating_sub(1);
        let mut chain = Chain::new(Vec::new());
        let borrows = Chain::new(steps.clone());
        let mut before: Option<&'a Call> = None;
        for (at, step) in steps.into_iter().enumerate() {
            let place = step.call().map(|call| call.word.span());
            if let (Step::Method(call), Some(place)) = (&step, place)
                && awaits(&scan::tokens(call.arguments.stream()))
                && !(is_bare && at == 0)
            {
                chain.steps.push(Step::Boxed(place));
            }
            if let (Step::OfValue(_), Some(consumer)) = (&step, before) {
                chain.steps.push(Step::Awaited(consumer.word.span()));
            }
            before = step.method();
            let is_foreign = step.is_foreign() && (goes_on || at < last);
            chain.steps.push(awaiting(step));
            if let (true, Some(place)) = (is_foreign, place) {
                chain.steps.push(Step::Foreign(place));
            }
        }
        Chain {
            steps: chain.steps,
            ..borrows
        }
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns the last method of a trait.
    pub fn last_method(&self) -> Option<&'a Ident> {
        let calls = self.steps.iter().rev().find_map(Step::method);
        calls.map(|call| &call.word)
    }

    /// Returns whether the chain uses the worker's `site`.
    pub fn leaves_ours(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| matches!(step, Step::Foreign(_)))
    }
}

/// Turns a step into [`Step::Awaiting`] if one of its closures is `async`.
fn awaiting(step: Step<'_>) -> Step<'_> {
    let Step::Method(call) = step else {
        return step;
    };
    let Some(input) = method::closure_input(&call.text()) else {
        return step;
    };
    let tokens = scan::tokens(call.arguments.stream());
    let arguments = scan::expressions(&tokens).into_iter().map(|argument| {
        let tokens = scan::unwrapped(argument.to_vec());
        let awaited = method::awaited(&tokens, input).map(|_| input);
        Argument { tokens, awaited }
    });
    let arguments: Vec<Argument> = arguments.collect();
    if arguments.iter().any(|argument| argument.awaited.is_some()) {
        Step::Awaiting(call, arguments)
    } else {
        step
    }
}

/// The step after a method that may make items by itself.
#[derive(Clone, Copy)]
enum Next {
    Nothing,
    /// A step that takes any iterator.
    Items,
    /// A method of `Iterator`, called by its name.
    Known,
    /// A method that may exist only for the type that the previous method returns.
    Unknown,
}

impl Next {
    fn of(step: Option<&Step<'_>>, end: End) -> Self {
        match (step, end) {
            (None, End::Sent) => Next::Items,
            (None, End::Nothing) => Next::Nothing,
            (Some(step), _) => match step.role() {
                None => Next::Items,
                Some(Role::Unknown) => Next::Unknown,
                Some(Role::Adaptor | Role::Consumer) => Next::Known,
            },
        }
    }
}

/// Returns the step that ends the items of `step`, if that may make items by itself. `is_known`
/// says that it certainly returns an iterator.
fn stop<'a>(step: &Step<'a>, is_known: bool, next: impl Fn() -> Next) -> Option<Step<'a>> {
    let call = step.method()?;
    if !method::may_add(&call.text()) {
        return None;
    }
    let place = call.word.span();
    match (is_known, next()) {
        (_, Next::Nothing) => None,
        (false, Next::Unknown) if step.is_foreign() => None,
        (false, Next::Known | Next::Unknown) => Some(Step::UntilStopped {
            place,
            is_known: false,
        }),
        (true, _) | (false, Next::Items) => Some(Step::UntilStopped {
            place,
            is_known: true,
        }),
    }
}

/// Returns the methods among `steps` for which there is a hint, each once, in the order of their
/// names.
pub fn hints<'a, 's>(steps: impl Iterator<Item = &'s Step<'a>>) -> Vec<(&'a Ident, Hint)>
where
    'a: 's,
{
    let mut hints = BTreeMap::new();
    for call in steps.filter_map(Step::method) {
        if let Some(hint) = method::hint(&call.text()) {
            hints.entry(call.text()).or_insert((&call.word, hint));
        }
    }
    hints.into_values().collect()
}
