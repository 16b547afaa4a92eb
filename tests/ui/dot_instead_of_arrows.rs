//! Verbs are joined with `>>`, not called with a dot.

use pipeline::pipeline;

fn in_a_let() {
    let _ = pipeline!({
        let numbers = generator(0..3).stage(|n| n + 1);
        numbers >> count()
    })
    .run();
}

fn in_the_tail() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers.count()
    })
    .run();
}

fn main() {}
