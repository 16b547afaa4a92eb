//! A stream that no `let` names.

use pipeline::pipeline;

fn typo() {
    let total: u32 = pipeline!({
        let numbers = generator(0..10);
        nubers >> sum()
    })
    .run()
    .unwrap();
}

fn merged_typo() {
    let _ = pipeline!({
        let evens = generator((0..10).step_by(2));
        let odds = generator((1..10).step_by(2));
        fan_in(evens, ods) >> count()
    })
    .run();
}

fn unlike() {
    let _ = pipeline!({ words >> count() }).run();
}

fn a_variable() {
    let words = ["a", "b"];
    let _ = pipeline!({
        let long = words >> filter(|word| word.len() > 3);
        long >> count()
    })
    .run();
}

fn main() {}
