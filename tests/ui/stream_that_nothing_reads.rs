//! Every stream has a reader, every value stands in the tail.

use pipeline::pipeline;

fn stream() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let others = generator(0..3);
        others >> count()
    })
    .run();
}

fn value() {
    let _ = pipeline!({
        let total = generator(0..3) >> count();
    })
    .run();
}

fn value_beside_a_tail() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let total = numbers >> count();
        generator(0..3) >> sum::<i32>()
    })
    .run();
}

fn main() {}
