//! A generator takes what can be iterated.

use pipeline::pipeline;

fn alone() {
    let _ = pipeline!({ generator(1 + 2) >> count() }).run();
}

fn behind_stages() {
    let _ =
        pipeline!({ generator(1 + 2) >> stage(|n: i32| n + 1) >> fan_out(2, |n| n) >> count() }).run();
}

fn merged() {
    let _ = pipeline!({
        let numbers = generator(1 + 2);
        let b = generator(0..1);
        fan_in(numbers, b) >> count()
    })
    .run();
}

fn main() {}
