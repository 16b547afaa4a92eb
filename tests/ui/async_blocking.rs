//! `blocking` is said of a body that blocks, where that is a matter.

use pipeline::pipeline;

fn on_threads() {
    let _ = pipeline!({ generator(0..3) >> stage(blocking, |n| n + 1) >> count() });
}

fn of_what_waits() {
    let _ = pipeline!(async { generator(0..3) >> stage(blocking, async |n| n + 1) >> count() });
}

fn of_what_yields() {
    let _ = pipeline!(async {
        let twice = generator(0..3)
            >> fan_out(2, blocking, |n| {
                yield n;
                yield n;
            });
        twice >> count()
    });
}

fn of_a_generator() {
    let _ = pipeline!(async { generator(blocking, 0..3) >> count() });
}

fn of_a_sink() {
    let _ = pipeline!(async { generator(0..3) >> sink(blocking, async |items| items.count().await) });
}

fn twice() {
    let _ = pipeline!(async { generator(0..3) >> stage(blocking, blocking, |n| n + 1) >> count() });
}

fn with_a_value() {
    let _ = pipeline!(async { generator(0..3) >> stage(blocking = true, |n| n + 1) >> count() });
}

fn main() {}
