//! Half-typed pipelines, as they are on the screen while someone types. Editors complete in the
//! expansion, so it must contain the bodies as they were typed, before the errors.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

use super::{expanded, lexed, words};
use crate::fuzz::properties;

/// Declarations with their bodies, in the order of the text.
const HALF_TYPED: &[(&str, &[&str])] = &[
    // Statements.
    ("let", &[]),
    ("let lines", &[]),
    ("let lines =", &[]),
    ("let lines = gen", &[]),
    ("let lines = generator", &[]),
    ("let lines = generator()", &[]),
    ("let lines = generator();", &[]),
    ("let lines = generator(text.)", &["text."]),
    ("let lines = generator(text.);", &["text."]),
    ("{ let lines = generator(text.lines()) }", &["text.lines()"]),
    (
        "let lines = generator(text.lines()) let long = lines >> filter(|line| line.); long >> count()",
        &["text.lines()", "|line| line."],
    ),
    (
        "let lines = generator(text.lines()); lin",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); lines",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); lines.",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); lines >",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); lines >>",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); lines >> ;",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); lines >> sta",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); lines >> stage(",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); let",
        &["text.lines()"],
    ),
    (
        "let lines = generator(text.lines()); let words: = lines >> stage(|line| line.trim().)",
        &["text.lines()", "|line| line.trim()."],
    ),
    // Closures.
    ("generator(0..3) >> stage(|", &["0..3", "|"]),
    ("generator(0..3) >> stage(|x", &["0..3", "|x"]),
    ("generator(0..3) >> stage(|x|) >> count()", &["0..3", "|x|"]),
    (
        "generator(0..3) >> stage(|x| x.) >> count()",
        &["0..3", "|x| x."],
    ),
    ("generator(0..3) >> stage(|x| x.)", &["0..3", "|x| x."]),
    ("generator(0..3) >> stage(|x| x.);", &["0..3", "|x| x."]),
    (
        "let y = generator(0..3) >> stage(|x| { let z = x.; z })",
        &["0..3", "|x| { let z = x.; z }"],
    ),
    (
        "let y = generator(0..3) >> stage(|x| if x. { 1 } else )",
        &["0..3", "|x| if x. { 1 } else"],
    ),
    (
        "let y = generator(0..3) >> stage(|x| match x { 1 => , _ => x. });",
        &["0..3", "|x| match x { 1 => , _ => x. }"],
    ),
    ("let y = generator(0..3) >> fan_out(4", &["0..3", "4"]),
    ("let y = generator(0..3) >> fan_out(4, ", &["0..3", "4"]),
    (
        "let y = generator(0..3) >> fan_out(num_cpus::, |x| x.);",
        &["0..3", "num_cpus::", "|x| x."],
    ),
    (
        "let y = generator(0..3) >> fan_out(, |x| x.);",
        &["0..3", "|x| x."],
    ),
    (
        "let y = generator(0..3) >> stage(|x| foo(x)?.); y",
        &["0..3", "|x| foo(x)?."],
    ),
    (
        "let y = generator(0..3) >> stage({ let mut seen = HashSet::; move |x| seen.insert(x.) }); y",
        &[
            "0..3",
            "{ let mut seen = HashSet::; move |x| seen.insert(x.) }",
        ],
    ),
    (
        "let y = generator(0..3) >> stage(|x: Vec<| x.len())",
        &["0..3", "|x: Vec<| x.len()"],
    ),
    (
        "let y = generator(0..3) >> stage(move |x| -> Result<u32,  { x. })",
        &["0..3", "move |x| -> Result<u32,  { x. }"],
    ),
    // Code next to the arguments that a verb takes, and in options that do not exist.
    (
        "let y = generator(0..3) >> stage(|x| x., |y| y.); y >> count()",
        &["0..3", "|x| x.", "|y| y."],
    ),
    (
        "let y = generator(0..3) >> stage(capcity = a., |x| x.); y >> count()",
        &["0..3", "a.", "|x| x."],
    ),
    (
        "let y = generator(0..3) >> stage(capacity = a., capacity = b., |x| x.); y >> count()",
        &["0..3", "a.", "b.", "|x| x."],
    ),
    (
        "let y = generator(0..3) >> stage(on_error = retry(a., b., c.), |x| x.); y",
        &["0..3", "a.", "b.", "c.", "|x| x."],
    ),
    (
        "generator(0..3) >> fold::<u8, _>(a., |all, x| all.) >> ",
        &["0..3", "a.", "|all, x| all."],
    ),
    (
        "generator(0..3) >> stage({ let n = a.; move |x| x., b. }); y",
        &["0..3", "{ let n = a.; move |x| x., b. }"],
    ),
    // Verbs that name streams, and options that are words.
    (
        "let y = generator(0..3) >> feedback(back, bound = size., full = ",
        &["0..3"],
    ),
    (
        "let (a, b) = generator(0..3) >> route(|x| { a(x.); b(x) }); a >> count()",
        &["0..3", "|x| { a(x.); b(x) }"],
    ),
    (
        "let y = generator(0..3) >> stage(on_error = ret, |x| x.); y >> count()",
        &["0..3", "|x| x."],
    ),
    (
        "let y = generator(0..3) >> batch_within(10, Duration::); y >> for_each(|x| x.)",
        &["0..3", "10", "Duration::", "|x| x."],
    ),
    (
        "let y = generator(0..3) >> throttle(, Duration::",
        &["0..3", "Duration::"],
    ),
    // Yields.
    (
        "let y = generator({ for x in 0..3 { yield x. } }); y",
        &["{ for x in 0..3 { yield x. } }"],
    ),
    (
        "let y = generator({ for x in 0..3 { yield } }); y.",
        &["{ for x in 0..3 { yield } }"],
    ),
    (
        "let words = lines >> stage(|line| for word in line.split(' ') { yield word.; line. })",
        &["|line| for word in line.split(' ') { yield word.; line. }"],
    ),
    // Methods and sinks.
    ("generator(0..3) >> map(|x| x.) >>", &["0..3", "|x| x."]),
    (
        "generator(0..3) >> fold(String::, |all, x| all.) >> count() >> ",
        &["0..3", "String::", "|all, x| all."],
    ),
    ("generator(0..3) >> collect::<", &["0..3"]),
    ("generator(0..3) >> collect::<Vec<", &["0..3"]),
    ("generator(0..3) >> collect::<Vec<_>>", &["0..3"]),
    (
        "generator(0..3) >> sink(|items| for item in items.) >> ",
        &["0..3", "|items| for item in items."],
    ),
    // Options.
    ("generator(capa, text.lines())", &["capa"]),
    ("generator(capacity, 0..x.) >> ", &["0..x."]),
    ("generator(capacity =, 0..x.) >> ", &["0..x."]),
    ("generator(name = , 0..x.) >> ", &["0..x."]),
    ("generator(name = nam, 0..x.) >> ", &["0..x."]),
    ("let y = generator(0..x., capacity = 4)", &["0..x."]),
    // Tails.
    (
        "let y = generator(0..3); let z = generator(a.); (y >> count(), z >> map(|b| b.)",
        &["0..3", "a.", "|b| b."],
    ),
    (
        "let y = generator(0..3); let z = generator(a.); (y >> count(), , z >> )",
        &["0..3", "a."],
    ),
    (
        "let y = generator(0..3); let z = generator(a.); fan_in(y, ",
        &["0..3", "a."],
    ),
    (
        "let y = generator(0..3); let z = generator(a.); fan_in(y, z) >> stage(|b| b.)",
        &["0..3", "a.", "|b| b."],
    ),
    // Headers.
    ("|", &[]),
    ("|ct", &[]),
    ("|ctx|", &[]),
    ("|ctx| {", &[]),
    ("|ctx { generator(x.) >> stage(|y| y.) }", &["x.", "|y| y."]),
    ("async mov { generator(x.) }", &["x."]),
    (
        "|ctx| { let y = generator(0..3) >> stage(|x| ctx.); }",
        &["0..3", "|x| ctx."],
    ),
    (
        "|ctx, | { let y = generator(0..3) >> stage(|x| ctx.); }",
        &["0..3", "|x| ctx."],
    ),
    ("move", &[]),
    ("move { generator(x.) }", &["x."]),
    ("|| ->", &[]),
    ("|| -> Result<u32, ", &[]),
    ("|| -> Result<u32,  { generator(x.) }", &["x."]),
    ("async { generator(x.) }", &["x."]),
    ("async", &[]),
    ("async m", &[]),
    ("async move", &[]),
    ("async move {", &[]),
    ("async |", &[]),
    ("async move |ctx| {", &[]),
    ("async || -> Result<u32,  { generator(x.) }", &["x."]),
    ("async generator(x.)", &["x."]),
    (
        "async |ctx| { let y = generator(0..3) >> stage(async |x| ctx.).await",
        &["0..3", "async |x| ctx."],
    ),
    // Code that waits, in places where it may wait.
    (
        "async { let y = generator({ for x in xs { yield x.await. } }); y",
        &["{ for x in xs { yield x.await. } }"],
    ),
    (
        "async { let y = generator(async { yield x.await. }); y",
        &["{ yield x.await. }"],
    ),
    (
        "async { let y = generator(0..3) >> stage({ let one = f().await.; async move |x| x.await }); y >>",
        &["0..3", "{ let one = f().await.; async move |x| x.await }"],
    ),
    (
        "async { let y = generator(0..3) >> stage(blocking, |x| x.) >> filter(async |x| x.",
        &["0..3", "|x| x.", "async |x| x."],
    ),
    (
        "async { let y = generator(0..3) >> stage(|x| { yield x.await; x. }); y >>",
        &["0..3", "|x| { yield x.await; x. }"],
    ),
    (
        "async { let y = generator(0..3) >> sink(|items| items.",
        &["0..3", "|items| items."],
    ),
];

/// Closes all open delimiters, as editors do while one types.
fn closed(text: &str) -> String {
    let mut open = Vec::new();
    for letter in text.chars() {
        match letter {
            '(' => open.push(')'),
            '{' => open.push('}'),
            '[' => open.push(']'),
            ')' | '}' | ']' => assert_eq!(open.pop(), Some(letter), "{text}"),
            _ => {}
        }
    }
    text.chars().chain(open.into_iter().rev()).collect()
}

/// Returns the end of `wanted` in `words`, if it is there. It must be contiguous, unless it
/// contains a `yield`, which the expansion replaces, or a `?`, whose value it wraps. Then there may
/// be other words in between.
fn end_of(wanted: &[String], words: &[String], from: usize) -> Option<usize> {
    if wanted.iter().any(|word| word == "yield" || word == "?") {
        let mut at = from;
        for word in wanted.iter().filter(|word| *word != "yield") {
            at += words[at..].iter().position(|other| other == word)? + 1;
        }
        return Some(at);
    }
    (from..=words.len().checked_sub(wanted.len())?)
        .find(|&at| words[at..at + wanted.len()] == *wanted)
        .map(|at| at + wanted.len())
}

/// Returns the end of the last of `bodies` in the expansion, if it contains all of them in this
/// order.
fn bodies_end(bodies: &[&str], expansion: &[String]) -> Result<usize, String> {
    let mut at = 0;
    for body in bodies {
        at = end_of(&words(lexed(&closed(body))), expansion, at)
            .ok_or_else(|| format!("lost, or not in order: {body}"))?;
    }
    Ok(at)
}

fn check(text: &str, bodies: &[&str]) -> Result<(), String> {
    let expansion = words(expanded(lexed(&closed(text))));
    let complain = |what: &str| format!("{what}\n  of: {text}\n  in: {}\n", expansion.join(" "));
    let end = bodies_end(bodies, &expansion).map_err(|what| complain(&what))?;
    // If the macro reports no error, rustc finds the mistake in a body.
    match expansion.iter().position(|word| word == "compile_error") {
        Some(first) if first < end => Err(complain("an error stands before a body")),
        _ => Ok(()),
    }
}

fn check_all(cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, bodies)| check(text, bodies).err())
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn half_typed_pipelines_keep_their_bodies_in_front_of_the_errors() {
    assert!(HALF_TYPED.len() >= 30);
    check_all(HALF_TYPED);
}

/// Declarations in which code comes before bodies in the text.
const IN_ORDER: &[(&str, &[&str])] = &[
    // A statement that does not parse, before one that does.
    (
        "let a = generator(one.) >>; let b = generator(two.); b >> stage(|x| x.)",
        &["one.", "two.", "|x| x."],
    ),
    // A value that does not parse, between two that do.
    (
        "let y = generator(0..3); (y >> sum(a.), z >> map(b.), y >> map(c.) >> count())",
        &["0..3", "a.", "b.", "c."],
    ),
    // A statement without its `;`, in a place where the pipeline's value might be.
    (
        "generator(one.) >> for_each(a.) let b = generator(two.); b >> count()",
        &["one.", "a.", "two."],
    ),
    // An option's value comes before the body.
    (
        "let a = generator(capacity = one., two.)",
        &["one.", "two."],
    ),
    (
        "let a = generator(0..3) >> fan_out(4, capacity = one., |x| x.)",
        &["0..3", "4", "one.", "|x| x."],
    ),
];

#[test]
fn half_typed_code_keeps_the_order_of_the_text() {
    check_all(IN_ORDER);
}

/// `tests/broken/` contains pipelines as people leave them while they type, each next to its
/// errors. After a change, run `BLESS=1 cargo test -p pipeline-macros`, and read these files.
#[test]
fn half_typed_pipelines_are_told_what_to_write() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/broken");
    let mut compared = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let file = entry.expect("the folder can be read").path();
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let told = told(&fs::read_to_string(&file).expect("it can be read"));
        let snapshot = file.with_extension("stderr");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&snapshot, &told).expect("the snapshot can be written");
        }
        let kept = fs::read_to_string(&snapshot).unwrap_or_default();
        assert_eq!(kept, told, "{} is told something else now", file.display());
        compared += 1;
    }
    assert!(compared >= 30, "only {compared} were found");
}

/// Returns the errors of the macro call in `source`, each under the token that it points at.
fn told(source: &str) -> String {
    let call: syn::ExprMacro = syn::parse_str(source).expect("the file is one macro call");
    // The code is kept with its spans, and before the errors.
    properties::check(&call.mac.tokens).unwrap_or_else(|what| panic!("{what}"));
    let mut errors = Vec::new();
    add_errors(expanded(call.mac.tokens), &mut errors);
    let lines: Vec<&str> = source.lines().collect();
    let mut told = String::new();
    for (place, message) in errors {
        let (at, end) = (place.start(), place.end());
        let line = lines[at.line - 1];
        let end = if end.line == at.line {
            end.column
        } else {
            line.chars().count()
        };
        let marks = "^".repeat(end.saturating_sub(at.column).max(1));
        let _ = write!(
            told,
            "error: {message}\n{line}\n{}{marks}\n\n",
            " ".repeat(at.column)
        );
    }
    if told.is_empty() {
        told.push_str("nothing: rustc tells what is missing in the body\n");
    }
    told
}

/// Finds each `compile_error!`, in order, with its span and its text.
fn add_errors(tokens: TokenStream, errors: &mut Vec<(proc_macro2::Span, String)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(name) if name == "compile_error" => {
                let TokenTree::Group(message) = &tokens[at + 2] else {
                    continue;
                };
                let message: syn::LitStr = syn::parse2(message.stream()).expect("a text");
                errors.push((name.span(), message.value()));
            }
            TokenTree::Group(group) => add_errors(group.stream(), errors),
            _ => {}
        }
    }
}
