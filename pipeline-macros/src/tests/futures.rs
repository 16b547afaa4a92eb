//! What stands in the expansion of a pipeline of futures, and what does not.

use super::{expanded, has, lexed};

/// Declarations in whose only stage the context is named.
const NAMED: &[&str] = &[
    "async |ctx| { generator(xs) >> fan_out(2, |x| ctx.f(x)) >> for_each(drop) }",
    "async |ctx| { generator(xs) >> fan_out(2, |x| f(&[x, { *ctx }])) >> for_each(drop) }",
    "async |ctx| { generator(xs) >> fan_out(2, |x| print!(\"{ctx:?}\")) >> for_each(drop) }",
    "async |ctx| { generator(xs) >> fan_out(2, |x| print!(\"{x} and {ctx}\")) >> for_each(drop) }",
    "async |ctx| { generator(xs) >> fan_out(2, |x| S { ..ctx }) >> for_each(drop) }",
    "async |r#ctx| { generator(xs) >> fan_out(2, |x| ctx) >> for_each(drop) }",
    "async move |ctx| { generator(xs) >> fan_out(2, { ctx.f() }) >> for_each(drop) }",
];

#[test]
fn a_worker_whose_code_names_the_context_asks_for_it() {
    for text in NAMED {
        assert!(has(text, "= &out_.context();"), "{text}");
        assert!(!has(text, "= run_.context();"), "{text}");
    }
}

/// Declarations in which nothing names the context.
const UNNAMED: &[&str] = &[
    "async |ctx| { generator(xs) >> count() }",
    "async |ctx| { generator(xs) >> stage(|x| x.ctx) >> for_each(|x| print!(\"ctx {{}}\")) }",
    "async |ctx| { let ctx = generator(xs) >> fan_out(2, f); ctx >> count() }",
];

#[test]
fn a_context_that_nothing_names_is_bound_once_for_rustc_to_warn() {
    for text in UNNAMED {
        assert!(has(text, "let ctx = run_.context();"), "{text}");
        assert!(!has(text, "out_.context()"), "{text}");
    }
}

/// Options that name the context, which are read outside of the workers.
const OUTSIDE: &[&str] = &[
    "async |ctx| { generator(capacity = ctx.n(), xs) >> fan_out(2, f) >> count() }",
    "async |ctx| { generator(xs) >> fan_out(ctx.n(), f) >> count() }",
    "async |ctx| { generator(xs) >> fan_out(2, stop_after = ctx.n(), |x| f(x)?) >> count() }",
    "async |ctx| { generator(xs) >> batch_within(ctx.n(), t) >> count() }",
];

#[test]
fn an_option_that_names_the_context_finds_it() {
    for text in OUTSIDE {
        assert!(has(text, "let ctx = run_.context();"), "{text}");
    }
}

/// Generators that yield, each with what ends its block.
const ENDS: &[(&str, &str)] = &[
    ("{ yield 1; }", "}; ::core::result::Result::Ok(()) }"),
    (
        "{ for x in xs { yield x } }",
        "} } ::core::result::Result::Ok(()) }",
    ),
    (
        "{ yield 1; f() }",
        "if true { if let ::core::result::Result::Err (_) = out_.send(1).await { return ::core::result::Result::Ok(()); }; f() } ::core::result::Result::Ok(()) }",
    ),
    (
        "{ yield 1; x = S { a } }",
        "S { a }; ::core::result::Result::Ok(()) }",
    ),
    ("async { loop { yield 1; n += 1; } }", "n += 1; } })"),
    (
        "{ yield 1; if a { return; } f() }",
        "{ return ::core::result::Result::Ok(()); } f() } ::core::result::Result::Ok(()) }",
    ),
    ("{ yield f()?; return Ok(()); }", "return Ok(()); })"),
];

#[test]
fn an_async_generator_ends_with_ok() {
    for (source, end) in ENDS {
        let text = format!("async {{ generator({source}) >> count() }}");
        assert!(has(&text, end), "{text}: {}", expanded(lexed(&text)));
    }
}

#[test]
fn a_shared_body_keeps_its_code_whole_behind_its_context() {
    let text = "async move |ctx| { generator(xs) >> fan_out(2, |x| if ctx.a() { 1 } else { 2 } + x) >> count() }";
    assert!(has(
        text,
        "move |x| { let ctx = &ctx; (if ctx.a() { 1 } else { 2 } + x) }"
    ));
}

#[test]
fn a_body_that_is_made_is_told_the_runtime_behind_what_makes_it() {
    let text = "async { generator(xs) >> fan_out(2, { let a = f().await; async move |x| a + x }) >> count() }";
    let made = "{ let a = f().await; output_generator_.async_body(async move |x| a + x) }";
    assert!(has(text, made), "{}", expanded(lexed(text)));
}
