//! Nothing says what a stream is made of, or what a pipeline's value is.

use pipeline::pipeline;

fn value() {
    let _ = pipeline!({ generator(0..3) >> collect() }).run();
}

fn item() {
    let _ = pipeline!({ generator(Vec::new()) >> count() }).run();
}

fn parse() {
    let _ = pipeline!({ generator(["1"]) >> stage(|text| text.parse()?) >> count() }).run();
}

fn into() {
    let _ = pipeline!({ generator(["1"]) >> stage(|text| text.into()) >> stage(|x| x) >> count() })
        .run();
}

fn main() {}
