//! What runs once, when a body is made, has no item to yield for.

use pipeline::pipeline;

fn before_it() {
    let _ = pipeline!({
        generator(0..3)
            >> stage({
                yield 0;
                |n| n + 1
            })
            >> count()
    })
    .run();
}

fn instead_of_it() {
    let _ = pipeline!({
        generator(0..3)
            >> stage({
                yield 1;
            })
            >> count()
    })
    .run();
}

fn main() {}
