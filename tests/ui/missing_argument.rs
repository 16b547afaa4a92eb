//! A verb without its body or its number of workers.

use pipeline::pipeline;

fn generator() {
    let _ = pipeline!({ generator() >> count() }).run();
}

fn receive() {
    let _ = pipeline!({ receive() >> count() }).run();
}

fn stage() {
    let _ = pipeline!({ generator(0..3) >> stage() >> count() }).run();
}

fn stage_with_an_option() {
    let _ = pipeline!({ generator(0..3) >> stage(capacity = 4) >> count() }).run();
}

fn fan_out() {
    let _ = pipeline!({ generator(0..3) >> fan_out() >> count() }).run();
}

fn fan_out_with_workers() {
    let _ = pipeline!({ generator(0..3) >> fan_out(2) >> count() }).run();
}

fn fan_out_with_a_body() {
    let _ = pipeline!({ generator(0..3) >> fan_out(|n| n + 1) >> count() }).run();
}

fn sink() {
    let _ = pipeline!({ generator(0..3) >> sink() }).run();
}

fn main() {}
