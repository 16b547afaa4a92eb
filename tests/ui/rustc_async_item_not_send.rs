//! An item that cannot change its task.

use std::rc::Rc;

use pipeline::pipeline;

fn main() {
    // An item.
    let _ = pipeline!(async {
        let counts = generator((0..3).map(Rc::new));
        counts >> stage(async |n| *n + 1) >> count()
    });
}
