//! Builds the graph from the statements of the declaration.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenTree};

use super::later::Lines;
use super::loops;
use super::{ChainLabel, Graph, Node, Outcome, Output, Stream, StreamId, Value, ValueId};
use crate::ast::{Call, Chain, Form, Header, Kind, Let, Name, Statement, Tail};
use crate::names;
use crate::parse::Parsed;
use crate::report::{Errors, closest};
use crate::scan;
use crate::verbs::{Gives, Makes, Reads, Runs, fan_in, method};

/// The name of the tail's stream or value.
const OUTPUT: &str = "output";

/// Builds the graph of a declaration. It is complete only if no error was reported.
pub fn build<'a>(parsed: &'a Parsed, errors: &mut Errors) -> Graph<'a> {
    let declaration = &parsed.declaration;
    let mut builder = Builder {
        graph: Graph::default(),
        names: HashMap::new(),
        lines: Lines::of(declaration),
        line: 0,
        feedbacks: Vec::new(),
        chains: 0,
        // These names get no second error.
        touched: parsed.mentioned.clone(),
        form: declaration.header.form,
        nameless: parsed.nameless,
        outside: &declaration.outside,
        errors,
    };
    builder.parameter(&declaration.header);
    for statement in &declaration.statements {
        match statement {
            Statement::Let(let_) => builder.let_statement(let_),
            Statement::Chain(chain) => builder.chain_statement(chain),
            Statement::Kept(_) | Statement::Ordinary(_) => {}
        }
        builder.line += 1;
    }
    builder.graph.outcome = builder.tail(&declaration.tail, &declaration.outside);
    builder.close_loops();
    if !parsed.unfinished {
        builder.check_all_read();
    }
    builder.graph.loops = loops::find(&builder.graph);
    builder.graph
}

/// The meaning of a name at one point of the text.
#[derive(Clone, Copy)]
enum Binding {
    /// A stream without a reader yet.
    Live(StreamId),
    /// A stream that has been read.
    Read,
    /// A value that the tail has not named yet.
    Value(ValueId),
    /// A value that the tail has named, or whose name is `_`.
    Given,
    /// A name with a reported error.
    Broken,
}

/// The end of a chain.
enum End {
    /// One stream, or the branches.
    Streams(Vec<StreamId>),
    Value(ValueId),
    Broken,
}

struct Builder<'a, 'e> {
    graph: Graph<'a>,
    names: HashMap<String, (Binding, Span)>,
    lines: Lines,
    /// The index of the line that is being processed.
    line: usize,
    chains: usize,
    /// The nodes of feedbacks, each with the name of the stream that closes the loop, and the
    /// number of streams declared before it.
    feedbacks: Vec<(usize, &'a Ident, StreamId)>,
    touched: HashSet<String>,
    form: Form,
    /// The number of `let`s that lack a name, which has been reported. As many unknown names may
    /// be meant as their streams.
    nameless: usize,
    /// The call that reads the tail.
    outside: &'a Call,
    errors: &'e mut Errors,
}

impl<'a> Builder<'a, '_> {
    /// Adds the stream that the header of a segment names.
    fn parameter(&mut self, header: &Header) {
        let Some(name) = &header.stream else {
            return;
        };
        let (text, span) = (names::text(&name.ident), name.ident.span());
        let stream = self.add_stream(text.clone(), span, Some(name), None);
        if let Output::Stream(id) = stream {
            self.graph.input = Some(id);
            self.names.insert(text, (Binding::Live(id), span));
        }
    }

    /// Returns whether the header of a segment lacks the name of the stream that it reads, which
    /// has been reported. Any unknown name may be meant as that stream.
    fn lacks_parameter(&self) -> bool {
        self.form == Form::Segment && self.graph.input.is_none()
    }

    fn let_statement(&mut self, let_: &'a Let) {
        let Let {
            names,
            tuple,
            chain,
        } = let_;
        let texts: Vec<String> = names.iter().map(|name| names::text(&name.ident)).collect();
        let end = if let Some(chain) = chain {
            let read_later = texts
                .iter()
                .any(|text| self.lines.are_reading(text, self.line));
            let naming = Naming {
                label: texts.join("+"),
                names,
                branches: tuple.is_some(),
                read_later,
            };
            self.chain(chain, &naming)
        } else {
            self.touched.extend(texts.iter().cloned());
            End::Broken
        };
        let end = match end {
            End::Streams(ids) if ids.len() != names.len() => {
                let message = "one stream cannot have several names: copy it with `tee()`";
                self.errors
                    .at(tuple.unwrap_or_else(Span::call_site), message);
                End::Broken
            }
            end => end,
        };
        for (at, (name, text)) in names.iter().zip(texts).enumerate() {
            let span = name.ident.span();
            self.check_redeclared(&text, span);
            let binding = match &end {
                End::Streams(_) if text == "_" => {
                    let message = chain
                        .as_ref()
                        .filter(|_| at == 1)
                        .and_then(|chain| instead_of_failures(chain, &names[0]))
                        .unwrap_or_else(|| "`_` is no name that a reader could use: name this stream, or end it with a consumer".to_owned());
                    self.errors.at(span, message);
                    Binding::Broken
                }
                End::Streams(ids) => Binding::Live(ids[at]),
                End::Value(_) if text.starts_with('_') => Binding::Given,
                End::Value(id) => Binding::Value(*id),
                End::Broken => Binding::Broken,
            };
            self.names.insert(text, (binding, span));
        }
    }

    fn chain_statement(&mut self, chain: &'a Chain) {
        let text = chain.calls.last().map_or(String::new(), Call::text);
        match self.chain(chain, &Naming::of_label(text)) {
            End::Streams(_) => self.errors.at(
                chain.span(),
                "nothing reads what this statement makes: give it a name with `let`, or end it with a consumer such as `for_each(...)`",
            ),
            End::Value(_) => self.check_dropped(chain),
            End::Broken => {}
        }
    }

    /// Warns about a statement that drops the value of a consumer.
    fn check_dropped(&mut self, chain: &Chain) {
        let Some(call) = chain.calls.last() else {
            return;
        };
        if (call.verb.gives)(call) == Gives::Answer {
            let verb = call.text();
            let message = format!(
                "the `;` drops the value of `{verb}`: remove it, or end with `for_each(drop)`"
            );
            self.errors.warn_unused(call.word.span(), message);
        }
    }

    fn tail(&mut self, tail: &'a Tail, outside: &'a Call) -> Outcome {
        match tail {
            _ if self.form == Form::Segment => self.tail_of_segment(tail, outside),
            Tail::Nothing => Outcome::Nothing,
            Tail::One(chain) => self.only_tail(chain, outside),
            Tail::Tuple(elements) => {
                let values = elements.iter().enumerate().filter_map(|(at, element)| {
                    self.tail_value(element.chain()?, &format!("output_{at}"))
                });
                Outcome::Tuple(values.collect())
            }
        }
    }

    /// Adds a tail that is not a tuple. If it is a stream, `outside` reads it.
    fn only_tail(&mut self, chain: &'a Chain, outside: &'a Call) -> Outcome {
        match self.end_of_tail(chain) {
            End::Value(id) => Outcome::One(id),
            End::Broken => Outcome::Nothing,
            End::Streams(inputs) => {
                let span = outside.word.span();
                let output = self.add_value(OUTPUT.to_owned(), span, None);
                self.read_outside(outside, inputs, vec![output]);
                Outcome::Stream
            }
        }
    }

    /// Adds the output stream of a segment.
    fn tail_of_segment(&mut self, tail: &'a Tail, outside: &'a Call) -> Outcome {
        let place = tail.chains().first().map(|chain| chain.span());
        let chain = match tail {
            Tail::One(chain) => chain,
            Tail::Nothing => {
                if self.errors.is_empty() {
                    self.errors.at(
                        outside.word.span(),
                        "a segment gives a stream: name the stream last, without a `;` after it",
                    );
                }
                return Outcome::Nothing;
            }
            Tail::Tuple(_) => {
                let heads = tail
                    .chains()
                    .into_iter()
                    .filter_map(|chain| chain.head.as_ref());
                self.touched.extend(heads.map(names::text));
                self.errors.at(
                    place.unwrap_or_else(Span::call_site),
                    "a segment gives one stream: `split` or `tee` it after the segment, or write a segment for each",
                );
                return Outcome::Nothing;
            }
        };
        match self.end_of_tail(chain) {
            End::Streams(inputs) => {
                let output = self.passed_on(inputs[0], OUTPUT);
                self.read_outside(outside, vec![output], Vec::new());
                Outcome::Segment(output)
            }
            End::Value(_) => {
                let message = match chain.calls.last() {
                    Some(last) => {
                        let verb = last.text();
                        format!("a segment gives a stream, and `{verb}` ends it in a value: write `stream >> segment(...) >> {verb}(...)` in the pipeline")
                    }
                    None => "a segment gives a stream, and this is a value: end the stream in the pipeline, after `segment(...)`".to_owned(),
                };
                let span = chain
                    .calls
                    .last()
                    .map_or(chain.span(), |last| last.word.span());
                self.errors.at(span, message);
                Outcome::Nothing
            }
            End::Broken => Outcome::Nothing,
        }
    }

    fn end_of_tail(&mut self, chain: &'a Chain) -> End {
        let head = chain.head.as_ref().filter(|_| chain.calls.is_empty());
        match head {
            None => self.chain(chain, &Naming::of_label(OUTPUT.to_owned())),
            Some(name) => match self.names.get(&names::text(name)) {
                Some((Binding::Live(_), _)) => {
                    self.chains += 1;
                    self.read(name)
                        .map_or(End::Broken, |id| End::Streams(vec![id]))
                }
                _ => self.give(name).map_or(End::Broken, End::Value),
            },
        }
    }

    /// Adds the code outside, which reads the tail.
    fn read_outside(&mut self, outside: &'a Call, inputs: Vec<StreamId>, outputs: Vec<Output>) {
        self.graph.nodes.push(Node {
            call: outside,
            inputs,
            back: None,
            outputs,
            chain: ChainLabel {
                text: OUTPUT.to_owned(),
                number: self.chains - 1,
            },
        });
    }

    /// Returns the stream. If it is the input of a segment, returns one to which a stage with this
    /// name passes on its items. The pipeline around a segment makes the streams at both of its
    /// ends, so these must be two streams, and cannot be merged.
    fn passed_on(&mut self, stream: StreamId, name: &str) -> StreamId {
        if self.graph.input != Some(stream) {
            return stream;
        }
        let call = self.outside;
        let output = self.add_stream(name.to_owned(), call.word.span(), None, None);
        self.graph.nodes.push(Node {
            call,
            inputs: vec![stream],
            back: None,
            outputs: vec![output],
            chain: ChainLabel {
                text: name.to_owned(),
                number: self.chains,
            },
        });
        self.chains += 1;
        output.stream().unwrap_or(stream)
    }

    fn tail_value(&mut self, chain: &'a Chain, name: &str) -> Option<ValueId> {
        if let (Some(head), []) = (&chain.head, &chain.calls[..]) {
            return self.give(head);
        }
        match self.chain(chain, &Naming::of_label(name.to_owned())) {
            End::Value(id) => Some(id),
            End::Streams(_) => {
                self.errors.at(
                    chain.span(),
                    "the pipeline's value would be a stream: end it with a consumer such as `>> collect()`",
                );
                None
            }
            End::Broken => None,
        }
    }

    /// Marks the value `name` as named by the tail.
    fn give(&mut self, name: &Ident) -> Option<ValueId> {
        let text = names::text(name);
        let message = match self.names.get(&text).map(|(binding, _)| *binding) {
            Some(Binding::Value(id)) => {
                self.bind(&text, Binding::Given);
                return Some(id);
            }
            Some(Binding::Live(_)) => {
                self.bind(&text, Binding::Read);
                format!(
                    "`{text}` is a stream, and a pipeline's value is not: write `{text} >> collect()`, or another consumer"
                )
            }
            Some(Binding::Read) => {
                format!("the stream `{text}` has its reader already: the tail names values only")
            }
            Some(Binding::Given) => {
                format!("the value `{text}` is given twice: it can be moved out once")
            }
            Some(Binding::Broken) => return None,
            None if self.lacks_parameter() || self.is_meant(&text) => return None,
            None => self.unknown(&text),
        };
        self.name_error(&text, name.span(), message);
        None
    }

    /// Adds the nodes of `chain`.
    fn chain(&mut self, chain: &'a Chain, naming: &Naming<'_>) -> End {
        let number = self.chains;
        self.chains += 1;
        let mut end = match &chain.head {
            Some(head) => self
                .read_head(head)
                .map_or(End::Broken, |id| End::Streams(vec![id])),
            None => End::Broken,
        };
        let mut before: Option<&Call> = None;
        for (at, call) in chain.calls.iter().enumerate() {
            if let (End::Value(id), Some(consumer)) = (&end, before)
                && has_methods(consumer, call)
            {
                self.value_method(*id, consumer, call);
                continue;
            }
            let rest = &chain.calls[at + 1..];
            let is_last = ends_chain(call, rest);
            let inputs = self.inputs(call, &end);
            let follows_value = self.check_follows_value(before, &end, call);
            let fits = self.check_branches(call, &chain.calls[..at], naming, is_last);
            before = Some(call);
            let (Some(inputs), false, true) = (inputs, follows_value, fits) else {
                self.touched.extend(call.back().map(names::text));
                end = End::Broken;
                continue;
            };
            if let Some(back) = call.back() {
                let (node, streams) = (self.graph.nodes.len(), self.graph.streams.len());
                self.feedbacks.push((node, back, streams));
            }
            let outputs = self.outputs(call, naming, is_last);
            end = match outputs[..] {
                [Output::Value(id)] => End::Value(id),
                _ => End::Streams(
                    outputs
                        .iter()
                        .filter_map(|output| output.stream())
                        .collect(),
                ),
            };
            let text = naming.label.clone();
            self.graph.nodes.push(Node {
                call,
                inputs,
                back: None,
                outputs,
                chain: ChainLabel { text, number },
            });
        }
        end
    }

    /// Adds a method of the value of `consumer`.
    fn value_method(&mut self, value: ValueId, consumer: &Call, call: &'a Call) {
        self.check_arguments(call, &End::Value(value));
        if self.graph.values[value].methods.is_empty() {
            method::check_has_method(consumer, call, self.errors);
        }
        method::check_value_method(consumer, call, self.errors);
        self.graph.values[value].methods.push(call);
    }

    /// Adds the streams that `call` makes, or its value.
    fn outputs(&mut self, call: &Call, naming: &Naming<'_>, is_last: bool) -> Vec<Output> {
        let span = call.word.span();
        if !is_last {
            let verb = call.text();
            let name = format!("{}_{verb}", naming.label.replace('+', "_"));
            return vec![if call.gives_value(false) {
                self.add_value(name, span, None)
            } else {
                self.add_stream(name, span, None, unawaited(call, None))
            }];
        }
        let is_value = call.gives_value(!naming.read_later);
        if naming.names.is_empty() {
            let name = naming.label.clone();
            return vec![if is_value {
                self.add_value(name, span, None)
            } else {
                self.add_stream(name, span, None, unawaited(call, None))
            }];
        }
        naming
            .names
            .iter()
            .map(|name| {
                let text = names::text(&name.ident);
                if is_value {
                    self.add_value(text, span, Some(name))
                } else {
                    self.add_stream(text, span, Some(name), unawaited(call, Some(&name.ident)))
                }
            })
            .collect()
    }

    fn check_follows_value(&mut self, before: Option<&Call>, end: &End, call: &Call) -> bool {
        let (Some(before), End::Value(_)) = (before, end) else {
            return false;
        };
        let (verb, next) = (before.text(), call.text());
        let message = if before.body().is_some() && call.is_method() {
            format!(
                "`{verb}` ends the stream in a value: call `{next}` in its body, or on the stream before `{verb}`"
            )
        } else {
            format!(
                "`{verb}` ends the stream in a value, which `{next}` cannot read: remove one of them"
            )
        };
        self.errors.at(call.word.span(), message);
        true
    }

    /// Reports a number of names that does not match the number of streams.
    fn check_branches(
        &mut self,
        call: &Call,
        before: &[Call],
        naming: &Naming<'_>,
        is_last: bool,
    ) -> bool {
        let verb = call.text();
        let named = if is_last && naming.branches {
            naming.names.len()
        } else {
            1
        };
        let message = match (call.makes(), named) {
            (Makes::Sides | Makes::Copies | Makes::Branches, 1) => {
                format!(
                    "`{verb}` makes several streams: name them, `let (a, b) = ... >> {verb}(...);`"
                )
            }
            (Makes::One, 1)
            | (Makes::Failures, 1 | 2)
            | (Makes::Sides, 2)
            | (Makes::Copies | Makes::Branches, _) => return true,
            (Makes::Sides, _) => {
                format!("`{verb}` has two branches, not {named}: `let (yes, no) = ...`")
            }
            (Makes::Failures, _) => {
                format!(
                    "`{verb}` makes two streams at most, what succeeded and what failed: `let (ok, failed) = ...`"
                )
            }
            (Makes::One, 2) if is_failing_transform(call) => {
                "a transform fails as a whole, so it has no stream of failures: `yield` them, and part the stream with `route`".to_owned()
            }
            (Makes::One, _) => match last_fallible(before).filter(|_| named == 2) {
                Some(failing) => {
                    let failing = names::text(failing);
                    format!(
                        "`{verb}` has no failures: to name those of `{failing}`, end this `let` after `{failing}(...)`"
                    )
                }
                None => format!(
                    "`{verb}` makes one stream, which {named} names cannot share: copy it with `tee()`"
                ),
            },
        };
        self.errors.at(call.word.span(), message);
        false
    }

    /// Returns the streams that `call` reads. `None` after an error in one of them.
    fn inputs(&mut self, call: &Call, before: &End) -> Option<Vec<StreamId>> {
        if call.is_method() {
            self.check_arguments(call, before);
        }
        match call.verb.reads {
            Reads::Nothing => Some(Vec::new()),
            Reads::Merged | Reads::Any | Reads::InTurn | Reads::Sorted | Reads::Paired => {
                let inputs = call.inputs().iter();
                let merges = call.verb.runs == Runs::InEdge;
                let inputs = inputs.map(|input| {
                    let id = self.read(input)?;
                    Some(if merges {
                        self.passed_on(id, &names::text(input))
                    } else {
                        id
                    })
                });
                let inputs: Vec<Option<StreamId>> = inputs.collect();
                inputs.into_iter().collect()
            }
            Reads::Chain | Reads::Loop => match before {
                End::Streams(ids) => Some(ids.clone()),
                End::Value(_) | End::Broken => None,
            },
        }
    }

    /// Like [`read`](Self::read), for the name at the head of a chain.
    fn read_head(&mut self, name: &Ident) -> Option<StreamId> {
        let text = names::text(name);
        let generator = format!("; for a variable write `generator({text})`");
        self.read_or(name, &generator)
    }

    /// Marks the stream `name` as read here.
    fn read(&mut self, name: &Ident) -> Option<StreamId> {
        self.read_or(name, "")
    }

    /// Like [`read`](Self::read). `other` is added to the message if the name may be that of a
    /// variable.
    fn read_or(&mut self, name: &Ident, other: &str) -> Option<StreamId> {
        let text = names::text(name);
        let message = match self.names.get(&text).map(|(binding, _)| *binding) {
            Some(Binding::Live(id)) => {
                self.bind(&text, Binding::Read);
                return Some(id);
            }
            Some(Binding::Read) => {
                format!(
                    "`{text}` has its reader already: copy the stream with `tee()` to read it twice"
                )
            }
            Some(Binding::Value(_) | Binding::Given) => {
                self.bind(&text, Binding::Given);
                format!("`{text}` is a value, not a stream: only the tail can name it")
            }
            Some(Binding::Broken) => return None,
            None if self.lacks_parameter() || self.is_meant(&text) => return None,
            None if self.is_foreign(&text) => {
                format!("{}{other}", self.unknown(&text))
            }
            None => self.unknown(&text),
        };
        self.name_error(&text, name.span(), message);
        None
    }

    /// Connects each feedback with the stream that closes its loop. Called when all streams are
    /// declared.
    fn close_loops(&mut self) {
        // The last stream of each name.
        let named = self.graph.streams.iter().enumerate();
        let named =
            named.filter_map(|(id, stream)| Some((names::text(stream.ident.as_ref()?), id)));
        let named: HashMap<String, StreamId> = named.collect();
        for (node, back, streams) in std::mem::take(&mut self.feedbacks) {
            let text = names::text(back);
            let declared = named.get(&text).copied();
            let message = match self.names.get(&text) {
                Some(_) if declared.is_some_and(|id| id < streams) => {
                    format!(
                        "`{text}` is declared above, so this is no loop: merge it in, `fan_in(..., {text})`"
                    )
                }
                Some(_) if declared == Some(streams) => {
                    format!(
                        "`{text}` is this feedback's own stream: name a stream that is made from `{text}` below"
                    )
                }
                Some(_) => {
                    self.graph.nodes[node].back = self.read(back);
                    continue;
                }
                None => self.unlike_any(&text, "below"),
            };
            self.bind(&text, Binding::Broken);
            self.name_error(&text, back.span(), message);
        }
    }

    /// Returns whether the unknown name may be that of a `let` that lacks one.
    fn is_meant(&mut self, name: &str) -> bool {
        let is_meant = self.nameless > 0 && self.is_foreign(name);
        if is_meant && self.touched.insert(name.to_owned()) {
            self.nameless -= 1;
        }
        is_meant
    }

    /// Returns whether no `let` declares the name, or one close to it.
    fn is_foreign(&self, name: &str) -> bool {
        let is_near = closest(name, self.names.keys().map(String::as_str)).is_some();
        !is_near && !self.lines.declare(name, self.line)
    }

    /// Returns the message for an unknown name.
    fn unknown(&mut self, name: &str) -> String {
        if let Some(cycle) = self.lines.cycle(name, self.line) {
            let walk: Vec<String> = cycle.iter().map(|name| format!("`{name}`")).collect();
            self.touched
                .extend(cycle.iter().map(|&name| name.to_owned()));
            // The name that is read here is on the cycle, too. It must not suppress this error.
            self.touched.remove(name);
            return format!(
                "a stream cannot feed itself: {}; to close a loop write `seeds >> feedback({name}, bound = 1000, full = fail)`",
                walk.join(" -> ")
            );
        }
        if self.lines.declare(name, self.line) {
            return format!("`{name}` is read before its `let`: move that line up");
        }
        self.unlike_any(name, "above")
    }

    /// Returns the message for a name that no `let` declares. `side` says where the declaration
    /// should be.
    fn unlike_any(&mut self, name: &str, side: &str) -> String {
        if name == fan_in::PREFER {
            return "`prefer` comes after the streams: write `fan_in(a, b, prefer)`".to_owned();
        }
        match closest(name, self.names.keys().map(String::as_str)).map(str::to_owned) {
            Some(meant) => {
                let message = format!("unknown stream `{name}`: did you mean `{meant}`?");
                self.touched.insert(meant);
                message
            }
            None => format!("unknown stream `{name}`: no `let` {side} names it"),
        }
    }

    /// Reports names of streams in a method's arguments.
    fn check_arguments(&mut self, call: &Call, before: &End) {
        for argument in scan::expressions(&scan::tokens(call.arguments.stream())) {
            if let [TokenTree::Ident(name)] = argument {
                self.check_argument(call, name, before);
            }
        }
    }

    fn check_argument(&mut self, call: &Call, name: &Ident, before: &End) {
        let text = names::text(name);
        if let Some((Binding::Live(_), _)) = self.names.get(&text) {
            let verb = call.text();
            let join = match (before, self.only_name(before)) {
                (End::Value(_), _) => "merge streams with `fan_in`".to_owned(),
                (_, Some(first)) => format!("write `{}`", method::joined(&verb, &first, &text)),
                (_, None) => {
                    let join = method::joined(&verb, "...", &text);
                    format!("name the stream before with a `let`, and write `{join}`")
                }
            };
            let message = format!(
                "`{text}` is a stream, and an argument of `{verb}` is ordinary code: {join}; for a variable of that name write `({text})`"
            );
            self.bind(&text, Binding::Broken);
            self.name_error(&text, name.span(), message);
        }
    }

    /// Returns the name of the only stream, if there is only one and it has a name.
    fn only_name(&self, streams: &End) -> Option<String> {
        match streams {
            End::Streams(ids) => match ids[..] {
                [only] => self.graph.streams[only].ident.as_ref().map(names::text),
                _ => None,
            },
            End::Value(_) | End::Broken => None,
        }
    }

    fn check_redeclared(&mut self, name: &str, span: Span) {
        let what = match self.names.get(name) {
            Some((Binding::Live(_), _)) => "stream",
            Some((Binding::Value(_), _)) => "value",
            _ => return,
        };
        self.name_error(
            name,
            span,
            format!("`{name}` is declared again while nothing has read the {what} of that name above: choose another name"),
        );
    }

    fn check_all_read(&mut self) {
        let mut unread: Vec<(Span, String, &str)> = Vec::new();
        let mut bindings: Vec<_> = self.names.iter().collect();
        bindings.sort_by_key(|(_, (binding, _))| match binding {
            Binding::Live(id) => (0, *id),
            Binding::Value(id) => (1, *id),
            Binding::Read | Binding::Given | Binding::Broken => (2, 0),
        });
        for (name, (binding, span)) in bindings {
            let cure = match binding {
                Binding::Live(id) if self.graph.input == Some(*id) => {
                    "the segment's stages have to, as in `stream >> stage(...)`"
                }
                Binding::Live(_) => "add a consumer, such as `>> collect()`",
                Binding::Value(_) if self.form == Form::Segment => {
                    "a segment gives a stream only, so end this one in the pipeline around"
                }
                Binding::Value(_) => "name it in the tail, or remove its `let`",
                Binding::Read | Binding::Given | Binding::Broken => continue,
            };
            unread.push((*span, name.clone(), cure));
        }
        for (span, name, cure) in unread {
            self.name_error(&name, span, format!("nothing reads `{name}`: {cure}"));
        }
    }

    fn bind(&mut self, name: &str, binding: Binding) {
        if let Some(entry) = self.names.get_mut(name) {
            entry.0 = binding;
        }
    }

    fn name_error(&mut self, name: &str, span: Span, message: String) {
        if self.touched.insert(name.to_owned()) {
            self.errors.at(span, message);
        }
    }

    fn add_stream(
        &mut self,
        name: String,
        span: Span,
        own: Option<&Name>,
        unawaited: Option<Span>,
    ) -> Output {
        let ty = own.and_then(|own| own.ty.clone());
        let unawaited = unawaited.filter(|_| ty.is_none());
        self.graph.streams.push(Stream {
            name,
            span: own.map_or(span, |own| own.ident.span()),
            ident: own.map(|own| own.ident.clone()),
            ty,
            unawaited,
        });
        Output::Stream(self.graph.streams.len() - 1)
    }

    fn add_value(&mut self, name: String, span: Span, own: Option<&Name>) -> Output {
        let ty = own.and_then(|own| own.ty.clone());
        self.graph.values.push(Value {
            name,
            span,
            ty,
            methods: Vec::new(),
        });
        Output::Value(self.graph.values.len() - 1)
    }
}

/// The names for a chain, and for the streams or the value at its end.
struct Naming<'a> {
    label: String,
    /// The names of the chain's `let`, if it has one.
    names: &'a [Name],
    /// Whether the names are in a tuple.
    branches: bool,
    /// Whether a later line reads one of the streams.
    read_later: bool,
}

impl Naming<'_> {
    fn of_label(label: String) -> Self {
        Naming {
            label,
            names: &[],
            branches: false,
            read_later: false,
        }
    }
}

/// Returns the last verb of `calls` whose body may fail.
fn last_fallible(calls: &[Call]) -> Option<&Ident> {
    calls
        .iter()
        .rev()
        .find(|call| call.may_fail())
        .map(|call| &call.word)
}

/// Returns whether `call` is a transform that may fail.
fn is_failing_transform(call: &Call) -> bool {
    matches!(&call.kind, Kind::Transform { body, .. } if body.manner().fallible)
}

/// Returns the cure for a `_` in place of the failures of a chain, unless the chain already has a
/// policy.
fn instead_of_failures(chain: &Chain, ok: &Name) -> Option<String> {
    let call = chain.calls.last()?;
    let may_fail = last_fallible(std::slice::from_ref(call)).is_some();
    let is_free = may_fail && call.options.policy().is_none();
    is_free.then(|| {
        let (ok, verb) = (names::text(&ok.ident), call.text());
        format!(
            "`_` cannot name failures: to skip them write `let {ok} = ...` and `on_error = skip` in `{verb}`"
        )
    })
}

/// Returns whether `call` makes the end of its chain: only methods of its value may follow.
fn ends_chain(call: &Call, rest: &[Call]) -> bool {
    rest.is_empty()
        || call.gives_value(false) && rest.iter().all(|method| has_methods(call, method))
}

/// Returns whether `method`, which follows `consumer`, is a method of the value, as `unwrap_or`
/// after `max`.
fn has_methods(consumer: &Call, method: &Call) -> bool {
    consumer.is_method() && method.is_method()
}

fn unawaited(call: &Call, branch: Option<&Ident>) -> Option<Span> {
    (call.verb.unawaited)(call, branch)
}
