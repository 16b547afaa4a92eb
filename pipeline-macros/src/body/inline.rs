//! Puts the code of a closure literal into a loop of the expansion, instead of calling the closure.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::code::{in_own_braces, replace_yields, wrap_ok, write};
use super::shape::{ends_early, gives_value, inside, is_unit, never_ends};
use super::{Body, Manner, manner};
use crate::names::{hygienic, local};
use crate::scan::{self, Closure, Piece, is_ident, is_punct};

/// A closure literal whose code can be put into a loop.
pub struct Inline<'a> {
    /// The statements before the closure, in the block that makes it.
    pub setup: &'a [TokenTree],
    /// How the code handles an item.
    pub manner: Manner,
    closure: Closure<'a>,
    parameters: Vec<Parameter<'a>>,
}

/// `#[ATTRIBUTE] PATTERN: TYPE`
struct Parameter<'a> {
    /// `#[...]`, any number of them.
    attributes: &'a [TokenTree],
    pattern: &'a [TokenTree],
    /// The type, with the colon before it.
    ty: Option<&'a [TokenTree]>,
}

impl Body {
    /// Returns the body's code for a loop. `None` if the body neither is nor ends in a closure
    /// literal, or if rustc has to report a mistake in the closure: an `.await` without `async`, or
    /// its parameters.
    pub fn inline(&self) -> Option<Inline<'_>> {
        let closure = self.closure()?;
        let setup = match &self.block {
            Some(_) => &self.inner[..self.function?],
            None => &[],
        };
        let manner = manner(&closure);
        let waits = closure.is_async() || manner.yields;
        if !waits && awaits(closure.body) {
            return None;
        }
        Inline::new(setup, closure, manner, 1)
    }
}

impl<'a> Inline<'a> {
    /// Like [`Body::inline`], for the `async` closure of a method. Its value goes to the method
    /// unchanged.
    pub fn of_method(closure: Closure<'a>, parameters: usize) -> Option<Self> {
        let manner = Manner {
            typed: true,
            ..manner(&closure)
        };
        Inline::new(&[], closure, manner, parameters)
    }

    fn new(
        setup: &'a [TokenTree],
        closure: Closure<'a>,
        manner: Manner,
        takes: usize,
    ) -> Option<Self> {
        let parameters = scan::split_types(closure.parameters);
        let parameters: Vec<_> = parameters.into_iter().map(Parameter::parse).collect();
        (parameters.len() == takes).then_some(Inline {
            setup,
            manner,
            closure,
            parameters,
        })
    }

    /// [`setup`](Inline::setup), as statements of a block.
    pub fn setup(&self) -> TokenStream {
        self.setup.iter().cloned().collect()
    }

    /// Returns whether the closure is `move`.
    pub fn owns(&self) -> bool {
        let mut prefix = self.closure.prefix.iter();
        prefix.any(|word| is_ident(word, "move"))
    }

    /// Returns the span of the closure's first bar.
    pub fn place(&self) -> Span {
        self.closure.bars[0].span()
    }

    /// Returns the parameter, if it is a plain name that `while let Some(NAME)` can bind. A name
    /// with a capital letter may be a constant, and the pattern would compare it with the item.
    pub fn name(&self) -> Option<TokenStream> {
        let [parameter] = &self.parameters[..] else {
            return None;
        };
        let name = match parameter.pattern {
            [name @ TokenTree::Ident(_)] => name,
            [word, name @ TokenTree::Ident(_)] if is_ident(word, "mut") => name,
            _ => return None,
        };
        let is_variable = name.to_string().starts_with(char::is_lowercase);
        let pattern = parameter.pattern.iter().cloned().collect();
        let is_plain = parameter.ty.is_none() && parameter.attributes.is_empty();
        (is_variable && is_plain).then_some(pattern)
    }

    /// Returns the code as statements of the loop, for a body that sends items itself. Its
    /// parameters are bound to `items`. Without items, the loop has bound the parameter. `None` if
    /// the code may fail, or may leave before its end.
    pub fn statements(&self, items: &[TokenStream]) -> Option<TokenStream> {
        let Closure {
            output,
            attributes,
            body,
            ..
        } = self.closure;
        let inner = inside(body);
        let is_plain = output.is_empty() && attributes.is_empty() && !begins_with_attribute(&inner);
        let goes_on = !self.manner.fallible && !leaves(&inner);
        if !(is_plain && goes_on && gives_value(&inner) && is_unit(&inner)) {
            return None;
        }
        let at = hygienic(self.place());
        // If nobody reads the items any more, the worker ends.
        let leaving = Manner {
            fallible: true,
            ..self.manner
        };
        let code = replace_yields(&inner, leaving, true);
        let ends = inner
            .last()
            .is_none_or(|last| is_punct(last, ';') || scan::is_block(last));
        let semicolon = (!ends).then(|| quote_spanned!(at=> ;));
        let bind = self.bind(items);
        Some(quote_spanned!(at=> #bind #code #semicolon))
    }

    /// `let MADE = …;`, with the value of the code. Its parameters are bound to `items`.
    pub fn value(&self, krate: &TokenStream, made: &Ident, items: &[TokenStream]) -> TokenStream {
        let at = hygienic(self.place());
        let attributes = self.attributes();
        // On stable Rust, a variable cannot have the type `!`.
        let is_type = |ty: &&[TokenTree]| match ty {
            [one] => !is_punct(one, '!'),
            ty => !ty.is_empty(),
        };
        let ty = self.closure.output.get(2..).filter(is_type);
        let ty = ty.map(|ty| quote_spanned!(at=> : #(#ty)*));
        if self.is_direct() {
            let code = in_own_braces(self.closure.body.to_vec());
            let (typed, code) = self.bound(items, &code);
            return quote_spanned!(at=> #typed #attributes let #made = #code;);
        }
        let code = self.awaited(krate, items);
        quote_spanned!(at=> #attributes let #made #ty = #code;)
    }

    /// Returns the parameters as they were typed.
    pub fn parameters(&self) -> TokenStream {
        self.closure.parameters.iter().cloned().collect()
    }

    /// Returns whether the code can be the end of a block that returns a `Result`. Otherwise a
    /// `return` in it would leave the block with the wrong type.
    pub fn is_closure(&self) -> bool {
        let is_wrapped = self.manner.fallible && !self.manner.typed;
        self.is_direct() || is_wrapped && self.closure.attributes.is_empty()
    }

    /// Returns the code as the end of a block that returns a `Result`, if it [can
    /// be](Inline::is_closure).
    pub fn result(&self, krate: &TokenStream) -> TokenStream {
        if self.is_direct() {
            return wrap_ok(in_own_braces(self.closure.body.to_vec()));
        }
        let code = write(self.closure.body, self.manner, true, krate);
        inside(&scan::tokens(code)).into_iter().collect()
    }

    /// Returns the code as the end of a block that returns a `Result`, with its parameter bound to
    /// `item`.
    pub fn whole(&self, krate: &TokenStream, item: &TokenStream) -> TokenStream {
        let at = hygienic(self.place());
        let setup = self.setup();
        let item = [item.clone()];
        if self.is_closure() {
            let (bind, code) = (self.bind(&item), self.result(krate));
            return quote_spanned!(at=> #setup #bind #code);
        }
        let value = self.value(krate, &local("made", self.place()), &item);
        let tries = self.manner.fallible.then(|| quote_spanned!(at=> ?));
        quote_spanned!(at=> #setup #value ::core::result::Result::Ok(made_ #tries))
    }

    /// Returns the closure's attributes, without those that are only for functions, because there
    /// is no function.
    fn attributes(&self) -> TokenStream {
        let attributes = self.closure.attributes.chunks(2);
        let is_of_function = |attribute: &[TokenTree]| match attribute {
            [_, TokenTree::Group(group)] => {
                let name = group.stream().into_iter().next();
                name.is_some_and(|name| is_ident(&name, "inline") || is_ident(&name, "cold"))
            }
            _ => false,
        };
        let of_code = attributes.filter(|attribute| !is_of_function(attribute));
        of_code.flatten().cloned().collect()
    }

    /// Returns whether the code can be put into the loop unchanged: it certainly reaches its end,
    /// and nothing in it leaves the loop.
    fn is_direct(&self) -> bool {
        let Closure {
            output,
            attributes,
            body,
            ..
        } = self.closure;
        let is_plain = output.is_empty() && attributes.is_empty();
        let goes_on = !self.manner.fallible && !self.manner.yields;
        is_plain && goes_on && !leaves(body) && gives_value(body)
    }

    /// `async { CODE }.await`
    pub fn awaited(&self, krate: &TokenStream, items: &[TokenStream]) -> TokenStream {
        let at = hygienic(self.place());
        let mut code = self.future(krate, items);
        code.extend(quote_spanned!(at=> .await));
        code
    }

    /// `async { CODE }`. A `return` or `?` leaves only the `async` block, and rustc does not warn
    /// about unreachable code after it.
    fn future(&self, krate: &TokenStream, items: &[TokenStream]) -> TokenStream {
        let at = hygienic(self.place());
        let code = self.closure.body;
        let written = write(code, self.manner, true, krate);
        let is_wrapped = self.manner.fallible && !self.manner.typed && !never_ends(code);
        // The last expression is the macro's own, or there is none. So in every edition, temporary
        // values are dropped before the parameters.
        if is_wrapped || is_unit(&inside(code)) {
            let bind = self.bind(items);
            let written: TokenStream = inside(&scan::tokens(written)).into_iter().collect();
            return quote_spanned!(at=> async { #bind #written });
        }
        let written = in_own_braces(scan::tokens(written));
        let (typed, written) = self.bound(items, &written);
        quote_spanned!(at=> async { #typed #written })
    }

    /// `async { CODE }`, with the return type of the closure.
    pub fn limited(&self, krate: &TokenStream, item: &TokenStream) -> TokenStream {
        let item = [item.clone()];
        if self.closure.output.is_empty() && self.closure.attributes.is_empty() {
            return self.future(krate, &item);
        }
        let at = hygienic(self.place());
        let value = self.value(krate, &local("made", self.place()), &item);
        quote_spanned!(at=> async { #value made_ })
    }

    /// Returns the code with its parameters bound to `items`, and the statements before it. As with
    /// the parameters of a closure, temporary values of the code are dropped before the item, and
    /// the item is dropped before the worker waits for room.
    fn bound(&self, items: &[TokenStream], code: &TokenStream) -> (TokenStream, TokenStream) {
        let at = hygienic(self.place());
        let is_plain = |parameter: &Parameter<'_>| parameter.attributes.is_empty();
        if self.parameters.iter().all(is_plain) {
            let patterns = self.parameters.iter().map(|one| one.binding(self.place()));
            let patterns: Vec<_> = patterns.collect();
            let (typed, items) = self.typed(items);
            let given = self.parameters.iter().zip(&items);
            let given: Vec<_> = given.map(|(one, item)| one.given(item)).collect();
            return (typed, self.matched(&given, &patterns, code));
        }
        // At an arm of the `match`, the attributes would apply to the code, too.
        let bind = self.bind(items);
        let code = self.matched(&[quote!(())], &[quote!(())], code);
        (TokenStream::new(), quote_spanned!(at=> { #bind #code }))
    }

    /// `match ITEM { PATTERN => CODE }`
    fn matched(
        &self,
        items: &[TokenStream],
        patterns: &[TokenStream],
        code: &TokenStream,
    ) -> TokenStream {
        let at = hygienic(self.place());
        let tokens = scan::tokens(code.clone());
        let code = if ends_early(&tokens) && tokens.len() > 1 {
            &quote_spanned!(at=> (#code))
        } else {
            code
        };
        let comma = match code.clone().into_iter().next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => None,
            _ => Some(quote_spanned!(at=> ,)),
        };
        match items {
            [item] => quote_spanned!(at=> match #item { #(#patterns)* => #code #comma }),
            items => {
                quote_spanned!(at=> match (#(#items),*) { (#(#patterns),*) => #code #comma })
            }
        }
    }

    /// `#[ATTRIBUTE] let PATTERN: TYPE = ITEM;`, for each parameter.
    fn bind(&self, items: &[TokenStream]) -> TokenStream {
        let bind = self.parameters.iter().zip(items).map(|(parameter, item)| {
            let place = parameter.place(self.place());
            let pattern = parameter.binding(self.place());
            let ty = parameter.ty.map(|ty| quote!(#(#ty)*));
            let (keep, item) = parameter.kept(at_place(item, place), place);
            let attributes = parameter.attributes;
            quote_spanned!(hygienic(place)=> #keep #(#attributes)* let #pattern #ty = #item;)
        });
        bind.collect()
    }

    /// `let typed: TYPE = ITEM;`, for each parameter with a type. Also returns the variables that
    /// contain the items.
    fn typed(&self, items: &[TokenStream]) -> (TokenStream, Vec<TokenStream>) {
        let mut statements = TokenStream::new();
        let mut typed = Vec::new();
        for (at, (parameter, item)) in self.parameters.iter().zip(items).enumerate() {
            let Some(ty) = parameter.ty else {
                typed.push(item.clone());
                continue;
            };
            let place = parameter.place(self.place());
            let name = local(["typed", "typed_item"][at.min(1)], place);
            let item = at_place(item, place);
            statements.extend(quote_spanned!(hygienic(place)=> let #name #(#ty)* = #item;));
            typed.push(quote!(#name));
        }
        (statements, typed)
    }
}

impl<'a> Parameter<'a> {
    fn parse(tokens: &'a [TokenTree]) -> Self {
        let (attributes, typed) = tokens.split_at(scan::attributes_end(tokens, 0));
        let (pattern, ty) = match scan::type_colon(typed) {
            Some(at) => (&typed[..at], Some(&typed[at..])),
            None => (typed, None),
        };
        Parameter {
            attributes,
            pattern,
            ty,
        }
    }

    /// Returns the span for messages about the parameter's type.
    fn place(&self, closure: Span) -> Span {
        let ty = self.ty.and_then(|ty| ty.get(1));
        ty.or(self.pattern.first()).map_or(closure, TokenTree::span)
    }

    fn leaves_part(&self) -> bool {
        !is_wildcard(self.pattern) && leaves_part(self.pattern)
    }

    /// Returns the item as the operand of a `match`. If the pattern leaves a part of the item where
    /// it is, braces move the whole item out of the macro's own variable. So the item is dropped at
    /// the end of the `match`, and `ref mut` does not need a variable that is `mut`.
    fn given(&self, item: &TokenStream) -> TokenStream {
        if self.leaves_part() {
            quote_spanned!(Span::mixed_site()=> { #item })
        } else {
            item.clone()
        }
    }

    /// Like [`given`](Parameter::given), for a `let`. Also returns the statement before it: the
    /// whole item is dropped at the end of the block.
    fn kept(&self, item: TokenStream, place: Span) -> (Option<TokenStream>, TokenStream) {
        if mentions(self.pattern, &["ref"]) {
            (None, quote_spanned!(Span::mixed_site()=> { #item }))
        } else if self.leaves_part() {
            let whole = local("whole", place);
            let keep = quote_spanned!(hygienic(place)=> let #whole = #item;);
            (Some(keep), quote!(#whole))
        } else {
            (None, item)
        }
    }

    /// Returns the pattern. A `_` is replaced by a variable, because `_` would not move the item,
    /// and the item would be dropped later.
    fn binding(&self, closure: Span) -> TokenStream {
        if is_wildcard(self.pattern) {
            let unused = local("_unused", closure);
            quote!(#unused)
        } else {
            self.pattern.iter().cloned().collect()
        }
    }
}

/// Returns whether a pattern may leave a part of its operand where it is: by `_`, `..` or `ref`.
fn leaves_part(pattern: &[TokenTree]) -> bool {
    pattern.iter().any(|token| match token {
        TokenTree::Group(group) => leaves_part(&scan::tokens(group.stream())),
        token => is_punct(token, '.') || is_ident(token, "ref") || is_ident(token, "_"),
    })
}

fn is_wildcard(pattern: &[TokenTree]) -> bool {
    matches!(pattern, [word] if is_ident(word, "_"))
}

/// Returns whether a block's code begins with `#![...]`, which is allowed only there.
fn begins_with_attribute(code: &[TokenTree]) -> bool {
    matches!(code, [hash, bang, ..] if is_punct(hash, '#') && is_punct(bang, '!'))
}

/// Returns the tokens, located at `place`, so that messages about them appear there.
fn at_place(tokens: &TokenStream, place: Span) -> TokenStream {
    let at = |mut token: TokenTree| {
        token.set_span(token.span().located_at(place));
        token
    };
    tokens.clone().into_iter().map(at).collect()
}

/// Returns whether code may leave the function around it: by `?`, by a keyword, or in an unknown
/// macro. In a worker's loop, it would leave the loop or the worker.
fn leaves(code: &[TokenTree]) -> bool {
    const WORDS: [&str; 3] = ["return", "break", "continue"];
    scan::pieces(code).into_iter().any(|piece| match piece {
        Piece::Group(group) => leaves(&scan::tokens(group.stream())),
        Piece::Yield { operand, .. } => leaves(operand),
        Piece::Plain([name, bang, arguments @ ..]) if is_punct(bang, '!') => {
            !is_plain_macro(name) || mentions(arguments, &WORDS) || has_try(arguments)
        }
        Piece::Plain(tokens) => WORDS
            .iter()
            .any(|word| tokens.iter().any(|token| is_ident(token, word))),
        Piece::Try(_) => true,
        Piece::Nested(_) => false,
    })
}

/// Returns whether `name` is a macro of `std` that only returns a value. A user's macro of the same
/// name looks alike. If that contains a `return`, rustc reports its type.
fn is_plain_macro(name: &TokenTree) -> bool {
    const NAMES: [&str; 13] = [
        "assert",
        "assert_eq",
        "assert_ne",
        "concat",
        "dbg",
        "debug_assert",
        "eprint",
        "eprintln",
        "format",
        "matches",
        "print",
        "println",
        "vec",
    ];
    NAMES.iter().any(|plain| is_ident(name, plain))
}

/// Returns whether one of `words` is in code, at any level.
fn mentions(code: &[TokenTree], words: &[&str]) -> bool {
    code.iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&scan::tokens(group.stream()), words),
        token => words.iter().any(|word| is_ident(token, word)),
    })
}

/// Returns whether a `?` is in code, at any level.
fn has_try(code: &[TokenTree]) -> bool {
    code.iter().any(|token| match token {
        TokenTree::Group(group) => has_try(&scan::tokens(group.stream())),
        token => is_punct(token, '?'),
    })
}

/// Returns whether code contains an `.await` at its own level.
pub fn awaits(code: &[TokenTree]) -> bool {
    scan::pieces(code).into_iter().any(|piece| match piece {
        Piece::Group(group) => awaits(&scan::tokens(group.stream())),
        Piece::Yield { operand, .. } => awaits(operand),
        Piece::Plain(tokens) => mentions(tokens, &["await"]),
        Piece::Nested(_) | Piece::Try(_) => false,
    })
}
