//! `async` before a pipeline that runs on threads.

use pipeline::pipeline;

fn block() {
    let _ = pipeline!(async { generator(0..3) >> count() }).run();
}

fn closure() {
    let _ = pipeline!(async move || { generator(0..3) >> count() }).run();
}

fn closure_with_a_context() {
    let _ = pipeline!(async |ctx| { generator(0..3) >> count() }).run();
}

fn main() {}
