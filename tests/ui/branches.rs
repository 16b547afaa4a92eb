//! Verbs that make several streams are named by a tuple, and only they are.

use pipeline::pipeline;

fn one_name() {
    let _ = pipeline!({
        let both = generator(0..3) >> tee();
        both >> count()
    })
    .run();
}

fn in_the_middle() {
    let _ = pipeline!({ generator(0..3) >> split(|n| n % 2 == 0) >> count() }).run();
}

fn three_sides() {
    let _ = pipeline!({
        let (a, b, c) = generator(0..3) >> split(|n| n % 2 == 0);
        (a >> count(), b >> count(), c >> count())
    })
    .run();
}

fn not_branches() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> map(|n| n + 1);
        (a >> count(), b >> count())
    })
    .run();
}

fn failures_of_an_earlier_stage() {
    let _ = pipeline!({
        let (ok, failed) = generator(["1"]) >> stage(|text| text.parse::<u32>()?) >> filter(|n| *n > 1);
        (ok >> count(), failed >> count())
    })
    .run();
}

fn nothing_fails() {
    let _ = pipeline!({
        let (ok, failed) = generator(0..3) >> stage(|n| n + 1);
        (ok >> count(), failed >> count())
    })
    .run();
}

fn named_function() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> route(drop);
        (a >> count(), b >> count())
    })
    .run();
}

fn yields() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> route(|n| yield n);
        (a >> count(), b >> count())
    })
    .run();
}

fn main() {}
