//! Tests that the README describes each verb, and that the tests use each verb.

use std::fs;
use std::path::Path;

use super::tokens::WHOLE;
use crate::verbs::{VERBS, method};

#[test]
fn the_readme_says_of_each_verb_what_its_description_says() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).expect("the page is there");
    for verb in VERBS.into_iter().chain([&method::VERB]) {
        let mut rows = readme.lines().filter(|line| line.starts_with('|'));
        let row =
            |line: &str| line.contains(verb.docs) && line.contains(&format!("{}(", verb.name));
        assert!(rows.any(row), "{}: {}", verb.name, verb.docs);
    }
}

#[test]
fn the_tests_have_declarations_with_each_verb() {
    for verb in VERBS {
        let has_verb = |text: &&str| text.contains(&format!("{}(", verb.name));
        assert!(WHOLE.iter().any(has_verb), "{}", verb.name);
    }
}
