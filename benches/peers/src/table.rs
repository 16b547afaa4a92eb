//! What is measured, as rows.

use crate::case::{OTHER_BUILD, PIPELINE, PLAIN};
use crate::figures::Spread;

/// What a case, or another question, has for an answer.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) about: String,
    pub(crate) unit: &'static str,
    /// The peer whose programs do the same by hand.
    pub(crate) by_hand: &'static str,
    pub(crate) rows: Vec<Row>,
    /// Whether a row's share of the first says something.
    pub(crate) is_comparison: bool,
}

pub(crate) struct Row {
    pub(crate) peer: &'static str,
    pub(crate) setting: String,
    /// Unique in the table, without spaces and commas.
    pub(crate) key: String,
    pub(crate) spread: Spread,
    /// The 99th percentile, where single items are timed.
    pub(crate) tail: Option<f64>,
    /// Nanoseconds of CPU time for each item.
    pub(crate) cpu: Option<f64>,
}

impl Table {
    /// The row that counts of each peer: the first of `pipeline!`, which is as it is by default, and
    /// the best of the others.
    pub(crate) fn counting(&self) -> Vec<&Row> {
        let counts = |row: &&Row| {
            let mut rows = self.rows.iter().filter(|other| other.peer == row.peer);
            let counting = if row.peer.starts_with(PIPELINE) {
                rows.next()
            } else {
                rows.min_by(|a, b| a.spread.median.total_cmp(&b.spread.median))
            };
            counting.is_some_and(|counting| std::ptr::eq(counting, *row))
        };
        self.rows.iter().filter(counts).collect()
    }

    /// How many times as long a row takes as `peer` with the same setting, or as the best of `peer` where
    /// it has no such setting.
    fn ratio(&self, row: &Row, peer: &str) -> Option<f64> {
        let rows = || self.rows.iter().filter(|other| other.peer == peer);
        let same = rows().find(|other| other.setting == row.setting);
        let best = || rows().min_by(|a, b| a.spread.median.total_cmp(&b.spread.median));
        let other = same.or_else(best)?;
        Some(row.spread.median / other.spread.median)
    }

    /// The ratio of a row of `pipeline!` to the program by hand.
    pub(crate) fn ratio_by_hand(&self, row: &Row) -> Option<f64> {
        let is_own = row.peer.starts_with(PIPELINE);
        is_own.then(|| self.ratio(row, self.by_hand)).flatten()
    }

    /// The ratio of a row of `pipeline!` to the other build.
    pub(crate) fn ratio_to_other_build(&self, row: &Row) -> Option<f64> {
        let is_own = row.peer == PIPELINE;
        is_own.then(|| self.ratio(row, OTHER_BUILD)).flatten()
    }
}

impl Row {
    /// Whether it does the work without handing anything over.
    pub(crate) fn is_plain(&self) -> bool {
        self.peer.starts_with("one thread") || self.peer == PLAIN
    }
}
