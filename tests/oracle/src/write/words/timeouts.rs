//! `timeout`, for bodies that are ready at once, after some polls, or never.
//!
//! A thread cannot be stopped in its body. There the body fails where a future would never be
//! ready.

use super::verb::{MAPS, MAY, Verb, verb};

const ANSWERS: &str = ".or_skips(usize::MAX, move |n| Ok(vec![c.answers(#1, n)?]))";

pub const TIMEOUTS: &[Verb] = &[
    verb("stage(OPTIONS move |n| c.map(#1, n))", MAPS)
        .awaited("stage(timeout = Duration::from_secs(3600), OPTIONS async move |n| { c.turn(#2).await; c.map(#1, n) })"),
    verb("fan_out(c.workers(#2), ordered, OPTIONS move |n| c.fails(#1, n)?)", MAY)
        .awaited("fan_out(c.workers(#2), ordered, timeout = Duration::from_secs(3600), OPTIONS async move |n| { c.turn(#3).await; c.fails(#1, n)? })"),
    verb("stage(on_error = skip, OPTIONS move |n| c.answers(#1, n)?)", ANSWERS)
        .awaited("stage(on_error = skip, timeout = c.patience(#2), OPTIONS async move |n| c.answer(#1, n).await)"),
    verb("fan_out(c.workers(#2), ordered, on_error = skip, OPTIONS move |n| c.answers(#1, n)?)", ANSWERS)
        .awaited("fan_out(c.workers(#2), ordered, on_error = skip, timeout = c.patience(#3), OPTIONS async move |n| c.answer(#1, n).await)"),
    verb(
        "fan_out(c.workers(#2), stop_after = c.size(#4) as u64, OPTIONS move |n| c.answers(#1, n)?)",
        ".shared_by(c.workers(#2)).or_skips(c.size(#4), move |n| Ok(vec![c.answers(#1, n)?]))",
    )
    .awaited("fan_out(c.workers(#2), stop_after = c.size(#4) as u64, timeout = c.patience(#3), OPTIONS async move |n| c.answer(#1, n).await)")
    .unordered(),
    verb(
        "stage(on_error = retry(1), OPTIONS move |n: N| c.answers(#1, n)?)",
        ".or_ends(move |n| Ok(vec![c.answers(#1, n.clone()).or_else(|_| c.answers(#1, n))?]))",
    )
    .awaited("stage(on_error = retry(1), timeout = c.patience(#2), OPTIONS async move |n: N| c.answer(#1, n).await)"),
];
