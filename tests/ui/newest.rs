//! `debounce` and `sample`: what they take.

use std::time::Duration;

use pipeline::pipeline;

fn nothing() {
    let _ = pipeline!({
        let a = generator(0..3) >> debounce();
        let b = generator(0..3) >> sample();
        (a >> count(), b >> count())
    })
    .run();
}

fn too_much() {
    let _ = pipeline!({
        let a = generator(0..3) >> debounce(3, Duration::ZERO);
        let b = generator(0..3) >> sample(capacity = 3, Duration::ZERO);
        (a >> count(), b >> count())
    })
    .run();
}

fn time() -> Result<Duration, std::fmt::Error> {
    Ok(Duration::ZERO)
}

fn leaving() {
    let _ = pipeline!({ generator(0..3) >> debounce(time()?) >> count() }).run();
}

fn numbers() {
    let _ = pipeline!({ generator(0..3) >> debounce(100) >> count() }).run();
    let _ = pipeline!(async { generator(0..3) >> sample(2) >> count() }).run();
}

fn at_the_head() {
    let _ = pipeline!({
        let a = debounce(Duration::ZERO);
        a >> count()
    })
    .run();
}

fn misspelt() {
    let _ = pipeline!({ generator(0..3) >> debouce(Duration::ZERO) >> count() }).run();
}

fn between_a_tee_and_its_zip() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let a = a >> sample(Duration::ZERO);
        zip(a, b) >> count()
    })
    .run();
}

fn main() {}
