//! A future does not become an item unnoticed: where a body yields, gives to a branch, or calls a method.

use pipeline::pipeline;

async fn fetch(n: u32) -> u32 {
    n
}

fn await_forgotten() {
    let _ = pipeline!(async { generator(0..3) >> stage(async |n| fetch(n)) >> count() });
}

fn await_forgotten_in_a_fan_out() {
    let _ = pipeline!(async { generator(0..3) >> fan_out(2, ordered, async |n| fetch(n)) >> count() });
}

fn ordered() {
    let _ = pipeline!(async { generator(0..3) >> fan_out(2, ordered, fetch) >> count() });
}

fn yielded() {
    let _ = pipeline!(async {
        generator(0..3)
            >> stage(async |n| {
                if n > 0 {
                    yield fetch(n);
                }
            })
            >> count()
    });
}

fn generated() {
    let _ = pipeline!(async {
        generator({
            for n in 0..3 {
                yield fetch(n);
            }
        }) >> count()
    });
}

fn generated_on_threads() {
    let _ = pipeline!({
        generator({
            yield fetch(1);
        }) >> count()
    });
}

fn routed() {
    let _ = pipeline!(async {
        let (small, large) = generator(0..9)
            >> route(|n| if n < 5 { small(n) } else { large(fetch(n)) });
        (small >> count(), large >> count())
    });
}

fn routed_on_threads() {
    let _ = pipeline!({
        let (small, large) = generator(0..9)
            >> route(|n| if n < 5 { small(fetch(n)) } else { large(n) });
        (small >> count(), large >> count())
    });
}

fn filtered() {
    let _ = pipeline!(async { generator(0..3) >> filter_map(|n| Some(fetch(n))) >> count() });
}

fn filtered_on_threads() {
    let _ = pipeline!({ generator(0..3) >> filter_map(|n| Some(fetch(n))) >> count() });
}

fn flattened() {
    let _ = pipeline!(async { generator(0..3) >> flat_map(|n| Some(fetch(n))) >> count() });
}

fn filtered_in_a_branch() {
    let _ = pipeline!(async {
        generator(0..3) >> filter_map(|n| if n > 0 { Some(fetch(n)) } else { None }) >> count()
    });
}

fn taken_in_a_match_on_threads() {
    let _ = pipeline!({
        let while_small = generator(0..3)
            >> map_while(|n| match n {
                0 | 1 => Some(fetch(n)),
                _ => None,
            });
        while_small >> count()
    });
}

fn scanned() {
    let _ = pipeline!(async {
        generator(0..3) >> scan(0, |sum, n| { *sum += n; Some(fetch(*sum)) }) >> count()
    });
}

fn scanned_on_threads() {
    let _ = pipeline!({
        generator(0..3) >> scan(0, |sum, n| { *sum += n; Some(fetch(*sum)) }) >> count()
    });
}

// Rustc has no use for these.
fn each() {
    let _ = pipeline!({ generator(0..3) >> for_each(fetch) });
}

fn each_async() {
    let _ = pipeline!(async { generator(0..3) >> for_each(|n| fetch(n)) });
}

fn main() {}
