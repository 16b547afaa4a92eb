//! Batches and throttles: what they take.

use pipeline::pipeline;
use std::time::Duration;

fn nothing() {
    let _ = pipeline!({
        let a = generator(0..3) >> batch();
        let b = generator(0..3) >> batch_within(3);
        let c = generator(0..3) >> throttle(3);
        (a >> count(), b >> count(), c >> count())
    })
    .run();
}

fn zero() {
    let _ = pipeline!({
        let a = generator(0..3) >> batch(0);
        let b = generator(0..3) >> batch_within(0, Duration::ZERO);
        let c = generator(0..3) >> throttle(0, Duration::ZERO);
        (a >> count(), b >> count(), c >> count())
    })
    .run();
}

fn too_much() {
    let _ = pipeline!({
        let a = generator(0..3) >> batch(3, 4);
        let b = generator(0..3) >> batch(capacity = 3, 4);
        (a >> count(), b >> count())
    })
    .run();
}

fn even() {
    let _ = pipeline!({
        let a = generator(0..3) >> throttle(3, even, Duration::ZERO);
        let b = generator(0..3) >> throttle(3, Duration::ZERO, even);
        let c = generator(0..3) >> throttle(even = true, 3, Duration::ZERO);
        let d = generator(0..3) >> throttle(even, 0, Duration::ZERO);
        (a >> count(), b >> count(), c >> count(), d >> count())
    })
    .run();
}

fn even_without_a_time() {
    let _ = pipeline!({ generator(0..3) >> throttle(even, 10) >> count() }).run();
}

fn at_the_head() {
    let _ = pipeline!({ batch(3) >> count() }).run();
}

const SIZE: usize = 3;

fn number_and_time_swapped() {
    let _ = pipeline!({
        let a = generator(0..3) >> batch_within(Duration::from_millis(1), 10);
        let b = generator(0..3) >> batch_within(10, 10);
        let c = generator(0..3) >> throttle(Duration::from_secs(1), 10);
        let d = generator(0..3) >> batch_within(SIZE, 100);
        (a >> count(), b >> count(), c >> count(), d >> count())
    })
    .run();
}

fn main() {}
