//! The shapes of pipelines, each declared once for threads and futures.

use std::time::Duration;

use pipeline::{AsyncPipeline, Pipeline, pipeline};

use crate::parcel::Parcel;
use crate::plan::{Plan, Struck};

/// A name, and the functions that make the pipeline for each engine.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) threads: fn(Plan) -> Pipeline<'static, usize>,
    pub(crate) futures: fn(Plan) -> AsyncPipeline<'static, usize>,
}

/// Functions that bodies call on threads.
mod at_once {
    pub(super) fn turn() {}
}

/// Functions that bodies call in async pipelines.
mod in_time {
    pub(super) async fn turn() {
        pipeline_tests::yields(1).await;
    }
}

/// Fails for some items, each time that it is tried.
fn refuse(parcel: Parcel) -> Result<Parcel, Struck> {
    if parcel.number % 8 == 3 {
        return Err(Struck);
    }
    Ok(parcel)
}

/// Declares every shape, with `async` and `.await` where bodies wait, or without.
macro_rules! declare {
    ($Pipeline:ident {$($header:tt)*} {$($async:tt)*} {$($await:tt)*} $by:ident) => {
        pub(super) fn linear(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let made = generator(plan.items());
                let passed = made >> stage($($async)* |parcel| {
                    $by::turn() $($await)*;
                    plan.pass(parcel, ctx)?
                });
                passed >> stage(|parcel| parcel)
                    >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn fan_out(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let made = generator(capacity = 2, plan.items());
                let passed = made >> fan_out(3, $($async)* |parcel| {
                    $by::turn() $($await)*;
                    plan.pass(parcel, ctx)?
                });
                passed >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn ordered(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let made = generator(plan.items());
                let passed = made >> fan_out(3, ordered, $($async)* |parcel| {
                    $by::turn() $($await)*;
                    plan.pass(parcel, ctx)?
                });
                passed >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn fan_in(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let even = generator(plan.items()) >> filter(|parcel| parcel.number % 2 == 0);
                let odd = generator(plan.items()) >> filter(|parcel| parcel.number % 2 == 1);
                let all = fan_in(even, odd, capacity = 0);
                let passed = all >> stage($($async)* |parcel| {
                    $by::turn() $($await)*;
                    plan.pass(parcel, ctx)?
                });
                passed >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn diamond(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let (left, right) = generator(plan.items()) >> tee();
                let left = left >> stage($($async)* |parcel| {
                    $by::turn() $($await)*;
                    plan.pass(parcel, ctx)?
                });
                let right = right >> stage(|parcel| parcel);
                zip(left, right) >> map(|(left, _)| left)
                    >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn split(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let (even, odd) = generator(plan.items()) >> split(|parcel| parcel.number % 2 == 0);
                let even = even >> stage($($async)* |parcel| {
                    $by::turn() $($await)*;
                    plan.pass(parcel, ctx)?
                });
                let odd = odd >> fan_out(2, |parcel| plan.pass(parcel, ctx)?);
                fan_in(even, odd) >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn route(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let (boxed, plain) = generator(plan.items()) >> route($($async)* |parcel| {
                    let parcel = plan.pass(parcel, ctx)?;
                    if parcel.number % 3 == 0 {
                        boxed(Box::new(parcel)) $($await)*;
                    } else {
                        plain(parcel) $($await)*;
                    }
                });
                let boxed = boxed >> stage(|parcel| *parcel);
                fan_in(boxed, plain) >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn feedback(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let made = generator(plan.items()) >> map(|parcel| (parcel, 0));
                let open = made >> feedback(again, bound = 10_000, full = fail);
                let stepped = open >> fan_out(2, $($async)* |(parcel, round)| {
                    $by::turn() $($await)*;
                    (plan.pass(parcel, ctx)?, round + 1)
                });
                let (again, done) = stepped >> split(|&(_, round): &(Parcel, u32)| round < 3);
                done >> map(|(parcel, _)| parcel)
                    >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn nested(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let made = generator(plan.items());
                let passed = made >> stage($($async)* |parcel| {
                    let inner = pipeline!($($async)* {
                        let passed = generator(Some(parcel))
                            >> fan_out(2, |parcel| plan.pass(parcel, ctx)?);
                        passed >> last()
                    });
                    inner.run() $($await)* ?.expect("it gives its item")
                });
                passed >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn batches(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let made = generator(plan.items()) >> throttle(50, Duration::from_micros(50));
                let passed = made >> batch(4) >> flatten() >> stage($($async)* |parcel| {
                    $by::turn() $($await)*;
                    plan.pass(parcel, ctx)?
                });
                passed >> batch_within(3, Duration::from_micros(50)) >> flatten()
                    >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }

        pub(super) fn dead_letters(plan: Plan) -> $Pipeline<'static, usize> {
            pipeline!($($header)* |ctx| {
                let made = generator(plan.items());
                let (kept, refused) = made
                    >> fan_out(2, on_error = retry(1, Duration::from_micros(20)), $($async)* |parcel| {
                        $by::turn() $($await)*;
                        refuse(parcel)?
                    });
                let kept = kept >> stage(|parcel| plan.pass(parcel, ctx)?);
                let refused = refused >> map(|_| Parcel::new(0));
                fan_in(kept, refused) >> take(plan.most()) >> inspect(Parcel::arrive) >> count()
            })
        }
    };
}

mod threads {
    use super::{Duration, Parcel, Pipeline, Plan, at_once, pipeline, refuse};

    declare!(Pipeline {move} {} {} at_once);
}

mod futures {
    use super::{AsyncPipeline, Duration, Parcel, Plan, in_time, pipeline, refuse};

    declare!(AsyncPipeline {async move} {async} {.await} in_time);
}

macro_rules! both {
    ($($name:ident)*) => {
        &[$(Shape {
            name: stringify!($name),
            threads: threads::$name,
            futures: futures::$name,
        }),*]
    };
}

pub(crate) const SHAPES: &[Shape] = both!(
    linear fan_out ordered fan_in diamond split route feedback nested batches dead_letters
);
