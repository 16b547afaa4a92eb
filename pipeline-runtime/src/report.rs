//! What a run did, stage by stage.

use std::fmt;
use std::time::Duration;

use crate::cycle::Share;
use crate::edge::Edge;
use crate::sync::Arc;
use crate::worker::Member;

/// What happened in a run: a row for each stage and for each stream, in the order of the declaration.
///
/// `{}` prints it as a table.
///
/// Two laws hold after every run, however it ended. For a stream: `put = taken + left`. For a stage:
/// `taken + made = completed() + swallowed + failed + dropped`, where `made` and `swallowed` count the items that
/// methods such as `flat_map` and `filter` add and take away before the stage's body.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// One row for each stage.
    pub stages: Vec<StageReport>,
    /// One row for each stream between stages.
    pub streams: Vec<StreamReport>,
    /// How long the run took.
    pub elapsed: Duration,
}

/// What one stage did, all its workers together.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct StageReport {
    /// The stage.
    pub name: &'static str,
    /// How many workers it had.
    pub workers: u32,
    /// Items it took from its input; items it made, if it has none.
    pub taken: u64,
    /// Items that its methods gave beyond those that it took, as `flat_map` and `chain` do.
    ///
    /// A chain of methods is counted by the items that go into the first and come out of the last. An item that
    /// one method makes and the next leaves out is not counted. For a chain of methods that ends in a value, as
    /// with `count`, only the items that it makes are counted.
    pub made: u64,
    /// Items that its methods took beyond those that they gave: left out, as by `filter`, or put
    /// together with others, as by `batch`.
    pub swallowed: u64,
    /// Items it handed over.
    pub given: u64,
    /// Items for which its body gave nothing.
    pub filtered: u64,
    /// Items on which its body failed or panicked.
    pub failed: u64,
    /// How often its body was called again for an item that had failed.
    pub retried: u64,
    /// Items that were in its hands when it had to stop.
    pub dropped: u64,
    /// How long its workers ran their code, added up.
    pub worked: Duration,
    /// How long its workers waited for an item, added up.
    pub waited_for_input: Duration,
    /// How long its workers waited for room in the stage's output, added up.
    pub waited_for_output: Duration,
}

/// What passed between two stages.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StreamReport {
    /// The stage that reads it.
    pub reader: &'static str,
    /// Items handed over by the stages before.
    pub put: u64,
    /// Items that the reader took.
    pub taken: u64,
    /// Items that were still in the stream when its reader ended.
    pub left: u64,
    /// Items that a `feedback` with `full = drop` had no room for; they were not put in.
    pub refused: u64,
}

impl Report {
    pub(crate) fn new(members: &[Member], elapsed: Duration) -> Self {
        let mut stages: Vec<StageReport> = Vec::new();
        let mut edges: Vec<(Arc<Edge>, StreamReport)> = Vec::new();
        for member in members {
            // The workers of a stage were started one after the other.
            if stages.last().is_none_or(|stage| stage.name != member.stage) {
                stages.push(StageReport {
                    name: member.stage,
                    ..StageReport::default()
                });
            }
            if let Some(stage) = stages.last_mut() {
                stage.add(member);
            }
            for (edge, taken) in member.reads.iter().zip(&member.tally.taken) {
                let stream = stream_of(&mut edges, edge);
                stream.reader = member.stage;
                stream.taken += taken.get();
            }
            for (edge, given) in member.fills.iter().zip(&member.tally.given) {
                stream_of(&mut edges, edge).put += given.get();
            }
        }
        Report {
            stages,
            streams: edges.into_iter().map(|(_, stream)| stream).collect(),
            elapsed,
        }
    }

    /// The row of the stage of that name.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&StageReport> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// The stage whose workers worked the largest part of the time: the one to make faster, or to
    /// give more workers.
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
            reader: "",
            put: 0,
            taken: 0,
            left: edge.left(),
            refused: edge.share().map_or(0, Share::refused),
        };
        edges.push((Arc::clone(edge), stream));
        edges.len() - 1
    });
    &mut edges[at].1
}

impl StageReport {
    fn add(&mut self, member: &Member) {
        let tally = &member.tally;
        let waited_for_input = tally.waited_for_input.get();
        let waited_for_output = tally.waited_for_output.get();
        self.workers += 1;
        let (taken, passed) = (tally.all_taken(), tally.passed());
        self.taken += taken;
        self.made += passed.saturating_sub(taken);
        self.swallowed += taken.saturating_sub(passed);
        self.given += tally.given.iter().map(|given| given.get()).sum::<u64>();
        self.filtered += tally.filtered.get();
        self.failed += tally.failed.get();
        self.retried += tally.retried.get();
        self.dropped += tally.dropped.get();
        self.worked += tally
            .lived
            .get()
            .saturating_sub(waited_for_input + waited_for_output);
        self.waited_for_input += waited_for_input;
        self.waited_for_output += waited_for_output;
    }

    /// Items that its body has finished. It is 0 for a stage that failed without an item in hand.
    #[must_use]
    pub fn completed(&self) -> u64 {
        let lost = self.swallowed + self.failed + self.dropped;
        (self.taken + self.made).saturating_sub(lost)
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
            "{:width$} {:>7} {:>11} {:>11} {:>9} {:>11} {:>9} {:>7} {:>7} {:>8} {:>9} {:>9} {:>9}",
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
                "{:width$} {:>7} {:>11} {:>11} {:>9} {:>11} {:>9} {:>7} {:>7} {:>8} {:>9} {:>9} {:>9}",
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
            )?;
        }
        write!(f, "took {}", seconds(self.elapsed))?;
        match self.bottleneck() {
            Some(stage) => write!(f, "; the bottleneck is `{}`", stage.name),
            None => Ok(()),
        }
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}
