//! That no item is lost, nor counted twice.

use crate::report::{Report, StageReport, StreamReport};

/// Asserts the two laws that hold for every run, however it ended.
///
/// For a stream: each item that was put in was taken out, or was left in it. For a stage: each item that it took,
/// or that its methods made, was completed (its body may have given nothing for it), swallowed by its methods,
/// failed or dropped. See [`Report`].
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
/// If a law does not hold. The message has the stage or the stream, its figures, and the report.
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
        self.put == self.taken + self.left
    }

    fn figures(&self) -> String {
        let StreamReport {
            reader,
            put,
            taken,
            left,
            ..
        } = self;
        format!(
            "of the {put} items put into the stream to `{reader}`, \
             {taken} were taken and {left} left behind\n"
        )
    }
}

impl StageReport {
    /// A stage may fail without an item in hand.
    fn is_conserved(&self) -> bool {
        let lost = self.swallowed + self.failed + self.dropped;
        lost <= (self.taken + self.made).max(1) && self.filtered <= self.completed()
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
            ..
        } = self;
        format!(
            "of the {taken} items that stage `{name}` took and the {made} that its methods made, \
             {swallowed} were swallowed, {filtered} filtered out, {failed} failed and {dropped} dropped\n"
        )
    }
}
