//! The tail names values only.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let total = numbers >> sum::<i32>();
        (numbers, total)
    })
    .run();
}
