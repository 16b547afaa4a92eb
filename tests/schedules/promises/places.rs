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
