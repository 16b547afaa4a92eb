//! On the left of a `let` stands one name.

use pipeline::pipeline;

fn nothing() {
    let _ = pipeline!({
        let = generator(0..3);
    })
    .run();
}

fn tuple() {
    let _ = pipeline!({
        let (a, b) = generator(0..3);
        a >> for_each(drop);
        b >> count()
    })
    .run();
}

fn pattern() {
    let _ = pipeline!({
        let &numbers = generator(0..3);
        numbers >> count()
    })
    .run();
}

fn main() {}
