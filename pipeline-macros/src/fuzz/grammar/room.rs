//! The capacity of a stream, and the option for when it is full.

use arbitrary::Result;

use super::Maker;

impl Maker<'_, '_> {
    /// Returns the options, with their commas, of a stream or of some of `branches`.
    pub(super) fn room(&mut self, branches: &[&str]) -> Result<String> {
        let capacity = *self.source.choose(&[
            "",
            "",
            "",
            "capacity = 0, ",
            "capacity = n + 1, ",
            "capacity = weight(9, |x| x.len()), ",
            "capacity = 2, full = wait, ",
            "LOSSY",
        ])?;
        if capacity == "LOSSY" && !self.is_in_loop {
            return self.lossy(branches);
        }
        Ok(capacity.replace("LOSSY", ""))
    }

    /// Returns a capacity, and the option that says which items are lost.
    fn lossy(&mut self, branches: &[&str]) -> Result<String> {
        let full = *self.source.choose(&[
            "drop_newest",
            "drop_oldest",
            "drop_newest(NAMES)",
            "drop_oldest(NAMES)",
            "merge(f::<A>)",
            "merge(|old, new| CODE)",
            "merge(NAMES, |old, new| { let x = old; CODE })",
        ])?;
        let full = match branches {
            [] => full.replace("(NAMES)", "").replace("NAMES, ", ""),
            [first, ..] => full.replace("NAMES", first),
        };
        let full = full.replace("CODE", &self.code()?);
        Ok(format!("capacity = n + 1, full = {full}, "))
    }
}
