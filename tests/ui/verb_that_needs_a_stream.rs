//! `stage`, `fan_out` and `sink` read the stream before them.

use pipeline::pipeline;

fn stage_first() {
    let _ = pipeline!({
        let numbers = stage(|n: u32| n + 1);
        numbers >> count()
    })
    .run();
}

fn fan_out_first() {
    let _ = pipeline!({
        let numbers = fan_out(2, |n: u32| n + 1);
        numbers >> count()
    })
    .run();
}

fn sink_first() {
    let _ = pipeline!({ sink(|items| 0) }).run();
}

fn main() {}
