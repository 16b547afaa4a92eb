//! Options and counts are computed before the workers start: nothing in them can leave a body, or wait.

use pipeline::pipeline;
use std::time::Duration;

fn number() -> Result<usize, std::io::Error> {
    Ok(3)
}

async fn later() -> usize {
    3
}

fn capacity() {
    let _ = pipeline!({ generator(capacity = number()?, 0..3) >> fan_out(2, |x| x) >> count() }).run();
}

fn workers() {
    let _ = pipeline!({ generator(0..3) >> fan_out(number()? + 1, |x| x) >> count() }).run();
}

fn further_attempts() {
    let _ = pipeline!({
        generator(["1"]) >> stage(on_error = retry("2".parse::<u32>()?), |x| x.parse::<u8>()?) >> count()
    })
    .run();
}

fn failures() {
    let _ = pipeline!({
        generator(["1"]) >> stage(stop_after = (number()? as u64), |x| x.parse::<u8>()?) >> count()
    })
    .run();
}

fn bound() {
    let _ = pipeline!({
        let all = generator(0..3) >> feedback(back, bound = number()?, full = fail);
        let (back, seen) = all >> split(|n| *n > 9);
        seen >> count()
    })
    .run();
}

fn batches() {
    let _ = pipeline!({
        generator(0..3) >> batch_within(number()?, Duration::from_secs(number()? as u64)) >> count()
    })
    .run();
}

fn waiting() {
    let _ = pipeline!(async {
        generator(capacity = later().await, 0..3) >> fan_out(later().await, |x| x) >> count()
    })
    .run();
}

fn returning() {
    let _ = pipeline!({ generator(capacity = return, 0..3) >> fan_out(2, |x| x) >> count() }).run();
}

fn not_in_a_closure_of_its_own() {
    let _ = pipeline!({
        generator(capacity = (|| number().ok())().map_or(3, |n| n), 0..3) >> fan_out(2, |x| x) >> count()
    })
    .run();
}

fn main() {}
