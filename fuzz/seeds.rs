//! Writes the declarations of all `pipeline!` calls in this repository into a folder, each into a
//! file. They are the seeds for the fuzzer of texts: `seeds FOLDER`.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

const FOLDERS: [&str; 6] = [
    "README.md",
    "src",
    "docs",
    "examples",
    "tests/ui",
    "tests/expand",
];

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for source in FOLDERS {
        add_files(&repository.join(source), &folder);
    }
}

fn add_files(source: &Path, folder: &Path) {
    if source.is_dir() {
        for entry in fs::read_dir(source).expect("it can be read") {
            add_files(&entry.expect("it can be read").path(), folder);
        }
    } else if let Ok(text) = fs::read_to_string(source) {
        for code in code(source, &text) {
            // Code that does not tokenize has no calls for us.
            add_calls(code.parse().unwrap_or_default(), folder);
        }
    }
}

/// Returns the Rust code of a file. In pages and documentation, these are the fenced code blocks.
fn code(source: &Path, text: &str) -> Vec<String> {
    let is_rust = source
        .extension()
        .is_some_and(|extension| extension == "rs");
    let lines = |line: &str| {
        line.trim_start_matches("///")
            .trim_start_matches("//!")
            .to_owned()
    };
    let plain: Vec<String> = text.lines().map(lines).collect();
    let plain = plain.join("\n");
    let blocks = plain.split("```").skip(1).step_by(2);
    let blocks = blocks.map(|block| block.trim_start_matches("rust").to_owned());
    blocks.chain(is_rust.then(|| text.to_owned())).collect()
}

/// Writes all `pipeline!` calls in `tokens`, also nested ones.
fn add_calls(tokens: TokenStream, folder: &Path) {
    let mut before = [None, None];
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if before == [Some("pipeline".to_owned()), Some("!".to_owned())] {
                let text = group.to_string();
                let text = text[1..text.len() - 1].trim();
                let mut hash = DefaultHasher::new();
                text.hash(&mut hash);
                let file = folder.join(format!("{:016x}", hash.finish()));
                fs::write(file, text).expect("it can be written");
            }
            add_calls(group.stream(), folder);
        }
        before = [before[1].take(), Some(token.to_string())];
    }
}
