//! The chart of the results: a panel for each case, with a line for each peer. The line shows the
//! peer's best row, or the default row of `pipeline!`.

use std::fmt::Write;

use crate::case::{PIPELINE, PLAIN};
use crate::figures::{figure, float};
use crate::table::{Row, Table};

const COLUMNS: usize = 2;
const PANEL_WIDTH: f64 = 480.0;
const MARGIN: f64 = 16.0;
const LINE: f64 = 18.0;
/// Number of lines of a panel that are not lines of a peer: the title, and the space below it.
const EXTRA_LINES: f64 = 2.5;
/// The width of the names, and the length of the longest bar.
const NAMES: f64 = 230.0;
const BARS: f64 = 170.0;
/// From this ratio on, the scale is logarithmic, because the smallest bar would be too short to
/// see.
const LOGARITHMIC: f64 = 20.0;

/// Colours for light and dark themes.
const STYLE: &str = "\
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .quiet { fill: #59636e; }
  .page { fill: #ffffff; }
  .grid { stroke: #d1d9e0; }
  .range { stroke: #1f2328; }
  .peer { fill: #8c959f; stroke: #8c959f; }
  .own { fill: #0969da; stroke: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .quiet { fill: #9198a1; }
    .page { fill: #0d1117; }
    .grid { stroke: #3d444d; }
    .range { stroke: #e6edf3; }
    .peer { fill: #6e7681; stroke: #6e7681; }
    .own { fill: #4493f8; stroke: #4493f8; }
  }
";

pub(crate) fn svg(tables: &[Table]) -> String {
    let mut bottoms = [MARGIN; COLUMNS];
    let mut panels = String::new();
    for table in tables.iter().filter(|table| table.is_comparison) {
        // Place the panel in the column that is the shortest so far.
        let shortest = (0..COLUMNS).min_by(|&a, &b| bottoms[a].total_cmp(&bottoms[b]));
        let column = shortest.unwrap_or(0);
        let x = MARGIN + float(column as u64) * (PANEL_WIDTH + MARGIN);
        let mut rows = table.counting();
        // A loop that hands nothing over would compress the bars of all others.
        rows.retain(|row| row.peer != PLAIN);
        let _ = writeln!(
            panels,
            "<g transform=\"translate({x} {})\">",
            bottoms[column]
        );
        panels += &panel(table, &rows);
        panels += "</g>\n";
        bottoms[column] += (float(rows.len() as u64) + EXTRA_LINES) * LINE;
    }
    let height = bottoms.into_iter().fold(0.0, f64::max);
    let width = float(COLUMNS as u64) * (PANEL_WIDTH + MARGIN) + MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
        <title>Each program's time, case by case; less is better</title>\n\
        <style>\n{STYLE}</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n{panels}</svg>\n"
    )
}

fn panel(table: &Table, rows: &[&Row]) -> String {
    let scale = Scale::of(rows);
    let logarithmic = match scale {
        Scale::Linear { .. } => "",
        Scale::Logarithmic { .. } => ", logarithmic",
    };
    let Table { name, unit, .. } = table;
    let mut text = format!(
        "<text class=\"title\" y=\"12\">{name} <tspan class=\"quiet\">{unit}{logarithmic}, less is \
        better</tspan></text>\n"
    );
    let bottom = LINE * (float(rows.len() as u64) + 1.0) + 2.0;
    for x in scale.grid() {
        let x = NAMES + x;
        let _ = writeln!(
            text,
            "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{LINE}\" y2=\"{bottom}\"/>"
        );
    }
    for (row, y) in rows.iter().zip(1_u32..) {
        text += &line(row, &scale, LINE * f64::from(y) + LINE / 2.0);
    }
    text
}

fn line(row: &Row, scale: &Scale, y: f64) -> String {
    let class = if row.peer.starts_with(PIPELINE) {
        "own"
    } else {
        "peer"
    };
    let [low, median, high] = [row.spread.low, row.spread.median, row.spread.high]
        .map(|value| NAMES + scale.place(value));
    let mark = match scale {
        Scale::Linear { .. } => {
            let (top, width) = (y - 5.0, median - NAMES);
            format!(
                "<rect class=\"{class}\" x=\"{NAMES}\" y=\"{top}\" width=\"{width:.1}\" height=\"10\"/>"
            )
        }
        // A bar makes no sense on a scale without a zero.
        Scale::Logarithmic { .. } => {
            format!("<circle class=\"{class}\" cx=\"{median:.1}\" cy=\"{y}\" r=\"5\"/>")
        }
    };
    let (base, behind) = (y + 4.0, median.max(high) + 8.0);
    let (name, value) = (row.peer, figure(row.spread.median));
    let names_end = NAMES - 8.0;
    format!(
        "<text x=\"{names_end}\" y=\"{base}\" text-anchor=\"end\">{name}</text>{mark}\
        <line class=\"range\" x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{y}\" y2=\"{y}\"/>\
        <text x=\"{behind:.1}\" y=\"{base}\">{value}</text>\n"
    )
}

/// The position of a value, from 0 to [`BARS`].
enum Scale {
    Linear {
        most: f64,
    },
    /// From one power of ten to another.
    Logarithmic {
        from: f64,
        to: f64,
    },
}

impl Scale {
    fn of(rows: &[&Row]) -> Self {
        let spreads = rows.iter().map(|row| row.spread);
        let (least, most) = spreads.fold((f64::MAX, 0.0_f64), |(least, most), spread| {
            (least.min(spread.low), most.max(spread.high))
        });
        if most / least < LOGARITHMIC {
            return Scale::Linear { most };
        }
        let (from, to) = (least.log10().floor(), most.log10().ceil());
        Scale::Logarithmic { from, to }
    }

    fn place(&self, value: f64) -> f64 {
        let share = match self {
            Scale::Linear { most } => value / most,
            Scale::Logarithmic { from, to } => (value.log10() - from) / (to - from),
        };
        BARS * share.clamp(0.0, 1.0)
    }

    /// Returns the zero, or the powers of ten.
    fn grid(&self) -> Vec<f64> {
        match self {
            Scale::Linear { .. } => vec![0.0],
            Scale::Logarithmic { from, to } => {
                let powers = (0..)
                    .map(|n| from + f64::from(n))
                    .take_while(|power| power <= to);
                powers.map(|power| self.place(10_f64.powf(power))).collect()
            }
        }
    }
}
