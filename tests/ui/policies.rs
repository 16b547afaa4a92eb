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

fn stops_before_the_first_failure() {
    let _ = pipeline!({
        generator(["1"]) >> stage(stop_after = 0, |n| n.parse::<u8>()?) >> count()
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

fn double(n: u8) -> u8 {
    n * 2
}

fn path_with_a_policy() {
    let _ = pipeline!({ generator(0..3_u8) >> fan_out(2, on_error = skip, double) >> count() }).run();
}

fn path_with_failures() {
    let _ = pipeline!({
        let (ok, failed) = generator(["1"]) >> stage(str::parse::<u8>);
        (ok >> count(), failed >> count())
    })
    .run();
}

fn path_with_a_policy_as_futures() {
    let _ = pipeline!(async { generator(0..3_u8) >> stage(stop_after = 3, double) >> count() }).run();
}

fn keeps_in_vain_for_nobody() {
    let _ = pipeline!({ generator(0..3) >> stage(keep, |n| n + 1) >> count() }).run();
}

fn words_with_a_value() {
    let _ = pipeline!(async {
        let paced = generator(0..3) >> throttle(even = true, 200, Duration::from_secs(1));
        paced >> fan_out(2, ordered = true, |n| n + 1) >> stage(blocking = true, |n| n) >> count()
    });
}

fn policies_without_the_options_name() {
    let _ = pipeline!({
        let a = generator(["1"]) >> stage(retry(3), |n| n.parse::<u8>()?);
        let b = a >> fan_out(2, retry(3, Duration::ZERO), |n| u8::try_from(n)?);
        let c = b >> stage(skip, |n| u8::try_from(n)?);
        let d = c >> stage(|n| u8::try_from(n)?, retry(3));
        d >> count()
    })
    .run();
}

fn retries_as_an_option() {
    let _ = pipeline!({
        let a = generator(["1"]) >> stage(retry = 3, |n| n.parse::<u8>()?);
        let b = a >> fan_out(2, retries = 3 + 1, |n| u8::try_from(n)?);
        b >> count()
    })
    .run();
}

fn named_workers() {
    let _ = pipeline!({
        let a = generator(0..3) >> fan_out(workers = 4, |n| n + 1);
        let b = a >> fan_out(capacity = 8, threads = 2 + 2, |n| n + 1);
        b >> count()
    })
    .run();
}

fn no_workers() {
    let _ = pipeline!({ generator(0..3) >> fan_out(ordered, capacity = 3, |n| n + 1) >> count() }).run();
}

fn no_workers_before_a_body() {
    let _ = pipeline!({ generator(0..3) >> fan_out(ordered, |n| n + 1) >> count() }).run();
}

fn no_workers_behind_an_option() {
    let _ = pipeline!({ generator(0..3) >> fan_out(capacity = 3, |n| n + 1) >> count() }).run();
}

fn option_before_the_workers() {
    let _ = pipeline!({ generator(0..3) >> fan_out(capacity = 3, ordered, 4, |n| n + 1) >> count() }).run();
}

fn option_of_a_method() {
    let _ = pipeline!({ generator(0..3) >> map(capacity = 8, |n| n + 1) >> count() }).run();
}

fn word_before_the_workers() {
    let _ = pipeline!({ generator(0..3) >> fan_out(ordered, 4, |n| n + 1) >> count() }).run();
}

/// What is right elsewhere gets no message.
fn words_beside_a_mistake() {
    let _ = pipeline!({
        let paced = generator(["1"]) >> throttle(even, 200, Duration::from_secs(1));
        let tried = paced >> stage(on_error = skip, |n| n.parse::<u8>()?);
        tried >> fan_out(2, onerror = skip, |n: u8| u8::try_from(n)?) >> count()
    })
    .run();
}

fn main() {}
