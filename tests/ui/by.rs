use pipeline::pipeline;

fn main() {
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = 4, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = { |x| x % 2 }, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = |x, y| x + y, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = |x| x % 2, by = |x| x % 3, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = |x| key(x)?, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = |x| { yield x % 2; }, |x| x) >> count() }).run();
    let _ = pipeline!(async { generator(0..9) >> fan_out(2, by = async |x| x % 2, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, by = |x: i32| x % 2, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, key = |x| x % 2, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> stage(by = |x| x % 2, |x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> transform(by = |x| x % 2, |x| x) >> count() }).run();
    let _ = pipeline!({
        let (a, b) = generator(0..9) >> split(by = |x| x % 2, |x| x > &3);
        (a >> count(), b >> count())
    })
    .run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, |x| x, by = |x| x % 2) >> count() }).run();
}

fn key(n: &i32) -> Result<i32, String> {
    Ok(n % 2)
}
