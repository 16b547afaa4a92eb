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

fn others() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        let c = generator(3..6);
        let d = generator(3..6);
        let a = a >> map(|n| n + 1) >> chain(b);
        let c = c >> interleave(d);
        (a >> count(), c >> count())
    })
    .run();
}

fn merges() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        a >> merge_by(b, |x, y| x <= y) >> count()
    })
    .run();
}

fn values() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        a >> max() >> unwrap_or(b)
    })
    .run();
}

fn main() {}
