//! A shape with timeouts.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use pipeline::pipeline;
use pipeline_tests::known::PLAIN;
use pipeline_tests::left_out::LONG;
use pipeline_tests::of_size;
use pipeline_tests::probe::Probe;
use pipeline_tests::shape::{Facts, Size, open_stage, sink, stage};

use crate::declared::Declared;
use crate::shapes::Shape;

/// Only bodies that never end take longer.
const SOON: Duration = Duration::from_millis(1);

pub static SHAPES: [Shape; 1] = [Facts {
    name: "timeouts",
    stages: &[
        open_stage("made"),
        stage("tried", |size| size.capacity + 1),
        sink(),
    ],
    full: |size| 3 * size.capacity + 4,
    armable: |_| vec![0, 2],
    delivers: |made| (0..made[0]).filter(|&number| !is_late(number)).count(),
    ..PLAIN
}
.made(timeouts)];

fn is_late(number: usize) -> bool {
    number % 64 == 1
}

/// Some bodies time out. Faults strike others before their timeout.
fn timeouts(probe: Arc<Probe>, size: Size) -> Box<dyn Declared> {
    let [a, b, c] = probe.hands();
    macro_rules! declared {
        ($($capacity:tt)*) => {
            pipeline!(async move |ctx| {
                let made = generator($($capacity)* {
                    for number in 0..a.items() {
                        yield a.passed("made", a.item(number), ctx).await?;
                    }
                });
                let late = made
                    >> stage($($capacity)* timeout = SOON, on_error = skip, async |item| {
                        if is_late(item.number) {
                            pending::<()>().await;
                        }
                        item
                    });
                let tried = late
                    >> stage($($capacity)* timeout = LONG, async |item| {
                        b.passed("tried", item, ctx).await?
                    });
                tried >> sink(async |items| c.consumed(items, ctx).await?)
            })
        };
    }
    of_size!(size, declared)
}
