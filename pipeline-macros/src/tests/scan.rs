//! Tests where an expression ends, and which `?` and `yield` are a body's own.

use super::lexed;
use crate::body::Uses;
use crate::scan::{Closure, expression_end, names, tokens, type_length};

/// Expressions that are one argument each.
const EXPRESSIONS: &[&str] = &[
    // Operators and calls.
    "a",
    "a + b * -c",
    "a < b",
    "a > b",
    "a << 2 >> b",
    "a <= b && c >= d",
    "f(a, b)",
    "[a, b; c]",
    "S { a, b: c }",
    "a.b(c, d).e::<F>()?",
    "a?.b?",
    "a as u32 < b",
    "a..=b",
    "&mut a",
    "a = b",
    "a += b",
    "m!(a, b; c)",
    "std::format!(\"{}, {}\", a, b)",
    "r#match",
    "'a: loop { break 'a b, }",
    "if a { b, } else { c }",
    "match a { B(c, d) | E(c, d) => f, _ => g }",
    "match a { 5.. | -4 => b, c }",
    "unsafe { a, b }",
    // Generic arguments.
    "f::<A, B>(c)",
    "HashMap::<A, B>::new()",
    "HashMap::<A, Vec<B, C>>::new()",
    "a.collect::<Result<Vec<_>, E>>()",
    "a.map(b).collect::<HashMap<_, _>>().len()",
    "<A as B<C, D>>::e",
    "<A as B<C, D>>::e::<F, G>(h)",
    "&<[A; 2] as B<C, D>>::e",
    "f::<fn(A) -> B, C>(d)",
    "f::<Box<dyn Fn(A, B) -> C>, D>(e)",
    "f::<dyn A<B = C, D>>()",
    "f::<{ a > b }, C>()",
    "f::<'a, A>()",
    "Box::<dyn A<B, C> + ?Sized>::new",
    "return <A as B<C, D>>::e",
    "a == <A as B<C, D>>::E",
    // Closures.
    "|a| b",
    "|a, b| c",
    "|| a",
    "move || a",
    "|(a, b), C { d, e }| f",
    "|a: HashMap<A, B>, b| a",
    "|a: &dyn Fn(A, B) -> C| a",
    "|a| -> HashMap<A, B> { c, d }",
    "|a| -> <A as B<C, D>>::E { f, g }",
    "|a| |b, c| d",
    "|a| move |b, c| d",
    "|a| if b { c, } else { d }",
    "|a| for b in c { d, }",
    "|a| b | c",
    "|a| f::<B, C>(a)",
    "|A(a) | B(a)| c",
    "async move |a, b| c",
    "#[a(b, c)] |d, e| f",
    "#[a] #[b] async move |c, d| e",
    "async { a, b }",
    "a.b(|c, d| e, f)",
    "a = |b, c| d",
    "break |a, b| c",
    "{ let a = |b, c| d; a }",
    // Bars that do not begin a closure.
    "a | b",
    "f(a) | g(b)",
    "A::B | A::C",
    "f::<A>() | b",
    "a? | b",
    "1 | 2",
    "\"a\" | \"b\"",
    "self.a | self.b",
    "matches!(a, B | C)",
    "5.. | -4",
    "5.. | -4 | 7",
    // Items to yield.
    "yield a",
    "yield (a, b)",
    "yield f::<A, B>(c)",
    "yield |a, b| c",
];

/// Types after `as`, in which `<` is not a comparison.
const CASTS: &[&str] = &[
    "x as Map<A, B>",
    "x as Map<A, B> as C",
    "|x| x as Map<A, B>",
    "yield x as Map<A, B>",
    "x as <A as B<C, D>>::E",
];

/// The second bar of an `or`. It does not begin a closure that would end at the next bar.
const ORS: &[&str] = &[
    "a || b",
    "!a || !b",
    "|a| b || c",
    "f(a) || g(b)",
    "if a || b { c } else { d }",
    "yield a || b",
];

fn check_ends(cases: &[&str]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let length = tokens(lexed(case)).len();
            let list = tokens(lexed(&format!("{case}, next, |a, b| c")));
            let end = expression_end(&list, 0);
            (end != length).then(|| format!("{case}: ends at {end}, not at {length}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_expression_ends_at_the_comma_after_it() {
    check_ends(EXPRESSIONS);
}

#[test]
fn an_expression_that_casts_ends_at_the_comma_after_it() {
    check_ends(CASTS);
}

#[test]
fn an_expression_with_an_or_ends_at_the_comma_after_it() {
    check_ends(ORS);
}

#[test]
fn an_expression_ends_at_the_semicolon_after_it() {
    for case in EXPRESSIONS {
        let length = tokens(lexed(case)).len();
        let list = tokens(lexed(&format!("{case}; next")));
        assert_eq!(expression_end(&list, 0), length, "{case}");
    }
}

/// A body, and whether it has a `?` or a `yield` of its own.
const USES: &[(&str, &str)] = &[
    ("a", ""),
    ("a?", "?"),
    ("a?.b", "?"),
    ("f(a?)", "?"),
    ("[a?; 2]", "?"),
    ("S { a: b? }", "?"),
    ("{ { a? } }", "?"),
    ("self?", "?"),
    ("1?", "?"),
    ("loop {}?", "?"),
    ("a.await?", "?"),
    ("f::<A>()?", "?"),
    ("a??", "?"),
    ("unsafe { a? }", "?"),
    ("if a? { b } else { c }", "?"),
    ("for a in b? { c }", "?"),
    ("while a? {}", "?"),
    ("match a? { A | B => c, _ => d }", "?"),
    ("match a { A | B => c?, _ => d }", "?"),
    ("match a { A if b | c => d?, _ => e }", "?"),
    ("match a { 1 | 2 => b, _ => c? }", "?"),
    ("match a { A(_) | B { .. } => b?, _ => c }", "?"),
    ("let A(a) | B(a) = b? else { return };", "?"),
    ("let x: Map<A, B> = a?;", "?"),
    ("x as Map<A, B>; a?", "?"),
    ("return a?", "?"),
    ("a | b?", "?"),
    ("(|| a)()?", "?"),
    ("f(|a| b)?", "?"),
    ("f(async { a })?", "?"),
    ("m!(a)?", "?"),
    ("!f(a?)", "?"),
    ("if !f(a?) {}", "?"),
    ("if !(a?) {}", "?"),
    ("a && !(b?)", "?"),
    ("a != (b?)", "?"),
    ("fn f() {} a?", "?"),
    ("{ use a::b; c? }", "?"),
    ("const A: B = C; a?", "?"),
    ("r#fn?", "?"),
    // A `?` that belongs to nested code.
    ("|| a?", ""),
    ("|a| a?", ""),
    ("move |a| a?", ""),
    ("|a: A| -> B { a? }", ""),
    ("|a| |b| a?", ""),
    ("f(|a| a?)", ""),
    ("f(|a| a?, |b| b?)", ""),
    ("f(a, |b| { c(b?) })", ""),
    ("f(async { a? })", ""),
    ("async move { a? }", ""),
    ("async |a| a?", ""),
    ("m!(a?)", ""),
    ("a::m! { b? }", ""),
    ("m![a?]", ""),
    ("pipeline!({ generator(a?) })", ""),
    ("fn f() -> A { b? }", ""),
    ("fn f<T: ?Sized>() where T: A { b? }", ""),
    ("impl A for B { fn c() { d? } }", ""),
    ("mod a { fn b() { c? } }", ""),
    ("trait A { fn b() { c? } }", ""),
    ("unsafe fn a() { b? }", ""),
    ("async fn a() { b? }", ""),
    ("match a { A => |b| b?, B => |b| c }", ""),
    ("let a = |b| b?;", ""),
    ("return |a| a?", ""),
    ("a = |b| b?", ""),
    // A `?` that is not an operator.
    ("let a: &B<dyn C + ?Sized> = d;", ""),
    ("a::<dyn B + ?Sized>()", ""),
    ("'?'", ""),
    ("\"a?\"", ""),
    // Yields.
    ("yield a;", "y"),
    ("yield;", "y"),
    ("{ yield }", "y"),
    ("yield a?;", "?y"),
    ("yield f(a?);", "?y"),
    ("if a { yield b; }", "y"),
    ("if a { yield b } else { yield c }", "y"),
    ("for a in b { yield a; }", "y"),
    ("match a { A | B => yield c, D => yield e }", "y"),
    ("match a { A => { yield c? } D => {} }", "?y"),
    ("f(yield a, b)", "y"),
    ("a?; yield b;", "?y"),
    ("yield |a| b?;", "y"),
    ("yield async { a? };", "y"),
    ("yield m!(a?);", "y"),
    ("yield x as Map<A, B>;", "y"),
    ("loop { yield a; f(|b| b?); }", "y"),
    // A `yield` that belongs to nested code.
    ("|a| yield b", ""),
    ("f(|a| { yield a; })", ""),
    ("async { yield a; }", ""),
    ("m!(yield a)", ""),
    ("pipeline!({ generator({ yield 1; }) })", ""),
    ("fn f() { yield a; }", ""),
    ("r#yield", ""),
    ("a.r#yield()", ""),
];

/// Code between two `or`s, as in [`ORS`].
const USES_BESIDE_ORS: &[(&str, &str)] = &[
    ("a || b?", "?"),
    ("a || b? || c", "?"),
    ("f(a)? || g(b)? || c", "?"),
    ("if a || b || c { d?; }", "?"),
    ("a || (yield b) || c", "y"),
];

/// Bars that begin an or-pattern, and the body of a `macro_rules`.
const USES_IN_PATTERNS: &[(&str, &str)] = &[
    ("match a { | A | B => c?, _ => d }", "?"),
    ("match a { A => b, | C | D => e? }", "?"),
    ("match a { | A | B => yield c, _ => d }", "y"),
    ("let | A(a) | B(a) = b? else { return };", "?"),
    ("macro_rules! m { ($a:expr) => { $a? }; }", ""),
    ("macro_rules! m { ($a:expr) => { yield $a; }; }", ""),
];

fn check_uses(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(code, wanted)| {
            let uses = Uses::of(&tokens(lexed(code)));
            let tries = if uses.tries.is_some() { "?" } else { "" };
            let yields = if uses.yields.is_some() { "y" } else { "" };
            let found = format!("{tries}{yields}");
            (found != *wanted).then(|| format!("{code}: uses `{found}`, not `{wanted}`"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_a_bodys_own_level_tries_and_yields() {
    check_uses(USES);
}

#[test]
fn a_bodys_level_is_found_between_ors() {
    check_uses(USES_BESIDE_ORS);
}

#[test]
fn a_bodys_level_is_found_beside_or_patterns_and_macros() {
    check_uses(USES_IN_PATTERNS);
}

/// Closures, each with its prefix, parameters, output and body.
const CLOSURES: &[[&str; 5]] = &[
    ["|a| b", "", "a", "", "b"],
    ["|| b", "", "", "", "b"],
    ["move |a, b| c | d", "move", "a, b", "", "c | d"],
    ["async move |a| b", "async move", "a", "", "b"],
    ["|a: A<B, C>| d", "", "a: A<B, C>", "", "d"],
    ["|a| -> A<B, C> { d }", "", "a", "-> A<B, C>", "{ d }"],
    ["|a| { b }.c", "", "a", "", "{ b }.c"],
    ["|A { a, .. }| |b| c", "", "A { a, .. }", "", "|b| c"],
    ["|&a| *a", "", "&a", "", "*a"],
    ["|a| -> A", "", "a", "-> A", ""],
    ["|a|", "", "a", "", ""],
];

#[test]
fn a_closure_is_read_as_rust_reads_it() {
    for [code, prefix, parameters, output, body] in CLOSURES {
        let code = tokens(lexed(code));
        let closure = Closure::parse(&code).expect("a closure");
        let text = |part: &[_]| {
            part.iter()
                .cloned()
                .collect::<proc_macro2::TokenStream>()
                .to_string()
        };
        let parts = [
            closure.prefix,
            closure.parameters,
            closure.output,
            closure.body,
        ]
        .map(text);
        let wanted = [prefix, parameters, output, body].map(|part| lexed(part).to_string());
        assert_eq!(parts, wanted);
    }
}

#[test]
fn what_is_no_closure_is_not_read_as_one() {
    for code in [
        "a",
        "a | b | c",
        "move",
        "async {}",
        "|",
        "|a",
        "(|a| b)",
        "|a| b, c",
        "|a| -> A { b }.c",
        "{ |a| b }",
        "",
    ] {
        assert!(Closure::parse(&tokens(lexed(code))).is_none(), "{code}");
    }
}

/// Types as in a `let`, up to its `=`.
const TYPES: &[&str] = &[
    "A",
    "&'a str",
    "(A, B)",
    "[A; 2]",
    "A<B>",
    "A<B<C>>",
    "A<B = C>",
    "Box<dyn Iterator<Item = A> + Send>",
    "fn(A) -> B",
    "Box<dyn Fn(A) -> B<C = D>>",
    "<A as B<C = D>>::E",
    "impl A<B = C>",
];

#[test]
fn a_type_ends_at_the_equals_sign_after_it() {
    for ty in TYPES {
        let length = tokens(lexed(ty)).len();
        for behind in ["= generator(a)", " = a >> b(|c| d = e)", ""] {
            let list = tokens(lexed(&format!("{ty}{behind}")));
            assert_eq!(type_length(&list), length, "{ty}{behind}");
        }
    }
}

/// Code, and whether it uses the variable `ctx`.
const NAMES: &[(&str, bool)] = &[
    ("ctx", true),
    ("f(a, [ctx])", true),
    ("{ || { ctx } }", true),
    ("0..ctx", true),
    ("r#ctx", true),
    ("m!(\"{ctx}\")", true),
    ("m!(\"{ ctx }\")", true),
    ("m!(\"{a}: {ctx:>8}\")", true),
    ("context", false),
    ("a.ctx", false),
    ("a.ctx.b", false),
    ("\"ctx\"", false),
    ("m!(\"{ctx_2} {}\", a)", false),
    ("'c'", false),
];

#[test]
fn a_variable_is_found_wherever_code_names_it() {
    for (code, wanted) in NAMES {
        assert_eq!(names(&tokens(lexed(code)), "ctx"), *wanted, "{code}");
    }
}
