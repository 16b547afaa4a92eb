//! Branches that are zipped again: what would deadlock is an error, what might is a warning.

#![deny(deprecated)]

use pipeline::pipeline;

trait Sparse: Iterator + Sized {
    fn sparse(self) -> std::iter::StepBy<Self> {
        self.step_by(2)
    }
}

impl<I: Iterator> Sparse for I {}

fn rendezvous_in_the_wrong_order() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee(capacity = 0);
        zip(b, a) >> count()
    })
    .run();
}

fn rendezvous_behind_a_stage() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee(capacity = 0);
        let b = b >> stage(|n| n);
        zip(b, a) >> count()
    })
    .run();
}

fn batches() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee(capacity = 4);
        let a = a >> batch(10);
        zip(a, b) >> count()
    })
    .run();
}

fn repeats_that_are_dropped() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee(capacity = 4);
        let a = a >> distinct();
        zip(a, b) >> count()
    })
    .run();
}

fn a_route_that_chooses() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> route(|n| if n > 1 { a(n) } else { b(n) });
        zip(a, b) >> count()
    })
    .run();
}

fn a_route_that_may_leave() {
    let _ = pipeline!({
        let (a, b) = generator(0..3)
            >> route(|n| {
                a(n);
                if n > 1 {
                    return;
                }
                b(n);
            });
        zip(a, b) >> count()
    })
    .run();
}

fn merged_in_between() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let (even, odd) = a >> split(|n| n % 2 == 0);
        let a = fan_in(even, odd);
        zip(a, b) >> count()
    })
    .run();
}

fn an_unknown_method() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let a = a >> sparse();
        zip(a, b) >> count()
    })
    .run();
}

fn a_split_on_the_way() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let (x, y) = b >> split(|n| n % 2 == 0);
        (zip(a, x) >> count(), y >> count())
    })
    .run();
}

fn a_route_on_the_way() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let (x, y) = b >> route(|n| if n > 1 { x(n) } else { y(n) });
        (zip(a, x) >> count(), y >> count())
    })
    .run();
}

fn what_succeeded_and_what_failed() {
    let _ = pipeline!({
        let (ok, failed) = generator(0..3) >> stage(|n: i32| u8::try_from(n)?);
        zip(ok, failed) >> count()
    })
    .run();
}

fn a_route_without_room() {
    let _ = pipeline!({
        let (a, b) = generator(0..3)
            >> route(capacity = 0, |n| {
                a(n);
                b(n);
            });
        zip(b, a) >> count()
    })
    .run();
}

fn two_of_one_loop() {
    let _ = pipeline!({
        let a = generator(0..3) >> feedback(x, bound = 9, full = fail);
        let b = generator(0..1) >> feedback(y, bound = 9, full = fail);
        let (x, y) = zip(a, b)
            >> route(|(a, b)| {
                x(a);
                y(b);
            });
    })
    .run();
}

fn a_capacity_that_a_method_carries_into_a_fan_in() {
    let _ = pipeline!({
        let a = generator(capacity = 1, 0..3) >> inspect(|_| ());
        let b = generator(0..3);
        fan_in(a, b) >> count()
    })
    .run();
}

fn not_an_allowance() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        zip(a, b, allow = everything) >> count()
    })
    .run();
}

fn main() {}
