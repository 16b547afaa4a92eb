//! Streams of one fork that meet: the fork would wait for the verb, and the verb for the fork.

use pipeline::pipeline;

fn copies_one_after_the_other() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let b = b >> map(|n| n + 1);
        concat(a, b) >> count()
    })
    .run();
}

fn copies_in_another_order() {
    let _ = pipeline!({
        let (a, b, c) = generator(0..3) >> tee();
        let other = generator(0..3);
        let all = concat(c, other, a);
        (all >> count(), b >> count())
    })
    .run();
}

#[deny(deprecated)]
fn sides() {
    let _ = pipeline!({
        let (small, large) = generator(0..3) >> split(|n| *n < 2);
        concat(small, large) >> count()
    })
    .run();
}

#[deny(deprecated)]
fn failures() {
    let _ = pipeline!({
        let (ok, failed) = generator(["1"]) >> stage(|text| text.parse::<u32>()?);
        let ok = ok >> map(|n| n.to_string());
        let failed = failed >> map(|failure| failure.to_string());
        concat(ok, failed) >> count()
    })
    .run();
}

#[deny(deprecated)]
fn sorted_sides() {
    let _ = pipeline!({
        let (odd, even) = generator(0..3) >> split(|n| n % 2 == 1);
        merge_by(odd, even, |x, y| x.cmp(y)) >> count()
    })
    .run();
}

#[deny(deprecated)]
fn sorted_copies() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let b = b >> filter(|n| n % 2 == 1);
        merge_by(a, b, |x, y| x.cmp(y)) >> count()
    })
    .run();
}

fn a_rendezvous() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee(capacity = 0);
        merge_by(b, a, |x, y| x.cmp(y)) >> count()
    })
    .run();
}

fn no_order() {
    let _ = pipeline!({
        let a = generator(0..3) >> fan_out(2, |n| n);
        let b = generator(0..3);
        merge_by(a, b, |x, y| x.cmp(y)) >> count()
    })
    .run();
}

fn in_a_loop() {
    let _ = pipeline!({
        let open = generator([9]) >> feedback(back, bound = 9, full = fail);
        let (a, b) = open >> split(|n| n % 2 == 1);
        let both = concat(a, b);
        let (back, out) = both >> split(|n| *n > 2);
        out >> count()
    })
    .run();
}

fn sorted_in_a_loop() {
    let _ = pipeline!({
        let open = generator([9]) >> feedback(back, bound = 9, full = fail);
        let (a, b) = open >> split(|n| n % 2 == 1);
        let both = merge_by(a, b, |x, y| x.cmp(y));
        let (back, out) = both >> split(|n| *n > 2);
        out >> count()
    })
    .run();
}

fn past_a_feedback() {
    let _ = pipeline!({
        let open = generator([9]) >> feedback(back, bound = 9, full = fail);
        let other = generator(0..3);
        let met = fan_in(other, open, prefer);
        let (back, out) = met >> split(|n| *n > 2);
        out >> count()
    })
    .run();
}

fn allowed() {
    let _ = pipeline!({
        let (small, large) = generator(0..3) >> split(|n| *n < 2);
        let (odd, even) = generator(0..3) >> split(|n| n % 2 == 1);
        let all = concat(small, large, allow = deadlock);
        let sorted = merge_by(odd, even, allow = deadlock, |x, y| x.cmp(y));
        (all >> count(), sorted >> count())
    })
    .run();
}

fn main() {}
