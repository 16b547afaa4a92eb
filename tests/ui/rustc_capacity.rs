//! A capacity is a `usize`, also where the stream has no queue of its own.

use pipeline::pipeline;

fn text() {
    let _ = pipeline!({ generator(0..3) >> stage(capacity = "3", |x| x) >> count() }).run();
}

fn negative() {
    let _ = pipeline!(async { generator(0..3) >> stage(capacity = -1, |x| x) >> count() }).run();
}

fn of_a_queue() {
    let _ = pipeline!({ generator(capacity = -1, 0..3) >> fan_out(2, |x| x) >> count() }).run();
}

fn of_branches() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee(capacity = "3");
        (a >> count(), b >> count())
    })
    .run();
}

fn main() {}
