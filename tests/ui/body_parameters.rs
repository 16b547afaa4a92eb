//! Bodies of no parameter, or of two.

use pipeline::pipeline;

fn none() {
    let _ = pipeline!({ generator(0..3) >> stage(|| 1) >> count() }).run();
    let _ = pipeline!(async { generator(0..3) >> fan_out(2, async || 1) >> count() }).run();
}

fn two() {
    let _ = pipeline!({ generator([(1, 2)]) >> stage(|a, b| a + b) >> count() }).run();
    let _ = pipeline!(async { generator([(1, 2)]) >> stage(async |a, b| a + b) >> count() }).run();
}

fn of_other_verbs() {
    let _ = pipeline!(async {
        let (yes, no) = generator(0..3) >> split(|| true);
        let (a, b) = yes >> route(|x, y| { a(x); b(y); });
        (a >> count(), b >> count(), no >> sink(async || 1))
    });
}

fn main() {}
