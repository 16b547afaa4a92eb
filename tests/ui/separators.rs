//! A missing, an extra or a wrong mark between arguments: the message is about the mark, and
//! nothing else is reported.

use pipeline::pipeline;
use std::time::Duration;

fn no_comma_before_the_body() {
    let _ = pipeline!({ generator(0..3) >> fan_out(4 |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(4, capacity = 8 |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(name = "add" |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(4, ordered |n| n + 1) >> count() });
    let _ = pipeline!({ generator(["1"]) >> stage(on_error = skip |n| n.parse::<u8>()?) >> count() });
}

fn no_comma_between_options() {
    let _ = pipeline!({ generator(0..3) >> fan_out(4, ordered capacity = 8, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(capacity = 8 name = "add", |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(4 capacity = 8, |n| n + 1) >> count() });
    let _ = pipeline!({
        generator(["1"]) >> stage(on_error = retry(3 Duration::ZERO), |n| n.parse::<u8>()?) >> count()
    });
}

fn no_comma_between_values() {
    let _ = pipeline!({ generator(0..3) >> fan_out(4 4, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> throttle(3 Duration::ZERO) >> count() });
    let _ = pipeline!({ generator(capacity = 8 0..3) >> count() });
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        fan_in(a, b, capacity = 3 3) >> count()
    });
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        merge_by(a, b |x, y| x.cmp(y)) >> count()
    });
}

// All of this is Rust, without a missing comma.
fn values_of_several_words() {
    let (a, b) = (3, 4);
    let _ = pipeline!({
        let all = generator(capacity = if a > b { 3 } else { 4 }, 0..3);
        let some = all >> stage(capacity = b as usize, |n| n + 1);
        let others = some >> stage(capacity = unsafe { a } + 1, |n: &'static str| n);
        others >> fan_out(match a { 3 => 4, _ => 5 }, capcity = 3, |n| n) >> count()
    });
}

fn two_commas() {
    let _ = pipeline!({ generator(0..3) >> fan_out(4,, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(4, , capacity = 8, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + 1,,) >> count() });
    let _ = pipeline!({ generator(0..3) >> fold(0,, |sum, n| sum + n) });
    let _ = pipeline!({
        let (a,, b) = generator(0..3) >> tee();
        fan_in(a,, b) >> count()
    });
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        (a >> count(),, b >> count())
    });
}

fn other_marks_between_arguments() {
    let _ = pipeline!({ generator(0..3) >> fan_out(4; |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(4, capacity = 8; |n| n + 1) >> count() });
}

fn other_marks_than_equals() {
    let _ = pipeline!({ generator(0..3) >> stage(capacity: 3, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(capacity 3, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(capacity == 3, |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(capacity(3), |n| n + 1) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(name: "add", |n| n + 1) >> count() });
    let _ = pipeline!({ generator(["1"]) >> stage(on_error: skip, |n| n.parse::<u8>()?) >> count() });
    let _ = pipeline!({ generator(["1"]) >> stage(on_error(skip), |n| n.parse::<u8>()?) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(4, ordered: true, |n| n + 1) >> count() });
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee(capacity: 3);
        fan_in(a, b, capacity: 3) >> count()
    });
}

fn main() {}
