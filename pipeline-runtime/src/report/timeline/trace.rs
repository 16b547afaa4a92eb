//! Writes a timeline in Chrome's trace format, which Perfetto reads.

use std::io::{self, Write};

use super::{Span, Timeline};

impl Timeline {
    /// Writes the timeline as JSON in Chrome's trace format, for <https://ui.perfetto.dev> or
    /// `chrome://tracing`. Each worker is a track. Times count from when the timeline was made.
    /// This makes many small writes, so wrap a file in a `BufWriter`, and flush that afterwards.
    ///
    /// ```
    /// use pipeline::{Context, Timeline, pipeline};
    ///
    /// let timeline = Timeline::new();
    /// let context = Context::new().with_timeline(&timeline);
    /// pipeline!({ generator(0..10) >> stage(|n| n) >> count() }).run_with(&context)?;
    /// let mut trace = Vec::new(); // or a file
    /// timeline.write_chrome_trace(&mut trace).expect("a `Vec` takes all");
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a write to `to` fails.
    #[doc(alias = "perfetto")]
    pub fn write_chrome_trace(&self, mut to: impl Write) -> io::Result<()> {
        write!(to, "[")?;
        let mut separator = "";
        for (track, worker) in self.workers().iter().enumerate() {
            let name = escaped(&format!("{}#{}", worker.stage, worker.worker));
            write!(
                to,
                "{separator}\n{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":{track},\"args\":{{\"name\":\"{name}\"}}}}"
            )?;
            separator = ",";
            for span in &worker.spans {
                write_span(&mut to, track, span)?;
            }
        }
        writeln!(to, "\n]")
    }
}

fn write_span(to: &mut impl Write, track: usize, span: &Span) -> io::Result<()> {
    let micros = |time: std::time::Duration| time.as_secs_f64() * 1e6;
    let (start, length) = (
        micros(span.start),
        micros(span.end.saturating_sub(span.start)),
    );
    let state = span.state;
    write!(
        to,
        ",\n{{\"ph\":\"X\",\"name\":\"{state}\",\"pid\":1,\"tid\":{track},\"ts\":{start:.3},\"dur\":{length:.3}}}"
    )
}

/// Escapes `text` for a JSON string.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for character in text.chars() {
        match character {
            '"' | '\\' => safe.extend(['\\', character]),
            // Names need no control characters.
            control if control < ' ' => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
