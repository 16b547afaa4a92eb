//! Asserts that no item is lost or counted twice.

use crate::report::{Report, StageReport, StreamReport};

/// Asserts the two laws of reports. They hold for every run, however it ended, and during a run.
///
/// For a stream: each item that was put in was taken out, waits in the stream, was left in it, or
/// was lost as its option `full` asks for. For a stage: each item that it took, or that its methods
/// made, was completed (its body may have given nothing for it), is in a worker's hand, was
/// swallowed by its methods, failed or was dropped. See [`Report`].
///
/// ```
/// # use pipeline_runtime::{Pipeline, private::graph::*};
/// # let graph = const { &Graph { stages: &[], edges: &[] } };
/// # let pipeline: Pipeline<'_, ()> = Pipeline::new(|_| Ok(()), graph);
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing;
///
/// let (outcome, report) = pipeline.run_reported();
/// testing::assert_conserved(&report);
/// # let _ = outcome;
/// ```
///
/// # Panics
///
/// If a law does not hold. The message names the stage or the stream, and contains its numbers and
/// the report.
#[track_caller]
pub fn assert_conserved(report: &Report) {
    for stream in &report.streams {
        assert!(stream.is_conserved(), "{}{report}", stream.figures());
    }
    for stage in &report.stages {
        assert!(stage.is_conserved(), "{}{report}", stage.figures());
    }
}

impl StreamReport {
    fn is_conserved(&self) -> bool {
        self.put == self.taken + self.waiting + self.left + self.lost
    }

    fn figures(&self) -> String {
        let StreamReport {
            reader,
            put,
            taken,
            waiting,
            left,
            lost,
            ..
        } = self;
        let mut rest = format!("{taken} were taken and {left} left behind");
        if *lost > 0 {
            rest = format!("{taken} were taken, {left} left behind and {lost} lost");
        }
        if *waiting > 0 {
            rest = format!("{rest}; {waiting} wait");
        }
        format!("of the {put} items put into the stream to `{reader}`, {rest}\n")
    }
}

impl StageReport {
    /// At least 1 is allowed, because a stage may fail without an item in hand.
    fn is_conserved(&self) -> bool {
        let others = self.in_hand + self.swallowed + self.failed + self.dropped;
        others <= (self.taken + self.made).max(1) && self.filtered <= self.completed()
    }

    fn figures(&self) -> String {
        let StageReport {
            name,
            taken,
            made,
            swallowed,
            filtered,
            failed,
            dropped,
            in_hand,
            ..
        } = self;
        let now = match in_hand {
            0 => String::new(),
            items => format!("; {items} are in hand"),
        };
        format!(
            "of the {taken} items that stage `{name}` took and the {made} that its methods made, \
             {swallowed} were swallowed, {filtered} filtered out, {failed} failed and {dropped} dropped{now}\n"
        )
    }
}
