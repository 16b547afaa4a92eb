//! Measures how long the expansion of pipelines with 10 to 1000 stages takes: microseconds per
//! stage, the best of several runs.
//!
//! `cargo run --release --manifest-path fuzz/Cargo.toml --example growth`

use std::time::{Duration, Instant};

use pipeline_macros::growth::{SHAPES, Shape, expansion};

const STAGES: [usize; 5] = [10, 30, 100, 300, 1000];

fn main() {
    println!("| µs per stage, of | 10 | 30 | 100 | 300 | 1000 stages |");
    println!("|---|--:|--:|--:|--:|--:|");
    for header in ["", "async"] {
        for shape in &SHAPES {
            print!(
                "| {}{} |",
                shape.name,
                if header.is_empty() {
                    ""
                } else {
                    ", as futures"
                }
            );
            for stages in STAGES {
                let each = best(shape, header, stages).as_secs_f64() * 1e6 / stages as f64;
                print!(" {each:.1} |");
            }
            println!();
        }
    }
}

/// Returns the shortest time of as many expansions as fit into 200 ms.
fn best(shape: &Shape, header: &str, stages: usize) -> Duration {
    let declaration = shape.declaration(stages, header);
    let begun = Instant::now();
    let mut best = Duration::MAX;
    while best == Duration::MAX || begun.elapsed() < Duration::from_millis(200) {
        let started = Instant::now();
        let expansion = expansion(&declaration);
        best = best.min(started.elapsed());
        drop(expansion);
    }
    best
}
