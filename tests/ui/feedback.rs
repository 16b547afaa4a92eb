//! A loop: what closes it, how much may wait in it, and how it finds its end.

use pipeline::pipeline;
use std::time::Duration;

fn says_nothing() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back);
        let (back, done) = open >> split(|n| *n > 1);
        done >> count()
    })
    .run();
}

fn says_half() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 10);
        let (back, done) = open >> split(|n| *n > 1);
        done >> count()
    })
    .run();
}

fn would_wait() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 0, full = wait);
        let (back, done) = open >> split(|n| *n > 1);
        done >> count()
    })
    .run();
}

fn no_room() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 0, full = drop);
        let (back, done) = open
            >> route(|n| {
                back(n);
                done(n)
            });
        done >> count()
    })
    .run();
}

fn no_name() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(bound = 10, full = drop);
        open >> count()
    })
    .run();
}

fn unknown_name() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(bakc, bound = 10, full = drop);
        let (back, done) = open >> split(|n| *n > 1);
        (done >> count(), back >> count())
    })
    .run();
}

fn declared_above() {
    let _ = pipeline!({
        let more = generator(3..6);
        let open = generator(0..3) >> feedback(more, bound = 10, full = drop);
        open >> count()
    })
    .run();
}

fn not_made_of_it() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(more, bound = 10, full = drop);
        let more = generator(3..6);
        open >> count()
    })
    .run();
}

fn its_own() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(open, bound = 10, full = drop);
    })
    .run();
}

fn its_own_and_read() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(open, bound = 10, full = drop);
        open >> count()
    })
    .run();
}

fn no_name_at_all() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(_, bound = 10, full = );
        open >> count()
    })
    .run();
}

fn read_elsewhere() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 10, full = drop);
        let (back, done) = open >> split(|n| *n > 1);
        (back >> count(), done >> count())
    })
    .run();
}

fn another_entry() {
    let _ = pipeline!({
        let late = generator(3..6);
        let open = generator(0..3) >> feedback(back, bound = 10, full = drop);
        let all = fan_in(open, late);
        let (back, done) = all >> split(|n| *n > 1);
        done >> count()
    })
    .run();
}

fn holds_back() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 10, full = drop);
        let (back, done) = open >> split(|n| *n > 1);
        let back = back >> batch(10) >> flatten() >> peekable() >> sorted();
        let done = done >> batch_within(10, Duration::ZERO);
        done >> count()
    })
    .run();
}

fn capacity_of_the_closing_stream() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 10, full = drop);
        let (more, done) = open >> split(|n| *n > 1);
        let back = more >> stage(capacity = 4, |n| n);
        done >> count()
    })
    .run();
}

fn capacity_that_a_method_carries_there() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 10, full = drop);
        let (more, done) = open >> split(|n| *n > 1);
        let back = more >> stage(capacity = 4, |n| n) >> inspect(|_| ());
        done >> count()
    })
    .run();
}

fn above_is_a_name() {
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(from_above, bound = 10, full = drop);
        open >> count()
    })
    .run();
}

fn main() {}
