//! Draws a picture as the text of a Mermaid flowchart.

use std::fmt::Write;

use super::{Arrow, COLOURS, DrawnStage, Picture, Shape};

pub(super) fn draw(picture: &Picture) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (at, stage) in picture.stages.iter().enumerate() {
        write_stage(&mut text, at, stage);
    }
    for arrow in &picture.arrows {
        write_arrow(&mut text, arrow);
    }
    text
}

fn write_stage(text: &mut String, at: usize, stage: &DrawnStage) {
    let lines: Vec<String> = stage.lines.iter().map(|line| escaped(line)).collect();
    let (open, close) = match stage.shape {
        Shape::Source => ("([", "])"),
        Shape::Worker => ("[", "]"),
        Shape::Workers => ("[[", "]]"),
        Shape::Parting => ("{{", "}}"),
        Shape::Loop => ("((", "))"),
        Shape::End => ("(", ")"),
    };
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "    s{at}{open}\"{}\"{close}", lines.join("<br>"));
    if let Some(heat) = stage.heat {
        let width = if stage.is_bottleneck { 4 } else { 1 };
        let fill = COLOURS[heat];
        let _ = writeln!(
            text,
            "    style s{at} fill:{fill},color:#000,stroke-width:{width}px"
        );
    }
}

fn write_arrow(text: &mut String, arrow: &Arrow) {
    let line = match arrow {
        Arrow {
            closes_loop: true, ..
        } => "-.->",
        Arrow { fill, .. } if *fill > 0.5 => "==>",
        _ => "-->",
    };
    let label = match &arrow.label[..] {
        "" => String::new(),
        label => format!("|\"{}\"|", escaped(label)),
    };
    let _ = writeln!(text, "    s{} {line}{label} s{}", arrow.from, arrow.to);
}

/// Escapes `text` for Mermaid, which writes a character as `#` and its decimal number, or its name
/// in HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for character in text.chars() {
        match character {
            '"' => safe.push_str("#quot;"),
            '#' => safe.push_str("#35;"),
            '<' => safe.push_str("#lt;"),
            '>' => safe.push_str("#gt;"),
            '&' => safe.push_str("#amp;"),
            '`' => safe.push_str("#96;"),
            other => safe.push(other),
        }
    }
    safe
}
