//! What a body holds while it waits can change its thread.

use std::rc::Rc;

use pipeline::pipeline;

async fn tick() {}

fn main() {
    // Held across an `.await`.
    let _ = pipeline!(async {
        let numbers = generator(0..3);
        let kept = numbers
            >> stage(async |n| {
                let kept = Rc::new(n);
                tick().await;
                *kept
            });
        kept >> count()
    });
}
