//! A generator is an iterator or a block, not a closure.

use pipeline::pipeline;

fn of_a_range() {
    let _ = pipeline!({ generator(|| 0..3) >> count() }).run();
}

fn of_a_block() {
    let _ = pipeline!({
        generator(move || {
            yield 1;
        }) >> count()
    })
    .run();
}

fn main() {}
