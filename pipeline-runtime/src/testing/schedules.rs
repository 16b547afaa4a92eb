//! Runs a pipeline in many schedules of its threads.

/// Runs `model` in `count` schedules. In each of them, the threads of the model's pipelines run in
/// another order.
///
/// Half of the schedules are random. In the other half, threads are interrupted at a few places,
/// which the PCT scheduler chooses (Burckhardt and others, "A Randomized Scheduler with
/// Probabilistic Guarantees of Finding Bugs", 2010). A schedule in which the model deadlocks or
/// panics is printed. The environment variable `PIPELINE_SCHEDULE` then repeats this schedule.
///
/// This needs a scheduler that controls the threads, channels and locks of this crate. So compile
/// everything with this flag:
///
/// ```text
/// RUSTFLAGS="--cfg pipeline_schedules" cargo test --target-dir target/schedules
/// ```
///
/// Without the flag, `model` runs once, as usual. With the flag, pipelines run only inside
/// `schedules`. A model must synchronise only through its pipelines: the scheduler sees neither
/// locks that a body uses nor threads that a body starts. Time stands still, or jumps at random.
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

    /// Number of interruptions in a schedule of PCT.
    const DEPTH: usize = 3;

    /// Stack size of each thread. Bodies may be deep in their stacks, and there are many threads.
    const STACK: usize = 256 << 10;

    /// More steps than the pipelines of any test need. A model that takes more never ends.
    const MOST: MaxSteps = MaxSteps::FailAfter(10_000_000);

    /// PCT is not fair: a thread that checks a condition in a loop may keep another thread from
    /// making it true. Such a schedule is given up.
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
        // The warning says that shuttle does not model weak memory orders. Loom does.
        config.silence_warnings = true;
        Runner::new(scheduler, config).run(move || model());
    }

    /// Runs only the first schedule of a model in which there is never a choice between two
    /// threads. All its schedules are the same, and PCT would panic.
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
