//! That no item is lost, nor counted twice.

use crate::report::{Report, StageReport, StreamReport};

/// Asserts the two laws that hold of every run, however it ended.
///
/// Of a stream: what was put in was taken out, or left behind. Of a stage: each item that it took or its
/// methods made was completed, of which some may have been filtered out, or its methods swallowed it, or
/// it failed, or was dropped. See [`Report`].
///
/// ```
/// # use pipeline_runtime::{Pipeline, private::graph::*};
/// # let graph = const { &Graph { stages: &[], edges: &[] } };
/// # let pipeline: Pipeline<'_, ()> = Pipeline::new(graph, Box::new(|_| Ok(())));
/// use pipeline_runtime::testing;
///
/// let (outcome, report) = pipeline.run_reported();
/// testing::assert_conserved(&report);
/// # let _ = outcome;
/// ```
///
/// # Panics
///
/// If they do not hold, with the stage or the stream, its figures and the report.
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
