//! A declaration as it was written.

use proc_macro2::{Group, Ident, Span, TokenStream};
use syn::LitStr;

use crate::body::Body;

pub struct Declaration {
    pub header: Header,
    pub statements: Vec<Statement>,
    pub tail: Tail,
}

/// What stands before the block, as before a closure's.
#[derive(Default)]
pub struct Header {
    /// Where the closure stands that the header is like: its first word, or the open brace.
    pub place: Option<Span>,
    pub moves: Option<Ident>,
    /// The name that bodies know the run's context by.
    pub context: Option<Ident>,
    /// The type behind `->`.
    pub returns: Option<TokenStream>,
}

pub enum Statement {
    /// `let NAME: TYPE = CHAIN;`
    Let(Let),
    /// `CHAIN;`
    Chain(Chain),
    /// The code of one that did not parse.
    Kept(Vec<TokenStream>),
}

pub struct Let {
    pub name: Ident,
    pub ty: Option<TokenStream>,
    /// `None` after an error in it: the name is still declared.
    pub chain: Option<Chain>,
}

/// `HEAD >> CALL >> CALL`
pub struct Chain {
    /// The stream it begins with, unless its first call makes one.
    pub head: Option<Ident>,
    pub calls: Vec<Call>,
}

/// `VERB(options…, body)`
pub struct Call {
    pub verb: Ident,
    pub options: Options,
    pub kind: Kind,
}

pub enum Kind {
    Generator(Body),
    Receive(TokenStream),
    Stage(Body),
    FanOut {
        workers: TokenStream,
        body: Body,
    },
    FanIn {
        inputs: Vec<Ident>,
    },
    Sink(Body),
    /// An `Iterator` method: generic arguments and arguments as they were typed.
    Method {
        generics: TokenStream,
        arguments: Group,
    },
}

#[derive(Default)]
pub struct Options {
    pub capacity: Option<(Ident, TokenStream)>,
    pub name: Option<LitStr>,
}

pub enum Tail {
    Nothing,
    One(Chain),
    /// With `None` for an element that did not parse.
    Tuple(Vec<Option<Chain>>),
}

impl Declaration {
    /// The user's own code, in the order of the text.
    pub fn code(&self) -> Vec<TokenStream> {
        let mut code = Vec::new();
        for statement in &self.statements {
            match statement {
                Statement::Let(Let { chain, .. }) => {
                    code.extend(chain.iter().flat_map(Chain::code));
                }
                Statement::Chain(chain) => code.extend(chain.code()),
                Statement::Kept(kept) => code.extend(kept.iter().cloned()),
            }
        }
        match &self.tail {
            Tail::Nothing => {}
            Tail::One(chain) => code.extend(chain.code()),
            Tail::Tuple(chains) => code.extend(chains.iter().flatten().flat_map(Chain::code)),
        }
        code
    }
}

impl Chain {
    fn code(&self) -> Vec<TokenStream> {
        self.calls.iter().flat_map(Call::code).collect()
    }

    pub fn span(&self) -> Span {
        match (&self.head, self.calls.first()) {
            (Some(head), _) => head.span(),
            (None, Some(call)) => call.verb.span(),
            (None, None) => Span::call_site(),
        }
    }
}

impl Call {
    /// The user's own code in this call.
    pub fn code(&self) -> Vec<TokenStream> {
        let capacity = self.options.capacity.iter().map(|(_, value)| value.clone());
        let (before, body) = match &self.kind {
            Kind::Generator(body) | Kind::Stage(body) | Kind::Sink(body) => {
                (None, body.tokens.iter().cloned().collect())
            }
            Kind::FanOut { workers, body } => {
                (Some(workers.clone()), body.tokens.iter().cloned().collect())
            }
            Kind::Receive(channel) => (None, channel.clone()),
            Kind::FanIn { .. } => (None, TokenStream::new()),
            Kind::Method { arguments, .. } => (None, arguments.stream()),
        };
        before.into_iter().chain(capacity).chain([body]).collect()
    }
}
