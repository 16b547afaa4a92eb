//! Draws a timeline as SVG: a row for each worker, with a colour for each state.

use std::fmt::Write;
use std::time::Duration;

use super::{Timeline, WorkerTimeline};
use crate::report::state::WorkerState;

/// The width of the rows in pixels. Periods shorter than a pixel are merged with their neighbours.
const WIDTH: usize = 800;
/// The width of a character of a name. The names are on the left.
const CHARACTER: usize = 8;
const ROW: usize = 22;
const MARGIN: usize = 12;

/// The states that are drawn, with their colours.
const STATES: [(WorkerState, &str); 5] = [
    (WorkerState::Working, "#4c9f70"),
    (WorkerState::WaitingForInput, "#9db4d0"),
    (WorkerState::WaitingForRoom, "#e0a458"),
    (WorkerState::BackingOff, "#c8553d"),
    (WorkerState::Throttled, "#9b72b0"),
];

impl Timeline {
    /// Draws the timeline as SVG: a row for each worker, from the first start to the last end.
    ///
    /// ```
    /// use pipeline::{Context, Timeline, pipeline};
    ///
    /// let timeline = Timeline::new();
    /// let context = Context::new().with_timeline(&timeline);
    /// pipeline!({ generator(0..10) >> stage(|n| n) >> count() }).run_with(&context)?;
    /// assert!(timeline.to_svg().starts_with("<svg"));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn to_svg(&self) -> String {
        let workers = self.workers();
        let spans = || workers.iter().flat_map(|worker| &worker.spans);
        let start = spans().map(|span| span.start).min().unwrap_or_default();
        let end = spans().map(|span| span.end).max().unwrap_or_default();
        let names: Vec<String> = workers.iter().map(name).collect();
        let longest = names.iter().map(|name| name.chars().count()).max();
        let left = MARGIN + longest.unwrap_or(0) * CHARACTER + MARGIN;
        let (width, height) = (
            left + WIDTH + MARGIN,
            (workers.len() + 2) * ROW + 2 * MARGIN,
        );
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
             <style>\n\
             text {{ font: 13px ui-monospace, monospace; fill: #1b1b1f; }}\n\
             @media (prefers-color-scheme: dark) {{ text {{ fill: #e8e8ea; }} }}\n\
             </style>"
        );
        for (row, (worker, name)) in workers.iter().zip(&names).enumerate() {
            let top = MARGIN + row * ROW;
            let _ = writeln!(
                text,
                "<text x=\"{MARGIN}\" y=\"{}\">{}</text>",
                top + 14,
                escaped(name)
            );
            write_row(&mut text, (left, top), &columns(worker, start, end));
        }
        write_legend(
            &mut text,
            left,
            MARGIN + workers.len() * ROW,
            end.saturating_sub(start),
        );
        text.push_str("</svg>\n");
        text
    }
}

fn name(worker: &WorkerTimeline) -> String {
    format!("{}#{}", worker.stage, worker.worker)
}

/// Returns for each pixel the state in which the worker was for most of that time.
fn columns(worker: &WorkerTimeline, start: Duration, end: Duration) -> Vec<Option<usize>> {
    let pixel = (end.saturating_sub(start).as_secs_f64() / to_f64(WIDTH)).max(f64::MIN_POSITIVE);
    let mut shares = vec![[0.0; STATES.len()]; WIDTH];
    for span in &worker.spans {
        let Some(state) = STATES.iter().position(|(state, _)| *state == span.state) else {
            continue;
        };
        let (from, to) = (
            span.start.saturating_sub(start).as_secs_f64() / pixel,
            span.end.saturating_sub(start).as_secs_f64() / pixel,
        );
        for (at, share) in shares
            .iter_mut()
            .enumerate()
            .skip(floor(from))
            .take(floor(to) + 1 - floor(from))
        {
            let (left, right) = (to_f64(at).max(from), to_f64(at + 1).min(to));
            share[state] += (right - left).max(0.0);
        }
    }
    let most = |share: &[f64; STATES.len()]| {
        let states = 0..STATES.len();
        let most = states.max_by(|&one, &other| share[one].total_cmp(&share[other]));
        most.filter(|&state| share[state] > 0.0)
    };
    shares.iter().map(most).collect()
}

#[expect(clippy::cast_precision_loss, reason = "it is a number of pixels")]
fn to_f64(pixels: usize) -> f64 {
    pixels as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is a number of pixels"
)]
fn floor(pixels: f64) -> usize {
    pixels as usize
}

fn write_row(text: &mut String, (left, top): (usize, usize), columns: &[Option<usize>]) {
    let mut at = 0;
    for run in columns.chunk_by(|one, other| one == other) {
        if let Some(state) = run[0] {
            let (_, colour) = STATES[state];
            let _ = writeln!(
                text,
                "<rect x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"/>",
                left + at,
                run.len(),
                ROW - 4
            );
        }
        at += run.len();
    }
}

fn write_legend(text: &mut String, left: usize, top: usize, whole: Duration) {
    let baseline = top + ROW - 4;
    let _ = writeln!(
        text,
        "<text x=\"{left}\" y=\"{baseline}\">0</text>\n\
         <text x=\"{}\" y=\"{baseline}\" text-anchor=\"end\">{whole:.1?}</text>",
        left + WIDTH
    );
    let mut at = MARGIN;
    for (state, colour) in STATES {
        let baseline = top + 2 * ROW - 4;
        let _ = writeln!(
            text,
            "<rect x=\"{at}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{colour}\"/>\n\
             <text x=\"{}\" y=\"{baseline}\">{state}</text>",
            baseline - 11,
            at + 17
        );
        at += 17 + (state.to_string().len() + 2) * CHARACTER;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
