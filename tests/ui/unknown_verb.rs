//! A verb's typo is found; any other word may be an `Iterator` method.

use pipeline::pipeline;

fn stage() {
    let _ = pipeline!({ generator(0..3) >> stge(|n| n + 1) >> count() }).run();
}

fn fan_out() {
    let _ = pipeline!({ generator(0..3) >> fanout(2, |n| n + 1) >> count() }).run();
}

fn sink() {
    let _ = pipeline!({ generator(0..3) >> sinc(|items| items.count()) }).run();
}

fn generator() {
    let _ = pipeline!({ genrator(0..3) >> count() }).run();
}

fn main() {}
