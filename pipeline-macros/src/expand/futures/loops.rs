//! Workers that call a body for each item: `while let Some(item) = out.next(&mut lines).await { … }`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::chain::site;
use super::{Futures, context, lend};
use crate::body::{Body, Form};
use crate::expand::methods::mutable;
use crate::graph::StreamId;
use crate::lower::{Work, Worker};
use crate::names::{hygienic, invented, local};

impl Futures<'_> {
    /// `run.stage("split", lines, to_words).work(async |mut lines, mut out| { … });`
    pub fn stage(&self, worker: &Worker<'_>, body: &Body, to: StreamId) -> TokenStream {
        let place = body.span;
        let from = self.wiring.streams(worker, place);
        let to = self.wiring.sender(to, place);
        let start = self.wiring.call(worker, "stage", &quote!(#from, #to));
        let policy = self.wiring.policy(worker, place);
        let block = self.calling_own(worker, body);
        quote_spanned!(hygienic(place)=> #start #policy.work(#block);)
    }

    /// `run.fan_out("sums", 8, paths, to_sums).work(async |mut paths, mut out| { … });`
    pub fn fan_out(
        &self,
        worker: &Worker<'_>,
        workers: &TokenStream,
        body: &Body,
        to: StreamId,
    ) -> TokenStream {
        let place = body.span;
        let from = self.wiring.streams(worker, place);
        let to = self.wiring.sender(to, place);
        let arguments = quote!(#workers, #from, #to);
        let start = self.wiring.call(worker, "fan_out", &arguments);
        let policy = self.wiring.policy(worker, place);
        let work = match self.moves {
            None => {
                let block = self.calling_own(worker, body);
                quote_spanned!(hygienic(place)=> .work(#block))
            }
            Some(_) if body.is_made() => {
                let block = self.calling_own(worker, body);
                quote_spanned!(hygienic(place)=> .each_worker(#block))
            }
            Some(_) => self.sharing(worker, body),
        };
        quote_spanned!(hygienic(place)=> #start #policy #work;)
    }

    /// The block of a worker that calls a function of its own.
    fn calling_own(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let calling = Calling::of(worker, body);
        let bind = |items: &Ident| match calling {
            Calling::Blocking if self.is_owner(body) => self.bind_blocking(items, body),
            _ => calling.bind(self.wiring.krate, worker, items, body),
        };
        self.looping(worker, body, bind, &calling.each(body))
    }

    /// Whether the function of a blocking body is to own what it uses: what the block has, which the
    /// thread cannot borrow.
    fn is_owner(&self, body: &Body) -> bool {
        let context = self.context.is_some_and(|name| is_named_in(body, name));
        body.literal().is_some() && (self.moves.is_some() || context)
    }

    /// `let body = &mut { let ctx = out.context(); lines.blocking(move |x| …) };`
    fn bind_blocking(&self, items: &Ident, body: &Body) -> TokenStream {
        let at = hygienic(body.span);
        let context = quote_spanned!(at=> out_.context());
        let made = self.owned(
            body,
            &context,
            |function| quote_spanned!(at=> #items.blocking(#function)),
        );
        quote_spanned!(at=> let body_ = &mut #made;)
    }

    /// A worker's block: what `begin` does with its items, then `each` for each of them.
    fn looping(
        &self,
        worker: &Worker<'_>,
        body: &Body,
        begin: impl FnOnce(&Ident) -> TokenStream,
        each: &TokenStream,
    ) -> TokenStream {
        let place = body.span;
        let out = local("out", place);
        let context = self.context_from(worker, &out);
        let items = self.items(worker, place);
        let site = site(worker, &items);
        let Intake { parameter, before } = self.intake(worker, &items);
        let begin = begin(&items);
        let calls = each_item(place, &items, each);
        let lend = lend(&out);
        let lines = quote!(#lend #context #site #before #begin #calls);
        self.block(place, &quote!(#parameter, mut #out), &lines)
    }

    /// `.share_async(async move |path| …).work(async move |body, mut paths, mut out| { … })`
    fn sharing(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let place = body.span;
        let at = hygienic(place);
        let calling = Calling::of(worker, body);
        let share = match calling {
            Calling::Plain | Calling::Blocking => quote_spanned!(at=> share),
            Calling::Waiting => quote_spanned!(at=> share_async),
            Calling::Yielding => quote_spanned!(at=> share_yields),
        };
        let at_run = quote_spanned!(at=> ::core::clone::Clone::clone(run_.context()));
        let function = self.owned(body, &at_run, |function| function);
        let items = self.items(worker, place);
        // The shared function moves to the thread that may block with it.
        let bind = matches!(calling, Calling::Blocking).then(
            || quote_spanned!(at=> let body_ = &mut #items.blocking(move |item_| body_(item_));),
        );
        let calls = each_item(place, &items, &calling.each(body));
        let out = local("out", place);
        let parameters = quote_spanned!(at=> body_, mut #items, mut #out);
        let (lend_items, lend_out) = (lend(&items), lend(&out));
        let lines = quote!(#lend_items #lend_out #bind #calls);
        let block = self.block(place, &parameters, &lines);
        quote_spanned!(at=> .#share(#function).work(#block))
    }

    /// A call of ours with the function of a body that owns what it uses, its `context` too.
    fn owned(
        &self,
        body: &Body,
        context: &TokenStream,
        call: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let at = hygienic(body.span);
        let name = self.context.filter(|name| is_named_in(body, name));
        let first = name.map(|name| quote_spanned!(at=> let #name = &#name;));
        let form = Form {
            owns: true,
            first: first.as_ref(),
            ..form(self.wiring.krate, body)
        };
        let called = body.function_in(&form, call);
        match name {
            None => called,
            Some(name) => quote_spanned!(at=> { let #name = #context; #called }),
        }
    }

    /// `run.split("yes+no", from, to_yes, to_no).work(async |mut from, mut out| { … });`
    pub fn split(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let place = body.span;
        let at = hygienic(place);
        let from = self.wiring.streams(worker, place);
        let branches = self.wiring.branches(worker, place);
        let arguments = quote!(#from, #(#branches),*);
        let start = self.wiring.call(worker, "split", &arguments);
        let (method, wait) = if body.is_async() {
            ("async_test", Some(quote_spanned!(at=> .await)))
        } else {
            ("test", None)
        };
        let method = invented(method, place);
        let bind = |items: &Ident| {
            let test = |function| quote_spanned!(at=> #items.#method(#function));
            let made = body.function_in(&form(self.wiring.krate, body), test);
            quote_spanned!(at=> let mut test_ = #made;)
        };
        let give = judging(body, "give");
        let each =
            quote_spanned!(at=> let yes_ = test_(&item_) #wait; out_.#give(item_, yes_).await;);
        let block = self.looping(worker, body, bind, &each);
        quote_spanned!(at=> #start.work(#block);)
    }

    /// `run.route("a+b", from).to(&to_a).to(&to_b).work(async |mut from, mut out| { … });`
    pub fn route(&self, worker: &Worker<'_>, body: &Body) -> TokenStream {
        let place = body.span;
        let at = hygienic(place);
        let from = self.wiring.streams(worker, place);
        let branches = self.wiring.branches(worker, place);
        let locals = self.wiring.branch_names(worker);
        let start = self.wiring.call(worker, "route", &from);
        let calling = Calling::of(worker, body);
        let branch = if body.is_async() {
            "branch_async"
        } else {
            "branch"
        };
        let branch = invented(branch, place);
        let bind = |items: &Ident| {
            let bind = calling.bind(self.wiring.krate, worker, items, body);
            quote_spanned!(at=> #(let #locals = out_.#branch(#branches);)* #bind)
        };
        let each = calling.each_sent(body);
        let block = self.looping(worker, body, bind, &each);
        quote_spanned!(at=> #start #(.to(&#branches))*.work(#block);)
    }

    /// How a worker's loop gets at its items.
    fn intake(&self, worker: &Worker<'_>, items: &Ident) -> Intake {
        let at = hygienic(items.span());
        if worker.before.is_empty() {
            return Intake {
                parameter: quote_spanned!(at=> mut #items),
                before: Some(lend(items)),
            };
        }
        let mutable = mutable(worker.before.first());
        let chain = self.steps(items.to_token_stream(), &worker.before, true);
        Intake {
            parameter: quote_spanned!(at=> #mutable #items),
            before: Some(quote_spanned!(at=> let #items = &mut #chain.boxed();)),
        }
    }
}

struct Intake {
    /// The items in the block's head.
    parameter: TokenStream,
    /// `let lines = &mut lines.filter(…).boxed();`
    before: Option<TokenStream>,
}

/// How the function of a body is called.
#[derive(Clone, Copy)]
enum Calling {
    Plain,
    Waiting,
    Yielding,
    Blocking,
}

impl Calling {
    fn of(worker: &Worker<'_>, body: &Body) -> Self {
        if body.manner().yields {
            Calling::Yielding
        } else if worker.options.blocking.is_some() {
            Calling::Blocking
        } else if body.is_async() {
            Calling::Waiting
        } else {
            Calling::Plain
        }
    }

    /// `let mut body = lines.async_body(async |x| …);`. The call stands behind what makes the
    /// function: nothing of the worker's is borrowed while that waits.
    fn bind(
        self,
        krate: &TokenStream,
        worker: &Worker<'_>,
        items: &Ident,
        body: &Body,
    ) -> TokenStream {
        let at = hygienic(body.span);
        // What a path names is every worker's.
        let is_shared = matches!(worker.work, Work::FanOut { .. }) && body.is_path();
        let reference = is_shared.then(|| quote_spanned!(at=> &));
        let made = body.function_in(&form(krate, body), |function| {
            let function = quote!(#reference #function);
            match self {
                Calling::Plain => quote_spanned!(at=> #items.body(#function)),
                Calling::Waiting => quote_spanned!(at=> #items.async_body(#function)),
                Calling::Yielding => quote_spanned!(at=> out_.yielding(#items, #function)),
                Calling::Blocking => quote_spanned!(at=> #items.blocking(#function)),
            }
        });
        if let Calling::Blocking = self {
            return quote_spanned!(at=> let body_ = &mut #made;);
        }
        quote_spanned!(at=> let mut body_ = #made;)
    }

    /// `body(item).await`
    fn call(self, at: Span) -> TokenStream {
        match self {
            Calling::Plain => quote_spanned!(at=> body_(item_)),
            Calling::Waiting => quote_spanned!(at=> body_(item_).await),
            Calling::Yielding => quote_spanned!(at=> body_(item_, out_).await),
            Calling::Blocking => quote_spanned!(at=> body_.call(item_).await),
        }
    }

    /// What is done with each item: `out.give(body(item).await).await;`
    fn each(self, body: &Body) -> TokenStream {
        if let Calling::Yielding = self {
            return self.each_sent(body);
        }
        let at = hygienic(body.span);
        let (call, give) = (self.call(at), judging(body, "give"));
        quote_spanned!(at=> out_.#give(#call).await;)
    }

    /// What is done with each item, if the body sends itself what it makes.
    fn each_sent(self, body: &Body) -> TokenStream {
        let at = hygienic(body.span);
        let (call, end) = (self.call(at), judging(body, "end"));
        if body.manner().fallible {
            quote_spanned!(at=> let made_ = #call; out_.#end(made_).await;)
        } else {
            quote_spanned!(at=> #call; out_.#end().await;)
        }
    }
}

/// Whether a closure names the context: code that makes one can own it by itself.
fn is_named_in(body: &Body, name: &Ident) -> bool {
    let code = body.tokens.iter().cloned().collect();
    body.literal().is_some() && context::is_named(&[code], name)
}

/// The runtime's word for what takes a body's result: `give`, `try_give`, `try_give_into`.
fn judging(body: &Body, word: &str) -> Ident {
    let manner = body.manner();
    let word = match (manner.fallible, manner.typed) {
        (false, _) => word.to_owned(),
        (true, false) => format!("try_{word}"),
        (true, true) => format!("try_{word}_into"),
    };
    invented(&word, body.span)
}

/// A worker's loop, up to its end.
fn each_item(place: Span, items: &Ident, each: &TokenStream) -> TokenStream {
    quote_spanned! {hygienic(place)=>
        while let ::core::option::Option::Some(item_) = out_.next(#items).await {
            #each
        }
        ::core::result::Result::Ok(())
    }
}

/// How a body's function is written: one that yields waits for who takes it.
pub fn form<'a>(krate: &'a TokenStream, body: &Body) -> Form<'a> {
    Form {
        waits: body.manner().yields,
        ..Form::typed(krate)
    }
}
