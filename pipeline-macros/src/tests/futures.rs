//! Tests what the expansion of a pipeline of futures contains, and what it does not.

use super::{expanded, has, lexed};

/// Declarations whose only stage uses the context.
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

/// Declarations in which nothing uses the context.
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

/// Options that use the context. They are evaluated outside of the workers.
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

/// Generators that yield, each with the end of its block.
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
fn a_shared_blocking_body_keeps_its_code_whole_after_its_context() {
    let text = "async move |ctx| { generator(xs) >> fan_out(2, blocking, |x| if ctx.a() { 1 } else { 2 } + x) >> count() }";
    assert!(has(
        text,
        "move |x| { let ctx = &ctx; (if ctx.a() { 1 } else { 2 } + x) }"
    ));
}

/// Bodies, each with the code for it in its worker's loop.
const INLINE: &[(&str, &str)] = &[
    (
        "stage(|x| x + 1)",
        "let made_ = match item_ { x => x + 1, }; out_.give(made_).await;",
    ),
    (
        "stage(async |x| f(x).await)",
        "let made_ = async { match item_ { x => f(x).await, } }.await;",
    ),
    (
        "stage(async |x: u8| f(x).await?)",
        "let made_ = async { let x: u8 = item_; ::core::result::Result::Ok(f(x).await?) }.await; out_.try_give(made_).await;",
    ),
    (
        "stage(async |x: u8| x)",
        "let typed_: u8 = item_; let made_ = match typed_ { x => x, };",
    ),
    (
        "stage(async |x: ::core::primitive::u8| x)",
        "let typed_: ::core::primitive::u8 = item_; let made_ = match typed_ { x => x, };",
    ),
    (
        "stage(async |#[allow(a)] #[deny(b)] x: u8| x)",
        "let made_ = { #[allow (a)] #[deny (b)] let x: u8 = item_; match () { () => x, } };",
    ),
    (
        "stage(async |#[allow(a)] x| { yield x; })",
        "{ #[allow (a)] let x = item_; if let",
    ),
    (
        "stage(async |_| 1)",
        "let made_ = match item_ { _unused_ => 1, };",
    ),
    (
        "stage(async |x| -> Result<A, B> { f(x).await })",
        "let made_: Result<A, B> = async { match item_ { x => { f(x).await } } }.await; out_.give(made_).await;",
    ),
    (
        "stage(async |x| for y in x { yield y; })",
        "while let ::core::option::Option::Some(x) = output_generator_.next().await { for y in x {",
    ),
    (
        "stage(async |X| for y in X { yield y; })",
        "Some(item_) = output_generator_.next().await { { let X = item_; for y in X {",
    ),
    (
        "stage(async |x| { if x { return; } yield x; })",
        "async { let x = item_; if x { return; }",
    ),
    (
        "stage({ let a = f().await; async move |x| a + x })",
        "let a = f().await; async move { while let",
    ),
    (
        "stage(async move |x| a + x)",
        ".work(async move |mut output_generator_, mut out_| { let (output_generator_, out_) = (&mut output_generator_, &mut out_); while let",
    ),
    (
        "fan_out(2, ordered, |x| x + 1)",
        "Some(item_) = out_.next(output_generator_).await",
    ),
    (
        "fan_out(2, { let a = f().await; async move |x| a + x })",
        "let a = f().await; async move { while let",
    ),
];

#[test]
fn the_code_of_a_body_stands_in_its_workers_loop() {
    for (call, code) in INLINE {
        let text = format!("async {{ generator(xs) >> {call} >> fan_out(2, f) >> count() }}");
        assert!(has(&text, code), "{text}: {}", expanded(lexed(&text)));
    }
}

/// Bodies that are called: with code elsewhere, with code from which a user's macro may leave, and
/// with mistakes that rustc has to report in the closure.
const CALLED: &[(&str, &str)] = &[
    ("stage(f)", "let mut body_ = output_generator_.body(f);"),
    (
        "stage(f(1))",
        "let mut body_ = output_generator_.body(f(1));",
    ),
    (
        "stage(|x| x.await)",
        "let mut body_ = output_generator_.body(|x| x.await);",
    ),
    (
        "stage(blocking, |x| f(x))",
        "let body_ = &mut output_generator_.blocking(|x| f(x));",
    ),
    (
        "stage(|x| check!(x))",
        "async { match item_ { x => check!(x), } }.await",
    ),
];

#[test]
fn a_body_whose_code_cannot_stand_there_is_called() {
    for (call, code) in CALLED {
        let text = format!("async {{ generator(xs) >> {call} >> fan_out(2, f) >> count() }}");
        assert!(has(&text, code), "{text}: {}", expanded(lexed(&text)));
    }
}
