//! A pipeline that runs by itself owns what it uses.

use pipeline::{Pipeline, pipeline};

fn spawned() {
    let words = vec!["a".to_owned(), "b".to_owned()];
    let running =
        pipeline!({ generator(words.iter()) >> map(|word| word.len()) >> sum::<usize>() }).spawn();
    let _ = running.join();
}

fn spawned_with_a_fan_out() {
    let least = 1;
    let running = pipeline!({ generator(0..3) >> fan_out(2, |n| n + least) >> count() }).spawn();
    let _ = running.join();
}

fn returned() -> Pipeline<'static, usize> {
    let words = vec!["a".to_owned()];
    pipeline!({ generator(words.iter()) >> count() })
}

fn main() {}
