//! The warnings, each alone: they are errors here because of the `deny`.

#![deny(deprecated)]

use pipeline::pipeline;

fn a_route_that_chooses() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> route(|n| if n > 1 { a(n) } else { b(n) });
        zip(a, b) >> count()
    })
    .run();
}

fn allowed() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> route(|n| if n > 1 { a(n) } else { b(n) });
        zip(a, b, allow = deadlock) >> count()
    })
    .run();
}

fn main() {}
