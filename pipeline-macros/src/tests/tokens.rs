//! For any tokens, the macro returns an expansion that is an expression, or errors. It never
//! panics, and its answer is the same each time.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::answers::{Answers, answer};
use super::{expanded, lexed};
use crate::fuzz::mistakes::{Random, VOCABULARY, vocabulary, with_mistake};
use crate::fuzz::properties::{is_rejected, is_rust};

/// Declarations without a mistake, which use every verb, option, header and kind of body.
pub const WHOLE: &[&str] = &[
    "generator(0..3) >> count()",
    "{ let a = generator(0..3); a >> sum::<u32>() }",
    "|| { generator(xs.iter()) >> filter(|x| **x > 1 && x.ok()) >> take(3) >> collect::<Vec<_>>() }",
    "move || -> Result<Vec<String>, io::Error> { receive(rx) >> stage(parse::<A, B>) >> collect() }",
    "|ctx| { let a: Vec<u8> = generator(capacity = 4, name = \"a\", xs); a >> fan_out(n + 1, capacity = 0, |x| { ctx.check()?; f(x)? }) >> for_each(drop); }",
    "let a = generator({ for x in xs { yield x; } }); let b = generator({ loop { yield f()?; } }); let c = fan_in(a, b, capacity = 2); c >> sink(name = \"end\", |items| items.count())",
    "let a = receive(capacity = 1, &rx) >> stage({ let mut n = 0; move |x| { n += 1; (x, n) } }); let b: (A, B) = a >> map(|(x, n)| x) >> inspect(|_| ()); let n = b >> fold(Map::<A, B>::new(), |all, x| all); n",
    "let a = generator(xs) >> stage(|line: &str| for word in line.split(' ') { yield word.to_owned(); }) >> fan_out(2, { let db = Db::open(path)?; move |x| -> Result<A, B> { db.get(x) } }); (a >> count(),)",
    "let r#type = generator(xs); let r#match = r#type >> skip(1); let a = r#match >> max(); let b = generator(0..9) >> unknown(3); (a, b, generator(zs) >> tree_fold1(f))",
    "let a = generator(as_slices!(x, y)?); let a = a >> fan_out(3, |x| match x { A | B => 1, _ => 2 }); let a = a >> enumerate() >> fan_out(2, |(i, x)| { if i > 1 { yield x?; } }); a >> sink(|items| { let mut n = 0; for x in items { n += x?; } n })",
    "let (a, b) = generator(xs) >> tee(capacity = 2); let (c, d) = a >> split(|x| x > &1); let (e, f) = b >> route(|x| { e(x); f(g(x)); }); let h = zip(e, f); let i = fan_in(c, d) >> batch_within(3, t) >> flatten(); (h >> count(), i >> distinct() >> throttle(n, t) >> distinct(|x| f(x)) >> debounce(t) >> sample(t * 2) >> batch(3) >> count())",
    "let a = generator(xs); let b = generator(ys); let c = concat(a, b); let d = generator(zs); let e = generator(xs); let f = merge_by(d, e, allow = deadlock, |x, y| x.cmp(y)); let g = fan_in(c, f, prefer); let h = receive(rx); let (i, j) = latest(g, h) >> tee(); let k = merge_by(i, j, { let by = f(); move |x: &A, y: &A| by.cmp(x, y) }); k >> count()",
    "let a = generator(xs) >> segment(words(&x)?); let b = a >> filter(|x| x.ok()) >> segment(name = \"b\", capacity = n + 1, *all.pop()); b >> segment(segment!(|a: A| a >> stage(f))) >> count()",
    "let (ok, failed) = generator(xs) >> fan_out(2, ordered, on_error = retry(3, |n| t * n), stop_after = 9, |x| f(x)?); let ok = ok >> stage(on_error = skip, |x| f(x)?); let (a, b) = ok >> route(|x| if x { a(x) } else { b(x) }); (zip(a, b, allow = deadlock) >> count(), failed >> count())",
    "let open = generator(xs) >> feedback(again, bound = n + 1, full = drop, capacity = 2, name = \"open\"); let inner = open >> feedback(more, bound = 9, full = fail); let (more, rest) = inner >> split(f); let (again, done) = rest >> tee();  done >> count()",
    "let a = generator(xs) >> transform(capacity = 2, name = \"a\", |xs| { for x in xs { yield f(x)?; } yield 1; }); let b = a >> fan_out(n, transform, |xs| xs.max()) >> transform(f::<A>); b >> fan_out(2, capacity = 9, transform, { let db = Db::open(path)?; move |xs| -> Result<A, B> { db.all(xs) } }) >> count()",
    "move |ctx| -> Result<A, E> { let (a, b) = generator(xs) >> tee(); b >> for_each(f); a >> fan_out(2, |x| { ctx.check()?; f(x)? }) >> filter(|x| x.ok()) }",
    "let outside = receive(rx); let output = outside >> batch_within(3, t); output",
];

/// Declarations without a mistake, for pipelines of futures.
const WHOLE_ASYNC: &[&str] = &[
    "async { generator(0..3) >> count() }",
    "async move { let a = generator(xs.await); a >> sum::<u32>() }",
    "async || { generator(f()?) >> filter(async |x| g(x).await) >> take(3) >> collect::<Vec<_>>() }",
    "async move || -> Result<Vec<String>, io::Error> { receive(rx) >> stage(parse::<A, B>) >> collect() }",
    "async |ctx| { let a: Vec<u8> = generator(capacity = ctx.n(), name = \"a\", xs); a >> fan_out(n + 1, capacity = 0, |x| { ctx.check()?; f(x)? }) >> for_each(async |x| drop(x)); }",
    "async move |ctx| { let a = generator(xs) >> fan_out(2, async |x| if ctx.a() { 1 } else { 2 } + x); let b = a >> fan_out(2, f); let c = b >> fan_out(2, blocking, |x| ctx.get(x)?); c >> fan_out(2, ordered, |x| { yield ctx.f(x); }) >> fold(0, async |a, x| a + x) }",
    "async { let a = generator({ for x in xs { yield x; } }); let b = generator({ loop { yield f()?; } }); let c = generator(async { if x { return; } yield f(x).await }); let d = fan_in(a, b, c, capacity = 2); d >> sink(name = \"end\", async |items| items.count().await) }",
    "async { let a = generator(match x { A => yield 1, B => f() } + 2); let b = generator({ yield 1; x = S { a } }); let c = generator(yield); let d = generator({ if a { return } else { yield b } x }); fan_in(a, b, c, d) >> count() }",
    "async { let a = receive(capacity = 1, &rx) >> stage({ let mut n = f().await?; async move |x| { n += 1; (x, n) } }); let b: (A, B) = a >> map(|(x, n)| x) >> inspect(async |_| ()); let n = b >> fold(Map::<A, B>::new(), |all, x| all); n }",
    "async { let out = generator(xs) >> stage(|line: &str| for word in line.split(' ') { yield word.to_owned(); }); let body = out >> fan_out(2, { let db = Db::open(path).await?; async move |x| -> Result<A, B> { db.get(x).await } }); let (test, sum) = body >> split(async |x| f(x).await?); (test >> count(), sum >> fan_out(2, f) >> count()) }",
    "async |ctx| { let (a, b) = generator(xs) >> tee(capacity = 2); let (c, d) = a >> skip(1) >> split(|x| -> Result<bool, E> { Ok(x > &1) }); let (e, f) = b >> route(async |x| { e(x); f(g(x).await?); }); let h = zip(e, f); let i = fan_in(c, d) >> batch_within(3, t) >> flatten(); (h >> count(), i >> distinct() >> throttle(n, t) >> distinct(|x| f(x)) >> debounce(t) >> sample(t * 2) >> batch(3) >> chunks(3) >> count()) }",
    "async { generator(xs) >> segment(words(&x).await) >> segment(f(y)?) >> segment(z) }",
    "async { let (ok, failed) = generator(xs) >> fan_out(2, ordered, on_error = retry(3, |n| t * n), stop_after = 9, async |x| f(x).await?); let ok: A = ok >> chunks(2) >> stage(blocking, on_error = skip, |x| f(x)?); (ok >> sink(collect_all), failed >> sink(async |items| -> Result<A, B> { f(items)? })) }",
    "async move { let a = generator(xs); let b = generator(ys); let c = concat(a, b) >> fan_out(2, timeout = t, async |x| f(x).await); let d = generator(zs); let e = generator(xs); let f = merge_by(d, e, by_time); let g = fan_in(c, f, prefer) >> stage(timeout = n * t, on_error = skip, async |x| -> Result<A, B> { f(x).await? }); let h = receive(rx); latest(g, h) >> count() }",
    "async { let open = generator(xs) >> feedback(again, bound = n + 1, full = drop); let (again, done) = open >> tee(); done >> unknown() >> fold(async |a, b| a, 0) }",
    "async move |ctx| { let a = generator(xs) >> skip(1) >> transform(async |mut xs| { while let Some(x) = xs.next().await { yield ctx.f(x)?; } }); let b = a >> fan_out(n, transform, async move |xs| xs.max().await) >> transform(f::<A>); b >> fan_out(2, transform, { let db = Db::open(path).await?; async move |xs| -> Result<A, B> { db.all(xs).await } }) >> count() }",
    "async |ctx| { let a = generator(xs) >> fan_out(2, async |x| { ctx.check()?; f(x).await? }); a >> throttle(3, t) }",
    "async move || -> Result<A, E> { let a = generator(xs); let b = generator(ys); zip(a, b) }",
];

#[test]
fn whole_declarations_expand_without_an_error() {
    for text in WHOLE.iter().chain(WHOLE_ASYNC) {
        let expansion = answer(&lexed(text)).expect("it is whole");
        assert!(!is_rejected(&expansion), "{text}: {expansion}");
        assert!(is_rust(&lexed(text)), "{text}");
    }
}

#[test]
fn a_declaration_with_mistakes_gets_an_answer() {
    let words = vocabulary();
    let whole = WHOLE.iter().chain(WHOLE_ASYNC);
    let whole: Vec<TokenStream> = whole.map(|text| lexed(text)).collect();
    let mut random = Random(0x5eed);
    let mut answers = Answers::new();
    for _ in 0..4_000 {
        let mut declaration = random.one_of(&whole).clone();
        for _ in 0..=random.below(4) {
            declaration = with_mistake(declaration, &mut random, &words);
        }
        answers.check(&declaration);
    }
    answers.assert_all_are_right();
}

/// Words in any order, some of them nested.
fn soup(random: &mut Random, words: &[Vec<TokenTree>], depth: usize) -> TokenStream {
    let mut tokens = Vec::new();
    for _ in 0..random.below(12) {
        if depth > 0 && random.below(5) == 0 {
            let inner = soup(random, words, depth - 1);
            let delimiter = *random.one_of(&[Delimiter::Parenthesis, Delimiter::Brace]);
            tokens.push(Group::new(delimiter, inner).into());
        } else {
            tokens.extend(random.one_of(words).iter().cloned());
        }
    }
    tokens.into_iter().collect()
}

#[test]
fn a_soup_of_tokens_gets_an_answer() {
    let words = vocabulary();
    let mut random = Random(0x500b);
    let mut answers = Answers::new();
    for _ in 0..4_000 {
        answers.check(&soup(&mut random, &words, 3));
    }
    answers.assert_all_are_right();
}

/// Names that a stream, a value, a context or a stage cannot have, or that are not plain names.
const NAMES: &[&str] = &[
    "_",
    "__",
    "_a",
    "self",
    "Self",
    "super",
    "crate",
    "match",
    "r#match",
    "r#type",
    "r#yield",
    "async",
    "dyn",
    "yield",
    "gen",
    "union",
    "static",
    "let",
    "in",
    "true",
    "run",
    "scope",
    "out",
    "worker",
    "body",
    "item",
    "items",
    "test",
    "to_a",
    "stage",
    "generator",
    "fan_in",
    "count",
    "été",
    "名",
    "A",
    "ctx",
];

/// Declarations of something that is called `NAME`.
const NAMED: &[&str] = &[
    "let NAME = generator(0..3); NAME >> count()",
    "let NAME = generator(0..3) >> fan_out(2, f); NAME >> fan_out(2, g) >> count()",
    "let a = generator(0..3); let NAME = a >> sum::<u32>(); NAME",
    "let NAME = generator(0..3); let a = generator(0..3); fan_in(NAME, a) >> count()",
    "|NAME| { generator(0..3) >> count() }",
    "let a = generator(0..3) >> NAME(1); a >> count()",
    "let a = generator(0..3) >> NAME(1) >> fan_out(2, f) >> NAME(1) >> fan_out(2, f); a >> count()",
    "let a = generator(0..3); a >> NAME()",
    "NAME(0..3) >> count()",
    "let NAME: NAME = NAME(NAME = NAME, NAME) >> NAME::<NAME>(NAME) >> NAME(|NAME| yield NAME);",
    "let a = generator(0..3) >> stage(|NAME| NAME?); a >> for_each(NAME);",
    "NAME",
    "async move |NAME| { generator(0..3) >> fan_out(2, |x| NAME.f(x)) >> count() }",
    "async { let NAME = generator(0..3) >> stage(f) >> stage(async |x| x) >> fan_out(2, f); let (yes, no) = NAME >> split(f); let NAME = yes >> count(); no >> sink(f); NAME }",
    "NAME;",
    "NAME!(NAME)",
];

/// Places for a token that does not belong there.
const MARKED: &[&str] = &[
    "X",
    "X generator(0..3) >> count()",
    "generator X (0..3) >> count()",
    "generator(X 0..3) >> count()",
    "generator(0..3 X) >> count()",
    "generator(0..3) X >> count()",
    "generator(0..3) >> X count()",
    "generator(0..3) >> count X ()",
    "generator(0..3) >> count() X",
    "generator(0..3) >> fan_out(2 X f) >> count()",
    "generator(capacity X 4, 0..3) >> count()",
    "generator(capacity = X, 0..3) >> count()",
    "let a = generator(0..3); let b = generator(0..3); fan_in(a X b) >> count()",
    "let a = generator(0..3); let b = generator(0..3); fan_in(X a, b, X) >> count()",
    "let a = generator(0..3) >> count(); let b = generator(0..3) >> count(); (a X b)",
    "let a = generator(0..3) >> count(); (X a, X)",
    "let a = generator(0..3) >> count(); (a X)",
    "let X = generator(0..3); a >> count()",
    "let a X generator(0..3); a >> count()",
    "let a: X = generator(0..3); a >> count()",
    "let a: Vec X = generator(0..3); a >> count()",
    "|X| { generator(0..3) >> count() }",
    "|ctx X | { generator(0..3) >> count() }",
    "async X { generator(0..3) >> count() }",
    "async X |ctx| { generator(0..3) >> count() }",
    "async move { generator(0..3) >> filter(async X |x| x) >> count() }",
    "async { generator(async X { yield 1; }) >> stage(blocking X |x| x) >> count() }",
    "|ctx| X { generator(0..3) >> count() }",
    "|| -> X { generator(0..3) >> count() }",
    "|| { generator(0..3) >> count() } X",
];

/// Among others, a `;` in place of a comma, in a `fan_in` or in the tail's tuple.
#[test]
fn a_mark_at_the_wrong_place_gets_an_answer() {
    let mut answers = Answers::new();
    let words = VOCABULARY.split_whitespace();
    let marks = words.filter(|word| lexes(word) && !word.starts_with(char::is_alphanumeric));
    for mark in marks {
        for text in MARKED {
            answers.check(&lexed(&text.replace('X', mark)));
        }
    }
    answers.assert_all_are_right();
}

/// Returns whether a word of the vocabulary can be parsed to tokens by itself.
fn lexes(word: &str) -> bool {
    word.parse::<TokenStream>().is_ok()
}

/// Among others, names that no variable can have.
#[test]
fn whatever_the_names_there_is_an_answer() {
    let mut answers = Answers::new();
    for name in NAMES {
        for text in NAMED {
            answers.check(&lexed(&text.replace("NAME", name)));
        }
    }
    answers.assert_all_are_right();
}

/// The beginning and the end of a layer of nesting.
const LAYERS: &[(&str, &str)] = &[
    ("(", ")"),
    ("{", "}"),
    ("[", "]"),
    ("A::<", ">"),
    ("A<", ">"),
    ("|x| ", ""),
    ("|| {", "}"),
    ("f(move |x| ", ")"),
    ("async {", "}"),
    ("yield ", ""),
    ("yield (", ")"),
    ("{ yield x; ", "}"),
    ("if x? {", "}"),
    ("match x { A | B => ", "}"),
    ("m!(", ")"),
    ("a | ", ""),
    ("a || ", ""),
    ("generator(", ")"),
    ("fan_in(", ")"),
    ("{ let a = generator(", "); a >> count() }"),
];

/// Places for nested code: in complete declarations, and in incomplete ones.
const PLACES: &[&str] = &[
    "CODE",
    "generator(CODE) >> count()",
    "generator(CODE) >> missing_consumer",
    "generator(xs) >> stage(CODE) >> count()",
    "generator(xs) >> stage(CODE) >> missing_consumer",
    "generator(xs) >> stage(|x| CODE) >> missing_consumer",
    "async { generator(CODE) >> filter(async |x| CODE) >> count() }",
    "async |x| { generator({ yield CODE; }) >> stage(|x| CODE) >> missing_consumer }",
    "async move |x| { generator(xs) >> fan_out(2, async |y| CODE) >> count() }",
    "generator(xs) >> fan_out(2, |x| CODE) >> count()",
    "generator(xs) >> fan_out(CODE, f) >> count()",
    "generator(xs) >> sink(CODE)",
    "generator(xs) >> map(CODE) >> count()",
    "fan_in(a, CODE) >> count()",
    "let a: CODE = generator(xs); a >> count()",
    "|| -> CODE { generator(xs) >> count() }",
];

/// Runs `test` with a stack as large as rustc's, because `syn`, which parses the answers, needs
/// more than the stack of a test.
fn on_a_large_stack(test: fn()) {
    const SIZE: usize = 256 << 20;
    let thread = std::thread::Builder::new().stack_size(SIZE).spawn(test);
    thread.expect("it starts").join().expect("it passes");
}

#[test]
fn code_may_be_nested_two_hundred_deep() {
    on_a_large_stack(|| {
        let mut answers = Answers::new();
        for (open, close) in LAYERS {
            let code = format!("{}x{}", open.repeat(200), close.repeat(200));
            for place in PLACES {
                answers.check(&lexed(&place.replace("CODE", &code)));
            }
        }
        answers.assert_all_are_right();
    });
}

/// Nested groups. `none` stands for groups without delimiters.
fn layers(open: &str, close: &str, count: usize) -> TokenStream {
    let inner = lexed("x");
    if open == "none" {
        let nest = |inner, _| TokenTree::from(Group::new(Delimiter::None, inner)).into();
        return (0..count).fold(inner, nest);
    }
    lexed(&format!(
        "{}{inner}{}",
        open.repeat(count),
        close.repeat(count)
    ))
}

/// rustc overflows its stack at about as many layers, without a message.
#[test]
fn code_nested_ten_thousand_deep_is_refused() {
    let nests = [
        ("(", ")"),
        ("{", "}"),
        ("[", "]"),
        ("none", ""),
        ("f(|x| ", ")"),
        ("yield ", ""),
    ];
    for (open, close) in nests {
        let code = layers(open, close, 10_000);
        let answer = expanded(quote!(generator(#code) >> count()));
        assert!(is_rejected(&answer), "{open}");
        assert!(answer.to_string().contains("nested more than"), "{open}");
    }
}

/// Nested closures need no stack in the macro: all of them end where the first one ends.
#[test]
fn closures_in_closures_may_be_ten_thousand() {
    let code = layers("|x| ", "", 10_000);
    assert!(!is_rejected(&expanded(
        quote!(generator(xs) >> stage(#code) >> count())
    )));
}

/// `|x| -> A { x }.b` is not a closure, but the field or method `b` of one.
#[test]
fn nothing_after_a_closure_is_left_out() {
    let answer = expanded(lexed(
        "generator(xs) >> stage(|x| -> A { x }.b()) >> count()",
    ));
    assert!(answer.to_string().contains(". b ()"), "{answer}");
}

#[test]
fn a_value_in_the_middle_is_a_mistake() {
    for value in ["a >> count()", "(a >> count(), 1)", "a"] {
        let text = format!("let a = generator(xs); {value} let b = generator(xs); b >> count()");
        assert!(is_rejected(&expanded(lexed(&text))), "{value}");
    }
}

/// Returns a pipeline of a thousand stages, each made of the one before it by `link`.
fn long(link: impl Fn(usize) -> String) -> TokenStream {
    let lines: String = (1..=1_000).map(link).collect();
    lexed(&format!("let s0 = generator(xs); {lines} s1000 >> count()"))
}

#[test]
fn a_pipeline_may_have_a_thousand_stages() {
    let mut answers = Answers::new();
    let verbs = ["fan_out(2, |x| f(x)?)", "map(f)", "stage(|x| { yield x; })"];
    for verb in verbs {
        answers.check(&long(|n| format!("let s{n} = s{} >> {verb};", n - 1)));
        answers.check(&long(|n| format!("let s{n} = s{} >> {verb}", n - 1)));
        let chain = format!(">> {verb} ").repeat(1_000);
        answers.check(&lexed(&format!("generator(xs) {chain} >> count()")));
        answers.check(&lexed(&format!(
            "generator(xs) {chain} >> missing_consumer"
        )));
    }
    answers.check(&long(|n| {
        format!(
            "let t{n} = generator(xs); let s{n} = fan_in(s{}, t{n});",
            n - 1
        )
    }));
    answers.assert_all_are_right();
}

#[test]
fn a_circle_of_stages_gets_an_answer() {
    let mut answers = Answers::new();
    for stages in [1, 2, 3, 100] {
        let line = |n| format!("let s{n} = s{} >> stage(f);", (n + 1) % stages);
        let lines: String = (0..stages).map(line).collect();
        answers.check(&lexed(&lines));
        // The statements form a chain, but from the last to the first.
        answers.check(&lexed(&format!("{lines} let s0 = generator(xs);")));
    }
    answers.assert_all_are_right();
}

#[test]
fn a_thousand_mistakes_are_reported() {
    let mut answers = Answers::new();
    for line in [
        "let a = b >> count();",
        "let = ;",
        "a >> ;",
        "fan_in(a);",
        "let self = a;",
    ] {
        answers.check(&lexed(&line.repeat(1_000)));
    }
    answers.assert_all_are_right();
}

#[test]
fn the_same_declaration_gets_the_same_answer() {
    let words = vocabulary();
    let mut random = Random(0x7a5e);
    let mut answers = Answers::new();
    for text in WHOLE.iter().chain(WHOLE_ASYNC) {
        for mistakes in 0..20 {
            let mut declaration = lexed(text);
            for _ in 0..mistakes {
                declaration = with_mistake(declaration, &mut random, &words);
            }
            answers.check(&declaration);
            let [first, second, third] =
                [(); 3].map(|()| expanded(declaration.clone()).to_string());
            assert!(first == second && second == third, "{declaration}");
        }
    }
    answers.assert_all_are_right();
}
