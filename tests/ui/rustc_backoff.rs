//! A backoff is a `Duration`, or a closure that gives one.

use pipeline::pipeline;

fn number() {
    let _ = pipeline!({
        let numbers =
            generator(["1"]) >> stage(on_error = retry(3, 100), |text| text.parse::<u32>()?);
        numbers >> count()
    })
    .run();
}

fn closure() {
    let _ = pipeline!({
        let numbers = generator(["1"])
            >> stage(on_error = retry(3, |attempt| 100 * attempt), |text| {
                text.parse::<u32>()?
            });
        numbers >> count()
    })
    .run();
}

fn with_a_test() {
    let _ = pipeline!({
        let numbers = generator(["1"])
            >> fan_out(2, on_error = retry(3, 0.5, |_| true), |text| {
                text.parse::<u32>()?
            });
        numbers >> count()
    })
    .run();
}

async fn futures() {
    let _ = pipeline!(async {
        let numbers = generator(["1"])
            >> stage(on_error = retry(3, 100), async |text| {
                text.parse::<u32>()?
            });
        numbers >> count()
    })
    .run()
    .await;
}

fn main() {}
