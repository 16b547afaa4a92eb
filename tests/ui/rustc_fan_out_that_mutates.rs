//! The workers of a fan-out share its closure, so it mutates nothing.

use pipeline::pipeline;

fn counts() {
    let mut seen = 0;
    let _ = pipeline!({
        generator(0..3)
            >> fan_out(2, |n| {
                seen += 1;
                n
            })
            >> count()
    })
    .run();
}

fn consumes() {
    let names = vec!["a".to_owned()];
    let _ = pipeline!({ generator(0..3) >> fan_out(2, move |_| drop(names)) >> count() }).run();
}

// A variable of the closure made for each worker, that is not moved into it.
fn made_closure_that_does_not_move() {
    let _ = pipeline!({
        generator(0..3)
            >> fan_out(2, {
                let mut seen = 0;
                |n| {
                    seen += 1;
                    n + seen
                }
            })
            >> count()
    })
    .run();
}

fn main() {}
