//! On threads no stream can be cloned, as `Iterator::cycle` clones what it repeats.

use pipeline::pipeline;

fn behind_a_stage() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + 1) >> cycle() >> take(10) >> count() }).run();
}

fn behind_methods() {
    let _ = pipeline!({
        let numbers = generator(vec![1, 2]);
        numbers >> map(|n| n + 1) >> flat_map(|n| 0..n) >> cycle() >> take(10) >> count()
    })
    .run();
}

fn main() {}
