//! A type on a `let` is the item's type.

use pipeline::pipeline;

fn length(word: &str) -> usize {
    word.len()
}

fn generator() {
    let _ = pipeline!({
        let words: String = generator(["a", "b"]);
        words >> count()
    })
    .run();
}

fn generator_of_futures() {
    let _ = pipeline!(async {
        let words: Vec<String> = generator(["a", "b"]);
        words >> count()
    });
}

fn generator_with_an_edge() {
    let _ = pipeline!({
        let words: String = generator(0..3);
        words >> fan_out(2, drop) >> count()
    })
    .run();
}

fn stage() {
    let _ = pipeline!({
        let words = generator(["a", "b"]);
        let lengths: u32 = words >> stage(|word| word.len());
        lengths >> count()
    })
    .run();
}

fn fan_out() {
    let _ = pipeline!({
        let words = generator(["a", "b"]);
        let lengths: u32 = words >> fan_out(2, length);
        lengths >> count()
    })
    .run();
}

fn method() {
    let _ = pipeline!({
        let words = generator(["a", "b"]);
        let long: String = words >> filter(|word| word.len() > 1);
        long >> count()
    })
    .run();
}

fn value() {
    let _ = pipeline!({
        let words = generator(["a", "b"]);
        let total: u32 = words >> count();
        total
    })
    .run();
}

fn unknown() {
    let _ = pipeline!({
        let words: Strin = generator(["a", "b"]);
        words >> count()
    })
    .run();
}

fn main() {}
