//! A forgotten `;` is one mistake, and the next statement is read all the same.

use pipeline::pipeline;

fn between() {
    let _ = pipeline!({
        let words = generator(["a", "b"])
        let loud = words >> stage(|word: &str| word.to_uppercase());
        loud >> count()
    })
    .run();
}

fn at_the_end() {
    let _ = pipeline!({
        let words = generator(["a", "b"])
    })
    .run();
}

fn main() {}
