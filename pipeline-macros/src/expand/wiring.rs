//! Quotes the parts that are the same on both engines: edges, the ends of a worker, its policy, and
//! the pipeline's value.

use std::iter;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::methods;
use crate::ast::{Amount, Form, Header, Loss, Reader, Takes};
use crate::body::{self, Body, in_own_braces};
use crate::graph::{Outcome, StreamId, ValueId};
use crate::lower::{Backoff, Edge, Maker, Merge, Named, Plan, Policy, Room, Size, Source, Worker};
use crate::names::{hygienic, invented, local};
use crate::scan::{Closure, is_punct};

pub struct Wiring<'a, S> {
    pub krate: &'a TokenStream,
    pub plan: &'a Plan<'a, S>,
    /// The variable that starts workers.
    pub starter: &'static str,
    /// The header's `move`, if the closures that workers call repeat it.
    pub moves: Option<&'a Ident>,
}

impl<S> Wiring<'_, S> {
    /// Returns all loops, edges and merges.
    pub fn edges(&self) -> TokenStream {
        let loops = self.plan.loops.iter().map(|(of_loop, maker)| {
            let name = local(&of_loop.name, of_loop.span);
            let maker = self.maker(*maker, of_loop.span);
            quote_spanned!(hygienic(of_loop.span)=> let #name = &#maker.cycle();)
        });
        let edges = self.plan.edges.iter().map(|edge| self.edge(edge));
        let merges = self.plan.merges.iter().flat_map(|merge| self.merge(merge));
        let idle = self.plan.idle_capacities.iter();
        let idle = idle.map(|capacity| number(&quote!(_), capacity));
        quote!(#(#loops)* #(#edges)* #(#idle)* #(#merges)*)
    }

    /// `let (to_words, words) = run.edge();`. Before the first of several edges that share a
    /// capacity, this also evaluates the capacity.
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
        let maker = self.maker(edge.maker, stream.span);
        let make = quote!(#word #ty (#size));
        let made = quote_spanned!(hygienic(stream.span)=> #maker.#make);
        let made = match edge.unawaited {
            Some(place) => methods::values(self.krate, "edge_of_values", &made, place),
            None => made,
        };
        quote_spanned!(hygienic(stream.span)=> #capacity let (#to, #from) = #made;)
    }

    /// `run`, `(&run.aside())` or the variable of a loop.
    fn maker(&self, maker: Maker, place: Span) -> TokenStream {
        let run = local("run", place);
        match maker {
            Maker::Run => run.into_token_stream(),
            // On a reference, so that a user's trait that is implemented for every type cannot
            // replace this method.
            Maker::Aside => quote_spanned!(hygienic(place)=> (&#run.aside())),
            Maker::Loop(at) => {
                let (of_loop, _) = &self.plan.loops[at];
                local(&of_loop.name, of_loop.span).into_token_stream()
            }
        }
    }

    /// `(&words).weigh(|word| word.len());` or `(&words).merge_when_full(|old, new| …);`, for the
    /// edges that worker number `reader` reads. The stages that fill these edges are started
    /// before, so rustc knows the type of the items.
    pub fn weighers(&self, reader: usize) -> TokenStream {
        let edges = self.plan.edges.iter().filter(|edge| edge.to == reader);
        let weighers = edges.filter_map(|edge| match edge.room {
            Room::Capacity(Amount::Weight { weigh, .. }) => {
                let stream = &self.plan.streams[edge.stream];
                let from = receiver(stream, stream.span);
                Some(quote_spanned!(hygienic(stream.span)=> (&#from).weigh(#weigh);))
            }
            Room::Lossy(_, Loss::Merge(merge)) => {
                let stream = &self.plan.streams[edge.stream];
                let from = receiver(stream, stream.span);
                Some(quote_spanned!(hygienic(stream.span)=> (&#from).merge_when_full(#merge);))
            }
            _ => None,
        });
        weighers.collect()
    }

    /// `let to_a = Clone::clone(&to_all); let to_b = to_all;`. The last producer takes the sender
    /// itself, so that the edge can close.
    fn merge(&self, merge: &Merge<'_>) -> Vec<TokenStream> {
        let into = &self.plan.streams[merge.into];
        let shared = sender(into, into.span);
        let last = merge.from.len() - 1;
        let one = |(at, &from): (usize, &StreamId)| {
            let stream = &self.plan.streams[from];
            let to = sender(stream, stream.span);
            let krate = self.krate;
            let sender = invented("Sender", stream.span);
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

    /// Returns the expression that starts a worker: `scope`, or `(&scope.stack_size(8 << 20))`.
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
        // With the span of the user's verb, editors show the runtime's docs there. With the span of
        // `tee`, rustc would report a bound on the items at the whole pipeline.
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

    /// `scope.output("output", hits, outside);`
    pub fn output(&self, worker: &Worker<'_, S>) -> TokenStream {
        let place = worker.verb.span();
        let from = self.streams(worker, place);
        let outside = local("outside", place);
        let start = self.call(worker, "output", &quote!(#from, #outside));
        quote_spanned!(hygienic(place)=> #start;)
    }

    /// `scope.segment("words", segment_of_words, lines, to_words);`
    pub fn segment(&self, worker: &Worker<'_, S>, to: StreamId) -> TokenStream {
        let place = worker.verb.span();
        let from = self.streams(worker, place);
        let segment = self.segment_name(to);
        let to = self.sender(to, place);
        let start = self.call(worker, "segment", &quote!(#segment, #from, #to));
        quote_spanned!(hygienic(place)=> #start;)
    }

    /// Returns the variable for the segment whose output is the stream `to`.
    fn segment_name(&self, to: StreamId) -> Ident {
        let stream = &self.plan.streams[to];
        let used = self.plan.segments.iter().find(|used| used.to == to);
        let place = used.and_then(|used| used.code.clone().into_iter().next());
        let place = place.map_or(stream.span, |first| first.span());
        local(&format!("segment_of_{}", stream.name), place)
    }

    /// Returns the expansion: `Pipeline::new(closure, graph)`. Segments are evaluated before it,
    /// because the graph contains theirs.
    pub fn made(&self, header: &Header, types: &Types, wire: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let site = site(header);
        let ty = invented(self.type_name(types), site);
        let (new, integer) = maker(header);
        let moves = &header.moves;
        let wire = match header.form {
            Form::Pipeline => quote!(#moves #wire),
            Form::Segment => quote_spanned!(site=> ::std::boxed::Box::new(#moves #wire)),
        };
        let graph = self.graph(site);
        if self.plan.segments.is_empty() {
            return quote_spanned!(site=> #krate::__private::#ty::#new(#integer #wire, #graph));
        }
        let segments = self.plan.segments.iter().map(|used| {
            let name = self.segment_name(used.to);
            let at = hygienic(name.span());
            let krate = methods::located(krate, name.span());
            let ty = invented(types.segment, name.span());
            let code = used.code;
            quote_spanned!(at=> let #name: #krate::__private::#ty<'_, _, _, _> = #code;)
        });
        let parts = self.plan.segments.iter().map(|used| {
            let name = self.segment_name(used.to);
            let outer = &self.plan.workers[used.worker].name;
            quote_spanned!(site=> (#outer, (&#name).part()))
        });
        quote_spanned! {site=>
            {
                #(#segments)*
                let graph_ = #graph.with(::std::vec![#(#parts),*]);
                #krate::__private::#ty::#new(#integer #wire, graph_)
            }
        }
    }

    fn type_name(&self, types: &Types) -> &'static str {
        match self.plan.outcome {
            Outcome::Nothing | Outcome::One(_) | Outcome::Tuple(_) => types.of_value,
            Outcome::Stream => types.of_stream,
            Outcome::Segment(_) => types.segment,
        }
    }

    /// Returns the parameters of the closure that makes the workers. For a segment, these include
    /// the streams at its ends.
    pub fn parameters(&self, site: Span) -> TokenStream {
        let run = local("run", site);
        let Some(joint) = &self.plan.joint else {
            let outside = matches!(self.plan.outcome, Outcome::Stream);
            let outside = outside.then(|| local("outside", site)).into_iter();
            return quote!(#run #(, #outside)*);
        };
        let krate = self.krate;
        let (input, output) = (
            &self.plan.streams[joint.input],
            &self.plan.streams[joint.output],
        );
        let end = |name: Ident, stream: &Named<'_>, word: &str| {
            let word = invented(word, stream.span);
            let ty = stream.ty.map(|ty| quote!(: #krate::__private::#word<#ty>));
            quote!(#name #ty)
        };
        let input = end(receiver(input, input.span), input, "Receiver");
        let output = end(sender(output, output.span), output, "Sender");
        quote!(#run, #input, #output)
    }

    /// `let to_words = sender_of_values(to_words, 0);`, if the output items of a segment may be
    /// futures.
    pub fn checked_output(&self) -> Option<TokenStream> {
        let joint = self.plan.joint.as_ref()?;
        let place = joint.unawaited?;
        let stream = &self.plan.streams[joint.output];
        let to = sender(stream, stream.span);
        let checked = methods::values(self.krate, "sender_of_values", &to.to_token_stream(), place);
        Some(quote_spanned!(hygienic(place)=> let #to = #checked;))
    }

    /// Returns the senders of a worker's branches.
    pub fn branches(&self, worker: &Worker<'_, S>, place: Span) -> Vec<Ident> {
        let streams = worker.outputs.iter().filter_map(|output| output.stream());
        streams.map(|stream| self.sender(stream, place)).collect()
    }

    /// Returns the user's names for the branches of a `route`.
    pub fn branch_names(&self, worker: &Worker<'_, S>) -> Vec<&Ident> {
        let streams = worker.outputs.iter().filter_map(|output| output.stream());
        streams
            .filter_map(|stream| self.plan.streams[stream].ident)
            .collect()
    }

    pub fn sender(&self, stream: StreamId, place: Span) -> Ident {
        sender(&self.plan.streams[stream], place)
    }

    /// Returns the expression for the input of a worker: an edge, several edges, or batches.
    pub fn streams(&self, worker: &Worker<'_, S>, place: Span) -> TokenStream {
        let one = |&stream: &StreamId| receiver(&self.plan.streams[stream], place);
        match &worker.source {
            Source::Edge(stream) => one(stream).into_token_stream(),
            Source::Zip(streams) => {
                let streams = streams.iter().map(one);
                quote_spanned!(hygienic(place)=> (#(#streams),*))
            }
            Source::Read {
                reader,
                from,
                names,
            } => {
                let Reader {
                    word,
                    takes,
                    arguments,
                    ..
                } = reader;
                let at = hygienic(word.span());
                // rustc reports the type of a stream at its name.
                let places = names.iter().map(Ident::span).chain(iter::repeat(place));
                let from = from.iter().zip(places);
                let from = from.map(|(&stream, place)| receiver(&self.plan.streams[stream], place));
                let from: Vec<Ident> = from.collect();
                let from = match (takes, &from[..]) {
                    (Takes::Together, [only]) => only.to_token_stream(),
                    (Takes::Together, several) => quote_spanned!(at=> [#(#several),*]),
                    (Takes::Each, several) => quote_spanned!(at=> #(#several),*),
                };
                let starter = local(self.starter, word.span());
                quote_spanned!(at=> #starter.#word(#from #(, #arguments)*))
            }
            Source::Generator(_) | Source::Receive(_) => TokenStream::new(),
        }
    }

    /// Returns the variable for a worker's items. It is named after its edge, or `items`.
    pub fn items(&self, worker: &Worker<'_, S>, place: Span) -> Ident {
        match worker.source {
            Source::Edge(stream) => receiver(&self.plan.streams[stream], place),
            Source::Zip(_) | Source::Read { .. } | Source::Generator(_) | Source::Receive(_) => {
                local("items", place)
            }
        }
    }

    /// `let total =`, if `value` is a part of the pipeline's value.
    pub fn keeps(&self, value: ValueId, place: Span) -> Option<TokenStream> {
        self.plan.gives(value).then(|| {
            let value = &self.plan.values[value];
            let local = local(&value.name, value.span);
            quote_spanned!(hygienic(place)=> let #local =)
        })
    }

    /// Returns the expression for the pipeline's value.
    pub fn outcome(&self) -> TokenStream {
        let value = |id: &ValueId| {
            let value = &self.plan.values[*id];
            let local = local(&value.name, value.span);
            quote_spanned!(Span::mixed_site()=> #local.get())
        };
        match self.plan.outcome {
            Outcome::Nothing | Outcome::Stream | Outcome::Segment(_) => quote!(()),
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
            Policy::By { key, context } => self.by(key, *context),
            Policy::Ordered => quote_spanned!(at=> .ordered()),
            Policy::Window(window) => quote_spanned!(at=> .window(#window)),
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
            Policy::Timeout { option, time } => {
                quote_spanned!(hygienic(option.span())=> .timeout(#time))
            }
            Policy::At { option, place } => {
                quote_spanned!(hygienic(option.span())=> .at(#place))
            }
            Policy::StackSize(bytes) => quote_spanned!(at=> .stack_size(#bytes)),
        };
        worker.policy.iter().map(word).collect()
    }

    /// `.by(|item, hash| hash.of(&item.id))`
    fn by(&self, key: &Body, context: Option<&Ident>) -> TokenStream {
        let at = hygienic(key.span);
        let hash = local("hash", key.span);
        // On threads, the context is in scope.
        let context = context.filter(|_| self.starter == "run");
        let context = context.map(|name| quote_spanned!(at=> let #name = #hash.context();));
        let by = invented("by", key.span);
        let Some(closure) = key.literal() else {
            let path = &key.tokens;
            return quote_spanned!(at=> .#by(|item_, #hash| #hash.of(&#(#path)*(item_))));
        };
        let Closure {
            attributes,
            prefix,
            parameters,
            output,
            body,
            ..
        } = closure;
        let [open, close] = closure.bars;
        let owns = self.moves.filter(|_| prefix.is_empty());
        let comma = parameters.last().is_none_or(|last| !is_punct(last, ','));
        let comma = comma.then(|| quote_spanned!(at=> ,));
        // rustc reports a key without a hash at the key's code.
        let at_key = body.first().map_or(at, |first| hygienic(first.span()));
        let hashed = if output.is_empty() && !body::returns(body) {
            let code = in_own_braces(body.to_vec());
            let code = if let [_] = body {
                code
            } else {
                quote_spanned!(at_key=> (#code))
            };
            quote_spanned!(at_key=> #hash.of(&#code))
        } else {
            quote_spanned!(at_key=> #hash.of_returned(|| #(#output)* #(#body)*))
        };
        let hashed = match context {
            None => hashed,
            Some(context) => quote_spanned!(at=> { #context #hashed }),
        };
        quote_spanned! {at=>
            .#by(#(#attributes)* #(#prefix)* #owns #open #(#parameters)* #comma #hash #close #hashed)
        }
    }

    /// Returns a backoff. A closure literal is passed through a function, so that rustc infers the
    /// type of its parameter.
    fn backoff(&self, backoff: &Backoff<'_>, at: Span) -> TokenStream {
        let (krate, code) = (self.krate, backoff.code);
        if backoff.is_closure {
            quote_spanned!(at=> #krate::__private::backoff(#code))
        } else {
            code.clone()
        }
    }
}

/// The types that the expansions of an engine return.
pub struct Types {
    pub of_value: &'static str,
    pub of_stream: &'static str,
    pub segment: &'static str,
}

/// Returns the span for parts of the expansion that belong to no token of the user: that of the
/// header.
pub fn site(header: &Header) -> Span {
    header.place.map_or_else(Span::mixed_site, hygienic)
}

/// Returns the function that makes the pipeline, and its first argument. It is `new`, or
/// `returning::<Result<T, E>, _, _, _, _>` and an integer by which rustc chooses how `E` is
/// reported. For a segment, `giving::<Result<T, E>, _>`.
fn maker(header: &Header) -> (TokenStream, Option<TokenStream>) {
    match &header.returns {
        None => (quote!(new), None),
        Some(result) => {
            // If the type is half-typed, rustc reports the token after it.
            let last = result.clone().into_iter().last();
            let at = last.map_or_else(Span::mixed_site, |last| hygienic(last.span()));
            if header.form == Form::Segment {
                (quote_spanned!(at=> giving::<#result>), None)
            } else {
                let maker = quote_spanned!(at=> returning::<#result, _, _, _, _>);
                (maker, Some(quote!(0,)))
            }
        }
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
