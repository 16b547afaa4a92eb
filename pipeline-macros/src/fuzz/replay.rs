//! Runs the inputs that the fuzzers have kept again.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;

use super::{grammar, properties, text, tokens};

/// Checks the declaration of each file in a folder of `fuzz/corpus`.
fn replay(folder: &str, declaration: fn(&[u8]) -> Option<TokenStream>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(folder);
    let files = fs::read_dir(folder).expect("the folder is there");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files {
        let path = file.expect("the folder can be read").path();
        let bytes = fs::read(&path).expect("the file can be read");
        if let Some(declaration) = declaration(&bytes) {
            let answer = properties::check(&declaration);
            wrong.extend(
                answer
                    .err()
                    .map(|what| format!("{}: {what}", path.display())),
            );
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count > 10, "only {count} declarations were found");
}

/// Runs a test on a stack as large as rustc's, because `syn` needs one for deeply nested answers.
fn on_a_large_stack(test: fn()) {
    const SIZE: usize = 256 << 20;
    let thread = std::thread::Builder::new().stack_size(SIZE).spawn(test);
    thread.expect("it starts").join().expect("it passes");
}

#[test]
fn kept_text_gets_an_answer() {
    on_a_large_stack(|| replay("text", text::declaration));
}

#[test]
fn kept_trees_of_tokens_get_an_answer() {
    on_a_large_stack(|| replay("tokens", tokens::declaration));
}

#[test]
fn kept_declarations_get_an_answer() {
    on_a_large_stack(|| replay("grammar", grammar::declaration));
}
