//! Behind `>>` comes a verb.

use pipeline::pipeline;

fn nothing() {
    let _ = pipeline!({
        let numbers = generator(0..3) >>;
        numbers >> count()
    })
    .run();
}

fn closure() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> |n| n + 1;
    })
    .run();
}

fn block() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> { stage(|n| n + 1) } >> count()
    })
    .run();
}

fn main() {}
