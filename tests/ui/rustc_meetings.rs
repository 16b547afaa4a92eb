//! Types of streams that meet: rustc points at the name, the comparison or the verb.

use pipeline::pipeline;

struct Once(u32);

fn of_two_types() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(["b"]);
        concat(a, b) >> count()
    })
    .run();
}

fn no_order() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        merge_by(a, b, |x, y| x < y) >> count()
    })
    .run();
}

fn no_copies() {
    let _ = pipeline!({
        let a = generator([Once(1)]);
        let b = generator(0..3);
        latest(a, b) >> map(|(once, _)| once.0) >> count()
    })
    .run();
}

fn no_copies_of_futures() {
    let _ = pipeline!(async {
        let a = generator(0..3);
        let b = generator([Once(1)]);
        latest(a, b) >> map(|(_, once)| once.0) >> count()
    })
    .run();
}

fn main() {}
