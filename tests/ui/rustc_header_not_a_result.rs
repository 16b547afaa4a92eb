//! A header names a `Result`.

use pipeline::pipeline;

fn value() {
    let _ = pipeline!(|| -> usize { generator(0..3) >> count() }).run();
}

fn option() {
    let _ = pipeline!(|| -> Option<usize> { generator(0..3) >> count() }).run();
}

// The value's type is another.
fn other_value() {
    let _ = pipeline!(|| -> Result<String, std::io::Error> { generator(0..3) >> count() }).run();
}

fn main() {}
