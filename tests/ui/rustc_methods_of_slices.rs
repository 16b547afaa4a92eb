//! Methods that slices and other libraries' iterators have: the message says what a stream has instead.

use pipeline::pipeline;

fn chunks() {
    let _ = pipeline!({ generator(0..3) >> filter(|n| n % 2 == 0) >> chunks(2) >> map(|few| few.len()) >> count() }).run();
}

fn sort() {
    let _ = pipeline!({ generator(["b", "a"]) >> sort() >> collect::<Vec<_>>() }).run();
}

fn sort_by() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> stage(|n| n + 1) >> sort_by(|a, b| b.cmp(a)) >> for_each(drop);
    })
    .run();
}

fn sorted_by_key() {
    let _ = pipeline!({ generator(0..3) >> sorted_by_key(|n| -n) >> collect::<Vec<_>>() }).run();
}

fn as_futures() {
    let _ = pipeline!(async { generator(0..3) >> chunks(2) >> map(|few| few.len()) >> count() });
    let _ = pipeline!(async { generator(0..3) >> stage(async |n| n + 1) >> sort() >> collect::<Vec<_>>() });
}

fn main() {}
