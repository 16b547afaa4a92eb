//! Draws a picture as SVG. `dagre` computes the positions. This module only decides how everything
//! looks.
//!
//! All text is in a monospaced font, so its width is known without the font.

use std::fmt::Write;

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, Point, RankDir};

use super::{Arrow, COLOURS, DrawnStage, Picture, Shape};

/// The size of the font, and the width and the height of a character cell.
const FONT: f64 = 13.0;
const CHARACTER: f64 = 7.9;
const LINE: f64 = 17.0;
/// The text on arrows is smaller by this factor.
const SMALL: f64 = 0.85;
/// The margin around the picture, and the padding around the text of a stage.
const MARGIN: f64 = 12.0;
const PADDING: f64 = 12.0;

pub(super) fn draw(picture: &Picture) -> String {
    let layout = laid_out(picture);
    let (width, height) = extent(&layout);
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        text,
        "<svg class=\"pipeline\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">"
    );
    write_style(&mut text);
    for (at, arrow) in picture.arrows.iter().enumerate() {
        if let Some(placed) = layout.edge(&name(arrow.from), &name(arrow.to), Some(&name(at))) {
            write_arrow(&mut text, arrow, placed);
        }
    }
    for (at, stage) in picture.stages.iter().enumerate() {
        if let Some(placed) = layout.node(&name(at)) {
            write_stage(&mut text, stage, placed);
        }
    }
    text.push_str("</svg>\n");
    text
}

type Layout = Graph<NodeLabel, EdgeLabel>;

fn name(place: usize) -> String {
    place.to_string()
}

fn laid_out(picture: &Picture) -> Layout {
    let mut graph = Layout::with_options(GraphOptions {
        directed: true,
        multigraph: true,
        compound: false,
    });
    for (at, stage) in picture.stages.iter().enumerate() {
        let (width, height) = size(stage);
        let label = NodeLabel {
            width,
            height,
            ..NodeLabel::default()
        };
        graph.set_node(name(at), Some(label));
    }
    for (at, arrow) in picture.arrows.iter().enumerate() {
        let (width, height) = match &arrow.label[..] {
            "" => (0.0, 0.0),
            label => (text_width(label) * SMALL + 8.0, LINE * SMALL + 4.0),
        };
        let label = EdgeLabel {
            width,
            height,
            labelpos: LabelPos::Center,
            ..EdgeLabel::default()
        };
        let (from, to) = (name(arrow.from), name(arrow.to));
        graph.set_edge(from, to, Some(label), Some(&name(at)));
    }
    let options = LayoutOptions {
        rankdir: RankDir::LR,
        nodesep: 22.0,
        edgesep: 18.0,
        ranksep: 26.0,
        marginx: MARGIN,
        marginy: MARGIN,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    graph
}

#[expect(
    clippy::cast_precision_loss,
    reason = "it is the length of a line of text"
)]
fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * CHARACTER
}

#[expect(clippy::cast_precision_loss, reason = "it is a number of lines")]
fn size(stage: &DrawnStage) -> (f64, f64) {
    let widest = stage
        .lines
        .iter()
        .map(|line| text_width(line))
        .fold(0.0, f64::max);
    let height = stage.lines.len() as f64 * LINE + PADDING;
    let width = widest + 2.0 * PADDING;
    match stage.shape {
        Shape::Parting | Shape::Loop => (width + height / 2.0, height),
        Shape::Source | Shape::Worker | Shape::Workers | Shape::End => (width, height),
    }
}

/// Returns the size of the picture.
fn extent(layout: &Layout) -> (f64, f64) {
    let nodes = layout.nodes().into_iter().filter_map(|node| {
        let placed = layout.node(&node)?;
        let (x, y) = (placed.x?, placed.y?);
        Some((x + placed.width / 2.0, y + placed.height / 2.0))
    });
    let edges = layout.edges().into_iter().flat_map(|edge| {
        let placed = layout.edge_by_obj(&edge);
        let points = placed.map_or(Vec::new(), |edge| edge.points.clone());
        let label = placed.and_then(|edge| {
            Some(Point::new(
                edge.x? + edge.width / 2.0,
                edge.y? + edge.height / 2.0,
            ))
        });
        points
            .into_iter()
            .chain(label)
            .map(|point| (point.x, point.y))
    });
    let corner = nodes
        .chain(edges)
        .fold((0.0, 0.0), |(x, y): (f64, f64), point| {
            (x.max(point.0), y.max(point.1))
        });
    (corner.0 + MARGIN, corner.1 + MARGIN)
}

/// Writes the style rules. Every rule is limited to this picture, because the picture may be
/// embedded in a page. There it has the colour of the page. Only a picture that is a document by
/// itself has colours of its own.
fn write_style(text: &mut String) {
    let _ = write!(
        text,
        "<style>\n\
         svg:root {{ color: #1b1b1f; }}\n\
         @media (prefers-color-scheme: dark) {{ svg:root {{ color: #e8e8ea; }} }}\n\
         .pipeline {{ max-width: 100%; height: auto; }}\n\
         .pipeline text {{ font: {FONT}px ui-monospace, monospace; text-anchor: middle; fill: currentColor; }}\n\
         .pipeline .name {{ font-weight: bold; }}\n\
         .pipeline .small {{ font-size: {:.0}px; }}\n\
         .pipeline .stage {{ fill: currentColor; fill-opacity: 0.05; stroke: currentColor; stroke-opacity: 0.6; }}\n\
         .pipeline .bottleneck {{ stroke-width: 3; stroke-opacity: 1; }}\n\
         .pipeline .arrow {{ fill: none; stroke: currentColor; stroke-opacity: 0.6; }}\n\
         .pipeline .loop {{ stroke-dasharray: 5 4; }}\n\
         .pipeline .full {{ stroke-width: 3; }}\n\
         .pipeline .lost {{ stroke: #d5453b; stroke-opacity: 1; }}\n\
         .pipeline .tip {{ fill: currentColor; }}\n",
        FONT * SMALL
    );
    for (heat, colour) in COLOURS.iter().enumerate() {
        let _ = writeln!(
            text,
            ".pipeline .heat{heat} {{ fill: {colour}; fill-opacity: 0.45; }}"
        );
    }
    text.push_str(
        "</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip\" d=\"M0 0 L8 4 L0 8 z\"/></marker></defs>\n",
    );
}

fn write_stage(text: &mut String, stage: &DrawnStage, placed: &NodeLabel) {
    let (Some(x), Some(y)) = (placed.x, placed.y) else {
        return;
    };
    let (width, height) = (placed.width, placed.height);
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    let mut class = "stage".to_owned();
    if let Some(heat) = stage.heat {
        let _ = write!(class, " heat{heat}");
    }
    if stage.is_bottleneck {
        class.push_str(" bottleneck");
    }
    let mut frame = |left: f64, top: f64, round: f64| {
        let _ = writeln!(
            text,
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\"/>"
        );
    };
    match stage.shape {
        Shape::Worker => frame(left, top, 3.0),
        Shape::Workers => {
            frame(left, top, 3.0);
            // The visible part of a second frame in the background.
            let _ = writeln!(
                text,
                "<path class=\"arrow\" d=\"M{:.1} {top:.1} v-4 h{width:.1} v{height:.1} h-4\"/>",
                left + 4.0
            );
        }
        Shape::Source => frame(left, top, height / 2.0),
        Shape::End => frame(left, top, 10.0),
        Shape::Parting | Shape::Loop => {
            let (right, bottom, side) = (left + width, top + height, height / 4.0);
            let _ = writeln!(
                text,
                "<path class=\"{class}\" d=\"M{left:.1} {y:.1} L{:.1} {top:.1} H{:.1} L{right:.1} {y:.1} L{:.1} {bottom:.1} H{:.1} z\"/>",
                left + side,
                right - side,
                right - side,
                left + side,
            );
        }
    }
    let mut baseline = top + PADDING / 2.0 + LINE * 0.75;
    for (at, line) in stage.lines.iter().enumerate() {
        let class = if at == 0 { " class=\"name\"" } else { "" };
        let _ = writeln!(
            text,
            "<text{class} x=\"{x:.1}\" y=\"{baseline:.1}\">{}</text>",
            escaped(line)
        );
        baseline += LINE;
    }
}

fn write_arrow(text: &mut String, arrow: &Arrow, placed: &EdgeLabel) {
    let mut class = "arrow".to_owned();
    if arrow.closes_loop {
        class.push_str(" loop");
    }
    if arrow.fill > 0.5 {
        class.push_str(" full");
    }
    if arrow.has_lost {
        class.push_str(" lost");
    }
    let _ = writeln!(
        text,
        "<path class=\"{class}\" d=\"{}\" marker-end=\"url(#tip)\"/>",
        curve(&placed.points)
    );
    if let (Some(x), Some(y), false) = (placed.x, placed.y, arrow.label.is_empty()) {
        // The label is above the line. It is further away from a line that goes up or down.
        let ends = placed.points.first().zip(placed.points.last());
        let is_level = ends.is_some_and(|(first, last)| (first.y - last.y).abs() < LINE / 2.0);
        let y = y - if is_level { 4.0 } else { 8.0 };
        let _ = writeln!(
            text,
            "<text class=\"small\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
            escaped(&arrow.label)
        );
    }
}

/// Draws a smooth curve through the middles between the points, with the points as control points.
fn curve(points: &[Point]) -> String {
    let Some((first, rest)) = points.split_first() else {
        return String::new();
    };
    let mut path = format!("M{:.1} {:.1}", first.x, first.y);
    for pair in rest.windows(2) {
        let (x, y) = (
            f64::midpoint(pair[0].x, pair[1].x),
            f64::midpoint(pair[0].y, pair[1].y),
        );
        let _ = write!(path, " Q{:.1} {:.1} {x:.1} {y:.1}", pair[0].x, pair[0].y);
    }
    if let Some(last) = rest.last() {
        let _ = write!(path, " L{:.1} {:.1}", last.x, last.y);
    }
    path
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
