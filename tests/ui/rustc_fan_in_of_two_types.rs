//! `fan_in` merges streams of one type.

use pipeline::pipeline;

fn generators() {
    let _ = pipeline!({
        let numbers = generator([1, 2]);
        let words = generator(["a", "b"]);
        fan_in(numbers, words) >> count()
    })
    .run();
}

fn stages() {
    let _ = pipeline!({
        let numbers = generator([1_u32, 2]) >> stage(|n| n + 1);
        let words = generator(["a", "b"]) >> stage(|word| word.to_owned());
        let both = fan_in(numbers, words);
        both >> for_each(drop);
    })
    .run();
}

fn main() {}
