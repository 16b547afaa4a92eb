//! Measurements as rows.

use crate::case::{OTHER_BUILD, PIPELINE, PLAIN};
use crate::figures::Spread;

/// The results of a case or of another measurement.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) about: String,
    pub(crate) unit: &'static str,
    /// The peer whose programs do the work by hand.
    pub(crate) by_hand: &'static str,
    pub(crate) rows: Vec<Row>,
    /// Whether the ratio of a row to the first row is meaningful.
    pub(crate) is_comparison: bool,
}

pub(crate) struct Row {
    pub(crate) peer: &'static str,
    pub(crate) setting: String,
    /// Unique in the table, without spaces and commas.
    pub(crate) key: String,
    pub(crate) spread: Spread,
    /// The 99th percentile, if the program measures single items.
    pub(crate) tail: Option<f64>,
    /// CPU time per item, in nanoseconds.
    pub(crate) cpu: Option<f64>,
}

impl Table {
    /// Returns the row of `pipeline!` that counts: the row with default settings, or the best row if
    /// the settings are numbers of workers.
    pub(crate) fn own(&self) -> &Row {
        let default = |row: &&Row| row.peer == PIPELINE && row.setting == "default";
        let default = self.rows.iter().find(default);
        let best = || self.best(PIPELINE).unwrap_or(&self.rows[0]);
        default.unwrap_or_else(best)
    }

    /// Returns the fastest row of `peer`.
    fn best(&self, peer: &str) -> Option<&Row> {
        let rows = self.rows.iter().filter(|row| row.peer == peer);
        rows.min_by(|a, b| a.spread.median.total_cmp(&b.spread.median))
    }

    /// Returns the row of each peer that counts: [`own`](Table::own) for `pipeline!`, and the best
    /// row of each other peer.
    pub(crate) fn counting(&self) -> Vec<&Row> {
        let counts = |row: &&Row| {
            let counting = match row.peer {
                PIPELINE => Some(self.own()),
                other => self.best(other),
            };
            counting.is_some_and(|counting| std::ptr::eq(counting, *row))
        };
        self.rows.iter().filter(counts).collect()
    }

    /// Returns how many times as long a row takes as the row of `peer` with the same setting, or as
    /// the best row of `peer` if none has that setting.
    fn ratio(&self, row: &Row, peer: &str) -> Option<f64> {
        let mut rows = self.rows.iter().filter(|other| other.peer == peer);
        let same = rows.find(|other| other.setting == row.setting);
        let other = same.or_else(|| self.best(peer))?;
        Some(row.spread.median / other.spread.median)
    }

    /// Returns the ratio of a row of `pipeline!` to the program by hand.
    pub(crate) fn ratio_by_hand(&self, row: &Row) -> Option<f64> {
        let is_own = row.peer.starts_with(PIPELINE);
        is_own.then(|| self.ratio(row, self.by_hand)).flatten()
    }

    /// Returns the ratio of a row of `pipeline!` to the other build.
    pub(crate) fn ratio_to_other_build(&self, row: &Row) -> Option<f64> {
        let is_own = row.peer == PIPELINE;
        is_own.then(|| self.ratio(row, OTHER_BUILD)).flatten()
    }
}

impl Row {
    /// Returns whether the program hands no items over.
    pub(crate) fn is_plain(&self) -> bool {
        self.peer.starts_with("one thread") || self.peer == PLAIN
    }
}
