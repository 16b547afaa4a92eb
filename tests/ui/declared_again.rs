//! A name may be used again only when its stream has been read.

use pipeline::pipeline;

fn stream() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let numbers = generator(3..6);
        numbers >> count()
    })
    .run();
}

fn value() {
    let _ = pipeline!({
        let total = generator(0..3) >> count();
        let total = generator(0..3) >> count();
        total
    })
    .run();
}

fn main() {}
