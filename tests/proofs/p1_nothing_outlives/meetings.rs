//! Shapes that join several streams in one stage.

use std::sync::Arc;

use pipeline::pipeline;
use pipeline_tests::joined::{self, ENOUGH};
use pipeline_tests::known::B;
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::Size;

use crate::declared::Declared;
use crate::shapes::Shape;

pub static SHAPES: [Shape; 4] = [
    joined::CONCAT.made(concat),
    joined::MERGE_BY.made(merge_by),
    joined::PREFER.made(prefer),
    joined::LATEST.made(latest),
];

/// A pipeline that joins two streams as the last argument says. The first stream has at most
/// `$most` items.
macro_rules! meeting {
    ($probe:ident, $size:ident, $most:expr, |$a:ident, $b:ident| $($meeting:tt)*) => {
        match $size.named() {
            Some(capacity) => meeting!(@ $probe, [capacity = capacity,], $most, $a, $b, $($meeting)*),
            None => meeting!(@ $probe, [], $most, $a, $b, $($meeting)*),
        }
    };
    (@ $probe:ident, [$($capacity:tt)*], $most:expr, $a:ident, $b:ident, $($meeting:tt)*) => {
        Box::new(pipeline!(move |ctx| {
            let $a = generator($($capacity)* {
                for number in 0..$probe.items().min($most) {
                    yield $probe.pass("a", $probe.item(number), ctx)?;
                }
            });
            let $b = generator($($capacity)* {
                for number in 0..$probe.items() {
                    yield $probe.pass("b", $probe.item(B + number), ctx)?;
                }
            });
            let passed = $($meeting)*
                >> stage($($capacity)* |item| {
                    $probe.pass("passed", item, ctx)?
                });
            passed >> sink(|items| $probe.consume(items, ctx)?)
        }))
    };
}

fn concat(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    meeting!(probe, size, ENOUGH, |a, b| concat(a, b))
}

fn merge_by(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    meeting!(probe, size, usize::MAX, |a, b| merge_by(a, b, |x, y| (x
        .number
        % B)
        .cmp(&(y.number % B))))
}

fn prefer(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    meeting!(probe, size, ENOUGH, |a, b| fan_in(a, b, prefer))
}

fn latest(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    meeting!(probe, size, usize::MAX, |a, b| latest(a, b)
        >> map(|(newest, _)| newest))
}
