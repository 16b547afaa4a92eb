//! Quotes workers whose body is given the stream: `async |lines, out| { … }`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::loops::{owned_by_loop, result_method};
use super::{FutureWorker, Futures, context_from, lend};
use crate::body::Inline;
use crate::graph::StreamId;
use crate::lower::futures::{Calls, Loop, Owns};
use crate::names::{hygienic, local};

impl Futures<'_> {
    /// `run.stage("longest", lines, to_longest).work(async |lines, out| { … });`, or `run.fan_out("longest", 4, …)`
    pub fn transform(
        &self,
        worker: &FutureWorker<'_>,
        workers: Option<&TokenStream>,
        looping: &Loop<'_>,
        to: StreamId,
    ) -> TokenStream {
        let place = looping.body.span;
        let at = hygienic(place);
        let from = self.wiring.streams(worker, place);
        let to = self.wiring.sender(to, place);
        let block = self.transforming(worker, looping);
        match workers {
            None => {
                let start = self.wiring.call(worker, "stage", &quote!(#from, #to));
                quote_spanned!(at=> #start.work(#block);)
            }
            Some(workers) => {
                let arguments = quote!(#workers, #from, #to);
                let start = self.wiring.call(worker, "fan_out", &arguments);
                let policy = self.wiring.policy(worker, place);
                let work = self.each_does(worker, looping, &block);
                quote_spanned!(at=> #start #policy #work;)
            }
        }
    }

    /// `async |lines, out| { let (lines, mut out) = out.transform(lines); … }`
    fn transforming(&self, worker: &FutureWorker<'_>, looping: &Loop<'_>) -> TokenStream {
        let place = looping.body.span;
        let at = hygienic(place);
        let out = local("out", place);
        let context = context_from(worker, &out);
        let mutable = context.is_some().then(|| quote!(mut));
        let read = self.chained(worker, None);
        let (items, parameter, before, chain) =
            (read.items, read.parameter, read.before, read.chain);
        let boxed = (!worker.before.is_empty()).then(|| quote_spanned!(at=> .boxed()));
        let lent = lend(&[&out]);
        let code = self.transformed(looping, &quote!(#items));
        let code = owned_by_loop(looping, code);
        let lines = quote_spanned! {at=>
            #context
            #before
            let (#items, mut #out) = #out.transform(#chain #boxed);
            #lent
            #code
        };
        let owns = (looping.owns == Owns::Block).then(|| quote_spanned!(at=> move));
        let parameters = quote_spanned!(at=> #parameter, #mutable #out);
        self.block_that(owns.as_ref(), place, &parameters, &lines)
    }

    /// Returns the body's code, as the end of a block that returns a `Result`.
    fn transformed(&self, looping: &Loop<'_>, items: &TokenStream) -> TokenStream {
        let body = looping.body;
        let at = hygienic(body.span);
        match &looping.calls {
            Calls::Inline(inline) if inline.manner.yields => self.yielding_all(inline, items),
            Calls::Inline(inline) => {
                let setup = inline.setup();
                let made = local("made", body.span);
                let value = inline.value(self.wiring.krate, &made, std::slice::from_ref(items));
                let give = result_method(body, "give");
                quote_spanned!(at=> #setup #value out_.#give(made_).await)
            }
            Calls::Function | Calls::Blocking { .. } => {
                let function = body.function(self.wiring.krate);
                let give = result_method(body, "give");
                quote_spanned!(at=> out_.#give(#items.consume(#function).await).await)
            }
        }
    }

    /// Returns the code of a body that yields.
    fn yielding_all(&self, inline: &Inline<'_>, items: &TokenStream) -> TokenStream {
        let at = hygienic(inline.place());
        match inline.statements(std::slice::from_ref(items)) {
            Some(statements) => {
                let setup = inline.setup();
                quote_spanned!(at=> #setup #statements ::core::result::Result::Ok(()))
            }
            None => inline.whole(self.wiring.krate, items),
        }
    }
}
