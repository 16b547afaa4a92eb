//! What the workers of a fan-out share may be used by several at once.

use std::cell::RefCell;

use pipeline::pipeline;

fn main() {
    // Shared by the workers.
    let seen = RefCell::new(0);
    let _ = pipeline!(async {
        let numbers = generator(0..3);
        let worked = numbers
            >> fan_out(2, async |n| {
                *seen.borrow_mut() += 1;
                n
            });
        worked >> count()
    });
}
