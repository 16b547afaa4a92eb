//! The workers of a fan-out share its closure, and what that captures.

use std::cell::Cell;

use pipeline::pipeline;

fn borrowed() {
    let seen = Cell::new(0);
    let _ = pipeline!({
        generator(0..3)
            >> fan_out(2, |n| {
                seen.set(seen.get() + 1);
                n
            })
            >> count()
    })
    .run();
}

fn moved() {
    let seen = Cell::new(0);
    let _ = pipeline!(move || {
        generator(0..3)
            >> fan_out(2, move |n| {
                seen.set(seen.get() + 1);
                n
            })
            >> count()
    })
    .run();
}

fn main() {}
