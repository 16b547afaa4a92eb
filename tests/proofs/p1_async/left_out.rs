//! Shapes that leave items out.

use std::sync::Arc;
use std::time::Duration;

use pipeline::pipeline;
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::Size;
use pipeline_tests::{left_out, of_size};

use crate::declared::Declared;
use crate::shapes::Shape;

pub static SHAPES: [Shape; 6] = [
    left_out::DEBOUNCE.made(debounce),
    left_out::SAMPLE.made(sample),
    left_out::DROP_NEWEST.made(drop_newest),
    left_out::DROP_OLDEST.made(drop_oldest),
    left_out::MERGE.made(merge),
    left_out::LOSSY_TEE.made(lossy_tee),
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
    (@ $probe:ident, [$($capacity:tt)*], [$($made:tt)*], $($methods:tt)*) => {{
        let [a, b, c] = $probe.hands();
        Box::new(pipeline!(async move |ctx| {
            let made = generator($($made)* {
                for number in 0..a.items() {
                    yield a.passed("made", a.item(number), ctx).await?;
                }
            });
            let passed = made $($methods)*
                >> stage($($capacity)* async |item| {
                    b.passed("passed", item, ctx).await?
                });
            passed >> sink(async |items| c.consumed(items, ctx).await?)
        }))
    }};
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
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let (work, view) = made >> tee(capacity = most, full = drop_oldest(view));
                let shown = view >> stage(async |item| b.passed("shown", item, ctx).await?);
                fan_in(work, shown, $($capacity)*)
                    >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}
