//! Draws a picture as the text of a Graphviz graph.

use std::fmt::Write;

use super::{Arrow, COLOURS, DrawnStage, Picture, Shape};

pub(super) fn draw(picture: &Picture) -> String {
    let mut text = "digraph pipeline {\n    rankdir = LR\n    node [fontname = \"monospace\"]\n    edge [fontname = \"monospace\"]\n".to_owned();
    for (at, stage) in picture.stages.iter().enumerate() {
        write_stage(&mut text, at, stage);
    }
    for arrow in &picture.arrows {
        write_arrow(&mut text, arrow);
    }
    text.push_str("}\n");
    text
}

fn write_stage(text: &mut String, at: usize, stage: &DrawnStage) {
    let lines: Vec<String> = stage.lines.iter().map(|line| escaped(line)).collect();
    let shape = match stage.shape {
        Shape::Source => "shape = box, style = \"rounded,filled\"",
        Shape::Worker => "shape = box, style = filled",
        Shape::Workers => "shape = box, style = filled, peripheries = 2",
        Shape::Parting => "shape = hexagon, style = filled",
        Shape::Loop => "shape = circle, style = filled",
        Shape::End => "shape = ellipse, style = filled",
    };
    let fill = stage.heat.map_or("white", |heat| COLOURS[heat]);
    let width = if stage.is_bottleneck {
        ", penwidth = 4"
    } else {
        ""
    };
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        text,
        "    s{at} [label = \"{}\", {shape}, fillcolor = \"{fill}\"{width}]",
        lines.join("\\n")
    );
}

fn write_arrow(text: &mut String, arrow: &Arrow) {
    let Arrow {
        from, to, label, ..
    } = arrow;
    let style = match arrow {
        Arrow {
            closes_loop: true, ..
        } => ", style = dashed, constraint = false",
        Arrow { fill, .. } if *fill > 0.5 => ", penwidth = 3",
        _ => "",
    };
    let colour = if arrow.has_lost {
        ", color = \"#b3261e\""
    } else {
        ""
    };
    let label = escaped(label);
    let _ = writeln!(
        text,
        "    s{from} -> s{to} [label = \"{label}\"{style}{colour}]"
    );
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
