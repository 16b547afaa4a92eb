//! Writes a body's code for the expansion: a `yield` becomes a send, and the value is wrapped in
//! `Ok` if `?` is used.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::shape::{ends_early, ends_in_statement, gives_value, inside, never_ends};
use super::{Manner, Uses};
use crate::names::{hygienic, local};
use crate::scan::{self, Closure, Piece, is_block, is_ident, is_punct};

/// Additions to a closure literal.
pub struct Form<'a> {
    /// The path of the `pipeline` crate.
    pub krate: &'a TokenStream,
    /// Whether to add `async`.
    pub waits: bool,
    /// Whether to add `move`.
    pub owns: bool,
    /// Statements to add before the code.
    pub first: Option<&'a TokenStream>,
}

impl<'a> Form<'a> {
    /// Adds nothing.
    pub fn typed(krate: &'a TokenStream) -> Self {
        Form {
            krate,
            waits: false,
            owns: false,
            first: None,
        }
    }
}

/// Returns the closure in the form that the runtime takes. A `yield` sends to an additional
/// parameter `out`. The value is wrapped in `Ok` if the body uses `?`.
pub fn expand_closure(closure: &Closure<'_>, manner: Manner, form: &Form<'_>) -> TokenStream {
    let place = closure.bars[0].span();
    let mut code = prefix(closure, form);
    code.extend([closure.bars[0].clone()]);
    code.extend(closure.parameters.iter().cloned());
    if manner.yields {
        let out = local("out", place);
        let comma = closure
            .parameters
            .last()
            .is_some_and(|last| !is_punct(last, ','));
        code.extend(if comma {
            quote_spanned!(hygienic(place)=> , #out)
        } else {
            quote_spanned!(hygienic(place)=> #out)
        });
    }
    code.extend([closure.bars[1].clone()]);
    code.extend(closure.output.iter().cloned());
    let waits = form.waits || closure.is_async();
    let body = write(closure.body, manner, waits, form.krate);
    code.extend(match form.first {
        None => body,
        Some(first) => {
            let body = as_statement(scan::tokens(body));
            quote_spanned!(hygienic(place)=> { #first #body })
        }
    });
    code
}

/// Returns the closure's attributes, `async` and `move`, as typed or as the form adds them.
fn prefix(closure: &Closure<'_>, form: &Form<'_>) -> TokenStream {
    let at = hygienic(closure.bars[0].span());
    let typed = closure.prefix;
    let says = |word| typed.iter().any(|token| is_ident(token, word));
    let waits = (form.waits && !says("async")).then(|| quote_spanned!(at=> async));
    let owns = (form.owns && !says("move")).then(|| quote_spanned!(at=> move));
    let attributes = closure.attributes;
    quote!(#(#attributes)* #waits #(#typed)* #owns)
}

/// Returns code that may yield and fail, as an expression.
pub fn expand_code(krate: &TokenStream, tokens: &[TokenTree], manner: Manner) -> TokenStream {
    write(tokens, manner, false, krate)
}

/// Like [`expand_code`]. If `waits`, each send is awaited.
pub(super) fn write(
    tokens: &[TokenTree],
    manner: Manner,
    waits: bool,
    krate: &TokenStream,
) -> TokenStream {
    let code = if manner.yields {
        replace_yields(tokens, manner, waits)
    } else {
        tokens.iter().cloned().collect()
    };
    if !manner.fallible || manner.typed || never_ends(tokens) {
        code
    } else if gives_value(tokens) {
        wrap_ok(code)
    } else {
        wrap_end(krate, code)
    }
}

/// Returns the statements of an async generator. Every way out of them returns `Ok(())`.
pub fn yielding_statements(source: &[TokenTree]) -> TokenStream {
    let is_block = matches!(source, [block] if is_block(block));
    let mut inner = inside(source);
    // In code that uses `?`, the user writes `return Ok(())`, as on threads.
    if Uses::of(&inner).tries.is_none() {
        inner = with_ok_returned(&inner);
    }
    let manner = Manner {
        yields: true,
        fallible: true,
        typed: false,
    };
    let code = replace_yields(&inner, manner, true);
    let place = inner.last().map_or_else(Span::call_site, TokenTree::span);
    let at = hygienic(place);
    if never_ends(&inner) {
        return code;
    }
    if !gives_value(&inner) {
        return quote_spanned!(at=> if true { #code } ::core::result::Result::Ok(()));
    }
    let code = if !is_block && ends_early(&inner) {
        quote_spanned!(at=> (#code))
    } else {
        code
    };
    let semicolon = (!ends_in_statement(&inner)).then(|| quote_spanned!(at=> ;));
    quote_spanned!(at=> #code #semicolon ::core::result::Result::Ok(()))
}

/// Replaces `return` by `return Ok(())`.
fn with_ok_returned(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let ends = |piece: Option<&Piece<'_>>| match piece {
        None => true,
        Some(Piece::Plain([token])) => is_punct(token, ';') || is_punct(token, ','),
        Some(_) => false,
    };
    let mut code = Vec::new();
    let mut pieces = scan::pieces(tokens).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Plain([word]) if is_ident(word, "return") && ends(pieces.peek()) => {
                let at = hygienic(word.span());
                code.push(word.clone());
                code.extend(quote_spanned!(at=> ::core::result::Result::Ok(())));
            }
            Piece::Group(group) => {
                let inner = with_ok_returned(&scan::tokens(group.stream()));
                code.push(regrouped(group, inner.into_iter().collect()));
            }
            Piece::Yield { keyword, operand } => {
                code.push(keyword.clone());
                code.extend(with_ok_returned(operand));
            }
            Piece::Nested(tokens) | Piece::Plain(tokens) => code.extend(tokens.iter().cloned()),
            Piece::Try(token) => code.push(token.clone()),
        }
    }
    code
}

/// Returns the expression `code`, as the last statement of a block.
fn as_statement(code: Vec<TokenTree>) -> TokenStream {
    match &code[..] {
        [TokenTree::Group(block)] if block.delimiter() == Delimiter::Brace => block.stream(),
        [first, ..] if ends_early(&code) => {
            quote_spanned!(hygienic(first.span())=> (#(#code)*))
        }
        _ => code.into_iter().collect(),
    }
}

/// Wraps code: `Ok(CODE)`.
pub fn wrap_ok(code: TokenStream) -> TokenStream {
    let tokens = scan::tokens(code);
    let place = hygienic(tokens.first().map_or_else(Span::call_site, TokenTree::span));
    let code = in_own_braces(tokens);
    quote_spanned!(place=> ::core::result::Result::Ok(#code))
}

/// Wraps code that may not reach its end: `Ok(if true { CODE } else { never() })`. Without the
/// `if`, rustc would warn that the `Ok` is unreachable.
fn wrap_end(krate: &TokenStream, code: TokenStream) -> TokenStream {
    let tokens = scan::tokens(code);
    let place = hygienic(tokens.first().map_or_else(Span::call_site, TokenTree::span));
    let code = inside(&tokens);
    quote_spanned! {place=>
        ::core::result::Result::Ok(if true { #(#code)* } else { #krate::__private::never() })
    }
}

/// Returns the code with the macro's own braces, if it is a block. rustc would report the user's
/// braces as unnecessary.
pub fn in_own_braces(code: Vec<TokenTree>) -> TokenStream {
    let [TokenTree::Group(block)] = &code[..] else {
        return code.into_iter().collect();
    };
    let inner = block.stream();
    match block.delimiter() {
        Delimiter::Brace => quote_spanned!(hygienic(block.span())=> { #inner }),
        _ => code.into_iter().collect(),
    }
}

/// Replaces `yield x` by `if let Err(_) = out.send(x) { return; }`. If `x` yields too, it comes first:
/// `match x { item => if let … }`.
pub(super) fn replace_yields(tokens: &[TokenTree], manner: Manner, waits: bool) -> TokenStream {
    let mut code = TokenStream::new();
    for piece in scan::pieces(tokens) {
        match piece {
            Piece::Yield { keyword, operand } => {
                code.extend(send(keyword.span(), operand, manner, waits));
            }
            Piece::Group(group) if Uses::of(&scan::tokens(group.stream())).yields.is_some() => {
                let inner = replace_yields(&scan::tokens(group.stream()), manner, waits);
                code.extend([regrouped(group, inner)]);
            }
            Piece::Group(group) => code.extend([TokenTree::Group(group.clone())]),
            Piece::Nested(tokens) | Piece::Plain(tokens) => code.extend(tokens.iter().cloned()),
            Piece::Try(token) => code.extend([token.clone()]),
        }
    }
    code
}

fn send(keyword: Span, operand: &[TokenTree], manner: Manner, waits: bool) -> TokenStream {
    let place = hygienic(keyword);
    let out = local("out", keyword);
    let item = if operand.is_empty() {
        quote_spanned!(place=> ())
    } else {
        replace_yields(operand, manner, waits)
    };
    let wait = waits.then(|| quote_spanned!(place=> .await));
    // rustc may suggest to remove what is around the `yield`. So the last token of this code has the
    // place of the operand's last token.
    let end = operand.last().map_or(place, |last| hygienic(last.span()));
    let leave = if manner.fallible {
        quote_spanned!(end=> { return ::core::result::Result::Ok(()); })
    } else {
        quote_spanned!(end=> { return; })
    };
    if Uses::of(operand).yields.is_some() {
        let inner = local("item", keyword);
        let send = quote_spanned! {place=>
            if let ::core::result::Result::Err(_) = #out.send(#inner) #wait #leave
        };
        let arms = quote_spanned!(end=> { #inner => #send });
        return quote_spanned!(place=> match #item #arms);
    }
    quote_spanned! {place=>
        if let ::core::result::Result::Err(_) = #out.send(#item) #wait #leave
    }
}

/// Returns the group with other tokens in it.
fn regrouped(group: &Group, inner: TokenStream) -> TokenTree {
    let mut copy = Group::new(group.delimiter(), inner);
    copy.set_span(group.span());
    TokenTree::Group(copy)
}
