//! A call at the head of a chain makes a stream.

use pipeline::pipeline;

fn numbers() -> Vec<u32> {
    vec![1, 2, 3]
}

fn function() {
    let _ = pipeline!({ numbers() >> count() }).run();
}

fn method() {
    let _ = pipeline!({ map(|n: u32| n + 1) >> count() }).run();
}

fn parentheses_around_a_verb() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        (fan_in(a, b)) >> count()
    })
    .run();
}

fn parentheses_around_a_chain() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = (a >> map(|n| n + 1)) >> filter(|n| n % 2 == 0);
        b >> count()
    })
    .run();
}

fn main() {}
