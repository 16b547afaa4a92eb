//! An item that cannot go to another thread.

use std::rc::Rc;

use pipeline::pipeline;

fn yielded() {
    let _ = pipeline!({
        let counts = generator({
            yield Rc::new(1);
        });
        counts >> stage(|n| *n + 1) >> count()
    })
    .run();
}

fn iterated() {
    let _ = pipeline!({
        let counts = generator((0..3).map(Rc::new));
        counts >> fan_out(2, |n| *n + 1) >> count()
    })
    .run();
}

fn from_a_stage() {
    let _ = pipeline!({
        let counts = generator(0..3) >> stage(|n| Rc::new(n));
        counts >> fan_out(2, |n| *n + 1) >> count()
    })
    .run();
}

fn from_a_fan_out() {
    let _ = pipeline!({
        let counts = generator(0..3) >> fan_out(2, Rc::new);
        counts >> count()
    })
    .run();
}

// A value that leaves the sink's thread.
fn value() {
    let _ = pipeline!({ generator(0..3) >> sink(|items| Rc::new(items.count())) }).run();
}

fn main() {}
