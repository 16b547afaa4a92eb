//! What an item weighs is a `usize`, of the item's type, by a function that owns what it uses.

use pipeline::pipeline;

fn of_another_type() {
    let _ = pipeline!({ generator(capacity = weight(3, |x: &u32| *x as usize), ["a"]) >> fan_out(2, |x| x) >> count() }).run();
}

fn not_a_size() {
    let _ = pipeline!(async { generator(["a"]) >> batch(weight(3, |x| x.len() as u64)) >> count() }).run();
}

fn borrowing() {
    let overhead = 24;
    let _ = pipeline!({
        generator(capacity = weight(1000, |x| x.len() + overhead), ["a"]) >> fan_out(2, |x| x) >> count()
    })
    .run();
}

fn main() {}
