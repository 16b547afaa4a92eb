//! What one stage makes is not what the next one takes.

use pipeline::pipeline;

fn shout(word: String) -> String {
    word.to_uppercase()
}

// A closure that names its parameter's type.
fn parameter() {
    let _ = pipeline!({
        generator(0..3) >> stage(|n: u32| n + 1) >> stage(|word: String| word.len()) >> count()
    })
    .run();
}

// A closure whose body wants another type.
fn use_in_the_body() {
    let _ = pipeline!({
        generator([1_u32]) >> stage(|n| n + 1) >> stage(|n| n.to_uppercase()) >> count()
    })
    .run();
}

// A path.
fn path() {
    let _ = pipeline!({ generator([1_u32]) >> stage(|n| n + 1) >> stage(shout) >> count() }).run();
}

// Behind an edge, under a fan-out.
fn path_under_a_fan_out() {
    let _ = pipeline!({ generator([1_u32]) >> fan_out(2, shout) >> count() }).run();
}

fn closure_under_a_fan_out() {
    let _ =
        pipeline!({ generator([1_u32]) >> fan_out(2, |word: String| word.len()) >> count() }).run();
}

// A body that is made.
fn made_body() {
    let _ = pipeline!({
        generator([1_u32])
            >> fan_out(2, {
                let mut seen = 0;
                move |word: String| {
                    seen += word.len();
                    seen
                }
            })
            >> count()
    })
    .run();
}

// A body that may fail, one that yields.
fn fallible_body() {
    let _ =
        pipeline!({ generator([1_u32]) >> stage(|word: String| word.parse::<u32>()?) >> count() })
            .run();
}

fn yielding_body() {
    let _ = pipeline!({
        generator([1_u32])
            >> stage(|word: String| {
                yield word.len();
            })
            >> count()
    })
    .run();
}

// Two yields that differ.
fn two_yields() {
    let _ = pipeline!({
        generator([1_u32])
            >> stage(|n| {
                yield n;
                yield "two";
            })
            >> count()
    })
    .run();
}

// A sink.
fn sink() {
    let _ = pipeline!({
        generator([1_u32]) >> sink(|words| words.map(|word: String| word.len()).count())
    })
    .run();
}

fn main() {}
