//! A method that no iterator has.

use pipeline::pipeline;

fn adaptor() {
    let _ = pipeline!({ generator(0..3) >> fliter(|n| *n > 1) >> count() }).run();
}

fn consumer() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + 1) >> colect::<Vec<_>>() }).run();
}

fn behind_a_fan_out() {
    let _ =
        pipeline!({ generator(0..3) >> fan_out(2, |n| n + 1) >> mapp(|n| n + 1) >> count() }).run();
}

fn in_a_sink() {
    let _ = pipeline!({ generator(0..3) >> sink(|items| items.cuont()) }).run();
}

fn named_adaptor() {
    let _ = pipeline!({
        let even = generator(0..3) >> fliter(|n| n % 2 == 0);
        even >> stage(|n| n + 1) >> sum::<i32>()
    })
    .run();
}

fn main() {}
