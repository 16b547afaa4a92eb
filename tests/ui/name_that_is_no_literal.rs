//! A stage's name is known when the pipeline is compiled.

use pipeline::pipeline;

const NAME: &str = "numbers";

fn constant() {
    let _ = pipeline!({ generator(name = NAME, 0..3) >> count() }).run();
}

fn number() {
    let _ = pipeline!({ generator(0..3) >> stage(name = 7, |n| n + 1) >> count() }).run();
}

fn expression() {
    let _ = pipeline!({ generator(name = "a".to_owned(), 0..3) >> count() }).run();
}

fn main() {}
