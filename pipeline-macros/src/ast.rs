//! The syntax tree of a declaration.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use syn::LitStr;

use crate::body::Body;
use crate::names;
use crate::scan;
use crate::verbs::{Gives, Makes, Reads, Verb};

pub struct Declaration {
    pub header: Header,
    pub statements: Vec<Statement>,
    pub tail: Tail,
    /// The call that reads the tail, if the tail is a stream.
    pub outside: Call,
    /// User code after the block, where nothing can stand.
    pub after: Vec<TokenStream>,
}

/// The macro that the declaration is given to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    #[default]
    Pipeline,
    Segment,
}

impl Form {
    /// Rewords a message about a pipeline for this macro.
    pub fn of(self, message: &str) -> String {
        const OF_SEGMENTS: [(&str, &str); 4] = [
            ("`pipeline!(async {", "`segment!(async |items| {"),
            ("`pipeline!`", "`segment!`"),
            ("an async pipeline", "an async segment"),
            ("is the pipeline's value", "is the segment's stream"),
        ];
        match self {
            Form::Pipeline => message.to_owned(),
            Form::Segment => OF_SEGMENTS
                .iter()
                .fold(message.to_owned(), |message, (from, to)| {
                    message.replace(from, to)
                }),
        }
    }
}

/// The header before the block. It has the form of a closure's header.
#[derive(Default)]
pub struct Header {
    pub form: Form,
    /// The stream that a segment reads.
    pub stream: Option<Name>,
    /// Where the header begins: at its first word, or at the open brace.
    pub place: Option<Span>,
    pub asyncness: Option<Ident>,
    pub moves: Option<Ident>,
    /// The name of the run's context in bodies.
    pub context: Option<Ident>,
    /// The type after `->`.
    pub returns: Option<TokenStream>,
}

/// Whether stages are threads or futures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Threads,
    Futures,
}

impl Header {
    pub fn engine(&self) -> Engine {
        match self.asyncness {
            None => Engine::Threads,
            Some(_) => Engine::Futures,
        }
    }
}

pub enum Statement {
    /// `let NAME: TYPE = CHAIN;` or `let (NAME, NAME): (TYPE, TYPE) = CHAIN;`
    Let(Let),
    /// `CHAIN;`
    Chain(Chain),
    /// User code of a statement that did not parse.
    Kept(Vec<TokenStream>),
    /// An item, or a statement that ends in a block, which cannot stand here.
    Ordinary(TokenStream),
}

pub struct Let {
    pub names: Vec<Name>,
    /// The span of the parentheses around the names, if there are any.
    pub tuple: Option<Span>,
    /// `None` after an error in the chain. The names are still declared.
    pub chain: Option<Chain>,
}

/// A name that a `let` declares.
pub struct Name {
    pub ident: Ident,
    pub ty: Option<TokenStream>,
}

/// `HEAD >> CALL >> CALL`
pub struct Chain {
    /// The name of the stream that the chain reads. `None` if the first call makes a stream.
    pub head: Option<Ident>,
    pub calls: Vec<Call>,
}

/// `VERB(options…, body)`
pub struct Call {
    /// The verb, or the method, as it was typed.
    pub word: Ident,
    pub verb: &'static Verb,
    /// A method's generic arguments, as they were typed.
    pub generics: TokenStream,
    /// All of its arguments, as they were typed.
    pub arguments: Group,
    pub options: Options,
    /// Names of streams in the arguments.
    pub streams: Vec<Ident>,
    pub kind: Kind,
}

/// The parsed arguments of a call. They decide which kind of worker `lower` chooses.
pub enum Kind {
    Generator(Body),
    Receive(TokenStream),
    Stage(Body),
    FanOut {
        workers: TokenStream,
        body: Body,
    },
    /// With one worker, or as many as `workers` says.
    Transform {
        workers: Option<TokenStream>,
        body: Body,
    },
    FanIn,
    Zip,
    Tee,
    Split(Body),
    Route(Body),
    Sink(Body),
    /// The code that returns the segment.
    Segment(TokenStream),
    Feedback,
    /// A verb that is done by the worker that reads its stream.
    Reader(Reader),
    Adaptor(Adaptor),
    /// An `Iterator` method.
    Method,
    /// The code outside, which reads the stream that the pipeline returns.
    Output,
}

/// A method of the runtime on a worker's items.
pub struct Adaptor {
    /// The runtime's name of the method.
    pub word: Ident,
    pub arguments: Vec<TokenStream>,
    /// Another method, without arguments, on the result.
    pub then: Option<Ident>,
}

impl Adaptor {
    pub fn new(word: Ident, arguments: Vec<TokenStream>) -> Self {
        Adaptor {
            word,
            arguments,
            then: None,
        }
    }
}

/// A method of the runtime that makes a source from streams.
pub struct Reader {
    /// The runtime's name of the method.
    pub word: Ident,
    pub takes: Takes,
    /// The arguments after the streams.
    pub arguments: Vec<TokenStream>,
}

/// How the streams are passed to a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// As one argument, which is an array if there are several.
    Together,
    /// Each as an argument of its own.
    Each,
}

impl Reader {
    pub fn new(word: Ident, arguments: Vec<TokenStream>) -> Self {
        Reader {
            word,
            takes: Takes::Together,
            arguments,
        }
    }
}

/// How many items wait in a stream, or go into a batch.
pub enum Amount {
    /// A number of items.
    Items(TokenStream),
    /// A total weight, and the function that weighs an item.
    Weight {
        max: TokenStream,
        weigh: TokenStream,
    },
}

impl Amount {
    /// Returns the number of items. `None` if the amount is a weight.
    pub fn items(&self) -> Option<&TokenStream> {
        match self {
            Amount::Items(items) => Some(items),
            Amount::Weight { .. } => None,
        }
    }

    /// Returns the user's code in the amount.
    pub fn code(&self) -> Vec<TokenStream> {
        match self {
            Amount::Items(items) => vec![items.clone()],
            Amount::Weight { max, weigh } => vec![max.clone(), weigh.clone()],
        }
    }
}

#[derive(Default)]
pub struct Options {
    pub capacity: Option<(Ident, Amount)>,
    pub name: Option<LitStr>,
    pub on_error: Option<(Ident, OnError)>,
    pub stop_after: Option<(Ident, TokenStream)>,
    /// Stack size of the stage's threads, in bytes.
    pub stack_size: Option<(Ident, TokenStream)>,
    /// Time that the body may take for an item.
    pub timeout: Option<(Ident, TokenStream)>,
    pub ordered: Option<Ident>,
    /// Number of items that an ordered fan-out may have between its input and its reader.
    pub window: Option<(Ident, TokenStream)>,
    /// The function that returns the key of an item. Items with equal keys go to the same worker.
    pub by: Option<(Ident, Body)>,
    /// The place of the workers, in a job of several processes.
    pub at: Option<(Ident, LitStr)>,
    /// Each failure keeps its item.
    pub keep: Option<Ident>,
    /// The body may block its thread.
    pub blocking: Option<Ident>,
    /// The body is given its worker's share of the stream.
    pub transform: Option<Ident>,
    pub bound: Option<(Ident, TokenStream)>,
    /// The option `full` of a `feedback`.
    pub full: Option<Full>,
    /// The option `full` of any other verb.
    pub when_full: Option<(Ident, WhenFull)>,
    /// `allow = deadlock`: turns off the warning that a `zip` may deadlock.
    pub allow: Option<Ident>,
}

/// What happens to an item that arrives when a feedback is full.
#[derive(Clone, Copy)]
pub enum Full {
    Fail,
    Drop,
}

/// What happens to an item that arrives when a stream is full.
pub struct WhenFull {
    /// The item that is lost. `None` if the sender waits.
    pub loss: Option<Loss>,
    /// The streams that may lose items, among those that the verb makes. If empty, all of them
    /// except the failures.
    pub branches: Vec<Ident>,
}

/// The item that is lost.
pub enum Loss {
    Newest,
    Oldest,
    /// Two items are merged by this function.
    Merge(TokenStream),
}

impl Loss {
    /// Returns the option's value, for messages.
    pub fn word(&self) -> &'static str {
        match self {
            Loss::Newest => "drop_newest",
            Loss::Oldest => "drop_oldest",
            Loss::Merge(_) => "merge(|old, new| ...)",
        }
    }

    pub fn merges(&self) -> bool {
        matches!(self, Loss::Merge(_))
    }
}

/// What a stage does when its body fails.
pub enum OnError {
    Stop,
    Skip,
    Retry {
        further: TokenStream,
        backoff: Option<TokenStream>,
        /// The function that decides for which errors to retry.
        worth: Option<TokenStream>,
    },
}

impl Options {
    /// Returns the user's code in the options, except that of `by`, which runs in the workers.
    pub fn code(&self) -> Vec<TokenStream> {
        let values = [
            &self.stop_after,
            &self.bound,
            &self.stack_size,
            &self.timeout,
            &self.window,
        ];
        let values = values.into_iter().flatten().map(|(_, value)| value);
        let retry = match &self.on_error {
            Some((
                _,
                OnError::Retry {
                    further,
                    backoff,
                    worth,
                },
            )) => [Some(further), backoff.as_ref(), worth.as_ref()],
            _ => [None; 3],
        };
        let values = values.chain(retry.into_iter().flatten()).cloned();
        let capacity = self.capacity.iter().flat_map(|(_, amount)| amount.code());
        let merge = match &self.when_full {
            Some((_, full)) => match &full.loss {
                Some(Loss::Merge(merge)) => Some(merge.clone()),
                _ => None,
            },
            None => None,
        };
        values.chain(capacity).chain(merge).collect()
    }

    /// Returns the first option that says what happens to failures.
    pub fn policy(&self) -> Option<&Ident> {
        let on_error = self.on_error.as_ref().map(|(name, _)| name);
        let stop_after = self.stop_after.as_ref().map(|(name, _)| name);
        on_error.or(stop_after).or(self.keep.as_ref())
    }
}

pub enum Tail {
    Nothing,
    One(Chain),
    Tuple(Vec<Element>),
}

/// One of the values in the tail.
pub enum Element {
    Chain(Chain),
    /// User code of a value that did not parse.
    Kept(Vec<TokenStream>),
}

impl Element {
    pub fn chain(&self) -> Option<&Chain> {
        match self {
            Element::Chain(chain) => Some(chain),
            Element::Kept(_) => None,
        }
    }
}

impl Declaration {
    /// Returns all chains that parsed, in the order of the text.
    pub fn chains(&self) -> Vec<&Chain> {
        let statements = self
            .statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Let(Let { chain, .. }) => chain.as_ref(),
                Statement::Chain(chain) => Some(chain),
                Statement::Kept(_) | Statement::Ordinary(_) => None,
            });
        statements.chain(self.tail.chains()).collect()
    }

    /// Returns the names of branches that the bodies of `route`s call, with the call of the `route`.
    pub fn routes(&self) -> Vec<(&Ident, &Call)> {
        let lets = self
            .statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Let(let_) => Some(let_),
                _ => None,
            });
        let names = lets.filter_map(|Let { names, chain, .. }| {
            let last = chain.as_ref()?.calls.last()?;
            (last.makes() == Makes::Branches).then_some((names, last))
        });
        names
            .flat_map(|(names, call)| names.iter().map(move |name| (&name.ident, call)))
            .collect()
    }

    /// Returns the names of a `let` that did not parse, if the code in it calls them, as the body of
    /// a `route` does; each with whether that code is `async`.
    pub fn broken_branches(&self) -> Vec<(&Ident, bool)> {
        let pairs = self.statements.windows(2);
        let called = pairs.filter_map(|pair| match pair {
            [
                Statement::Kept(code),
                Statement::Let(Let {
                    names,
                    tuple: Some(_),
                    chain: None,
                }),
            ] => {
                let code: Vec<_> = code.iter().cloned().flat_map(scan::tokens).collect();
                let is_async = scan::says_async(&code);
                let names = names.iter().map(|name| (&name.ident, is_async));
                let called = names.filter(|(name, _)| scan::calls(&code, &names::text(name)));
                Some(called.collect::<Vec<_>>())
            }
            _ => None,
        });
        called.flatten().collect()
    }

    /// Returns the user's code in a declaration with mistakes, in the order of the text.
    pub fn kept(&self) -> Vec<Kept<'_>> {
        let mut kept = Vec::new();
        let mut names: Vec<&Ident> = Vec::new();
        for statement in &self.statements {
            match statement {
                Statement::Let(let_) => {
                    let chain = let_.chain.iter();
                    kept.extend(chain.flat_map(|chain| Kept::of_chain(chain, &names)));
                    let own = let_.names.iter().map(|name| &name.ident);
                    names.extend(own.clone());
                    if !let_.makes_a_stream() {
                        kept.extend(own.map(Kept::Variable));
                    }
                }
                Statement::Chain(chain) => kept.extend(Kept::of_chain(chain, &names)),
                Statement::Kept(code) => kept.extend(Kept::of_ordinary(code, &names)),
                Statement::Ordinary(code) => kept.push(Kept::Ordinary(code.clone())),
            }
        }
        match &self.tail {
            Tail::Nothing => {}
            Tail::One(chain) => kept.extend(Kept::of_chain(chain, &names)),
            Tail::Tuple(elements) => {
                kept.extend(elements.iter().flat_map(|element| match element {
                    Element::Chain(chain) => Kept::of_chain(chain, &names),
                    Element::Kept(code) => Kept::of_ordinary(code, &names),
                }));
            }
        }
        kept.extend(Kept::of_ordinary(&self.after, &names));
        kept
    }
}

/// User code in a declaration with mistakes, which the expansion keeps.
pub enum Kept<'a> {
    /// Code, and the names of the declaration that the code uses like variables.
    Code(TokenStream, Vec<&'a Ident>),
    /// A `let` that makes no stream. Code after it uses its name as a variable.
    Variable(&'a Ident),
    /// An item or a statement, as it was typed. Code after it may use the item.
    Ordinary(TokenStream),
}

impl<'a> Kept<'a> {
    /// Returns the code in a chain after the `let`s of `names`. A name that is a whole argument may
    /// be a stream, which is an error already.
    fn of_chain(chain: &Chain, names: &[&'a Ident]) -> Vec<Self> {
        let one = |code: TokenStream| {
            let tokens = scan::tokens(code.clone());
            let arguments = scan::expressions(&tokens);
            let is_meant = |name: &&&Ident| {
                arguments.iter().any(|argument| match argument {
                    [TokenTree::Ident(argument)] => names::text(argument) == names::text(name),
                    _ => false,
                })
            };
            let meant = names.iter().filter(is_meant).copied().collect();
            Kept::Code(code, meant)
        };
        chain.code().into_iter().map(one).collect()
    }

    /// Returns code that did not parse, after the `let`s of `names`.
    fn of_ordinary(code: &[TokenStream], names: &[&'a Ident]) -> Vec<Self> {
        let one = |code: &TokenStream| {
            let tokens = scan::tokens(code.clone());
            let is_meant = |name: &&&Ident| scan::names(&tokens, &names::text(name));
            let meant = names.iter().filter(is_meant).copied().collect();
            Kept::Code(code.clone(), meant)
        };
        code.iter().map(one).collect()
    }
}

impl Let {
    /// Returns whether the chain has a verb. Without a verb, the `let` may be ordinary Rust code.
    fn makes_a_stream(&self) -> bool {
        let calls = self.chain.as_ref().map(|chain| &chain.calls);
        calls.is_some_and(|calls| !calls.is_empty())
    }
}

impl Tail {
    pub fn chains(&self) -> Vec<&Chain> {
        match self {
            Tail::Nothing => Vec::new(),
            Tail::One(chain) => vec![chain],
            Tail::Tuple(elements) => elements.iter().filter_map(Element::chain).collect(),
        }
    }
}

impl Chain {
    fn code(&self) -> Vec<TokenStream> {
        self.calls.iter().flat_map(Call::code).collect()
    }

    /// Returns whether a call in the chain certainly ends the stream in a value.
    pub fn ends_in_value(&self) -> bool {
        self.calls.iter().any(|call| call.gives_value(false))
    }

    pub fn span(&self) -> Span {
        match (&self.head, self.calls.first()) {
            (Some(head), _) => head.span(),
            (None, Some(call)) => call.word.span(),
            (None, None) => Span::call_site(),
        }
    }
}

impl Call {
    /// Returns the name of the verb or the method.
    pub fn text(&self) -> String {
        names::text(&self.word)
    }

    /// Returns whether the call is a method of `Iterator` or of another trait.
    pub fn is_method(&self) -> bool {
        matches!(self.kind, Kind::Method)
    }

    /// Returns the body, if the verb has one.
    pub fn body(&self) -> Option<&Body> {
        match &self.kind {
            Kind::Generator(body)
            | Kind::Stage(body)
            | Kind::FanOut { body, .. }
            | Kind::Transform { body, .. }
            | Kind::Split(body)
            | Kind::Route(body)
            | Kind::Sink(body) => Some(body),
            Kind::Receive(_)
            | Kind::Segment(_)
            | Kind::FanIn
            | Kind::Zip
            | Kind::Tee
            | Kind::Feedback
            | Kind::Reader(_)
            | Kind::Adaptor(_)
            | Kind::Method
            | Kind::Output => None,
        }
    }

    /// Returns the body, if its failures can have a stream of their own.
    pub fn failing_body(&self) -> Option<&Body> {
        self.body().filter(|_| self.makes() == Makes::Failures)
    }

    /// Returns the streams that the call makes, if it makes no value.
    pub fn makes(&self) -> Makes {
        match self.kind {
            // A transform fails as a whole.
            Kind::Transform { .. } => Makes::One,
            _ => self.verb.makes,
        }
    }

    /// Returns whether an item may fail: the body uses `?`, or has a timeout.
    pub fn may_fail(&self) -> bool {
        let body = self.failing_body();
        body.is_some_and(|body| body.manner().fallible || self.options.timeout.is_some())
    }

    /// Returns the streams that the call reads, apart from the one before it in the chain.
    pub fn inputs(&self) -> &[Ident] {
        // A later `let` makes the stream that a `feedback` names.
        if self.verb.reads.joins() {
            &self.streams
        } else {
            &[]
        }
    }

    /// Returns the stream that a later `let` feeds back to the call.
    pub fn back(&self) -> Option<&Ident> {
        let back = self.streams.first();
        back.filter(|_| self.verb.reads == Reads::Loop)
    }

    /// Returns whether the call returns a value. `unread` says that nothing would read its stream.
    pub fn gives_value(&self, unread: bool) -> bool {
        match (self.verb.gives)(self) {
            Gives::Stream => false,
            Gives::Value | Gives::Answer => true,
            Gives::StreamIfRead => unread,
        }
    }

    /// Returns the user's code in this call. Names of streams are not code.
    pub fn code(&self) -> Vec<TokenStream> {
        if self.verb.reads.names_streams() {
            let mut code = self.options.code();
            if let Kind::Reader(reader) = &self.kind {
                code.extend(reader.arguments.iter().cloned());
            }
            code
        } else {
            vec![self.arguments.stream()]
        }
    }
}
