//! Quotes the loops of workers with a body: `while let Some(item) = lines.next().await { … }`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::chain::site;
use super::{FutureWorker, Futures, context_from, lend};
use crate::body::{Body, Form, Inline};
use crate::graph::StreamId;
use crate::lower::futures::{Calls, Loop, Owns, Start, Takes};
use crate::names::{hygienic, invented, local};

impl Futures<'_> {
    /// `run.stage("split", lines, to_words).work(async |mut lines, mut out| { … });`
    pub fn stage(
        &self,
        worker: &FutureWorker<'_>,
        looping: &Loop<'_>,
        to: StreamId,
    ) -> TokenStream {
        let place = looping.body.span;
        let from = self.wiring.streams(worker, place);
        let to = self.wiring.sender(to, place);
        let start = self.wiring.call(worker, "stage", &quote!(#from, #to));
        let policy = self.wiring.policy(worker, place);
        let block = self.giving(worker, looping);
        quote_spanned!(hygienic(place)=> #start #policy.work(#block);)
    }

    /// `run.fan_out("sums", 8, paths, to_sums).work(async |mut paths, mut out| { … });`
    pub fn fan_out(
        &self,
        worker: &FutureWorker<'_>,
        workers: &TokenStream,
        looping: &Loop<'_>,
        to: StreamId,
    ) -> TokenStream {
        let place = looping.body.span;
        let from = self.wiring.streams(worker, place);
        let to = self.wiring.sender(to, place);
        let arguments = quote!(#workers, #from, #to);
        let start = self.wiring.call(worker, "fan_out", &arguments);
        let policy = self.wiring.policy(worker, place);
        let work = match looping.start {
            Start::ShareBody => self.sharing(worker, looping),
            Start::Work | Start::EachWorker | Start::ShareLoop => {
                self.each_does(worker, looping, &self.giving(worker, looping))
            }
        };
        quote_spanned!(hygienic(place)=> #start #policy #work;)
    }

    /// Returns the call that gives each worker of a fan-out its block.
    pub fn each_does(
        &self,
        worker: &FutureWorker<'_>,
        looping: &Loop<'_>,
        block: &TokenStream,
    ) -> TokenStream {
        let place = looping.body.span;
        let at = hygienic(place);
        match looping.start {
            Start::Work | Start::ShareBody => quote_spanned!(at=> .work(#block)),
            Start::EachWorker => quote_spanned!(at=> .each_worker(#block)),
            Start::ShareLoop => {
                let (items, out) = (self.items(worker, place), local("out", place));
                let parameters = quote_spanned!(at=> work_, #items, #out);
                let call = quote_spanned!(at=> work_(#items, #out).await);
                let calling = self.block(place, &parameters, &call);
                quote_spanned!(at=> .share_loop(#block).work(#calling))
            }
        }
    }

    /// `run.split("yes+no", from, to_yes, to_no).work(async |mut from, mut out| { … });`
    pub fn split(&self, worker: &FutureWorker<'_>, looping: &Loop<'_>) -> TokenStream {
        let body = looping.body;
        let place = body.span;
        let at = hygienic(place);
        let from = self.wiring.streams(worker, place);
        let branches = self.wiring.branches(worker, place);
        let arguments = quote!(#from, #(#branches),*);
        let start = self.wiring.call(worker, "split", &arguments);
        let item = quote_spanned!(at=> &item_);
        let judged = match &looping.calls {
            Calls::Inline(inline) => inline.value(self.wiring.krate, &local("yes", place), &[item]),
            Calls::Function | Calls::Blocking { .. } => {
                quote_spanned!(at=> let yes_ = test_(#item);)
            }
        };
        let give = result_method(body, "give");
        let each = quote_spanned!(at=> #judged out_.#give(item_, yes_).await;);
        let bind = |items: &Ident| match &looping.calls {
            Calls::Inline(inline) => inline.setup(),
            Calls::Function | Calls::Blocking { .. } => {
                let test = self.made(looping, |test| quote_spanned!(at=> #items.test(#test)));
                quote_spanned!(at=> let mut test_ = #test;)
            }
        };
        let block = self.looping(worker, looping, bind, &each_item(place, each));
        quote_spanned!(at=> #start.work(#block);)
    }

    /// `run.route("a+b", from).to(&to_a).to(&to_b).work(async |mut from, mut out| { … });`
    pub fn route(&self, worker: &FutureWorker<'_>, looping: &Loop<'_>) -> TokenStream {
        let body = looping.body;
        let place = body.span;
        let at = hygienic(place);
        let from = self.wiring.streams(worker, place);
        let branches = self.wiring.branches(worker, place);
        let locals = self.wiring.branch_names(worker);
        let start = self.wiring.call(worker, "route", &from);
        let branch = if body.is_async() {
            "branch_async"
        } else {
            "branch"
        };
        let branch = invented(branch, place);
        let bind = |items: &Ident| {
            let body = self.bind(looping, items);
            quote_spanned!(at=> #(let #locals = out_.#branch(#branches);)* #body)
        };
        let each = match &looping.calls {
            Calls::Inline(inline) => self.sending(looping, inline),
            Calls::Function | Calls::Blocking { .. } => {
                ended(body, &quote_spanned!(at=> body_(item_)))
            }
        };
        let block = self.looping(worker, looping, bind, &each);
        quote_spanned!(at=> #start #(.to(&#branches))*.work(#block);)
    }

    /// Returns the block of a worker that sends the items that its body returns or yields.
    fn giving(&self, worker: &FutureWorker<'_>, looping: &Loop<'_>) -> TokenStream {
        let body = looping.body;
        let place = body.span;
        let at = hygienic(place);
        let each = match &looping.calls {
            Calls::Inline(inline) if inline.manner.yields => self.sending(looping, inline),
            Calls::Inline(inline) if looping.is_limited => self.limited(looping, inline),
            Calls::Inline(inline) => {
                let item = quote_spanned!(at=> item_);
                let value = inline.value(self.wiring.krate, &local("made", place), &[item]);
                let give = result_method(body, "give");
                each_item(place, quote_spanned!(at=> #value out_.#give(made_).await;))
            }
            Calls::Function => given(body, &quote_spanned!(at=> body_(item_))),
            Calls::Blocking { .. } => given(body, &quote_spanned!(at=> body_.call(item_).await)),
        };
        let bind = |items: &Ident| self.bind(looping, items);
        self.looping(worker, looping, bind, &each)
    }

    /// Returns the loop of a body with a timeout: `let made = limit.of(async { … }).await;`
    fn limited(&self, looping: &Loop<'_>, inline: &Inline<'_>) -> Each {
        let body = looping.body;
        let at = hygienic(body.span);
        let item = quote_spanned!(at=> item_);
        let future = inline.limited(self.wiring.krate, &item);
        let of = result_method(body, "of");
        let code = quote_spanned! {at=>
            let made_ = limit_.#of(#future).await;
            out_.try_give(made_).await;
        };
        each_item(body.span, code)
    }

    /// Returns the loop of a body whose code sends items itself.
    fn sending(&self, looping: &Loop<'_>, inline: &Inline<'_>) -> Each {
        let place = looping.body.span;
        let at = hygienic(place);
        let item = [quote_spanned!(at=> item_)];
        if looping.takes == Takes::Next
            && let Some(name) = inline.name()
            && let Some(statements) = inline.statements(&[])
        {
            return Each {
                pattern: name,
                code: quote_spanned!(at=> #statements out_.end().await;),
            };
        }
        let each = match inline.statements(&item) {
            // In braces, so that the item is dropped before the worker waits for the turn of the
            // item.
            Some(statements) => quote_spanned!(at=> { #statements } out_.end().await;),
            None if inline.manner.fallible => {
                let made = inline.value(self.wiring.krate, &local("made", place), &item);
                let end = result_method(looping.body, "end");
                quote_spanned!(at=> #made out_.#end(made_).await;)
            }
            None => {
                let sent = inline.awaited(self.wiring.krate, &item);
                quote_spanned!(at=> #sent; out_.end().await;)
            }
        };
        each_item(place, each)
    }

    /// Returns the statements before a worker's loop: the setup of the body's code, or the variable
    /// for the body's function.
    fn bind(&self, looping: &Loop<'_>, items: &Ident) -> TokenStream {
        let at = hygienic(looping.body.span);
        match &looping.calls {
            Calls::Inline(inline) => {
                let limit = looping
                    .is_limited
                    .then(|| quote_spanned!(at=> let limit_ = out_.limit();));
                let setup = inline.setup();
                quote!(#limit #setup)
            }
            Calls::Function => {
                let made = self.made(looping, |body| quote_spanned!(at=> #items.body(#body)));
                quote_spanned!(at=> let mut body_ = #made;)
            }
            Calls::Blocking { owns } => {
                let call = |body| quote_spanned!(at=> #items.blocking(#body));
                let made = if *owns {
                    let context = quote_spanned!(at=> out_.context());
                    self.owned(looping, &context, call)
                } else {
                    self.made(looping, call)
                };
                quote_spanned!(at=> let body_ = &mut #made;)
            }
        }
    }

    /// Returns a call of the runtime with a body's function, after the code that makes the
    /// function. So the call borrows nothing while that code waits.
    fn made(
        &self,
        looping: &Loop<'_>,
        call: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let body = looping.body;
        // All workers use the function that a path names.
        let is_shared = looping.is_one_of_many && body.is_path();
        let reference = is_shared.then(|| quote_spanned!(hygienic(body.span)=> &));
        body.function_in(&Form::typed(self.wiring.krate), |function| {
            call(quote!(#reference #function))
        })
    }

    /// Returns a worker's block: the statements of `begin`, then the loop.
    fn looping(
        &self,
        worker: &FutureWorker<'_>,
        looping: &Loop<'_>,
        begin: impl FnOnce(&Ident) -> TokenStream,
        each: &Each,
    ) -> TokenStream {
        let place = looping.body.span;
        let at = hygienic(place);
        let out = local("out", place);
        let context = context_from(worker, &out);
        let items = self.items(worker, place);
        let site = site(worker, &items);
        let Intake { parameter, before } = self.intake(worker, &items);
        let lent = match before {
            None => lend(&[&items, &out]),
            Some(_) => lend(&[&out]),
        };
        let begin = begin(&items);
        let calls = each_of(looping, &items, each);
        let calls = owned_by_loop(looping, calls);
        let owns = (looping.owns == Owns::Block).then(|| quote_spanned!(at=> move));
        let lines = quote!(#lent #context #site #before #begin #calls);
        let parameters = quote_spanned!(at=> #parameter, mut #out);
        self.block_that(owns.as_ref(), place, &parameters, &lines)
    }

    /// `.share(move |path| …).work(async move |body, mut paths, mut out| { … })`, for a shared body
    /// whose code is elsewhere, or which blocks.
    fn sharing(&self, worker: &FutureWorker<'_>, looping: &Loop<'_>) -> TokenStream {
        let body = looping.body;
        let place = body.span;
        let at = hygienic(place);
        let at_run = quote_spanned!(at=> ::core::clone::Clone::clone(run_.context()));
        let function = self.owned(looping, &at_run, |function| function);
        let (items, out) = (self.items(worker, place), local("out", place));
        let (bind, call) = match looping.calls {
            // The worker's thread gets a handle of the shared function.
            Calls::Blocking { .. } => (
                Some(
                    quote_spanned!(at=> let body_ = &mut #items.blocking(move |item_| body_(item_));),
                ),
                quote_spanned!(at=> body_.call(item_).await),
            ),
            Calls::Function | Calls::Inline(_) => (None, quote_spanned!(at=> body_(item_))),
        };
        let calls = each_of(looping, &items, &given(body, &call));
        let lent = lend(&[&items, &out]);
        let lines = quote!(#lent #bind #calls);
        let parameters = quote_spanned!(at=> body_, mut #items, mut #out);
        let block = self.block(place, &parameters, &lines);
        quote_spanned!(at=> .share(#function).work(#block))
    }

    /// Returns a call of the runtime with a body's closure that owns everything that it uses,
    /// including its `context`.
    fn owned(
        &self,
        looping: &Loop<'_>,
        context: &TokenStream,
        call: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let (body, name) = (looping.body, looping.context);
        let at = hygienic(body.span);
        let first = name.map(|name| quote_spanned!(at=> let #name = &#name;));
        let form = Form {
            owns: true,
            first: first.as_ref(),
            ..Form::typed(self.wiring.krate)
        };
        let called = body.function_in(&form, call);
        match name {
            None => called,
            Some(name) => quote_spanned!(at=> { let #name = #context; #called }),
        }
    }

    /// Returns the items of a worker's loop, after the methods before the body.
    fn intake(&self, worker: &FutureWorker<'_>, items: &Ident) -> Intake {
        let at = hygienic(items.span());
        if worker.before.is_empty() {
            return Intake {
                parameter: quote_spanned!(at=> mut #items),
                before: None,
            };
        }
        let mutable = worker.before.borrows.then(|| quote!(mut));
        let chain = self.steps(items.to_token_stream(), &worker.before);
        Intake {
            parameter: quote_spanned!(at=> #mutable #items),
            before: Some(quote_spanned!(at=> let #items = &mut #chain.boxed();)),
        }
    }
}

struct Intake {
    /// The parameter for the items in the block.
    parameter: TokenStream,
    /// `let lines = &mut lines.filter(…).boxed();`
    before: Option<TokenStream>,
}

/// The pattern for an item, and the code for each item.
struct Each {
    pattern: TokenStream,
    code: TokenStream,
}

/// `while let Some(item) = lines.next().await { … } Ok(())`
fn each_of(looping: &Loop<'_>, items: &Ident, each: &Each) -> TokenStream {
    let at = hygienic(looping.body.span);
    let next = match looping.takes {
        Takes::Next => quote_spanned!(at=> #items.next()),
        Takes::InTurn => quote_spanned!(at=> out_.next(#items)),
    };
    let Each { pattern, code } = each;
    quote_spanned! {at=>
        while let ::core::option::Option::Some(#pattern) = #next.await { #code }
        ::core::result::Result::Ok(())
    }
}

/// Returns the code of a worker, with the `move` of the user's closure, which does not apply to the
/// code before the loop.
pub fn owned_by_loop(looping: &Loop<'_>, code: TokenStream) -> TokenStream {
    let at = hygienic(looping.body.span);
    match looping.owns {
        Owns::Loop => quote_spanned!(at=> async move { #code }.await),
        Owns::Nothing | Owns::Block => code,
    }
}

/// Returns the code for an item that is in the macro's own variable.
fn each_item(place: Span, code: TokenStream) -> Each {
    let pattern = quote_spanned!(hygienic(place)=> item_);
    Each { pattern, code }
}

/// `out.give(body(item)).await;`
fn given(body: &Body, call: &TokenStream) -> Each {
    let give = result_method(body, "give");
    let at = hygienic(body.span);
    each_item(body.span, quote_spanned!(at=> out_.#give(#call).await;))
}

/// `body(item); out.end().await;`
fn ended(body: &Body, call: &TokenStream) -> Each {
    let end = result_method(body, "end");
    let at = hygienic(body.span);
    let each = if body.manner().fallible {
        quote_spanned!(at=> let made_ = #call; out_.#end(made_).await;)
    } else {
        quote_spanned!(at=> #call; out_.#end().await;)
    };
    each_item(body.span, each)
}

/// Returns the runtime's method that takes the result of a body: `give`, `try_give`,
/// `try_give_into`.
pub fn result_method(body: &Body, word: &str) -> Ident {
    let manner = body.manner();
    let word = match (manner.fallible, manner.typed) {
        (false, _) => word.to_owned(),
        (true, false) => format!("try_{word}"),
        (true, true) => format!("try_{word}_into"),
    };
    invented(&word, body.span)
}
