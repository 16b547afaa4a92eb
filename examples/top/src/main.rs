//! `top` for a pipeline: shows all stages and the streams that they read, with their load, live.
//!
//! ```text
//! cargo run --release -p pipeline-top
//! ```
//!
//! The program runs a pipeline whose slow stage changes every five seconds: `parsed`, `priced`,
//! `stored`, and again. For each stage, the screen shows what each worker is doing, and how busy
//! the workers were since the last update. For each stream, it shows how many items wait. The
//! bottleneck is easy to see: the streams before it are full, and those after it are empty.
//!
//! Keys: `m` makes the next stage slow, `d` drains the pipeline, `q` ends the program.

mod demo;
mod screen;

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use pipeline::Context;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind};

use crate::demo::Slow;
use crate::screen::Screen;

fn main() -> ExitCode {
    let (context, slow) = (Context::new(), Slow::new());
    let pipeline = demo::pipeline(slow.clone());
    let graph = pipeline.graph();
    let terminal = ratatui::init();
    let outcome = thread::scope(|threads| {
        let running = threads.spawn(|| pipeline.run_with(&context));
        let shown = follow(terminal, &mut Screen::new(graph), &context, &slow, || {
            running.is_finished()
        });
        context.cancel();
        (running.join(), shown)
    });
    ratatui::restore();
    match outcome {
        (Ok(Ok((stored, ()))), Ok(())) => {
            println!("{stored} orders were stored");
            ExitCode::SUCCESS
        }
        (Ok(Err(error)), Ok(())) if error.is_cancelled() => ExitCode::SUCCESS,
        (Ok(Err(error)), _) => {
            eprintln!("pipeline-top: {error:#}");
            ExitCode::FAILURE
        }
        (_, Err(error)) => {
            eprintln!("pipeline-top: {error}");
            ExitCode::FAILURE
        }
        (Err(_), _) => ExitCode::FAILURE,
    }
}

/// Draws the screen ten times a second, until the run ends or a key ends the program.
fn follow(
    mut terminal: ratatui::DefaultTerminal,
    screen: &mut Screen,
    context: &Context,
    slow: &Slow,
    has_ended: impl Fn() -> bool,
) -> std::io::Result<()> {
    while !has_ended() {
        let report = context.report();
        terminal
            .draw(|frame| frame.render_widget(screen.of(&report, slow.name()), frame.area()))?;
        if !event::poll(Duration::from_millis(100))? {
            continue;
        }
        if let Event::Key(key) = event::read()?
            && key.kind == KeyEventKind::Press
        {
            match key.code {
                KeyCode::Char('m') => slow.advance(),
                KeyCode::Char('d') => context.drain(),
                KeyCode::Char('q') | KeyCode::Esc => return Ok(()),
                _ => {}
            }
        }
    }
    Ok(())
}
