//! `fan_in` merges at least two streams.

use pipeline::pipeline;

fn none() {
    let _ = pipeline!({ fan_in() >> count() }).run();
}

fn one() {
    let _ = pipeline!({
        let a = generator(0..3);
        fan_in(a) >> count()
    })
    .run();
}

fn one_with_an_option() {
    let _ = pipeline!({
        let a = generator(0..3);
        fan_in(a, capacity = 4) >> count()
    })
    .run();
}

fn main() {}
