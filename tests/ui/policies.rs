//! What to do about failures is said once, of bodies that can fail.

use std::time::Duration;

use pipeline::pipeline;

fn cannot_fail() {
    let _ = pipeline!({ generator(0..3) >> stage(on_error = skip, |n| n + 1) >> count() }).run();
}

fn unknown_policy() {
    let _ = pipeline!({ generator(["1"]) >> stage(on_error = ignore, |n| n.parse::<u8>()?) >> count() }).run();
}

fn policy_with_too_much() {
    let _ = pipeline!({
        generator(["1"]) >> stage(on_error = retry(2, |_| Duration::ZERO, |_| true, 3), |n| n.parse::<u8>()?) >> count()
    })
    .run();
}

fn policy_with_a_semicolon() {
    let _ = pipeline!({
        generator(["1"]) >> stage(on_error = retry(2; |_| Duration::ZERO), |n| n.parse::<u8>()?) >> count()
    })
    .run();
}

fn yields() {
    let _ = pipeline!({
        generator(["1"]) >> stage(on_error = retry(3), |n| { yield n.parse::<u8>()?; }) >> count()
    })
    .run();
}

fn stops_twice() {
    let _ = pipeline!({
        generator(["1"]) >> stage(on_error = stop, stop_after = 3, |n| n.parse::<u8>()?) >> count()
    })
    .run();
}

fn goes_two_ways() {
    let _ = pipeline!({
        let (ok, failed) = generator(["1"]) >> stage(on_error = skip, |n| n.parse::<u8>()?);
        (ok >> count(), failed >> count())
    })
    .run();
}

fn keeps_for_nobody() {
    let _ = pipeline!({ generator(["1"]) >> stage(keep, |n| n.parse::<u8>()?) >> count() }).run();
}

fn keeps_what_cannot_fail() {
    let _ = pipeline!({
        let (ok, failed) = generator(["1"]) >> stage(keep, |n| n);
        (ok >> count(), failed >> count())
    })
    .run();
}

fn keeps_where_nothing_fails() {
    let _ = pipeline!({
        let (yes, no) = generator(["1"]) >> split(keep, |n| n.is_empty());
        (yes >> count(), no >> count())
    })
    .run();
}

fn keeps_with_a_value() {
    let _ = pipeline!({
        let (ok, failed) = generator(["1"]) >> stage(keep = true, |n| n.parse::<u8>()?);
        (ok >> count(), failed >> count())
    })
    .run();
}

fn ordered_stage() {
    let _ = pipeline!({ generator(0..3) >> stage(ordered, |n| n + 1) >> count() }).run();
}

fn main() {}
