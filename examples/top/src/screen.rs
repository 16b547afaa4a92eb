//! Renders a report as lines of text.

use std::collections::HashMap;
use std::time::Duration;

use pipeline::{Graph, GraphStage, Report, StageReport, StreamReport, WorkerState};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// Width of a bar, in characters.
const BAR: usize = 20;

pub(crate) struct Screen {
    graph: &'static Graph,
    /// The widths of the columns for the names and the verbs of stages.
    widths: (usize, usize),
    /// The counts of each stage at the last update.
    before: HashMap<&'static str, Counts>,
    elapsed: Duration,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    completed: u64,
    worked: Duration,
    waited: Duration,
}

impl Counts {
    fn of(stage: &StageReport) -> Self {
        Counts {
            completed: stage.completed(),
            worked: stage.worked,
            waited: stage.waited_for_input + stage.waited_for_output,
        }
    }
}

impl Screen {
    pub(crate) fn new(graph: &'static Graph) -> Self {
        let longest = |text: fn(&GraphStage) -> &'static str| {
            let lengths = graph
                .stages()
                .iter()
                .map(|stage| text(stage).chars().count());
            lengths.max().unwrap_or(0) + 1
        };
        Screen {
            graph,
            widths: (longest(|stage| stage.name), longest(|stage| stage.verb)),
            before: HashMap::new(),
            elapsed: Duration::ZERO,
        }
    }

    /// Renders a line for each stage, after a line for each stream that the stage reads.
    pub(crate) fn of(&mut self, report: &Report, slow: &str) -> Paragraph<'static> {
        let mut lines = vec![Line::from(format!(
            "{:.1} s; slow now: {slow}; m moves it, d drains, q quits",
            report.elapsed.as_secs_f64()
        ))];
        let since = report.elapsed.saturating_sub(self.elapsed);
        for stage in &report.stages {
            for stream in report
                .streams
                .iter()
                .filter(|stream| stream.reader == stage.name)
            {
                lines.push(stream_line(stream, self.widths));
            }
            let before = self
                .before
                .insert(stage.name, Counts::of(stage))
                .unwrap_or_default();
            let verb = self.graph.stage(stage.name).map_or("", |stage| stage.verb);
            lines.push(stage_line(stage, (verb, self.widths), before, since));
        }
        self.elapsed = report.elapsed;
        lines.push(Line::default());
        lines.push(legend());
        Paragraph::new(lines)
    }
}

fn stage_line(
    stage: &StageReport,
    (verb, (name_width, verb_width)): (&str, (usize, usize)),
    before: Counts,
    since: Duration,
) -> Line<'static> {
    let now = Counts::of(stage);
    let worked = now.worked.saturating_sub(before.worked).as_secs_f64();
    let waited = now.waited.saturating_sub(before.waited).as_secs_f64();
    let busy = worked / (worked + waited).max(f64::MIN_POSITIVE);
    #[expect(clippy::cast_precision_loss, reason = "a rate needs no more")]
    let rate =
        now.completed.saturating_sub(before.completed) as f64 / since.as_secs_f64().max(1e-9);
    let mut spans = vec![
        Span::styled(
            format!("{:name_width$}", stage.name),
            Style::new().add_modifier(Modifier::BOLD),
        ),
        Span::raw(format!("{verb:verb_width$}")),
        Span::styled(bar(busy), Style::new().fg(heat(busy))),
        Span::raw(format!("{:>4.0} %{rate:>9.0}/s  ", busy * 100.0)),
    ];
    spans.extend(stage.states.iter().map(|state| worker(*state)));
    if stage.dropped + stage.failed > 0 {
        spans.push(Span::raw(format!(
            "  {} failed, {} dropped",
            stage.failed, stage.dropped
        )));
    }
    Line::from(spans)
}

fn stream_line(stream: &StreamReport, (name, verb): (usize, usize)) -> Line<'static> {
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
    let fill = stream
        .room
        .map_or(0.0, |room| stream.waiting as f64 / room.max(1) as f64);
    let room = stream.room.map_or("?".to_owned(), |room| room.to_string());
    let lost = match stream.lost {
        0 => String::new(),
        lost => format!("  {lost} lost"),
    };
    Line::from(vec![
        Span::raw("  │"),
        Span::raw(" ".repeat(name + verb - 3)),
        Span::styled(bar(fill), Style::new().fg(Color::Blue)),
        Span::raw(format!("{:>6} of {room} wait{lost}", stream.waiting)),
    ])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "it is a share of a bar"
)]
fn bar(share: f64) -> String {
    let full = ((share * BAR as f64).round() as usize).min(BAR);
    "█".repeat(full) + &"░".repeat(BAR - full)
}

fn heat(busy: f64) -> Color {
    match busy {
        busy if busy > 0.9 => Color::Red,
        busy if busy > 0.5 => Color::Yellow,
        _ => Color::Green,
    }
}

/// Renders a worker's state as a coloured mark.
fn worker(state: WorkerState) -> Span<'static> {
    let (mark, colour) = mark(state);
    Span::styled(mark, Style::new().fg(colour))
}

fn mark(state: WorkerState) -> (&'static str, Color) {
    match state {
        WorkerState::Working => ("●", Color::Green),
        WorkerState::WaitingForInput => ("○", Color::Gray),
        WorkerState::WaitingForRoom => ("◐", Color::Yellow),
        WorkerState::BackingOff => ("◔", Color::Red),
        WorkerState::Throttled => ("◑", Color::Magenta),
        _ => ("·", Color::Gray),
    }
}

fn legend() -> Line<'static> {
    let states = [
        WorkerState::Working,
        WorkerState::WaitingForInput,
        WorkerState::WaitingForRoom,
    ];
    let parts = states
        .into_iter()
        .flat_map(|state| [worker(state), Span::raw(format!(" {state}  "))]);
    Line::from(parts.collect::<Vec<_>>())
}
