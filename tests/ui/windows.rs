use pipeline::pipeline;

fn main() {
    let _ = pipeline!({ generator(0..9) >> fan_out(2, window = 8, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, ordered, window = 0, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> stage(window = 8, |x| x) >> count() }).run();
    let _ = pipeline!(async { generator(0..9) >> fan_out(2, ordered, window, |x| x) >> count() }).run();
}
