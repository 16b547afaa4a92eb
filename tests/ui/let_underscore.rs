//! A stream without a name would have no reader.

use pipeline::pipeline;

fn alone() {
    let _ = pipeline!({
        let _ = generator(0..3);
    })
    .run();
}

fn for_failures() {
    let _ = pipeline!({
        let (ok, _) = generator(["1"]) >> stage(|text| text.parse::<u32>()?);
        ok >> count()
    })
    .run();
}

fn for_failures_of_a_policy() {
    let _ = pipeline!({
        let (ok, _) = generator(["1"]) >> fan_out(2, on_error = retry(3), |text| text.parse::<u32>()?);
        ok >> count()
    })
    .run();
}

fn for_a_branch() {
    let _ = pipeline!({
        let (even, _) = generator(0..3) >> split(|n| n % 2 == 0);
        even >> count()
    })
    .run();
}

fn main() {}
