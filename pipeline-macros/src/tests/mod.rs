//! Tests the macro as a function from tokens to tokens, for any tokens.

mod answers;
mod broken;
mod futures;
mod graph;
mod growth;
mod scan;
mod segments;
mod tokens;
mod verbs;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

fn lexed(text: &str) -> TokenStream {
    text.parse()
        .unwrap_or_else(|error| panic!("not even tokens ({error}): {text}"))
}

fn expanded(declaration: TokenStream) -> TokenStream {
    crate::compile(crate::ast::Form::Pipeline, &quote!(::pipeline), declaration)
}

/// Returns the text of each token, including groups and their delimiters.
fn words(tokens: TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    add_words(tokens, &mut words);
    words
}

fn add_words(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.to_owned());
                add_words(group.stream(), words);
                words.push(close.to_owned());
            }
            token => words.push(token.to_string()),
        }
    }
}

/// Returns whether `part` is in the expansion of `declaration`. Spaces do not matter.
fn has(declaration: &str, part: &str) -> bool {
    let expansion = words(expanded(lexed(declaration))).concat();
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    squeezed(&expansion).contains(&squeezed(part))
}
