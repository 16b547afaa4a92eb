//! The size of a stack is said of what has a thread.

use pipeline::pipeline;

fn futures() {
    let _ = pipeline!(async {
        let numbers = generator(stack_size = 8 << 20, 0..3);
        numbers >> stage(stack_size = 8 << 20, |n| n + 1) >> sink(stack_size = 8 << 20, async |_| ())
    })
    .run();
}

fn without_threads() {
    let _ = pipeline!({
        let a = generator(0..3) >> batch(stack_size = 8 << 20, 3);
        let b = generator([vec![]]);
        fan_in(a, b, stack_size = 8 << 20) >> count()
    })
    .run();
}

fn computed_in_no_body() {
    let _ = pipeline!({ generator(0..3) >> stage(stack_size = "3".parse()?, |n| n + 1) >> count() }).run();
}

fn main() {}
