//! A `;` at the end drops no value without a word.

#![deny(unused_must_use)]

use pipeline::pipeline;

fn tail() {
    let _: Result<(), _> = pipeline!({
        let numbers = generator(0..3);
        numbers >> collect::<Vec<_>>();
    })
    .run();
}

fn statement() {
    let _ = pipeline!(async {
        let (a, b) = generator(0..3) >> tee();
        a >> count();
        b >> sum::<u32>()
    });
}

fn tried() {
    let _ = pipeline!({
        generator(["1"]) >> try_for_each(|text| text.parse::<u32>().map(drop));
    });
}

// Allowed.
#[allow(unused)]
fn allowed() {
    let _ = pipeline!({ generator(0..3) >> count(); });
}

fn main() {}
