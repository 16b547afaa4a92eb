//! Promise 7, conservation, asserted on a report.

use pipeline::Report;

/// Of each stream, what was put in was taken out or left behind; of each stage, what was taken was
/// completed, failed or dropped.
pub fn conserves(report: &Report) {
    for stream in &report.streams {
        assert_eq!(
            stream.put,
            stream.taken + stream.left,
            "{stream:?}\n{report}"
        );
    }
    for stage in &report.stages {
        assert!(
            stage.failed + stage.dropped <= stage.taken.max(1),
            "{stage:?}\n{report}"
        );
        assert!(stage.completed() <= stage.taken, "{stage:?}\n{report}");
    }
}
