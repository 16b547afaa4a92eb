//! `transform`: what it takes, and where it stands.

use pipeline::pipeline;

fn options_for_one_item() {
    let _ = pipeline!({
        let a = generator(0..3) >> fan_out(2, ordered, transform, |items| items.count());
        let b = a >> fan_out(2, on_error = skip, transform, |items| f(items)?);
        let c = b >> fan_out(2, transform, keep, stop_after = 3, |items| f(items)?);
        let d = c >> transform(ordered, |items| items.count());
        let e = d >> transform(on_error = retry(3), |items| f(items)?);
        let g = e >> transform(stop_after = 3, |items| f(items)?);
        let h = g >> transform(keep, |items| f(items)?);
        h >> count()
    })
    .run();
}

fn option_of_no_fan_out() {
    let _ = pipeline!({
        let a = generator(0..3) >> stage(transform, |items| items.count());
        a >> transform(colour = 3, |items| items.count()) >> count()
    })
    .run();
}

fn blocking() {
    let _ = pipeline!(async {
        let a = generator(0..3) >> transform(blocking, async |items| items.count().await);
        let b = a >> fan_out(2, blocking, transform, async |items| items.count().await);
        b >> count()
    })
    .run();
}

fn without_async() {
    let _ = pipeline!(async {
        let a = generator(0..3)
            >> transform(|items| {
                for item in items {
                    yield item;
                }
            });
        a >> count()
    })
    .run();
}

fn failures() {
    let _ = pipeline!({
        let (ok, failed) = generator(["1"])
            >> transform(|words| {
                for word in words {
                    yield word.parse::<u32>()?;
                }
            });
        let (ok, again) = ok >> fan_out(2, transform, |items| f(items)?);
        let (ok, other) = ok >> transform(|items| items.count());
        (ok >> count(), failed >> count(), again >> count(), other >> count())
    })
    .run();
}

fn nested() {
    let _ = pipeline!({
        let a = generator(0..3) >> transform(|items| items.for_each(|item| yield item));
        a >> count()
    })
    .run();
}

fn the_stream_as_an_item() {
    let _ = pipeline!({ generator(0..3) >> transform(|items| items.map(|n| n + 1)) >> count() }).run();
}

fn a_loop_that_cannot_wait() {
    let _ = pipeline!(async {
        let (a, b) = generator(0..3) >> tee();
        let a = a
            >> transform(async |items| {
                for item in items {
                    yield item;
                }
            });
        let b = b >> sink(async |mut all| if true { for one in all {} });
        (a >> count(), b)
    })
    .run();
}

fn nothing() {
    let _ = pipeline!({ generator(0..3) >> transform() >> count() }).run();
}

fn two_parameters() {
    let _ = pipeline!({ generator(0..3) >> transform(|items, out| items.count()) >> count() }).run();
}

fn no_workers() {
    let _ = pipeline!({ generator(0..3) >> fan_out(transform, |items| items.count()) >> count() })
        .run();
}

fn at_the_head() {
    let _ = pipeline!({ transform(|items| items) >> count() }).run();
}

/// It may drop and add items.
fn paired() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let a = a
            >> transform(|items| {
                for item in items {
                    yield item;
                }
            });
        zip(a, b) >> count()
    })
    .run();
}

fn paired_without_order() {
    let _ = pipeline!({
        let a = generator(0..3)
            >> fan_out(2, transform, |items| {
                for item in items {
                    yield item;
                }
            });
        let b = generator(0..3);
        zip(a, b) >> count()
    })
    .run();
}

fn main() {}
