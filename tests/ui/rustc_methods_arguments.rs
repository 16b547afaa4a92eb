//! A known method with the wrong arguments.

use pipeline::pipeline;

fn nothing() {
    let _ = pipeline!({ generator(0..3) >> filter() >> count() }).run();
}

fn other_type() {
    let _ = pipeline!({ generator(0..3) >> take("two") >> count() }).run();
}

fn other_value() {
    let _ = pipeline!({ generator(0..3) >> filter(|n| n + 1) >> count() }).run();
}

fn sum_of_text() {
    let _ = pipeline!({ generator(["a"]) >> sum::<u32>() }).run();
}

fn number_of_workers() {
    let _ = pipeline!({ generator(0..3) >> fan_out("two", |n| n) >> count() }).run();
}

fn capacity() {
    let _ = pipeline!({ generator(capacity = -1, 0..3) >> stage(|n| n) >> count() }).run();
}


fn main() {}
