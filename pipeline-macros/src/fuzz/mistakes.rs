//! Puts random mistakes into declarations. They are the same each time.

use std::iter;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::scan;
use crate::verbs::VERBS;

/// The words that are put into declarations, in addition to the verbs and their options. A lifetime
/// or a path is several tokens.
pub const VOCABULARY: &str = "a b c words self Self super crate _ r#type r#match r#fn let mut move async \
    match fn yield return break if else in as static dyn impl mod trait where for ref const loop while \
    unsafe genrator stge map filter collect count sum \
    unknown chain retry skip fail deadlock ctx Ok Err 0 1 0usize -1 'c' \"text\" b\"x\" 1.5 3_u8 \
    'a 'static | || >> > < <= == = => -> :: : . .. ..= , ; ? ! & && * + # $ @ ~ ^ % ::<A,B> ::<> \
    () {} [] (a) (a,b) {a} {yield x;} {yield} (|x| x) (|x| x?) (|x| {yield x}) ((())) [[{}]] m!{a?} \
    |x| |x,y| move|| async{} async|x| async{yield} (async|x|x) {x.await} .await {let a = b;} (0,|x| x) (capacity=1) (0..3) (,) (;) {|x| x}";

/// A xorshift generator. It returns the same numbers each time.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).expect("it is below a usize")
    }

    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// The words of the vocabulary, each as its tokens.
pub type Words = Rc<[Vec<TokenTree>]>;

pub fn vocabulary() -> Words {
    thread_local!(static WORDS: Words = words());
    WORDS.with(Rc::clone)
}

fn words() -> Words {
    // Words such as `(0,|x| x)` contain spaces.
    let mut words: Vec<String> = Vec::new();
    let mut open = 0_usize;
    let of_verbs = VERBS
        .into_iter()
        .flat_map(|verb| iter::once(&verb.name).chain(verb.options));
    for part in VOCABULARY.split_whitespace().chain(of_verbs.copied()) {
        match words.last_mut() {
            Some(word) if open > 0 => *word = format!("{word} {part}"),
            _ => words.push(part.to_owned()),
        }
        let count = |marks: &[char]| part.matches(marks).count();
        open = open + count(&['(', '[', '{']) - count(&[')', ']', '}']);
    }
    let tokens = |word: &String| scan::tokens(word.parse().expect("a word is tokens"));
    words.iter().map(tokens).collect()
}

/// `stream` with one mistake, at a random depth.
pub fn with_mistake(
    stream: TokenStream,
    random: &mut Random,
    words: &[Vec<TokenTree>],
) -> TokenStream {
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

/// Opens the group at `at`, or groups the tokens from there to `other`. A group without delimiters,
/// as a `macro_rules` fragment leaves it, is never empty.
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
    let mut delimiter = *random.one_of(&delimiters);
    // A fragment contains whole generics, never only their end, such as `B>`.
    if delimiter == Delimiter::None && !has_whole_generics(&tokens[range.clone()]) {
        delimiter = Delimiter::Parenthesis;
    }
    let inner = tokens[range.clone()].iter().cloned().collect();
    let group = Group::new(delimiter, inner);
    tokens.splice(range, [TokenTree::from(group)]);
}

/// Returns whether each `<` has its `>` after it.
fn has_whole_generics(tokens: &[TokenTree]) -> bool {
    let mut open = 0_usize;
    for token in tokens {
        if scan::is_punct(token, '<') {
            open += 1;
        } else if scan::is_punct(token, '>') {
            let Some(fewer) = open.checked_sub(1) else {
                return false;
            };
            open = fewer;
        }
    }
    open == 0
}
