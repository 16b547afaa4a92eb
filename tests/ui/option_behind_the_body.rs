//! Options stand before the body.

use pipeline::pipeline;

fn generator() {
    let _ = pipeline!({ generator(0..3, capacity = 4) >> count() }).run();
}

fn stage() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + 1, name = "inc") >> count() }).run();
}

fn fan_out() {
    let _ = pipeline!({ generator(0..3) >> fan_out(2, |n| n + 1, capacity = 4) >> count() }).run();
}

fn words() {
    let _ = pipeline!({
        let a = generator(0..3) >> fan_out(2, |n| n + 1, ordered);
        let b = a >> stage(|n| n + 1, ordered);
        b >> count()
    })
    .run();
}

/// It has no options, wherever they stand.
fn batch() {
    let _ = pipeline!({ generator(0..3) >> batch(2, capacity = 4) >> count() }).run();
}

fn main() {}
