use pipeline::{pipeline, segment};

fn main() {
    // A place has a name that is known before anything runs.
    let place = "workers";
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> stage(at = place, |n: u64| n) >> count()
    });
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> stage(at = "", |n: u64| n) >> count()
    });

    // Only stages and fan-outs are somewhere.
    let _ = pipeline!({
        let numbers = generator(at = "workers", 0..10_u64);
        numbers >> count()
    });
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> sink(at = "workers", |numbers| numbers.count())
    });

    // What processes cannot do together.
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> fan_out(2, by = |n| *n, at = "workers", |n: u64| n) >> count()
    });
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> fan_out(2, at = "workers", transform, |numbers| numbers.count()) >> count()
    });
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> stage(at = "workers", stop_after = 3, |n: u64| if n > 3 { Err("no")? } else { n }) >> count()
    });
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> fan_out(2, ordered, window = 9, at = "workers", |n: u64| n) >> count()
    });

    // A stream of failures.
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        let (good, bad) = numbers >> stage(at = "workers", |n: u64| if n > 3 { Err("no")? } else { n });
        (good >> count(), bad >> count())
    });

    // A loop.
    let _ = pipeline!({
        let numbers = generator(0..10_u64) >> feedback(back, bound = 100, full = fail);
        let back = numbers >> stage(at = "workers", |n: u64| { if n > 3 { yield n / 2; } });
    });

    // A segment.
    let _ = segment!(|numbers| {
        numbers >> stage(at = "workers", |n: u64| n)
    });

    // Other systems' words.
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        numbers >> stage(place = "workers", |n: u64| n) >> count()
    });
}
