//! Quotes what is alike on both engines: edges, the ends of a worker, its policy, and the pipeline's value.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::methods;
use crate::ast::{Amount, Header};
use crate::graph::{Outcome, StreamId, ValueId};
use crate::lower::{Backoff, Edge, Maker, Merge, Named, Plan, Policy, Room, Size, Source, Worker};
use crate::names::{hygienic, invented, local};

pub struct Wiring<'a, S> {
    pub krate: &'a TokenStream,
    pub plan: &'a Plan<'a, S>,
    /// The variable that starts workers.
    pub starter: &'static str,
    /// The runtime's type of an edge's sender.
    pub sender: &'static str,
    /// The runtime's function that checks that an edge's items are no futures.
    pub edge_of_values: &'static str,
}

impl<S> Wiring<'_, S> {
    /// All loops, edges and merges.
    pub fn edges(&self) -> TokenStream {
        let loops = self.plan.loops.iter().map(|of_loop| {
            let name = local(&of_loop.name, of_loop.span);
            quote_spanned!(hygienic(of_loop.span)=> let #name = &run_.cycle();)
        });
        let edges = self.plan.edges.iter().map(|edge| self.edge(edge));
        let merges = self.plan.merges.iter().flat_map(|merge| self.merge(merge));
        let idle = self.plan.idle_capacities.iter();
        let idle = idle.map(|capacity| number(&quote!(_), capacity));
        quote!(#(#loops)* #(#edges)* #(#idle)* #(#merges)*)
    }

    /// `let (to_words, words) = run.edge();`. Before the first of several edges that share a capacity, that
    /// is evaluated.
    fn edge(&self, edge: &Edge<'_>) -> TokenStream {
        let stream = &self.plan.streams[edge.stream];
        let (to, from) = (sender(stream, stream.span), receiver(stream, stream.span));
        let ty = stream.ty.map(|ty| quote!(::<#ty>));
        let (capacity, size) = match edge.size {
            None => (None, None),
            Some(Size::Code(code)) => (None, Some(code.clone())),
            Some(Size::Number(size)) => {
                let size = Literal::usize_unsuffixed(size);
                (None, Some(size.into_token_stream()))
            }
            Some(Size::Shared { first, evaluated }) => {
                let stream = &self.plan.streams[first];
                let capacity = local(&format!("capacity_of_{}", stream.name), stream.span);
                let evaluated = evaluated.map(|size| number(&capacity, size));
                (evaluated, Some(capacity.into_token_stream()))
            }
        };
        let word = Ident::new(edge.word, Span::call_site());
        let maker = match edge.maker {
            Maker::Run => local("run", stream.span),
            Maker::Loop(at) => {
                let of_loop = &self.plan.loops[at];
                local(&of_loop.name, of_loop.span)
            }
        };
        let make = quote!(#word #ty (#size));
        let made = quote_spanned!(hygienic(stream.span)=> #maker.#make);
        let made = match edge.unawaited {
            Some(place) => methods::values(self.krate, self.edge_of_values, &made, place),
            None => made,
        };
        quote_spanned!(hygienic(stream.span)=> #capacity let (#to, #from) = #made;)
    }

    /// `(&words).weigh(|word| word.len());`, for the edges that worker number `reader` reads. The stages that
    /// fill them have been started before, so rustc knows the type of the items.
    pub fn weighers(&self, reader: usize) -> TokenStream {
        let edges = self.plan.edges.iter().filter(|edge| edge.to == reader);
        let weighers = edges.filter_map(|edge| match edge.room {
            Room::Capacity(Amount::Weight { weigh, .. }) => {
                let stream = &self.plan.streams[edge.stream];
                let from = receiver(stream, stream.span);
                Some(quote_spanned!(hygienic(stream.span)=> (&#from).weigh(#weigh);))
            }
            _ => None,
        });
        weighers.collect()
    }

    /// `let to_a = Clone::clone(&to_all); let to_b = to_all;`. The last producer takes the sender itself, so
    /// that the edge can close.
    fn merge(&self, merge: &Merge<'_>) -> Vec<TokenStream> {
        let into = &self.plan.streams[merge.into];
        let shared = sender(into, into.span);
        let last = merge.from.len() - 1;
        let one = |(at, &from): (usize, &StreamId)| {
            let stream = &self.plan.streams[from];
            let to = sender(stream, stream.span);
            let krate = self.krate;
            let sender = invented(self.sender, stream.span);
            let ty = stream
                .ty
                .map(|ty| quote!(: #krate::__private::#sender<#ty>));
            let shared = if at < last {
                quote!(::core::clone::Clone::clone(&#shared))
            } else {
                quote!(#shared)
            };
            quote_spanned!(hygienic(stream.span)=> let #to #ty = #shared;)
        };
        merge.from.iter().enumerate().map(one).collect()
    }

    /// What starts a worker: `scope`, or `(&scope.stack_size(8 << 20))`.
    pub fn start(&self, worker: &Worker<'_, S>) -> TokenStream {
        let at = hygienic(worker.verb.span());
        let starter = local(self.starter, worker.verb.span());
        match worker.stack_size {
            None => starter.into_token_stream(),
            Some(bytes) => quote_spanned!(at=> (&#starter.stack_size(#bytes))),
        }
    }

    /// `scope.VERB("name", ARGUMENTS)`
    pub fn call(&self, worker: &Worker<'_, S>, verb: &str, arguments: &TokenStream) -> TokenStream {
        let at = hygienic(worker.verb.span());
        let mut name = Literal::string(&worker.name);
        name.set_span(at);
        // With the span of the user's verb, editors show the runtime's docs there. For `tee`, rustc would
        // then report a bound on the items at the whole pipeline.
        let span = if *worker.verb == verb && verb != "tee" {
            worker.verb.span()
        } else {
            at
        };
        let verb = Ident::new(verb, span);
        let starter = self.start(worker);
        quote_spanned!(at=> #starter.#verb(#name, #arguments))
    }

    /// `scope.feedback("urls", seeds, links, to_urls);`
    pub fn feedback(&self, worker: &Worker<'_, S>, back: StreamId) -> TokenStream {
        let place = worker.verb.span();
        let seeds = self.streams(worker, place);
        let back = receiver(&self.plan.streams[back], place);
        let to = self.branches(worker, place);
        let start = self.call(worker, "feedback", &quote!(#seeds, #back, #(#to)*));
        quote_spanned!(hygienic(place)=> #start;)
    }

    /// The senders of a worker's branches.
    pub fn branches(&self, worker: &Worker<'_, S>, place: Span) -> Vec<Ident> {
        let streams = worker.outputs.iter().filter_map(|output| output.stream());
        streams.map(|stream| self.sender(stream, place)).collect()
    }

    /// The user's names for the branches of a `route`.
    pub fn branch_names(&self, worker: &Worker<'_, S>) -> Vec<&Ident> {
        let streams = worker.outputs.iter().filter_map(|output| output.stream());
        streams
            .filter_map(|stream| self.plan.streams[stream].ident)
            .collect()
    }

    pub fn sender(&self, stream: StreamId, place: Span) -> Ident {
        sender(&self.plan.streams[stream], place)
    }

    /// The expression for what a worker reads: an edge, several edges, or batches.
    pub fn streams(&self, worker: &Worker<'_, S>, place: Span) -> TokenStream {
        let one = |&stream: &StreamId| receiver(&self.plan.streams[stream], place);
        match &worker.source {
            Source::Edge(stream) => one(stream).into_token_stream(),
            Source::Zip(streams) => {
                let streams = streams.iter().map(one);
                quote_spanned!(hygienic(place)=> (#(#streams),*))
            }
            Source::Batches {
                verb,
                from,
                size,
                time,
            } => {
                let from = one(from);
                let starter = local(self.starter, verb.span());
                let at = hygienic(verb.span());
                match size {
                    Amount::Items(size) => {
                        quote_spanned!(at=> #starter.#verb(#from, #size, #time))
                    }
                    Amount::Weight { max, weigh } => {
                        let word = invented("batch_by_weight_within", verb.span());
                        quote_spanned!(at=> #starter.#word(#from, #max, #weigh, #time))
                    }
                }
            }
            Source::Generator(_) | Source::Receive(_) => TokenStream::new(),
        }
    }

    /// The variable for a worker's items: named after its edge, or `items`.
    pub fn items(&self, worker: &Worker<'_, S>, place: Span) -> Ident {
        match worker.source {
            Source::Edge(stream) => receiver(&self.plan.streams[stream], place),
            Source::Zip(_) | Source::Batches { .. } | Source::Generator(_) | Source::Receive(_) => {
                local("items", place)
            }
        }
    }

    /// `let total =`, if the pipeline gives this value.
    pub fn keeps(&self, value: ValueId, place: Span) -> Option<TokenStream> {
        self.plan.gives(value).then(|| {
            let value = &self.plan.values[value];
            let local = local(&value.name, value.span);
            quote_spanned!(hygienic(place)=> let #local =)
        })
    }

    /// The expression for the pipeline's value.
    pub fn outcome(&self) -> TokenStream {
        let value = |id: &ValueId| {
            let value = &self.plan.values[*id];
            let local = local(&value.name, value.span);
            quote_spanned!(Span::mixed_site()=> #local.get())
        };
        match self.plan.outcome {
            Outcome::Nothing => quote!(()),
            Outcome::One(one) => value(one),
            Outcome::Tuple(values) => {
                let values = values.iter().map(value);
                quote!((#(#values,)*))
            }
        }
    }

    /// `.ordered().retry(3).skip_errors().stop_after(10)`
    pub fn policy(&self, worker: &Worker<'_, S>, place: Span) -> TokenStream {
        let at = hygienic(place);
        let word = |policy: &Policy<'_>| match policy {
            Policy::Ordered => quote_spanned!(at=> .ordered()),
            Policy::Retry {
                option,
                further,
                backoff,
                worth,
            } => {
                let at = hygienic(option.span());
                let backoff = backoff.as_ref().map(|backoff| self.backoff(backoff, at));
                match (backoff, worth) {
                    (None, _) => quote_spanned!(at=> .retry(#further)),
                    (Some(backoff), None) => quote_spanned!(at=> .retry_after(#further, #backoff)),
                    (Some(backoff), Some(worth)) => {
                        quote_spanned!(at=> .retry_if(#further, #backoff, #worth))
                    }
                }
            }
            Policy::DeadLetters(failed) => {
                let to = self.sender(*failed, place);
                quote_spanned!(at=> .dead_letters(#to))
            }
            Policy::DeadLettersWithItems(failed, keep) => {
                let to = self.sender(*failed, keep.span());
                quote_spanned!(hygienic(keep.span())=> .dead_letters_with_items(#to))
            }
            Policy::SkipErrors => quote_spanned!(at=> .skip_errors()),
            Policy::StopAfter(most) => quote_spanned!(at=> .stop_after(#most)),
            Policy::StackSize(bytes) => quote_spanned!(at=> .stack_size(#bytes)),
        };
        worker.policy.iter().map(word).collect()
    }

    /// A backoff. A closure literal is passed through a function, so that rustc infers the type of its
    /// parameter.
    fn backoff(&self, backoff: &Backoff<'_>, at: Span) -> TokenStream {
        let (krate, code) = (self.krate, backoff.code);
        if backoff.is_closure {
            quote_spanned!(at=> #krate::__private::backoff(#code))
        } else {
            code.clone()
        }
    }
}

/// The span for parts of the expansion that belong to no token of the user: that of the header.
pub fn site(header: &Header) -> Span {
    header.place.map_or_else(Span::mixed_site, hygienic)
}

/// The function that makes the pipeline, and its first argument: `new`, or `returning::<Result<T, E>, _, _,
/// _, _>` and an integer by which rustc chooses how `E` is reported.
pub fn maker(header: &Header) -> (TokenStream, Option<TokenStream>) {
    match &header.returns {
        None => (quote!(new), None),
        Some(result) => (quote!(returning::<#result, _, _, _, _>), Some(quote!(0,))),
    }
}

/// `let NAME: usize = 8;`
fn number(name: &impl ToTokens, number: &TokenStream) -> TokenStream {
    let place = number.clone().into_iter().next();
    let at = place.map_or_else(Span::mixed_site, |token| hygienic(token.span()));
    quote_spanned!(at=> let #name: ::core::primitive::usize = #number;)
}

fn sender(stream: &Named<'_>, place: Span) -> Ident {
    local(&format!("to_{}", stream.name), place)
}

fn receiver(stream: &Named<'_>, place: Span) -> Ident {
    local(&stream.name, place)
}
