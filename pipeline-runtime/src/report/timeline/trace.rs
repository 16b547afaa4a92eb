//! A timeline in the trace format of Chrome, which Perfetto reads.

use std::io::{self, Write};

use super::{Span, Timeline};

impl Timeline {
    /// Writes it as JSON in Chrome's trace format, for <https://ui.perfetto.dev> or `chrome://tracing`: a track for
    /// each worker. Times count from when the timeline was made. It makes many small writes, so give it a `BufWriter` for
    /// a file, and flush that.
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
    /// Those of `to`.
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

/// As a JSON string needs it.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for character in text.chars() {
        match character {
            '"' | '\\' => safe.extend(['\\', character]),
            // No name needs them.
            control if control < ' ' => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
