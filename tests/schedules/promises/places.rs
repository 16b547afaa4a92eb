//! A job of three processes, which are bodies of one pipeline, on a broker that repeats and
//! reorders.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use pipeline::cluster::{Job, Memory};
use pipeline::testing::schedules;
use pipeline::{Pipeline, pipeline};

use crate::count;

/// Makes no, one or two outputs of each number, in order.
fn declared(numbers: u64) -> Pipeline<'static, Vec<u64>> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let made = numbers
            >> fan_out(2, ordered, at = "workers", |n: u64| {
                for part in 0..n % 3 {
                    yield n * 10 + part;
                }
            });
        made >> collect()
    })
}

#[test]
fn each_output_counts_once_and_every_process_ends() {
    static SEED: AtomicU64 = AtomicU64::new(0);
    schedules(10 * count(), || {
        // Time passes at random here, and no process may be considered dead.
        let memory = Memory::with_faults(SEED.fetch_add(1, Ordering::Relaxed));
        let job = Job::new(memory.with_lease(Duration::from_secs(1 << 40)));
        let values = pipeline!({
            let is_home = generator([true, false, false]);
            let ran = is_home
                >> fan_out(3, |is_home| {
                    if is_home {
                        Some(declared(5).run_on(&job)?)
                    } else {
                        declared(0).serve_on(&job, "workers")?;
                        None
                    }
                });
            ran >> flatten() >> collect::<Vec<_>>()
        })
        .run();
        assert_eq!(values.unwrap(), [vec![10, 20, 21, 40]]);
    });
}

/// The stage `checked`, at home, fails on the number 1.
fn failing(numbers: u64) -> Pipeline<'static, usize> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let same = numbers >> stage(at = "workers", |n: u64| n);
        let checked = same >> stage(|n| if n == 1 { Err("no 1")? } else { n });
        checked >> count()
    })
}

#[test]
fn a_process_of_a_place_says_why_home_has_ended_the_job() {
    schedules(10 * count(), || {
        let job = Job::new(Memory::new().with_lease(Duration::from_secs(1 << 40)));
        let errors = pipeline!({
            let is_home = generator([true, false]);
            let errors = is_home
                >> fan_out(2, ordered, |is_home| {
                    let ended = if is_home {
                        failing(3).run_on(&job).map(drop)
                    } else {
                        failing(0).serve_on(&job, "workers")
                    };
                    format!("{:#}", ended.unwrap_err())
                });
            errors >> collect::<Vec<_>>()
        })
        .run();
        let errors = errors.unwrap();
        assert!(errors[0].contains("no 1"), "{errors:?}");
        assert!(
            errors[1].contains("its stage `checked` failed"),
            "{errors:?}"
        );
    });
}
