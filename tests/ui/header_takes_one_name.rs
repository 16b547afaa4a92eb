//! Between the bars stands the context's name or nothing.

use pipeline::pipeline;

fn two_names() {
    let _ = pipeline!(|ctx, other| { generator(0..3) >> count() }).run();
}

fn typed() {
    let _ = pipeline!(|ctx: &Context| { generator(0..3) >> count() }).run();
}

fn ignored() {
    let _ = pipeline!(|_| { generator(0..3) >> count() }).run();
}

fn pattern() {
    let _ = pipeline!(|&ctx| { generator(0..3) >> count() }).run();
}

fn main() {}
