//! `distinct`: what it takes.

use pipeline::pipeline;

fn options() {
    let _ = pipeline!({
        let a = generator(0..3) >> distinct(capacity = 3);
        let b = generator(0..3) >> distinct(ordered, |n| *n);
        (a >> count(), b >> count())
    })
    .run();
}

fn two_keys() {
    let _ = pipeline!({ generator(0..3) >> distinct(|n| *n, |n| n % 2) >> count() }).run();
}

fn leaving() {
    let _ = pipeline!({ generator(["1"]) >> distinct(|text| text.parse::<u32>()?) >> count() }).run();
}

fn yielding() {
    let _ = pipeline!({ generator(0..3) >> distinct(|n| yield *n) >> count() }).run();
}

fn waiting() {
    let _ = pipeline!(async { generator(0..3) >> distinct(async move |n| *n) >> count() }).run();
}

fn at_the_head() {
    let _ = pipeline!({ distinct() >> count() }).run();
}

fn misspelt() {
    let _ = pipeline!({ generator(0..3) >> distint() >> count() }).run();
}

fn main() {}
