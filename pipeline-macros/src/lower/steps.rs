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
    /// Code in it uses `?`.
    pub tries: bool,
    /// The first method may need the items in a `mut` variable.
    pub borrows: bool,
}

/// One method of a chain, or what the expansion puts between two methods.
#[derive(Clone)]
pub enum Step<'a> {
    Method(&'a Call),
    /// As futures: a method with an `async` closure.
    Awaiting(&'a Call, Vec<Argument>),
    Adaptor(&'a Call, &'a Adaptor),
    /// A method of the value that the previous method gave.
    OfValue(&'a Call),
    /// A `let` between two methods named the item's type.
    Typed(&'a TokenStream),
    /// A check that its items are no futures, because the code at this span might give some.
    Values(Span),
    /// Tells the throttle before it to count an item when the next stage takes it.
    WhenTaken,
    /// On threads: ends the items of the method at `place` when the worker has to stop. If the method is
    /// unknown, rustc finds out whether it gives an iterator.
    UntilStopped {
        place: Span,
        is_known: bool,
    },
    /// As futures: boxes the stream, because the argument at this span waits, and the worker's future has to
    /// be `Send` there.
    Boxed(Span),
    /// As futures: gives our methods to the stream that a method of another trait returned.
    Foreign(Span),
    /// As futures: awaits the value of the method at this span.
    Awaited(Span),
}

/// An argument of a method.
#[derive(Clone)]
pub struct Argument {
    pub tokens: Vec<TokenTree>,
    /// What an `async` closure is called with.
    pub awaited: Option<ClosureInput>,
}

impl<'a> Step<'a> {
    /// The call that it is.
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

    /// The call, if it is a method of a trait, and not an adaptor of the runtime.
    fn method(&self) -> Option<&'a Call> {
        self.call()
            .filter(|call| call.is_method() && !matches!(self, Step::OfValue(_)))
    }

    fn role(&self) -> Option<Role> {
        Some(method::role(&self.method()?.text()))
    }

    /// Whether it is a method that `Iterator` does not have.
    fn is_foreign(&self) -> bool {
        self.role() == Some(Role::Unknown)
    }
}

/// Where the items at the end of a chain on threads go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Each is sent on.
    Sent,
    /// Into a source of the runtime, which checks for a stop at each item; or the chain ends in a value.
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

    /// A chain on threads. The items of a method that may make some by itself end when the worker has to
    /// stop.
    pub fn of_threads(steps: Vec<Step<'a>>, end: End) -> Self {
        // A later step sees a value, or what a method of another trait gave.
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

    /// A chain of futures. `is_bare` says that it begins with the worker's items, without a call before;
    /// `goes_on` that a further method follows it.
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

    /// The last method of a trait.
    pub fn last_method(&self) -> Option<&'a Ident> {
        let calls = self.steps.iter().rev().find_map(Step::method);
        calls.map(|call| &call.word)
    }

    /// Whether it uses the worker's `site`.
    pub fn leaves_ours(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| matches!(step, Step::Foreign(_)))
    }
}

/// The step, which becomes [`Step::Awaiting`] if one of its closures is `async`.
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

/// What comes after a method that may make items by itself.
#[derive(Clone, Copy)]
enum Next {
    Nothing,
    /// It takes any iterator.
    Items,
    /// One of `Iterator`'s methods, by its name.
    Known,
    /// It may exist only for the type that the method returns.
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

/// The step that ends the items of `step`, if that may make some by itself. `is_known` says that it certainly gives an
/// iterator.
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

/// The methods among `steps` for which there is a hint, each once, in the order of their names.
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
