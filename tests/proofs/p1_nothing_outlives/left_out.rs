//! Shapes that leave items out.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use pipeline::pipeline;
use pipeline_tests::left_out::{self, LONG};
use pipeline_tests::of_size;
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::Size;

use crate::declared::Declared;
use crate::shapes::Shape;

pub static SHAPES: [Shape; 8] = [
    left_out::DEBOUNCE.made(debounce),
    left_out::SAMPLE.made(sample),
    left_out::DROP_NEWEST.made(drop_newest),
    left_out::DROP_OLDEST.made(drop_oldest),
    left_out::MERGE.made(merge),
    left_out::LOSSY_TEE.made(lossy_tee),
    left_out::DEBOUNCE_WAITS.made(debounce_waits),
    left_out::SAMPLE_WAITS.made(sample_waits),
];

/// A pipeline with one stage. The generator has the options in brackets, or the usual ones for `_`.
/// The methods before the stage follow.
macro_rules! line {
    ($probe:ident, $size:ident, $made:tt $($methods:tt)*) => {
        match $size.named() {
            Some(capacity) => line!(@ $probe, [capacity = capacity,], $made, $($methods)*),
            None => line!(@ $probe, [], $made, $($methods)*),
        }
    };
    (@ $probe:ident, $capacity:tt, _, $($methods:tt)*) => {
        line!(@ $probe, $capacity, $capacity, $($methods)*)
    };
    (@ $probe:ident, [$($capacity:tt)*], [$($made:tt)*], $($methods:tt)*) => {
        Box::new(pipeline!(move |ctx| {
            let made = generator($($made)* {
                for number in 0..$probe.items() {
                    // The generator may never wait, so it yields to the other threads.
                    thread::yield_now();
                    yield $probe.pass("made", $probe.item(number), ctx)?;
                }
            });
            let passed = made $($methods)*
                >> stage($($capacity)* |item| {
                    $probe.pass("passed", item, ctx)?
                });
            passed >> sink(|items| $probe.consume(items, ctx)?)
        }))
    };
}

fn debounce(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    line!(probe, size, _ >> debounce(Duration::ZERO))
}

/// The period is over before the next item arrives.
fn sample(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    line!(probe, size, _ >> sample(Duration::from_nanos(1)))
}

fn drop_newest(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let most = size.capacity.max(1);
    line!(probe, size, [capacity = most, full = drop_newest,])
}

fn drop_oldest(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let most = size.capacity.max(1);
    line!(probe, size, [capacity = most, full = drop_oldest,])
}

fn merge(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let most = size.capacity.max(1);
    line!(
        probe,
        size,
        [capacity = most, full = merge(|_, newest| newest),]
    )
}

fn lossy_tee(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let most = size.capacity.max(1);
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..probe.items() {
                        yield probe.pass("made", probe.item(number), ctx)?;
                    }
                });
                let (work, view) = made >> tee(capacity = most, full = drop_oldest(view));
                let shown = view >> stage(|item| probe.pass("shown", item, ctx)?);
                fan_in(work, shown, $($capacity)*)
                    >> sink(|items| probe.consume(items, ctx)?)
            })
        };
    }
    of_size!(size, declared)
}

/// The sink gets no item before the end.
fn debounce_waits(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    line!(
        probe,
        size,
        _ >> inspect(|item| drop(probe.fail_at(1, item))) >> debounce(LONG)
    )
}

fn sample_waits(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    line!(
        probe,
        size,
        _ >> inspect(|item| drop(probe.fail_at(1, item))) >> sample(LONG)
    )
}
