use std::rc::Rc;

use pipeline::pipeline;

fn main() {
    let local = Rc::new(1);
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = |n| n % *local, |n| n) >> count() }).run();
}
