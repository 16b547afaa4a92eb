//! An item that cannot change its task.

use std::rc::Rc;

use pipeline::pipeline;

fn whole() {
    // The messages name no type of the edges.
    let _ = pipeline!(async { generator(vec![Rc::new(1)]) >> stage(async |n| *n) >> count() });
}

fn main() {
    // An item.
    let _ = pipeline!(async {
        let counts = generator((0..3).map(Rc::new));
        counts >> stage(async |n| *n + 1) >> count()
    });
}
