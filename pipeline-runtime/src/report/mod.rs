//! Reports: what each stage of a run did, and what passed through each stream.

pub(crate) mod counters;
pub(crate) mod graph;
pub(crate) mod methods;
pub(crate) mod names;
mod picture;
pub(crate) mod state;
pub(crate) mod timeline;

use std::fmt;
use std::time::Duration;

use self::state::WorkerState;
use crate::edge::Edge;
use crate::edge::in_flight::Share;
use crate::run::registry::WorkerRecord;
use crate::sync::Arc;

/// A report of a run: a row for each stage and for each stream, in the order of the declaration.
///
/// `{}` prints the stages as a table, the streams that lost items, and the bottleneck.
///
/// ```
/// use pipeline::pipeline;
///
/// let (outcome, report) = pipeline!({
///     let words = generator(["1", "two"]);
///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
///     numbers >> sum::<u32>()
/// })
/// .run_reported();
/// assert_eq!(outcome?, 1);
/// println!("{report}");
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// # When
///
/// `run_reported` returns the report of the whole run. `report` of a [`Running`](crate::Running),
/// of an `AsyncRunning` or of a [`Context`](crate::Context) returns a live report, at any moment
/// during the run. A live report stops no worker: it reads counters that the workers write anyway,
/// and holds a lock for a moment at most.
///
/// The workers continue meanwhile, so the numbers of a live report are not all of the same moment.
/// A worker that passes quickly through many items counts them in batches, so a live report may
/// lack the last of them.
///
/// # Laws
///
/// Two laws hold for every report. For a stream: `put = taken + waiting + left + lost`. For a
/// stage: `in_hand + swallowed + failed + dropped <= taken + made`, and the rest is
/// [`completed`](StageReport::completed). If a stage fails without an item, `failed` may be 1
/// higher. `made` and `swallowed` count the items that methods such as `flat_map` and `filter` add
/// and remove before the stage's body. When the run has ended, `waiting` and `in_hand` are 0.
#[doc(alias("metrics", "statistics", "profile"))]
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Report {
    /// One row for each stage.
    pub stages: Vec<StageReport>,
    /// One row for each stream between stages.
    pub streams: Vec<StreamReport>,
    /// How long the run took, or how long it has been running.
    #[cfg_attr(feature = "serde", serde(serialize_with = "in_seconds"))]
    pub elapsed: Duration,
}

/// The row of one stage: the sums of what all its workers did.
///
/// ```
/// use pipeline::pipeline;
///
/// let (outcome, report) = pipeline!({
///     let words = generator(["1", "two"]);
///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
///     numbers >> sum::<u32>()
/// })
/// .run_reported();
/// assert_eq!(outcome?, 1);
/// let numbers = report.stage("numbers").unwrap();
/// assert_eq!((numbers.taken, numbers.completed(), numbers.failed), (2, 1, 1));
/// # Ok::<(), pipeline::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StageReport {
    /// The name of the stage.
    pub name: &'static str,
    /// Number of workers of the stage.
    pub workers: u32,
    /// Number of processes that have worked for the stage. It is 1, unless the stage has `at` and
    /// this is the report of the home of a job.
    pub processes: u32,
    /// State of each worker.
    pub states: Vec<WorkerState>,
    /// Items that the stage took from its input. For a source, the items that it made. A stage that
    /// combines items of several streams, as `zip` does, counts those of the stream from which it
    /// took the most.
    pub taken: u64,
    /// Items that the stage's methods gave in excess of those that they took, as `flat_map` and
    /// `chain` do. A `transform` is counted like a method.
    ///
    /// A chain of methods is counted by the items that go into its first method and come out of its
    /// last. An item that one method makes and a later one leaves out is not counted. For a chain
    /// of methods that ends in a value, as with `count`, only the items that it makes are counted.
    pub made: u64,
    /// Items that the stage's methods took in excess of those that they gave. Such items were left
    /// out, as by `filter`, `debounce` or `sample`, or combined with others, as by `batch`.
    pub swallowed: u64,
    /// Items that the stage put into all its output streams together, failures included.
    pub given: u64,
    /// Items for which the stage's body gave nothing. Items that the method `filter` leaves out are
    /// `swallowed`.
    pub filtered: u64,
    /// Items on which the stage's body failed or panicked.
    pub failed: u64,
    /// Number of times that the body was called again for an item that had failed.
    pub retried: u64,
    /// Chunks that were answered twice. Only for a stage with `at`, in the report of the home: a
    /// process that was taken for dead has answered, too, or the broker has delivered the chunk
    /// again. The second answer is not used, and is in no other number of this report.
    pub repeated: u64,
    /// Items that the stage had in hand when it had to stop.
    pub dropped: u64,
    /// Items that the workers have in hand: taken, and not yet completed, failed or dropped. A
    /// source on a thread has none. 0 when the run has ended.
    pub in_hand: u64,
    /// Time of all workers outside of the waits below. If a body sleeps or awaits something by
    /// itself, that counts as work.
    #[cfg_attr(feature = "serde", serde(serialize_with = "in_seconds"))]
    pub worked: Duration,
    /// Time that all workers waited for an item.
    #[cfg_attr(feature = "serde", serde(serialize_with = "in_seconds"))]
    pub waited_for_input: Duration,
    /// Time that all workers waited for room in the stage's output, for the turn of their item in
    /// an ordered fan-out, for a backoff or for a throttle.
    #[cfg_attr(feature = "serde", serde(serialize_with = "in_seconds"))]
    pub waited_for_output: Duration,
}

/// The row of one stream between stages.
///
/// ```
/// use pipeline::pipeline;
///
/// let (outcome, report) = pipeline!({
///     let words = generator(["1", "two"]);
///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
///     numbers >> sum::<u32>()
/// })
/// .run_reported();
/// assert_eq!(outcome?, 1);
/// let words = &report.streams[0];
/// assert_eq!((words.writers[0], words.reader), ("words", "numbers"));
/// assert_eq!(words.put, words.taken + words.waiting + words.left + words.lost);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StreamReport {
    /// The stages that fill the stream.
    pub writers: Vec<&'static str>,
    /// The stage that reads the stream.
    pub reader: &'static str,
    /// Items that the writers put into the stream.
    pub put: u64,
    /// Items that the reader took.
    pub taken: u64,
    /// Items that wait in the stream. 0 when the run has ended.
    pub waiting: u64,
    /// Number of items that may wait in the stream now. It changes if the stream has no `capacity`.
    /// It is `None` if the capacity is a weight, and for the stream that leads back to a
    /// `feedback`, which is limited by its `bound`.
    pub room: Option<u64>,
    /// Items that were still in the stream when its reader ended.
    pub left: u64,
    /// Items that a `feedback` with `full = drop` had no room for. They were not put into the
    /// stream.
    pub refused: u64,
    /// Items that were put into the stream and lost because it was full, as its option `full` asks
    /// for. Two items that `full = merge(…)` has merged count as one lost item.
    pub lost: u64,
}

impl Report {
    /// Makes the report of a run that has ended.
    pub(crate) fn new(members: &[WorkerRecord], elapsed: Duration) -> Self {
        Report::of(members, elapsed, false)
    }

    /// Makes the report of a run that has not ended.
    pub(crate) fn live(members: &[WorkerRecord], elapsed: Duration) -> Self {
        let mut report = Report::of(members, elapsed, true);
        for stream in &mut report.streams {
            // A sender counts an item after putting it in. The reader may have counted the item
            // before that.
            let known = stream.taken + stream.left + stream.lost;
            stream.put = stream.put.max(known);
            stream.waiting = stream.put - known;
        }
        report
    }

    fn of(members: &[WorkerRecord], elapsed: Duration, is_live: bool) -> Self {
        let mut stages: Vec<StageReport> = Vec::new();
        let mut edges: Vec<(Arc<Edge>, StreamReport)> = Vec::new();
        // Taken items are read first, so that an item that is put in and taken meanwhile counts as
        // waiting.
        for member in members {
            // The workers of a stage follow each other in the list.
            if stages.last().is_none_or(|stage| stage.name != member.stage) {
                stages.push(StageReport {
                    name: member.stage,
                    ..StageReport::default()
                });
            }
            if let Some(stage) = stages.last_mut() {
                stage.add(member, is_live);
            }
            for (edge, taken) in member.reads.iter().zip(&member.counters.taken) {
                let stream = stream_of(&mut edges, edge);
                stream.reader = member.stage;
                stream.taken += taken.get();
            }
        }
        for member in members {
            for (edge, given) in member.fills.iter().zip(&member.counters.given) {
                let stream = stream_of(&mut edges, edge);
                stream.put += given.get();
                if !stream.writers.contains(&member.stage) {
                    stream.writers.push(member.stage);
                }
            }
        }
        Report {
            stages,
            streams: edges.into_iter().map(|(_, stream)| stream).collect(),
            elapsed,
        }
    }

    /// Adds the rows of another run.
    pub(crate) fn add(&mut self, other: Report) {
        self.stages.extend(other.stages);
        self.streams.extend(other.streams);
        self.elapsed = self.elapsed.max(other.elapsed);
    }

    /// Returns the row of the stage with that name.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let (outcome, report) = pipeline!({
    ///     let words = generator(["1", "two"]);
    ///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run_reported();
    /// assert_eq!(outcome?, 1);
    /// assert_eq!(report.stage("numbers").unwrap().failed, 1);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&StageReport> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// Returns the stage with the most [`worked`](StageReport::worked) per worker: the one to make
    /// faster, or to give more workers. `None` if there are no stages.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let (outcome, report) = pipeline!({
    ///     let words = generator(["1", "two"]);
    ///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run_reported();
    /// assert_eq!(outcome?, 1);
    /// if let Some(stage) = report.bottleneck() {
    ///     println!("`{}` has the most to do", stage.name);
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn bottleneck(&self) -> Option<&StageReport> {
        let load = |stage: &StageReport| stage.worked / stage.workers.max(1);
        self.stages.iter().max_by_key(|stage| load(stage))
    }
}

fn stream_of<'e>(
    edges: &'e mut Vec<(Arc<Edge>, StreamReport)>,
    edge: &Arc<Edge>,
) -> &'e mut StreamReport {
    let known = edges.iter().position(|(known, _)| Arc::ptr_eq(known, edge));
    let at = known.unwrap_or_else(|| {
        let stream = StreamReport {
            writers: Vec::new(),
            reader: "",
            put: 0,
            taken: 0,
            waiting: 0,
            room: edge.flow().size(),
            left: edge.left(),
            refused: edge.share().map_or(0, Share::refused),
            lost: edge.lost(),
        };
        edges.push((Arc::clone(edge), stream));
        edges.len() - 1
    });
    &mut edges[at].1
}

impl StageReport {
    fn add(&mut self, member: &WorkerRecord, is_live: bool) {
        let counters = &member.counters;
        let waited_for_input = counters.waited_for_input.so_far();
        let waited_for_output = counters.waited_for_output.so_far();
        let lived = counters.lived.so_far();
        self.workers += 1;
        let processes = u32::try_from(counters.processes.get()).unwrap_or(u32::MAX);
        self.processes = self.processes.max(processes);
        self.repeated += counters.repeated.get();
        self.states.push(if is_live {
            counters.state()
        } else {
            WorkerState::Done
        });
        // The outcomes of items are read before `taken`, so that each of these items has been
        // counted as taken.
        let (filtered, failed, dropped) = (
            counters.filtered.get(),
            counters.failed.get(),
            counters.dropped.get(),
        );
        self.given += counters.given.iter().map(|given| given.get()).sum::<u64>();
        let in_hand = if is_live { member.in_hand() } else { 0 };
        let taken = counters.all_taken();
        let passed = counters.passed_of(taken);
        // A worker with an item in hand may have counted its outcome already.
        let unsettled = taken
            .max(passed)
            .saturating_sub(filtered + failed + dropped);
        let in_hand = in_hand.min(unsettled);
        self.taken += taken;
        self.made += passed.saturating_sub(taken);
        let swallowed = taken.saturating_sub(passed);
        let swallowed = if in_hand > 0 && counters.methods.pass_all() {
            // The items in hand are among those that passed.
            swallowed.min(unsettled.saturating_sub(in_hand))
        } else {
            swallowed.saturating_sub(in_hand)
        };
        self.swallowed += swallowed;
        self.filtered += filtered;
        self.failed += failed;
        self.retried += counters.retried.get();
        self.dropped += dropped;
        self.in_hand += in_hand;
        self.worked += lived.saturating_sub(waited_for_input + waited_for_output);
        self.waited_for_input += waited_for_input;
        self.waited_for_output += waited_for_output;
    }

    /// Returns the number of items that the body has finished. If the stage failed without an item
    /// in hand, this may be 1 too few.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let (outcome, report) = pipeline!({
    ///     let words = generator(["1", "two"]);
    ///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run_reported();
    /// assert_eq!(outcome?, 1);
    /// assert_eq!(report.stage("numbers").unwrap().completed(), 1);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn completed(&self) -> u64 {
        let others = self.in_hand + self.swallowed + self.failed + self.dropped;
        (self.taken + self.made).saturating_sub(others)
    }

    /// Returns how many workers are in that state.
    ///
    /// ```
    /// use pipeline::{WorkerState, pipeline};
    ///
    /// let (outcome, report) = pipeline!({
    ///     let words = generator(["1", "two"]);
    ///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run_reported();
    /// assert_eq!(outcome?, 1);
    /// let numbers = report.stage("numbers").unwrap();
    /// assert_eq!(numbers.workers_in(WorkerState::Done), 1); // as the run has ended
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn workers_in(&self, state: WorkerState) -> usize {
        self.states.iter().filter(|one| **one == state).count()
    }

    /// Returns the share of the workers' time in which they ran their code, from 0 to 1.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let (outcome, report) = pipeline!({
    ///     let words = generator(["1", "two"]);
    ///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run_reported();
    /// assert_eq!(outcome?, 1);
    /// for stage in &report.stages {
    ///     println!("{}: {:.0} % busy", stage.name, stage.load() * 100.0);
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn load(&self) -> f64 {
        let whole = self.worked + self.waited_for_input + self.waited_for_output;
        if whole.is_zero() {
            return 0.0;
        }
        self.worked.as_secs_f64() / whole.as_secs_f64()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = self
            .stages
            .iter()
            .map(|stage| stage.name.chars().count())
            .max();
        let width = longest.unwrap_or(0).max("stage".len());
        writeln!(
            f,
            "{:width$} {:>7} {:>11} {:>11} {:>9} {:>11} {:>9} {:>7} {:>7} {:>8} {:>9} {:>9} {:>9}  busy",
            "stage",
            "workers",
            "taken",
            "made",
            "swallowed",
            "given",
            "filtered",
            "failed",
            "retried",
            "dropped",
            "worked",
            "wait in",
            "wait out"
        )?;
        for stage in &self.stages {
            writeln!(
                f,
                "{:width$} {:>7} {:>11} {:>11} {:>9} {:>11} {:>9} {:>7} {:>7} {:>8} {:>9} {:>9} {:>9}  {}",
                stage.name,
                stage.workers,
                stage.taken,
                stage.made,
                stage.swallowed,
                stage.given,
                stage.filtered,
                stage.failed,
                stage.retried,
                stage.dropped,
                seconds(stage.worked),
                seconds(stage.waited_for_input),
                seconds(stage.waited_for_output),
                bar(stage.load()),
            )?;
        }
        self.fmt_notes(f)?;
        write!(f, "took {}", seconds(self.elapsed))?;
        match self.bottleneck() {
            Some(stage) => write!(f, "; the bottleneck is `{}`", stage.name),
            None => Ok(()),
        }
    }
}

impl Report {
    /// Writes a line for each stream that lost items, and for each stage at another place.
    fn fmt_notes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for stream in self.streams.iter().filter(|stream| stream.lost > 0) {
            writeln!(
                f,
                "{} of the {} items that were put into the stream to `{}` were lost: it was full",
                stream.lost, stream.put, stream.reader
            )?;
        }
        for stage in self.stages.iter().filter(|stage| stage.processes != 1) {
            write!(f, "`{}` ran in {} processes", stage.name, stage.processes)?;
            match stage.repeated {
                0 => writeln!(f)?,
                repeated => writeln!(f, "; {repeated} chunks were answered again")?,
            }
        }
        Ok(())
    }
}

/// Serializes a duration as a number of seconds.
#[cfg(feature = "serde")]
fn in_seconds<S: serde::Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(duration.as_secs_f64())
}

/// Draws a bar: `██████░░░░  62 %`
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is from 0 to 1"
)]
fn bar(share: f64) -> String {
    const LENGTH: usize = 10;
    let full = (share * 10.0).round() as usize;
    let (full, empty) = (
        "█".repeat(full.min(LENGTH)),
        "░".repeat(LENGTH.saturating_sub(full)),
    );
    format!("{full}{empty} {:>3.0} %", share * 100.0)
}

fn seconds(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}
