//! What takes copies of items says so, once, where it stands.

use std::time::Duration;

use pipeline::pipeline;

struct Job(u32);

fn work(_: Job) -> Result<u32, std::io::Error> {
    Ok(1)
}

async fn work_later(_: Job) -> Result<u32, std::io::Error> {
    Ok(1)
}

fn keep() {
    let _ = pipeline!({
        let (ok, failed) = generator([Job(1)]) >> stage(keep, |job| work(job)?);
        (ok >> count(), failed >> count())
    })
    .run();
}

fn retry() {
    let _ = pipeline!({ generator([Job(1)]) >> stage(on_error = retry(3), |job| work(job)?) >> count() }).run();
}

fn retry_of_a_fan_out() {
    let _ = pipeline!({
        let jobs = generator([Job(1)]) >> filter(|job| job.0 > 0);
        jobs >> fan_out(2, ordered, on_error = retry(3, Duration::ZERO), |job| work(job)?) >> count()
    })
    .run();
}

fn tee() {
    let _ = pipeline!({
        let (a, b) = generator([Job(1)]) >> tee();
        (a >> count(), b >> count())
    })
    .run();
}

fn as_futures() {
    let _ = pipeline!(async {
        let (ok, failed) = generator([Job(1)]) >> fan_out(2, keep, async |job| work_later(job).await?);
        (ok >> count(), failed >> count())
    });
    let _ = pipeline!(async {
        generator([Job(1)]) >> stage(on_error = retry(3, |_| Duration::ZERO), async |job| work_later(job).await?) >> count()
    });
    let _ = pipeline!(async {
        let (a, b) = generator([Job(1)]) >> tee();
        (a >> count(), b >> count())
    });
}

fn main() {}
