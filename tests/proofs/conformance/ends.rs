//! Every policy, and every way to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pipeline::{Context, pipeline};
use pipeline_tests::Watchdog;

use crate::{at_once, by_every_engine, in_time, same, same_outcome};

const FULL: &str = "Some(\"again+passed\"): stage `again+passed` fed back more than the 10 items that \
                    may wait for `open`";

#[test]
fn an_error_that_is_skipped() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..60_u64) >> stage(on_error = skip, $($body)* |n| {
                    $by::turn() $($wait)*;
                    if n % 3 == 0 { Err("refused")? } else { n }
                });
                made >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(40));
}

#[test]
fn dead_letters() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (kept, failed) = generator(0..60_u64) >> stage(name = "tried", $($body)* |n| {
                    $by::turn() $($wait)*;
                    if n % 3 == 0 { Err(n.to_string())? } else { n }
                });
                let failed = failed >> map(|failure| format!("{}: {}", failure.stage, failure.cause));
                (kept >> count(), failed >> last())
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((40, Some("tried: 57".to_owned())))
    );
}

#[test]
fn a_retry_that_does_it() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..20_u64) >> stage(on_error = retry(2), {
                    let mut attempts = 0;
                    $($body)* move |n| {
                        attempts += 1;
                        $by::turn() $($wait)*;
                        if attempts % 3 != 0 { Err("not yet")? } else { n }
                    }
                });
                made >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((0..20).collect()));
}

#[test]
fn a_retry_with_a_backoff() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..5_u64) >> stage(
                    on_error = retry(1, |attempt| attempt * Duration::from_nanos(1)),
                    {
                        let mut attempts = 0;
                        $($body)* move |n| {
                            attempts += 1;
                            $by::turn() $($wait)*;
                            if attempts % 2 != 0 { Err("not yet")? } else { n }
                        }
                    },
                );
                made >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(5));
}

#[test]
fn a_retry_in_vain_with_a_dead_letter() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (kept, failed) = generator(0..5_u64) >> stage(on_error = retry(2), $($body)* |n| {
                    $by::turn() $($wait)*;
                    if n == 3 { Err("never")? } else { n }
                });
                (kept >> count(), failed >> count())
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((4, 1)));
}

#[test]
fn a_retry_where_the_error_is_worth_it() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (kept, failed) = generator(0..5_u64) >> stage(
                    on_error = retry(3, Duration::ZERO, |error| error.to_string() != "2"),
                    {
                        let mut attempts = 0;
                        $($body)* move |n| {
                            attempts += 1;
                            $by::turn() $($wait)*;
                            if n == 2 || (n == 3 && attempts < 7) { Err(n.to_string())? } else { n }
                        }
                    },
                );
                (kept >> collect::<Vec<_>>(), failed >> map(|failure| failure.to_string()) >> collect::<Vec<_>>())
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((
            vec![0, 1, 3, 4],
            vec!["stage `kept+failed` failed: 2".to_owned()]
        ))
    );
}

/// Counts its clones.
#[derive(Default)]
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn clones(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        self.0.fetch_add(1, Ordering::Relaxed);
        Counted(Arc::clone(&self.0))
    }
}

#[test]
fn nothing_is_cloned_where_no_attempt_can_follow() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (kept, failed) = generator([Counted::default()]) >> stage(on_error = retry(2), $($body)* |item| {
                    $by::turn() $($wait)*;
                    Err::<(), _>(item.clones().to_string())?
                });
                (kept >> count(), failed >> map(|failure| failure.cause.to_string()) >> last())
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((0, Some("2".to_owned())))
    );
}

#[test]
fn a_failure_keeps_its_item() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let items = generator({
                    for _ in 0..3 { yield Counted::default(); }
                });
                let (kept, failed) = items >> stage(keep, on_error = retry(1), $($body)* |item| {
                    $by::turn() $($wait)*;
                    let _: Counted = item;
                    Err::<(), _>("never")?
                });
                (kept >> count(), failed >> map(|failure| failure.item.clones()) >> collect::<Vec<_>>())
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok((0, vec![2; 3])));
}

#[test]
fn failures_of_an_ordered_fan_out_come_in_its_order() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (kept, failed) = generator(0..2000_u64) >> fan_out(4, ordered, keep, $($body)* |n| {
                    if n % 7 == 0 { $by::turn() $($wait)*; }
                    if n % 3 == 0 { n } else { Err("no")? }
                });
                (kept >> collect::<Vec<_>>(), failed >> map(|failure| failure.item) >> collect::<Vec<_>>())
            })
        };
    }
    let (failed, kept) = (0..2000).partition(|n| n % 3 != 0);
    assert_eq!(same(by_every_engine!(declared)), Ok((kept, failed)));
}

/// Without `keep`, the items in a worker's local queue take another path through the code.
#[test]
fn causes_of_an_ordered_fan_out_come_in_its_order() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (kept, failed) = generator(0..5000_u64) >> fan_out(3, ordered, $($body)* |n| {
                    if n % 17 == 0 { $by::turn() $($wait)*; }
                    if n % 5 == 0 { Err(n.to_string())? } else { n }
                });
                (kept >> sum::<u64>(), failed >> map(|failure| failure.cause.to_string()) >> collect::<Vec<_>>())
            })
        };
    }
    let failed: Vec<_> = (0..5000).step_by(5).map(|n| n.to_string()).collect();
    let kept = (0..5000).filter(|n| n % 5 != 0).sum();
    assert_eq!(same(by_every_engine!(declared)), Ok((kept, failed)));
}

/// An item that yields and then fails keeps its place in the order of both streams.
#[test]
fn an_ordered_fan_out_that_yields_and_fails_keeps_both_in_order() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (kept, failed) = generator(0..500_u64) >> fan_out(4, ordered, keep, $($body)* |n| {
                    for part in 0..n % 100 { yield n * 100 + part; }
                    if n % 7 == 0 { $by::turn() $($wait)*; }
                    if n % 2 == 0 { Err("even")?; }
                });
                (kept >> collect::<Vec<_>>(), failed >> map(|failure| failure.item) >> collect::<Vec<_>>())
            })
        };
    }
    let kept = (0..500_u64).flat_map(|n| (0..n % 100).map(move |part| n * 100 + part));
    let failed = (0..500).step_by(2);
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((kept.collect(), failed.collect()))
    );
}

#[test]
fn stop_after() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..) >> stage(stop_after = 3, $($body)* |n: u64| {
                    $by::turn() $($wait)*;
                    if n % 2 == 0 { Err(n.to_string())? } else { n }
                });
                made >> count()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("Some(\"made\"): stage `made` failed: 4".to_owned())
    );
}

#[test]
fn the_first_error() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..) >> stage(name = "tried", $($body)* |n: u64| {
                    $by::turn() $($wait)*;
                    if n == 20 { Err(n.to_string())? } else { n }
                });
                made >> stage(|n| n) >> count()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("Some(\"tried\"): stage `tried` failed: 20".to_owned())
    );
}

#[test]
fn an_error_of_a_generator() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator({
                    yield 1;
                    $by::turn() $($wait)*;
                    Err("no more")?;
                });
                made >> count()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("Some(\"made\"): stage `made` failed: no more".to_owned())
    );
}

#[test]
fn an_error_of_a_sink() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..) >> stage($($body)* |n: u64| n);
                made >> sink($($body)* |mut items| {
                    let _ = items.next() $($wait)*;
                    Err("enough")?
                })
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err::<(), _>("Some(\"output\"): stage `output` failed: enough".to_owned())
    );
}

#[test]
fn an_error_of_a_split() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (a, b) = generator(0..) >> split(name = "parted", $($body)* |n: &u64| {
                    $by::turn() $($wait)*;
                    if *n == 5 { Err("odd")? } else { n % 2 == 0 }
                });
                (a >> count(), b >> count())
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("Some(\"parted\"): stage `parted` failed: odd".to_owned())
    );
}

#[test]
fn an_error_of_a_route() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let (a, b) = generator(0..) >> route(name = "parted", $($body)* |n: u64| {
                    if n == 5 {
                        Err("odd")?;
                    }
                    a(n) $($wait)*;
                    b(n) $($wait)*;
                });
                (a >> count(), b >> count())
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("Some(\"parted\"): stage `parted` failed: odd".to_owned())
    );
}

#[test]
fn a_panic() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..) >> stage(name = "struck", $($body)* |n: u64| {
                    $by::turn() $($wait)*;
                    assert!(n < 20, "struck at {n}");
                    n
                });
                made >> stage(|n| n) >> count()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("Some(\"struck\"): stage `struck` panicked: struck at 20".to_owned())
    );
}

#[test]
fn a_panic_of_a_method() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..) >> stage($($body)* |n: u64| n) >> map(|n| {
                    assert!(n < 20, "struck at {n}");
                    n
                });
                made >> count()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("Some(\"made\"): stage `made` panicked: struck at 20".to_owned())
    );
}

#[test]
fn a_full_loop() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let open = generator(0..1_u64) >> feedback(again, bound = 10, full = fail);
                let (again, passed) = open >> route($($body)* |n| {
                    $by::turn() $($wait)*;
                    for _ in 0..20 {
                        again(n) $($wait)*;
                    }
                    passed(n) $($wait)*;
                });
                passed >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Err(FULL.to_owned()));
}

#[test]
fn a_cancel_inside() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |ctx| {
                let made = generator(0..) >> stage($($body)* |n: u64| {
                    $by::turn() $($wait)*;
                    if n == 20 {
                        ctx.cancel();
                    }
                    n
                });
                made >> count()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Err("None: the pipeline was cancelled".to_owned())
    );
}

#[test]
fn a_check_of_a_context() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |ctx| {
                let made = generator(0..) >> stage($($body)* |n: u64| {
                    $by::turn() $($wait)*;
                    if n == 20 {
                        ctx.cancel();
                    }
                    ctx.check()?;
                    n
                });
                made >> count()
            })
        };
    }
    assert_eq!(
        same_outcome(by_every_engine!(declared)),
        Err("None: the pipeline was cancelled".to_owned())
    );
}

#[test]
fn a_drain_inside() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |ctx| {
                let made = generator({
                    for n in 0.. {
                        if n == 20_u64 {
                            ctx.drain();
                        }
                        yield n;
                        $by::turn() $($wait)*;
                    }
                });
                made >> stage($($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                }) >> count()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(21));
}

#[test]
fn an_early_end() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let made = generator(0..) >> stage($($body)* |n: u64| {
                    $by::turn() $($wait)*;
                    n
                });
                made >> fan_out(2, ordered, |n| n) >> take(20) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(190));
}

/// A run that ends only when its context is stopped.
macro_rules! endless {
    ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
        pipeline!($($header)* |_| {
            let made = generator(0_u64..) >> stage($($body)* |n| {
                $by::turn() $($wait)*;
                n
            });
            made >> filter(|_| false) >> count()
        })
    };
}

#[test]
fn a_cancel_before_the_start() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    context.cancel();
    let outcome = same_outcome(by_every_engine!(endless, context));
    assert_eq!(outcome, Err("None: the pipeline was cancelled".to_owned()));
}

#[test]
fn a_drain_before_the_start() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new();
    context.drain();
    assert_eq!(same_outcome(by_every_engine!(endless, context)), Ok(0));
}

#[test]
fn a_deadline() {
    let _watchdog = Watchdog::of_this_test();
    let context = || Context::new().with_deadline(Duration::from_millis(1));
    let outcome = same_outcome(by_every_engine!(endless, context()));
    assert_eq!(
        outcome,
        Err("None: the pipeline's deadline has passed".to_owned())
    );
}

#[test]
fn a_deadline_of_the_context_above() {
    let _watchdog = Watchdog::of_this_test();
    let context = || Context::new().with_deadline(Duration::ZERO).child();
    let outcome = same_outcome(by_every_engine!(endless, context()));
    assert_eq!(
        outcome,
        Err("None: the pipeline's deadline has passed".to_owned())
    );
}

#[test]
fn values_of_contexts() {
    let _watchdog = Watchdog::of_this_test();
    let context = Context::new().with(3_u64).with("three").child();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |ctx| {
                let made = generator({
                    for n in 0..*ctx.get::<u64>().expect("it is there") {
                        yield n;
                    }
                });
                let named = made >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    format!("{n} of {}", ctx.get::<&str>().expect("it is there"))
                });
                named >> collect::<Vec<_>>()
            })
        };
    }
    let expected = ["0 of three", "1 of three", "2 of three"].map(str::to_owned);
    assert_eq!(
        same(by_every_engine!(declared, context)),
        Ok(expected.to_vec())
    );
}
