//! `weight(max, |item| ...)`: what stands where a number of items could.

use pipeline::pipeline;

fn alone() {
    let _ = pipeline!({ generator(capacity = weight(3), ["a"]) >> fan_out(2, |x| x) >> count() }).run();
}

fn three() {
    let _ = pipeline!({ generator(["a"]) >> batch(weight(3, |x| x.len(), 4)) >> count() }).run();
}

fn swapped() {
    let _ = pipeline!({ generator(["a"]) >> batch(weight(|x| x.len(), 3)) >> count() }).run();
}

fn nothing() {
    let _ = pipeline!({ generator(["a"]) >> batch_within(weight(), std::time::Duration::MAX) >> count() }).run();
}

fn waiting() {
    let _ = pipeline!(async {
        generator(capacity = weight(3, async |x| x.len()), ["a"]) >> fan_out(2, |x| x) >> count()
    })
    .run();
}

fn failing() {
    let _ = pipeline!({
        generator(capacity = weight("3".parse()?, |x| x.parse()?), ["a"]) >> fan_out(2, |x| x) >> count()
    })
    .run();
}

fn yielding() {
    let _ = pipeline!({ generator(["a"]) >> batch(weight(3, |x| yield x.len())) >> count() }).run();
}

fn closing_a_loop() {
    let _ = pipeline!({
        let all = generator(0..3_usize) >> feedback(back, bound = 9, full = fail);
        let (back, seen) = all >> split(capacity = 3, |n| *n > 9);
        let back = back >> stage(capacity = weight(3, |n| *n), |n| n);
        seen >> count()
    })
    .run();
}

fn main() {}
