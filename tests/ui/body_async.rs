//! An async body in a pipeline of threads.

use pipeline::pipeline;

fn in_a_stage() {
    let _ = pipeline!({ generator(0..3) >> stage(async |n| n + 1) >> count() }).run();
}

fn in_a_fan_out() {
    let _ = pipeline!({ generator(0..3) >> fan_out(2, async move |n| n + 1) >> count() }).run();
}

fn in_a_sink() {
    let _ = pipeline!({ generator(0..3) >> sink(async |items| items.count()) }).run();
}

fn in_a_made_body() {
    let _ = pipeline!({
        generator(0..3)
            >> stage({
                let one = 1;
                async move |n| n + one
            })
            >> count()
    })
    .run();
}

fn in_a_generator() {
    let _ = pipeline!({
        let ones = generator(async {
            loop {
                yield 1;
            }
        });
        ones >> take(3) >> count()
    })
    .run();
}

fn main() {}
