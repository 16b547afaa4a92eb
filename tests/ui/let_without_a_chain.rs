//! A `let` says what makes its stream.

use pipeline::pipeline;

fn bare() {
    let _ = pipeline!({
        let numbers;
        numbers >> count()
    })
    .run();
}

fn typed() {
    let _ = pipeline!({
        let numbers: u32;
        numbers >> count()
    })
    .run();
}

fn nothing_behind_equals() {
    let _ = pipeline!({
        let numbers = ;
        numbers >> count()
    })
    .run();
}

fn main() {}
