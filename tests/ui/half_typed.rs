//! Types, closures and names that are half-typed: the message is at the token after which
//! something is missing.

use pipeline::pipeline;

fn types() {
    let _ = pipeline!({
        let numbers: = generator(0..3);
        let more := numbers >> stage(|n| n + 1);
        more >> count()
    });
    let _ = pipeline!(|ctx| -> { generator(0..3) >> count() });
    let _ = pipeline!(|| -> Result<usize, { generator(0..3) >> count() });
}

fn closures() {
    let _ = pipeline!({ generator(0..3) >> stage(|n|) >> count() });
    let _ = pipeline!({ generator(0..3) >> map(|n|) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(|n { yield n; }) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(|n n + 1) >> count() });
    let _ = pipeline!({ generator(["a"]) >> fan_out(4, ordered, |word: ) >> count() });
}

fn names() {
    let _ = pipeline!({
        let words = generator(["a"]);
        let = words >> stage(|word| word.len());
        lengths >> count()
    });
    let _ = pipeline!({
        let words = generator(["a"]);
        let lengths = >> stage(|word: &str| word.len());
        lengths >> count()
    });
    let _ = pipeline!({
        let words = generator;
        words >> count()
    });
    let _ = pipeline!({
        let words = stage;
        words >> count()
    });
}

fn main() {}
