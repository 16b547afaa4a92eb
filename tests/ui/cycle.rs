//! A stream that feeds itself never ends: the message walks the loop.

use pipeline::pipeline;

fn alone() {
    let _ = pipeline!({
        let a = a >> stage(|n: u32| n + 1);
        a >> count()
    })
    .run();
}

fn three() {
    let _ = pipeline!({
        let a = c >> stage(|n: u32| n + 1);
        let b = a >> stage(|n| n + 1);
        let c = b >> stage(|n| n + 1);
        c >> count()
    })
    .run();
}

fn back_edge() {
    let _ = pipeline!({
        let seeds = generator(0..3);
        let all = fan_in(seeds, back);
        let back = all >> filter(|n| *n > 1);
        back >> count()
    })
    .run();
}

fn main() {}
