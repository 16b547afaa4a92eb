//! Lines stand in the order of the flow.

use pipeline::pipeline;

fn in_a_let() {
    let _ = pipeline!({
        let loud = words >> stage(|word: &str| word.to_uppercase());
        let words = generator(["a", "b"]);
        loud >> count()
    })
    .run();
}

fn in_a_statement() {
    let _ = pipeline!({
        words >> for_each(drop);
        let words = generator(["a", "b"]);
    })
    .run();
}

fn main() {}
