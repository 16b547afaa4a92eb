//! Behind a return type the statements stand in braces.

use pipeline::pipeline;

fn nothing_behind() {
    let _ = pipeline!(|| -> Result<usize, String>).run();
}

fn no_braces() {
    let _ = pipeline!(|| -> Result<usize, String> generator(0..3) >> count()).run();
}

fn main() {}
