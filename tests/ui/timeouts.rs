//! `timeout`: of which bodies, and on which engine.

use std::time::Duration;

use pipeline::pipeline;

const SECOND: Duration = Duration::from_secs(1);

async fn fetch(n: u32) -> u32 {
    n
}

fn of_threads() {
    let _ = pipeline!({ generator(0..3) >> stage(timeout = SECOND, |n| n) >> count() }).run();
}

fn of_what_does_not_wait() {
    let _ = pipeline!(async {
        let a = generator(0..3) >> stage(timeout = SECOND, |n| n + 1);
        let b = generator(0..3) >> fan_out(2, timeout = SECOND, fetch);
        let c = generator(0..3) >> stage(timeout = SECOND, blocking, |n| n);
        (a >> count(), b >> count(), c >> count())
    })
    .run();
}

fn of_what_yields() {
    let _ = pipeline!(async {
        generator(0..3) >> stage(timeout = SECOND, async |n| yield fetch(n).await) >> count()
    })
    .run();
}

fn of_transforms() {
    let _ = pipeline!(async {
        let a = generator(0..3) >> transform(timeout = SECOND, async |items| items.count().await);
        let b = generator(0..3) >> fan_out(2, transform, timeout = SECOND, async |items| items.count().await);
        (a >> count(), b >> count())
    })
    .run();
}

fn of_other_verbs() {
    let _ = pipeline!(async {
        let (a, b) = generator(0..3) >> split(timeout = SECOND, async |n| *n > 1);
        (a >> count(), b >> count())
    })
    .run();
}

fn numbers_and_nothing() {
    let _ = pipeline!(async {
        let a = generator(0..3) >> stage(timeout = 5, async |n| fetch(n).await);
        let b = generator(0..3) >> stage(timeout, async |n| fetch(n).await);
        let c = generator(0..3) >> stage(timeout = , async |n| fetch(n).await);
        (a >> count(), b >> count(), c >> count())
    })
    .run();
}

fn twice() {
    let _ = pipeline!(async {
        generator(0..3) >> stage(timeout = SECOND, timeout = SECOND, async |n| fetch(n).await) >> count()
    })
    .run();
}

fn main() {}
