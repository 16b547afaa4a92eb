//! The item's type stands at the `let`, not at the verb.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let numbers = generator::<u32>(0..3);
        numbers >> stage::<u32, u32>(|n| n + 1) >> count()
    })
    .run();
}
