//! What a sink or a consuming method gives is a value: no verb can read it.

use pipeline::pipeline;

fn sink() {
    let _ = pipeline!({ generator(0..3) >> sink(|items| items.count()) >> stage(|n| n + 1) }).run();
}

fn sink_of_a_method() {
    let _ = pipeline!({ generator(0..3) >> sink(|items| items.sum::<i32>()) >> count() }).run();
}

fn sink_before_a_method_of_its_value() {
    let _ = pipeline!({ generator(0..3) >> sink(|items| items.max()) >> unwrap_or(0) }).run();
}

fn method() {
    let _ = pipeline!({ generator(0..3) >> count() >> map(|n| n + 1) }).run();
}

fn method_of_no_value() {
    let _ = pipeline!(async { generator(0..3) >> for_each(drop) >> count() });
}

fn method_of_a_bool() {
    let _ = pipeline!({ generator(0..3) >> any(|n| n == 1) >> filter(|found| *found) }).run();
}

fn named_value() {
    let _ = pipeline!({
        let total = generator(0..3) >> sum::<i32>();
        total >> stage(|n| n + 1) >> count()
    })
    .run();
}

fn merged_value() {
    let _ = pipeline!({
        let total = generator(0..3) >> sum::<i32>();
        let more = generator(0..3);
        fan_in(total, more) >> count()
    })
    .run();
}

fn main() {}
