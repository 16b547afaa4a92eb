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
    pub fn chains(&self) -> impl Iterator<Item = &Chain> {
        let statements = self
            .statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Let(Let { chain, .. }) => chain.as_ref(),
                Statement::Chain(chain) => Some(chain),
            });
        let tail: Vec<&Chain> = match &self.tail {
            Tail::Nothing => Vec::new(),
            Tail::One(chain) => vec![chain],
            Tail::Tuple(chains) => chains.iter().flatten().collect(),
        };
        statements.chain(tail)
    }
}

impl Chain {
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
        let own = |body: &Body| body.tokens.iter().cloned().collect();
        let mut code: Vec<TokenStream> = match &self.kind {
            Kind::Generator(body) | Kind::Stage(body) | Kind::Sink(body) => vec![own(body)],
            Kind::FanOut { workers, body } => vec![workers.clone(), own(body)],
            Kind::Receive(channel) => vec![channel.clone()],
            Kind::FanIn { .. } => Vec::new(),
            Kind::Method { arguments, .. } => vec![arguments.stream()],
        };
        code.extend(self.options.capacity.iter().map(|(_, value)| value.clone()));
        code
    }
}
