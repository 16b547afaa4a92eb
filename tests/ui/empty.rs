//! A pipeline without a statement.

use pipeline::pipeline;

fn nothing() {
    let _ = pipeline!().run();
}

fn braces() {
    let _ = pipeline!({}).run();
}

fn header() {
    let _ = pipeline!(|ctx| {}).run();
}

fn main() {}
