//! Timelines: when each worker worked, and what it waited for.

mod svg;
mod trace;

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use crate::report::state::WorkerState;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Mutex, lock};

/// A record of when each worker of a run worked, and when it waited for what.
///
/// [`Context::with_timeline`](crate::Context::with_timeline) returns a context whose runs are
/// recorded. Only waits that put a worker to sleep are recorded. The time between two waits counts
/// as work. The last waits of each worker are kept, and older ones are lost. Workers are never
/// removed from a timeline, so a server should use a new one for each run.
///
/// [`write_chrome_trace`](Timeline::write_chrome_trace) writes the timeline for
/// <https://ui.perfetto.dev>, and [`to_svg`](Timeline::to_svg) draws it.
///
/// ```
/// use pipeline::{Context, Timeline, pipeline};
///
/// let timeline = Timeline::new();
/// let context = Context::new().with_timeline(&timeline);
/// let squares = pipeline!({
///     let squares = generator(0..100) >> fan_out(2, |n| n * n);
///     squares >> sum::<u32>()
/// });
/// assert_eq!(squares.run_with(&context)?, 328_350);
/// let mut trace = Vec::new(); // or a file
/// timeline.write_chrome_trace(&mut trace)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias("trace", "profile", "Gantt"))]
#[derive(Clone)]
pub struct Timeline(Arc<Record>);

struct Record {
    began: Instant,
    /// Number of waits that are kept for each worker.
    most: usize,
    workers: Mutex<Vec<Arc<Recorder>>>,
}

/// Number of waits that are kept for each worker by default. They take a few hundred KiB per
/// worker.
const MOST: usize = 10_000;

impl Default for Timeline {
    fn default() -> Self {
        Timeline::with_capacity(MOST)
    }
}

impl Timeline {
    /// Returns a timeline that keeps the last 10,000 waits of each worker.
    ///
    /// ```
    /// use pipeline::{Context, Timeline};
    ///
    /// let timeline = Timeline::new();
    /// let context = Context::new().with_timeline(&timeline); // for `run_with`
    /// # drop(context);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Timeline::default()
    }

    /// Returns a timeline that keeps the last `waits` waits of each worker.
    ///
    /// ```
    /// use pipeline::Timeline;
    ///
    /// let short = Timeline::with_capacity(100);
    /// assert!(short.workers().is_empty()); // nothing has run
    /// ```
    #[must_use]
    pub fn with_capacity(waits: usize) -> Self {
        Timeline(Arc::new(Record {
            began: Instant::now(),
            most: waits.max(1),
            workers: Mutex::default(),
        }))
    }

    /// Returns what each worker did, in the order in which the workers were started. It may be
    /// called during a run.
    ///
    /// ```
    /// use pipeline::{Context, Timeline, pipeline};
    ///
    /// let timeline = Timeline::new();
    /// let context = Context::new().with_timeline(&timeline);
    /// pipeline!({ generator(0..10) >> stage(|n| n) >> count() }).run_with(&context)?;
    /// for worker in timeline.workers() {
    ///     println!("{}#{}: {} spans", worker.stage, worker.worker, worker.spans.len());
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn workers(&self) -> Vec<WorkerTimeline> {
        let workers = lock(&self.0.workers);
        workers
            .iter()
            .map(|worker| worker.told(self.0.began))
            .collect()
    }

    /// Starts to record a worker of that stage.
    pub(crate) fn record(&self, stage: &'static str) -> Arc<Recorder> {
        let mut workers = lock(&self.0.workers);
        let index = workers
            .iter()
            .rev()
            .take_while(|worker| worker.stage == stage);
        let recorder = Arc::new(Recorder {
            stage,
            index: index.count(),
            most: self.0.most,
            waits: Mutex::default(),
        });
        workers.push(Arc::clone(&recorder));
        recorder
    }
}

impl fmt::Debug for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.workers()).finish()
    }
}

/// The record of one worker.
///
/// ```
/// use pipeline::{Context, Timeline, pipeline};
///
/// let timeline = Timeline::new();
/// let context = Context::new().with_timeline(&timeline);
/// pipeline!({ generator(0..10) >> stage(|n| n) >> count() }).run_with(&context)?;
/// let workers = timeline.workers();
/// assert_eq!(workers[0].worker, 0);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WorkerTimeline {
    /// The stage that the worker belongs to.
    pub stage: &'static str,
    /// The worker's number among the workers of the stage, from 0. If several runs share the
    /// timeline, the workers of a later run may have the next numbers.
    pub worker: usize,
    /// What the worker did, in order of time and without gaps. If the oldest waits are lost, it
    /// begins later than the worker did. What the worker is doing now is not included.
    pub spans: Vec<Span>,
}

/// A period in which a worker was in one state.
///
/// ```
/// use pipeline::{Context, Timeline, pipeline};
///
/// let timeline = Timeline::new();
/// let context = Context::new().with_timeline(&timeline);
/// pipeline!({ generator(0..10) >> stage(|n| n) >> count() }).run_with(&context)?;
/// for span in timeline.workers().iter().flat_map(|worker| &worker.spans) {
///     println!("{}: {:?}", span.state, span.end - span.start);
/// }
/// # Ok::<(), pipeline::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// State of the worker.
    pub state: WorkerState,
    /// Start of the period, as the time since the timeline was made.
    pub start: Duration,
    /// End of the period, as the time since the timeline was made.
    pub end: Duration,
}

/// Records one worker.
pub(crate) struct Recorder {
    stage: &'static str,
    index: usize,
    most: usize,
    waits: Mutex<Waits>,
}

#[derive(Default)]
struct Waits {
    /// The moment since which `kept` has all waits.
    since: Option<Instant>,
    kept: VecDeque<RecordedWait>,
    ended: Option<Instant>,
}

struct RecordedWait {
    state: WorkerState,
    start: Instant,
    end: Instant,
}

impl Recorder {
    pub(crate) fn begin(&self, now: Instant) {
        lock(&self.waits).since.get_or_insert(now);
    }

    pub(crate) fn end(&self, now: Instant) {
        lock(&self.waits).ended = Some(now);
    }

    pub(crate) fn wait(&self, state: WorkerState, start: Instant, end: Instant) {
        let mut waits = lock(&self.waits);
        if waits.kept.len() == self.most {
            let oldest = waits.kept.pop_front();
            waits.since = oldest.map(|oldest| oldest.end).or(waits.since);
        }
        waits.kept.push_back(RecordedWait { state, start, end });
    }

    fn told(&self, began: Instant) -> WorkerTimeline {
        let waits = lock(&self.waits);
        let mut spans = Vec::new();
        let mut add = |state, start: Instant, end: Instant| {
            let (start, end) = (
                start.saturating_duration_since(began),
                end.saturating_duration_since(began),
            );
            if start < end {
                spans.push(Span { state, start, end });
            }
        };
        if let Some(mut at) = waits.since {
            for wait in &waits.kept {
                add(WorkerState::Working, at, wait.start);
                add(wait.state, wait.start.max(at), wait.end);
                at = wait.end;
            }
            if let Some(ended) = waits.ended {
                add(WorkerState::Working, at, ended);
            }
        }
        WorkerTimeline {
            stage: self.stage,
            worker: self.index,
            spans,
        }
    }
}
