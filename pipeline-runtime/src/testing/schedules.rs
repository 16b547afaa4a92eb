//! A pipeline in many schedules.

/// Runs `model` in `count` schedules. In each, the threads of its pipelines run in another order.
///
/// Half of the schedules are random. In the other half, threads are interrupted at a few places, which the PCT
/// scheduler chooses (Burckhardt and others, "A Randomized Scheduler with Probabilistic Guarantees of Finding
/// Bugs", 2010). A deadlock is found, and so is a panic of `model`. Then the schedule is printed, and the
/// environment variable `PIPELINE_SCHEDULE` repeats it.
///
/// For this, a scheduler must control the threads, channels and locks of this crate. So compile everything with a
/// flag:
///
/// ```text
/// RUSTFLAGS="--cfg pipeline_schedules" cargo test --target-dir target/schedules
/// ```
///
/// Without the flag, `model` runs once, as usual. With the flag, pipelines run only inside `schedules`. A model
/// must synchronise only through its pipelines: the scheduler does not see locks that a body uses, or threads
/// that a body starts. Time stands still, or jumps at random.
///
/// # Panics
///
/// If `model` panics, or never ends.
pub fn schedules(count: usize, model: impl Fn() + Send + Sync + 'static) {
    #[cfg(pipeline_schedules)]
    checked::run(count, model);
    #[cfg(not(pipeline_schedules))]
    {
        let _ = count;
        model();
    }
}

#[cfg(pipeline_schedules)]
mod checked {
    use std::env;
    use std::sync::Arc;

    use shuttle::scheduler::{
        PctScheduler, RandomScheduler, ReplayScheduler, Schedule, Scheduler, Task, TaskId,
    };
    use shuttle::{Config, MaxSteps, Runner};

    /// How many interruptions a schedule of PCT has.
    const DEPTH: usize = 3;

    /// A body may be deep in its stack, and the threads are many.
    const STACK: usize = 256 << 10;

    /// More than any pipeline needs that a test has: it goes on for ever.
    const MOST: MaxSteps = MaxSteps::FailAfter(10_000_000);

    /// PCT is not fair: a thread that looks again and again may keep another from what it looks for. Such
    /// a schedule is given up.
    const MOST_OF_PCT: MaxSteps = MaxSteps::ContinueAfter(1_000_000);

    pub(super) fn run(count: usize, model: impl Fn() + Send + Sync + 'static) {
        let model = Arc::new(move || {
            model();
            assert_eq!(
                crate::sync::thread::living(),
                0,
                "threads outlive their pipeline"
            );
        });
        if let Ok(schedule) = env::var("PIPELINE_SCHEDULE") {
            by(ReplayScheduler::new_from_encoded(&schedule), MOST, model);
            return;
        }
        by(
            RandomScheduler::new(count.div_ceil(2)),
            MOST,
            Arc::clone(&model),
        );
        let pct = WhereTwoCanGoOn::new(PctScheduler::new(DEPTH, count / 2));
        by(pct, MOST_OF_PCT, model);
    }

    fn by(
        scheduler: impl Scheduler + 'static,
        most: MaxSteps,
        model: Arc<impl Fn() + Send + Sync + 'static>,
    ) {
        let mut config = Config::new();
        config.stack_size = STACK;
        config.max_steps = most;
        // That it knows no weak orders: those are for loom to find.
        config.silence_warnings = true;
        Runner::new(scheduler, config).run(move || model());
    }

    /// A scheduler of models in which at some time more than one thread can go on: of others there is
    /// one schedule only, and PCT would panic.
    struct WhereTwoCanGoOn<S> {
        scheduler: S,
        has_run: bool,
        could: bool,
    }

    impl<S> WhereTwoCanGoOn<S> {
        fn new(scheduler: S) -> Self {
            WhereTwoCanGoOn {
                scheduler,
                has_run: false,
                could: false,
            }
        }
    }

    impl<S: Scheduler> Scheduler for WhereTwoCanGoOn<S> {
        fn new_execution(&mut self) -> Option<Schedule> {
            if std::mem::replace(&mut self.has_run, true) && !self.could {
                return None;
            }
            self.scheduler.new_execution()
        }

        fn next_task(
            &mut self,
            runnable: &[&Task],
            current: Option<TaskId>,
            yields: bool,
        ) -> Option<TaskId> {
            self.could |= runnable.len() > 1;
            self.scheduler.next_task(runnable, current, yields)
        }

        fn next_u64(&mut self) -> u64 {
            self.scheduler.next_u64()
        }
    }
}
