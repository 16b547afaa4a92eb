//! Segments: complete ones, and half-typed ones.

use quote::quote;

use super::{lexed, words};
use crate::ast::Form;

fn expanded(declaration: &str) -> Vec<String> {
    let expansion = crate::compile(Form::Segment, &quote!(::pipeline), lexed(declaration));
    syn::parse2::<syn::Expr>(expansion.clone()).expect("an expansion is an expression");
    words(expansion)
}

const WHOLE: &[&str] = &[
    "|a| a",
    "|a: Vec<(A, B)>| { a >> filter(|x| x.ok()) }",
    "move |a, ctx| { a >> stage(|x| { ctx.check()?; x }) }",
    "|a: A, ctx,| -> Result<B, E> { let b = a >> fan_out(n, f); b >> map(|x| x) }",
    "|a| { let (b, c) = a >> tee(capacity = 3); c >> for_each(drop); let d = generator(xs); fan_in(b, d) }",
    "|a| { let b = a >> feedback(c, bound = 9, full = fail); let (c, d) = b >> segment(f()?) >> split(p); d >> batch(n) }",
    "async |a| a",
    "async move |a: Box<dyn Fn(A) -> B + 'a>| { a >> stage(async |f| f(x).await) >> segment(g(y).await) }",
    "async |a, ctx| -> Result<B, E> { a >> transform(async |mut items| { while let Some(x) = items.next().await { yield ctx.f(x)?; } }) }",
];

#[test]
fn whole_segments_expand_without_an_error() {
    for text in WHOLE {
        let expansion = expanded(text);
        assert!(
            !expansion.contains(&"compile_error".to_owned()),
            "{text}: {expansion:?}"
        );
    }
}

/// Segments that each have `some.code` in a body.
const HALF: &[&str] = &[
    "{ a >> stage(|x| some.code) }",
    "|| a >> stage(|x| some.code)",
    "| a >> stage(|x| some.code)",
    "|a { a >> stage(|x| some.code) }",
    "|a: { a >> stage(|x| some.code) }",
    "|a, { a >> stage(|x| some.code) }",
    "|a| { a >> stage(|x| some.code) >> }",
    "|a| { let b = a >> stage(|x| some.code) }",
    "|a| { let b = a >> stage(|x| some.code); }",
    "|a| { b >> stage(|x| some.code) }",
    "|a| { a >> segment(|x| some.code) }",
    "|a| { a >> segment(capacity = , some.code) }",
    "async a { a >> stage(async |x| some.code) }",
];

#[test]
fn half_typed_segments_keep_their_code_before_the_errors() {
    for text in HALF {
        let expansion = expanded(text);
        let place = |word: &str| expansion.iter().position(|found| found == word);
        let (code, error) = (place("code"), place("compile_error"));
        assert!(code.is_some() && code < error, "{text}: {expansion:?}");
    }
}
