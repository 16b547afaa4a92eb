//! A method's arguments are ordinary code: a stream is not an iterator there.

use pipeline::pipeline;

fn chain() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        a >> chain(b) >> count()
    })
    .run();
}

fn zip() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        a >> zip(b) >> count()
    })
    .run();
}

fn main() {}
