//! A value is moved out of the pipeline once.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let total = generator(0..3) >> sum::<i32>();
        (total, total)
    })
    .run();
}
