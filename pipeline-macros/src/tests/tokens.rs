//! Whatever the tokens are, the macro answers: with an expansion that is an expression, or with
//! errors. It never panics, and answers the same each time.

use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{expanded, lexed};
use crate::ast::{Call, Chain, Declaration, Kind, Let, Statement, Tail};
use crate::report::Errors;
use crate::scan::{Closure, Piece};
use crate::{parse, scan};

/// Declarations without a mistake, which use every verb, option, header and kind of body.
const WHOLE: &[&str] = &[
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
];

/// What is put into declarations. Lifetimes and paths are several tokens at once.
const VOCABULARY: &str = "a b c words self Self super crate _ r#type r#match r#fn let mut move async \
    match fn yield return break if else in as static dyn impl mod trait where for ref const loop while \
    unsafe generator receive stage fan_out fan_in sink genrator stge map filter collect count sum \
    unknown zip chain capacity name ordered ctx Ok Err 0 1 0usize -1 'c' \"text\" b\"x\" 1.5 3_u8 \
    'a 'static | || >> > < <= == = => -> :: : . .. ..= , ; ? ! & && * + # $ @ ~ ^ % ::<A,B> ::<> \
    () {} [] (a) (a,b) {a} {yield x;} {yield} (|x| x) (|x| x?) (|x| {yield x}) ((())) [[{}]] m!{a?} \
    |x| |x,y| move|| async{} async|x| {let a = b;} (0,|x| x) (capacity=1) (0..3) (,) (;) {|x| x}";

/// A xorshift generator: the same numbers each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).expect("it is below a usize")
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// The words of the vocabulary, each as its tokens.
fn vocabulary() -> Vec<Vec<TokenTree>> {
    // `(0,|x| x)` and the like hold spaces: they are one word.
    let mut words: Vec<String> = Vec::new();
    let mut open = 0_usize;
    for part in VOCABULARY.split_whitespace() {
        match words.last_mut() {
            Some(word) if open > 0 => *word = format!("{word} {part}"),
            _ => words.push(part.to_owned()),
        }
        let count = |marks: &[char]| part.matches(marks).count();
        open = open + count(&['(', '[', '{']) - count(&[')', ']', '}']);
    }
    words.iter().map(|word| scan::tokens(lexed(word))).collect()
}

/// `stream` with one mistake, at a random depth.
fn with_mistake(stream: TokenStream, random: &mut Random, words: &[Vec<TokenTree>]) -> TokenStream {
    let mut tokens = scan::tokens(stream);
    let groups: Vec<usize> = (0..tokens.len())
        .filter(|&at| matches!(&tokens[at], TokenTree::Group(group) if group.delimiter() != Delimiter::None))
        .collect();
    if !groups.is_empty() && random.below(3) > 0 {
        let at = *random.one_of(&groups);
        if let TokenTree::Group(group) = &tokens[at] {
            let inner = with_mistake(group.stream(), random, words);
            tokens[at] = Group::new(group.delimiter(), inner).into();
        }
        return tokens.into_iter().collect();
    }
    let at = random.below(tokens.len());
    let other = random.below(tokens.len());
    match random.below(if tokens.is_empty() { 1 } else { 6 }) {
        0 => drop(tokens.splice(at..at, random.one_of(words).clone())),
        1 => drop(tokens.remove(at)),
        2 => tokens.insert(at, tokens[other].clone()),
        3 => tokens.swap(at, other),
        4 => drop(tokens.splice(at..=at, random.one_of(words).clone())),
        _ => regroup(&mut tokens, at, other, random),
    }
    tokens.into_iter().collect()
}

/// Opens the group at `at`, or makes one of the tokens from there to `other`; one without
/// delimiters, as a `macro_rules` fragment has it, is never empty.
fn regroup(tokens: &mut Vec<TokenTree>, at: usize, other: usize, random: &mut Random) {
    if let TokenTree::Group(group) = &tokens[at] {
        let inner = group.stream();
        tokens.splice(at..=at, inner);
        return;
    }
    let delimiters = [
        Delimiter::Parenthesis,
        Delimiter::Brace,
        Delimiter::Bracket,
        Delimiter::None,
    ];
    let range = at.min(other)..at.max(other) + 1;
    let inner = tokens[range.clone()].iter().cloned().collect();
    let group = Group::new(*random.one_of(&delimiters), inner);
    tokens.splice(range, [TokenTree::from(group)]);
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

/// The answer to `declaration`, checked.
fn answer(declaration: &TokenStream) -> Result<String, String> {
    let expand = AssertUnwindSafe(|| expanded(declaration.clone()));
    let expansion = panic::catch_unwind(expand).map_err(|_| "panics".to_owned())?;
    let text = expansion.to_string();
    if text.is_empty() {
        return Err("gives nothing".to_owned());
    }
    let reported = text.contains("compile_error");
    if !reported && syn::parse2::<syn::Expr>(expansion).is_err() && is_rust(declaration) {
        return Err(format!("gives what is no expression: {text}"));
    }
    Ok(text)
}

/// Whether the user's own code in a declaration is Rust: if not, no expansion can be.
fn is_rust(declaration: &TokenStream) -> bool {
    let Declaration {
        header,
        statements,
        tail,
    } = parse::parse(declaration.clone(), &mut Errors::default()).declaration;
    let mut types: Vec<TokenStream> = header.returns.into_iter().collect();
    let mut chains: Vec<Chain> = match tail {
        Tail::Nothing => Vec::new(),
        Tail::One(chain) => vec![chain],
        Tail::Tuple(chains) => chains.into_iter().flatten().collect(),
    };
    for statement in statements {
        match statement {
            Statement::Let(Let { ty, chain, .. }) => {
                types.extend(ty);
                chains.extend(chain);
            }
            Statement::Chain(chain) => chains.push(chain),
            Statement::Kept(_) => {}
        }
    }
    let mut calls = chains.iter().flat_map(|chain| &chain.calls);
    types.into_iter().all(is_type) && calls.all(is_rust_call)
}

fn is_type(tokens: TokenStream) -> bool {
    syn::parse2::<syn::Type>(tokens).is_ok()
}

fn is_rust_call(call: &Call) -> bool {
    let code = call.code();
    match &call.kind {
        Kind::Method {
            generics,
            arguments,
        } => {
            let verb = &call.verb;
            syn::parse2::<syn::Expr>(quote::quote!(x.#verb #generics #arguments)).is_ok()
        }
        _ => code.into_iter().all(is_rust_code),
    }
}

fn is_rust_code(code: TokenStream) -> bool {
    code.is_empty()
        || are_items(&scan::tokens(code.clone())) && syn::parse2::<syn::Expr>(code).is_ok()
}

/// Whether what is yielded in `code` are expressions: `yield > 1` is Rust, but yields nothing.
fn are_items(code: &[TokenTree]) -> bool {
    scan::pieces(code).iter().all(|piece| match piece {
        Piece::Yield { operand: [], .. } => true,
        Piece::Yield { operand, .. } => is_rust_code(operand.iter().cloned().collect()),
        Piece::Group(group) => are_items(&scan::tokens(group.stream())),
        Piece::Nested(code) => Closure::parse(code).is_none_or(|closure| are_items(closure.body)),
        Piece::Try(_) | Piece::Plain(_) => true,
    })
}

/// Many answers, and the first of those that are wrong.
struct Answers {
    wrong: Vec<String>,
    watchdog: Sender<String>,
}

impl Answers {
    fn new() -> Self {
        let wrong = Vec::new();
        let watchdog = watchdog();
        Answers { wrong, watchdog }
    }

    fn check(&mut self, declaration: &TokenStream) {
        let text = declaration.to_string();
        self.watchdog.send(text.clone()).expect("it watches");
        if let Err(what) = answer(declaration)
            && self.wrong.len() < 10
        {
            self.wrong.push(format!("{text}\n  {what}"));
        }
    }

    fn assert_all_are_right(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n\n"));
    }
}

/// Ends the process with the declaration it was told of last, should that get no answer: a loop in
/// the macro can be ended in no other way.
fn watchdog() -> Sender<String> {
    let (tell, told) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        let mut last = String::new();
        loop {
            match told.recv_timeout(Duration::from_secs(10)) {
                Ok(text) => last = text,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    // Not `eprintln!`, which the test runner would keep to itself.
                    let _ = writeln!(std::io::stderr(), "no answer, it loops: {last}");
                    std::process::abort();
                }
            }
        }
    });
    tell
}

#[test]
fn whole_declarations_expand_without_an_error() {
    for text in WHOLE {
        let expansion = answer(&lexed(text)).expect("it is whole");
        assert!(!expansion.contains("compile_error"), "{text}: {expansion}");
        assert!(is_rust(&lexed(text)), "{text}");
    }
}

#[test]
fn a_declaration_with_mistakes_gets_an_answer() {
    let words = vocabulary();
    let whole: Vec<TokenStream> = WHOLE.iter().map(|text| lexed(text)).collect();
    let mut random = Random(0x5eed);
    let mut answers = Answers::new();
    for _ in 0..12_000 {
        let mut declaration = random.one_of(&whole).clone();
        for _ in 0..=random.below(4) {
            declaration = with_mistake(declaration, &mut random, &words);
        }
        answers.check(&declaration);
    }
    answers.assert_all_are_right();
}

#[test]
fn a_soup_of_tokens_gets_an_answer() {
    let words = vocabulary();
    let mut random = Random(0x500b);
    let mut answers = Answers::new();
    for _ in 0..8_000 {
        answers.check(&soup(&mut random, &words, 3));
    }
    answers.assert_all_are_right();
}

/// Names that a stream, a value, a context or a stage cannot have, or that are no plain names.
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

/// Declarations of something called `NAME`.
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
    "NAME;",
    "NAME!(NAME)",
];

/// Places for a mark that does not belong there.
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
    "|ctx| X { generator(0..3) >> count() }",
    "|| -> X { generator(0..3) >> count() }",
    "|| { generator(0..3) >> count() } X",
];

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

/// Whether a part of the vocabulary is whole.
fn lexes(word: &str) -> bool {
    word.parse::<TokenStream>().is_ok()
}

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

/// What opens and closes a layer of nesting.
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

/// Where nested code may stand: in whole declarations, and in some that are not.
const PLACES: &[&str] = &[
    "CODE",
    "generator(CODE) >> count()",
    "generator(CODE) >> missing_consumer",
    "generator(xs) >> stage(CODE) >> count()",
    "generator(xs) >> stage(CODE) >> missing_consumer",
    "generator(xs) >> stage(|x| CODE) >> missing_consumer",
    "generator(xs) >> fan_out(2, |x| CODE) >> count()",
    "generator(xs) >> fan_out(CODE, f) >> count()",
    "generator(xs) >> sink(CODE)",
    "generator(xs) >> map(CODE) >> count()",
    "fan_in(a, CODE) >> count()",
    "let a: CODE = generator(xs); a >> count()",
    "|| -> CODE { generator(xs) >> count() }",
];

/// Runs `test` with a stack like rustc's: `syn`, which reads the answers, needs more than a test has.
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

/// A pipeline of a thousand stages, each made of the one before it by `link`.
fn long(link: impl Fn(usize) -> String) -> TokenStream {
    let lines: String = (1..=1_000).map(link).collect();
    lexed(&format!("let s0 = generator(xs); {lines} s1000 >> count()"))
}

#[test]
fn a_pipeline_may_have_a_thousand_stages() {
    let mut answers = Answers::new();
    let verbs = [
        "stage(f)",
        "fan_out(2, |x| f(x)?)",
        "map(f)",
        "stage(|x| { yield x; })",
    ];
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
        // In a line, but from the last to the first.
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
    for text in WHOLE {
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
