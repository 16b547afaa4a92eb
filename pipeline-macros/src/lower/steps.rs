//! What is done to a worker's items, method by method.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use crate::ast::{Adaptor, Call};
use crate::body::{Uses, awaits};
use crate::scan;
use crate::verbs::Runs;
use crate::verbs::method::{self, Handed, Hint, Role};

/// What is done to a worker's items, one after the other.
#[derive(Default)]
pub struct Chain<'a> {
    pub steps: Vec<Step<'a>>,
    /// Code in it uses `?`.
    pub tries: bool,
    /// The first method may need the items in a `mut` variable.
    pub borrows: bool,
}

/// What is done to a worker's items.
#[derive(Clone)]
pub enum Step<'a> {
    Method(&'a Call),
    /// As futures: a method some of whose closures are awaited.
    Awaiting(&'a Call, Vec<Argument>),
    Adaptor(&'a Call, &'a Adaptor),
    /// A method of the value that the method before gave.
    OfValue(&'a Call),
    /// A `let` between two methods named the item's type.
    Typed(&'a TokenStream),
    /// Its items are no futures, which the code that stands there could give.
    Values(Span),
    /// The throttle before it counts items from when the next stage took them.
    WhenTaken,
    /// On threads: what follows sees the items of the method that stands there only until the worker must stop. Of an
    /// unknown method's, rustc finds out whether there are any.
    UntilStopped {
        place: Span,
        is_known: bool,
    },
    /// As futures: a stream of a type that names nothing that it borrows, for the code that stands there waits.
    Boxed(Span),
    /// As futures: what the method that stands there gave is made a stream of ours.
    Foreign(Span),
    /// As futures: the value of the method that stands there is awaited.
    Awaited(Span),
}

/// An argument of a method.
#[derive(Clone)]
pub struct Argument {
    pub tokens: Vec<TokenTree>,
    /// Of a closure that is awaited: what it is handed.
    pub awaited: Option<Handed>,
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

    /// The method of a trait that it is: ours are in the runtime.
    fn method(&self) -> Option<&'a Call> {
        self.call()
            .filter(|call| call.is_method() && !matches!(self, Step::OfValue(_)))
    }

    fn role(&self) -> Option<Role> {
        Some(method::role(&self.method()?.text()))
    }

    /// Whether it is a method of a trait that is neither ours nor `Iterator`.
    fn is_foreign(&self) -> bool {
        self.role() == Some(Role::Unknown)
    }
}

/// What is done with the items at the end of a worker's chain on threads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Each is sent on.
    Sent,
    /// They are a source of the runtime's, which looks for each whether to stop; or a value.
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

    /// A chain on threads. Where a method may make items by itself, what follows sees them only until the worker must
    /// stop.
    pub fn of_threads(steps: Vec<Step<'a>>, end: End) -> Self {
        let stops: Vec<Option<Step<'_>>> =
            (0..steps.len()).map(|at| stop(&steps, at, end)).collect();
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

    /// A chain of futures: `is_bare` says that it begins with the items as they are, and `goes_on` that something is
    /// called on what it gives.
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

    /// The last of its methods that is of a trait.
    pub fn last_method(&self) -> Option<&'a Ident> {
        let calls = self.steps.iter().rev().find_map(Step::method);
        calls.map(|call| &call.word)
    }

    /// Whether it needs the place where its worker stands.
    pub fn leaves_ours(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| matches!(step, Step::Foreign(_)))
    }
}

/// The method, as one that waits if one of its closures is `async`.
fn awaiting(step: Step<'_>) -> Step<'_> {
    let Step::Method(call) = step else {
        return step;
    };
    let Some(handed) = method::hands(&call.text()) else {
        return step;
    };
    let tokens = scan::tokens(call.arguments.stream());
    let arguments = scan::expressions(&tokens).into_iter().map(|argument| {
        let tokens = scan::unwrapped(argument.to_vec());
        let awaited = method::awaited(&tokens, handed).map(|_| handed);
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
    /// It takes whatever iterates.
    Items,
    /// One of `Iterator`'s methods, by its name.
    Known,
    /// It may be a method of the type that the maker gives, and of no other.
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

/// What stops the items of the step at `at`, if it may make some by itself.
fn stop<'a>(steps: &[Step<'a>], at: usize, end: End) -> Option<Step<'a>> {
    let before = &steps[..=at];
    // What follows a value is no stream.
    let gives_value = |step: &Step<'_>| step.role() == Some(Role::Consumer);
    if before.iter().any(gives_value) {
        return None;
    }
    let call = steps[at].method()?;
    if !method::may_add(&call.text()) {
        return None;
    }
    let place = call.word.span();
    // It gives an iterator: neither it nor a method before it is unknown.
    let is_known = !before.iter().any(Step::is_foreign);
    match (is_known, Next::of(steps.get(at + 1), end)) {
        (_, Next::Nothing) => None,
        (false, Next::Unknown) if steps[at].is_foreign() => None,
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

/// The methods among `steps` that streams have not, each once, by their names.
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
