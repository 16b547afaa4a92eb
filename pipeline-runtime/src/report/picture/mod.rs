//! Pictures of a graph, with or without the numbers of a report: for Mermaid, for Graphviz, and as
//! SVG. All of them draw the same [`Picture`].

mod dot;
mod mermaid;
#[cfg(feature = "svg")]
mod svg;

use crate::report::graph::{Capacity, Graph, GraphEdge, GraphStage, WhenFull};
use crate::report::state::WorkerState;
use crate::report::{Report, StageReport, StreamReport};

impl Graph {
    /// Returns the graph as the text of a [Mermaid](https://mermaid.js.org) flowchart, from left to
    /// right. GitHub draws it in a Markdown file, in a code block of the language `mermaid`.
    ///
    /// The text on an arrow says how many items may wait there. `64+` means 64 at first, and more
    /// while items go through quickly. A double border means several workers.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// assert!(pipeline.graph().to_mermaid().starts_with("flowchart LR"));
    /// ```
    #[doc(alias = "diagram")]
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        mermaid::draw(&Picture::of(self, None))
    }

    /// Like [`to_mermaid`](Graph::to_mermaid), with the numbers of `report`. The colour of a stage
    /// shows its [`load`](crate::StageReport::load) since the start of the run, from cool to hot. A
    /// thick border marks the bottleneck, and a thick arrow a stream that is more than half full.
    /// Failed and lost items are shown.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// let graph = pipeline.graph();
    /// let (outcome, report) = pipeline.run_reported();
    /// assert_eq!(outcome?, Some(2));
    /// println!("{}", graph.to_mermaid_with(&report));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn to_mermaid_with(&self, report: &Report) -> String {
        mermaid::draw(&Picture::of(self, Some(report)))
    }

    /// Returns the graph in the language of [Graphviz](https://graphviz.org): `dot -Tsvg` draws it.
    /// It shows the same as [`to_mermaid`](Graph::to_mermaid).
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// assert!(pipeline.graph().to_dot().starts_with("digraph"));
    /// ```
    #[doc(alias = "Graphviz")]
    #[must_use]
    pub fn to_dot(&self) -> String {
        dot::draw(&Picture::of(self, None))
    }

    /// Like [`to_dot`](Graph::to_dot), with the numbers of `report`, as in
    /// [`to_mermaid_with`](Graph::to_mermaid_with).
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// let graph = pipeline.graph();
    /// let (outcome, report) = pipeline.run_reported();
    /// assert_eq!(outcome?, Some(2));
    /// println!("{}", graph.to_dot_with(&report)); // for `dot -Tsvg`
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn to_dot_with(&self, report: &Report) -> String {
        dot::draw(&Picture::of(self, Some(report)))
    }

    /// Returns the graph as SVG, from left to right. It shows the same as
    /// [`to_mermaid`](Graph::to_mermaid). As a file, it follows the reader's light or dark mode.
    /// Embedded in an HTML page, or in a doc comment by `include_str!`, it has the colour of the
    /// surrounding text.
    ///
    /// Needs the feature `svg`.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// assert!(pipeline.graph().to_svg().starts_with("<svg"));
    /// ```
    #[doc(alias = "diagram")]
    #[cfg(feature = "svg")]
    #[must_use]
    pub fn to_svg(&self) -> String {
        svg::draw(&Picture::of(self, None))
    }

    /// Like [`to_svg`](Graph::to_svg), with the numbers of `report`, as in
    /// [`to_mermaid_with`](Graph::to_mermaid_with).
    ///
    /// Needs the feature `svg`.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// let graph = pipeline.graph();
    /// let (outcome, report) = pipeline.run_reported();
    /// assert_eq!(outcome?, Some(2));
    /// assert!(graph.to_svg_with(&report).starts_with("<svg"));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[cfg(feature = "svg")]
    #[must_use]
    pub fn to_svg_with(&self, report: &Report) -> String {
        svg::draw(&Picture::of(self, Some(report)))
    }
}

/// The elements of a picture: stages, and the arrows between them.
struct Picture {
    stages: Vec<DrawnStage>,
    arrows: Vec<Arrow>,
}

struct DrawnStage {
    /// The name, the verb, and the numbers of the report, one line each.
    lines: Vec<String>,
    shape: Shape,
    /// The load of the stage, from 0 to [`HOTTEST`]. `None` without a report.
    heat: Option<usize>,
    is_bottleneck: bool,
}

struct Arrow {
    /// Indices of the two stages.
    from: usize,
    to: usize,
    /// Number of items that may wait in the stream. Empty for further arrows of the same stream.
    label: String,
    /// Whether the arrow leads back to a `feedback`.
    closes_loop: bool,
    /// Number of waiting items as a share of the room, from 0 to 1.
    fill: f64,
    /// Whether the stream has lost items.
    has_lost: bool,
}

/// The kind of a stage, which decides its shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The stage makes items.
    Source,
    /// The stage processes items.
    Worker,
    /// The stage processes items with several workers.
    Workers,
    /// The stage gives items to several streams.
    Parting,
    /// The stage closes a loop.
    Loop,
    /// The stage has no output stream.
    End,
}

/// The largest [`DrawnStage::heat`].
const HOTTEST: usize = 4;

/// Fill colours from cool to hot. Black text on them is readable.
const COLOURS: [&str; HOTTEST + 1] = ["#7fb2e5", "#7cc79a", "#f2d25c", "#f5aa60", "#ee8472"];

impl Picture {
    fn of(graph: &Graph, report: Option<&Report>) -> Self {
        let place = |name: &str| graph.stages().iter().position(|stage| stage.name == name);
        let bottleneck = report.and_then(Report::bottleneck);
        let stages = graph.stages().iter().map(|stage| {
            let row = report.and_then(|report| report.stage(stage.name));
            let is_bottleneck = bottleneck.is_some_and(|slowest| slowest.name == stage.name);
            DrawnStage::of(stage, shape(stage, graph), row, is_bottleneck)
        });
        let stages = stages.collect();
        let mut streams = report.map_or(Vec::new(), |report| report.streams.iter().collect());
        let mut arrows = Vec::new();
        for edge in graph.edges() {
            let row = take_row(&mut streams, edge);
            let Some(to) = place(edge.to) else { continue };
            for (at, from) in edge.from.iter().filter_map(|from| place(from)).enumerate() {
                let label = if at == 0 {
                    label(edge, row)
                } else {
                    String::new()
                };
                arrows.push(Arrow {
                    from,
                    to,
                    label,
                    closes_loop: edge.closes_loop,
                    fill: row.map_or(0.0, fill),
                    has_lost: row.is_some_and(|row| row.lost + row.refused > 0),
                });
            }
        }
        Picture { stages, arrows }
    }
}

/// Returns the report's row for `edge`. A stage may fill several streams of one reader. Their rows
/// are in the order of the declaration.
fn take_row<'r>(rows: &mut Vec<&'r StreamReport>, edge: &GraphEdge) -> Option<&'r StreamReport> {
    let is_its = |row: &&StreamReport| {
        row.reader == edge.to && row.writers.iter().all(|writer| edge.from.contains(writer))
    };
    let at = rows.iter().position(is_its)?;
    Some(rows.remove(at))
}

fn shape(stage: &GraphStage, graph: &Graph) -> Shape {
    let gives = graph
        .edges()
        .iter()
        .any(|edge| edge.from.contains(&stage.name));
    match stage.verb {
        "generator" | "receive" => Shape::Source,
        "tee" | "split" | "route" => Shape::Parting,
        "feedback" => Shape::Loop,
        _ if !gives => Shape::End,
        "fan_out" => Shape::Workers,
        _ => Shape::Worker,
    }
}

impl DrawnStage {
    fn of(
        stage: &GraphStage,
        shape: Shape,
        row: Option<&StageReport>,
        is_bottleneck: bool,
    ) -> Self {
        let verb = match row {
            Some(row) if shape == Shape::Workers => format!("{} × {}", stage.verb, row.workers),
            _ => stage.verb.to_owned(),
        };
        let place = stage.place.map(|place| format!("at {place}"));
        let mut lines = vec![stage.name.to_owned(), verb];
        lines.extend(place);
        lines.extend(row.map(load_line));
        lines.extend(row.and_then(losses_line));
        DrawnStage {
            lines,
            shape,
            heat: row.map(heat),
            is_bottleneck: is_bottleneck && row.is_some_and(|row| heat(row) > 0),
        }
    }
}

/// Formats the load of a stage: `62 % busy, 1,234 items, 2 in hand`
fn load_line(row: &StageReport) -> String {
    let items = grouped(row.taken + row.made);
    let now = if row.workers_in(WorkerState::Done) == row.states.len() {
        String::new()
    } else {
        format!(", {} in hand", row.in_hand)
    };
    format!("{:.0} % busy, {items} items{now}", row.load() * 100.0)
}

/// Formats the losses of a stage, if there are any: `3 failed, 2 dropped`
fn losses_line(row: &StageReport) -> Option<String> {
    let counts = [
        (row.failed, "failed"),
        (row.retried, "retried"),
        (row.dropped, "dropped"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = counts
        .map(|(count, what)| format!("{} {what}", grouped(count)))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "it is from 0 to the number of colours"
)]
fn heat(row: &StageReport) -> usize {
    ((row.load() * COLOURS.len() as f64) as usize).min(HOTTEST)
}

/// Formats how many items may wait in a stream, and how many do.
fn label(edge: &GraphEdge, row: Option<&StreamReport>) -> String {
    let room = match (edge.capacity, row.and_then(|row| row.room)) {
        (Capacity::Window | Capacity::Code(_), Some(room)) => grouped(room),
        (Capacity::Window, None) => "64+".to_owned(),
        (Capacity::Items(items), _) => items.to_string(),
        (Capacity::Code(code), None) => code.to_owned(),
        (Capacity::Weight(code), _) => format!("weight {code}"),
    };
    let room = match row {
        Some(row) => format!("{} / {room}", grouped(row.waiting)),
        None => room,
    };
    let full = match edge.full {
        WhenFull::Wait => "",
        WhenFull::DropNewest => ", drops newest",
        WhenFull::DropOldest => ", drops oldest",
        WhenFull::Merge => ", merges",
    };
    let lost = match row.map_or(0, |row| row.lost + row.refused) {
        0 => String::new(),
        lost => format!(", {} lost", grouped(lost)),
    };
    format!("{room}{full}{lost}")
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
fn fill(row: &StreamReport) -> f64 {
    match row.room {
        Some(room) if room > 0 => (row.waiting as f64 / room as f64).min(1.0),
        _ => 0.0,
    }
}

/// Formats a number with separators: `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
