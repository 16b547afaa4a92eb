//! A stream has exactly one reader.

use pipeline::pipeline;

fn two_chains() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let sum = numbers >> sum::<i32>();
        let product = numbers >> product::<i32>();
        (sum, product)
    })
    .run();
}

fn one_fan_in() {
    let _ = pipeline!({
        let a = generator(0..3);
        fan_in(a, a) >> count()
    })
    .run();
}

fn main() {}
