//! Every method in the macro's tables: in the worker of a generator, downstream of a stage, and
//! with an async closure where one is allowed.

use pipeline::pipeline;
use pipeline_tests::Watchdog;

use crate::{at_once, by_every_engine, in_time, same, same_outcome};

#[test]
fn chain() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> chain(7..9) >> collect::<Vec<_>>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> chain(7..9) >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((0..40).chain(7..9).collect::<Vec<_>>())
    );
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok((0..40).chain(7..9).collect::<Vec<_>>())
    );
}

#[test]
fn enumerate() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> enumerate() >> last()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> enumerate() >> last()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some((39, 39))));
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(Some((39, 39)))
    );
}

#[test]
fn filter() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> filter(|n| n % 3 == 0) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> filter(|n| n % 3 == 0) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(14));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(14));
}

#[test]
fn filter_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> filter($($body)* |n| { $by::turn() $($wait)*; n % 3 == 0 }) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> filter($($body)* |n| { $by::turn() $($wait)*; n % 3 == 0 }) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(14));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(14));
}

#[test]
fn filter_map() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> filter_map(|n| (n % 3 == 0).then_some(n)) >> sum::<u64>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> filter_map(|n| (n % 3 == 0).then_some(n)) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(273));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(273));
}

#[test]
fn filter_map_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> filter_map($($body)* |n| { $by::turn() $($wait)*; (n % 3 == 0).then_some(n) }) >> sum::<u64>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> filter_map($($body)* |n| { $by::turn() $($wait)*; (n % 3 == 0).then_some(n) }) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(273));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(273));
}

#[test]
fn flat_map() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> flat_map(|n| 0..n % 4) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> flat_map(|n| 0..n % 4) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(60));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(60));
}

#[test]
fn flat_map_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> flat_map($($body)* |n| { $by::turn() $($wait)*; 0..n % 4 }) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> flat_map($($body)* |n| { $by::turn() $($wait)*; 0..n % 4 }) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(60));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(60));
}

#[test]
fn flatten() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> map(|n| 0..n % 4) >> flatten() >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> map(|n| 0..n % 4) >> flatten() >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(60));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(60));
}

#[test]
fn fuse() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> fuse() >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> fuse() >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(40));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(40));
}

#[test]
fn inspect() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> inspect(|n| assert!(*n < 40)) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> inspect(|n| assert!(*n < 40)) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(40));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(40));
}

#[test]
fn inspect_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> inspect($($body)* |n| { $by::turn() $($wait)*; assert!(*n < 40) }) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> inspect($($body)* |n| { $by::turn() $($wait)*; assert!(*n < 40) }) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(40));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(40));
}

#[test]
fn map() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> map(|n| n + 1) >> sum::<u64>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> map(|n| n + 1) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(820));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(820));
}

#[test]
fn map_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> map($($body)* |n| { $by::turn() $($wait)*; n + 1 }) >> sum::<u64>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> map($($body)* |n| { $by::turn() $($wait)*; n + 1 }) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(820));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(820));
}

#[test]
fn map_while() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> map_while(|n| (n < 9).then_some(n)) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> map_while(|n| (n < 9).then_some(n)) >> count()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(9));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(9));
}

#[test]
fn map_while_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> map_while($($body)* |n| { $by::turn() $($wait)*; (n < 9).then_some(n) }) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> map_while($($body)* |n| { $by::turn() $($wait)*; (n < 9).then_some(n) }) >> count()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(9));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(9));
}

#[test]
fn scan() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> scan(0, |sum, n| { *sum += n; Some(*sum) }) >> last()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> scan(0, |sum, n| { *sum += n; Some(*sum) }) >> last()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(780)));
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(Some(780))
    );
}

#[test]
fn skip() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> skip(30) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> skip(30) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(10));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(10));
}

#[test]
fn skip_while() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> skip_while(|n| *n < 9) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> skip_while(|n| *n < 9) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(31));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(31));
}

#[test]
fn skip_while_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> skip_while($($body)* |n| { $by::turn() $($wait)*; *n < 9 }) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> skip_while($($body)* |n| { $by::turn() $($wait)*; *n < 9 }) >> count()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(31));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(31));
}

#[test]
fn step_by() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> step_by(7) >> collect::<Vec<_>>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> step_by(7) >> collect::<Vec<_>>()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok((0..40).step_by(7).collect::<Vec<_>>())
    );
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok((0..40).step_by(7).collect::<Vec<_>>())
    );
}

#[test]
fn take() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> take(7) >> sum::<u64>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> take(7) >> sum::<u64>()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(21));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(21));
}

#[test]
fn take_while() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> take_while(|n| *n < 9) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> take_while(|n| *n < 9) >> count()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(9));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(9));
}

#[test]
fn take_while_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> take_while($($body)* |n| { $by::turn() $($wait)*; *n < 9 }) >> count()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> take_while($($body)* |n| { $by::turn() $($wait)*; *n < 9 }) >> count()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(9));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(9));
}

#[test]
fn zip() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> zip(5..) >> last()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> zip(5..) >> last()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some((39, 44))));
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(Some((39, 44)))
    );
}

#[test]
fn cloned() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator([1_u64, 2].iter()) >> cloned() >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(3));
}

#[test]
fn copied() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator([1_u64, 2].iter()) >> copied() >> sum::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(3));
}

#[test]
fn all() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> all(|n| n < 40)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> all(|n| n < 40)
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn all_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> all($($body)* |n| { $by::turn() $($wait)*; n < 20 })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> all($($body)* |n| { $by::turn() $($wait)*; n < 20 })
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(false));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(false));
}

#[test]
fn any() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> any(|n| n == 20)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> any(|n| n == 20)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn any_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> any($($body)* |n| { $by::turn() $($wait)*; n == 50 })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> any($($body)* |n| { $by::turn() $($wait)*; n == 50 })
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(false));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(false));
}

#[test]
fn find() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> find(|n| *n == 20)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> find(|n| *n == 20)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some(20)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(20)));
}

#[test]
fn find_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> find($($body)* |n| { $by::turn() $($wait)*; *n == 20 })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> find($($body)* |n| { $by::turn() $($wait)*; *n == 20 })
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some(20)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(20)));
}

#[test]
fn find_map() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> find_map(|n| (n == 20).then_some("it"))
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> find_map(|n| (n == 20).then_some("it"))
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some("it")));
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(Some("it"))
    );
}

#[test]
fn find_map_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> find_map($($body)* |n| { $by::turn() $($wait)*; (n == 20).then_some(1) })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> find_map($($body)* |n| { $by::turn() $($wait)*; (n == 20).then_some(1) })
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some(1)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(1)));
}

#[test]
fn position() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> position(|n| n == 20)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> position(|n| n == 20)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some(20)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(20)));
}

#[test]
fn position_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> position($($body)* |n| { $by::turn() $($wait)*; n == 20 })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> position($($body)* |n| { $by::turn() $($wait)*; n == 20 })
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some(20)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(20)));
}

#[test]
fn fold() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> fold(1, |sum, n| sum + n)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> fold(1, |sum, n| sum + n)
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(781));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(781));
}

#[test]
fn fold_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> fold(1, $($body)* |sum, n| { $by::turn() $($wait)*; sum + n })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> fold(1, $($body)* |sum, n| { $by::turn() $($wait)*; sum + n })
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(781));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(781));
}

#[test]
fn reduce() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> reduce(|a, b| a.max(b))
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> reduce(|a, b| a.max(b))
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(39)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(39)));
}

#[test]
fn try_for_each() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> try_for_each(|n| if n < 9 { Ok(()) } else { Err(n) })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> try_for_each(|n| if n < 9 { Ok(()) } else { Err(n) })
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Err(9)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Err(9)));
}

#[test]
fn try_for_each_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> try_for_each($($body)* |n| { $by::turn() $($wait)*; if n < 9 { Ok(()) } else { Err(n) } })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> try_for_each($($body)* |n| { $by::turn() $($wait)*; if n < 9 { Ok(()) } else { Err(n) } })
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Err(9)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Err(9)));
}

#[test]
fn try_fold() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> try_fold(0_u64, |sum, n| if n < 9 { Ok(sum + n) } else { Err(sum) })
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> try_fold(0_u64, |sum, n| if n < 9 { Ok(sum + n) } else { Err(sum) })
            })
        };
    }
    assert_eq!(
        same_outcome(by_every_engine!(declared)),
        Ok(Err::<u64, u64>(36))
    );
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(Err::<u64, u64>(36))
    );
}

#[test]
fn next() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> next()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> next()
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some(0)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(0)));
}

#[test]
fn nth() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> nth(7)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> nth(7)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(Some(7)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(7)));
}

#[test]
fn last() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> last()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> last()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(39)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(39)));
}

#[test]
fn max() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> max()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> max()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(39)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(39)));
}

#[test]
fn max_by() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> max_by(|a, b| a.cmp(b))
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> max_by(|a, b| a.cmp(b))
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(39)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(39)));
}

#[test]
fn max_by_key() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> max_by_key(|n| n % 10)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> max_by_key(|n| n % 10)
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(39)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(39)));
}

#[test]
fn min() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> min()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> min()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(0)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(0)));
}

#[test]
fn min_by() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> min_by(|a, b| b.cmp(a))
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> min_by(|a, b| b.cmp(a))
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(39)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(39)));
}

#[test]
fn min_by_key() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> min_by_key(|n| n % 10)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> min_by_key(|n| n % 10)
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(Some(0)));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(Some(0)));
}

#[test]
fn product() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(1..6_u64) >> product::<u64>()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(120));
}

#[test]
fn unzip() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> map(|n| (n, n + 1)) >> unzip::<u64, u64, Vec<_>, Vec<_>>()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> map(|n| (n, n + 1)) >> unzip::<u64, u64, Vec<_>, Vec<_>>()
            })
        };
    }
    assert_eq!(
        same(by_every_engine!(declared)),
        Ok(((0..40).collect(), (1..41).collect()))
    );
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(((0..40).collect(), (1..41).collect()))
    );
}

#[test]
fn cmp() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> cmp(0..41)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> cmp(0..41)
            })
        };
    }
    assert_eq!(
        same_outcome(by_every_engine!(declared)),
        Ok(std::cmp::Ordering::Less)
    );
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(std::cmp::Ordering::Less)
    );
}

#[test]
fn partial_cmp() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> partial_cmp(0..39)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> partial_cmp(0..39)
            })
        };
    }
    assert_eq!(
        same_outcome(by_every_engine!(declared)),
        Ok(Some(std::cmp::Ordering::Greater))
    );
    assert_eq!(
        same_outcome(by_every_engine!(behind_a_stage)),
        Ok(Some(std::cmp::Ordering::Greater))
    );
}

#[test]
fn eq() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> eq(0..40)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> eq(0..40)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn ne() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> ne(0..40)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> ne(0..40)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(false));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(false));
}

#[test]
fn lt() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> lt(0..41)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> lt(0..41)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn le() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> le(0..40)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> le(0..40)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn gt() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> gt(0..39)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> gt(0..39)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn ge() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> ge(0..41)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> ge(0..41)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(false));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(false));
}

#[test]
fn is_sorted() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> is_sorted()
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> is_sorted()
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn is_sorted_by() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> is_sorted_by(|a, b| a > b)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> is_sorted_by(|a, b| a > b)
            })
        };
    }
    assert_eq!(same_outcome(by_every_engine!(declared)), Ok(false));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(false));
}

#[test]
fn is_sorted_by_key() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> is_sorted_by_key(|n| n / 2)
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> is_sorted_by_key(|n| n / 2)
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(true));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(true));
}

#[test]
fn for_each_awaited() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                generator(0..40_u64) >> for_each($($body)* |n| { $by::turn() $($wait)*; assert!(n < 40) });
            })
        };
    }
    macro_rules! behind_a_stage {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let passed = generator(0..40_u64) >> fan_out(2, ordered, $($body)* |n| {
                    $by::turn() $($wait)*;
                    n
                });
                passed >> for_each($($body)* |n| { $by::turn() $($wait)*; assert!(n < 40) });
            })
        };
    }
    assert_eq!(same(by_every_engine!(declared)), Ok(()));
    assert_eq!(same_outcome(by_every_engine!(behind_a_stage)), Ok(()));
}

#[test]
fn partition() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! declared {
        ({$($header:tt)*} {$($body:tt)*} {$($wait:tt)*} $by:ident) => {
            pipeline!($($header)* |_| {
                let parts: (Vec<_>, Vec<_>) = generator(0..40_u64) >> partition(|n| *n < 30);
                parts
            })
        };
    }
    let parts = ((0..30).collect(), (30..40).collect());
    assert_eq!(same(by_every_engine!(declared)), Ok(parts));
}
