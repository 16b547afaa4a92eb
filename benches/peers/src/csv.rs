//! The rows as lines for other programs, such as `join`.

use crate::table::{Row, Table};

pub(crate) fn lines(tables: &[Table]) -> String {
    let rows = tables
        .iter()
        .flat_map(|table| table.rows.iter().map(move |row| line(table, row)));
    let mut lines: Vec<String> = rows.collect();
    lines.sort_unstable();
    lines.concat()
}

fn line(table: &Table, row: &Row) -> String {
    let Table { name, unit, .. } = table;
    let Row { key, spread, .. } = row;
    let numbers = [
        Some(spread.median),
        Some(spread.low),
        Some(spread.high),
        table.ratio_by_hand(row),
        row.cpu,
        table.ratio_to_other_build(row),
    ];
    let numbers =
        numbers.map(|number| number.map_or(String::new(), |number| format!("{number:.3}")));
    format!("{name}/{key},{unit},{}\n", numbers.join(","))
}
