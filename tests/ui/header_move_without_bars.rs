//! `move` belongs to a closure's bars.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!(move { generator(0..3) >> count() }).run();
}
