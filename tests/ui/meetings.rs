//! `concat`, `merge_by`, `latest` and `fan_in` with `prefer`: what they take.

use pipeline::pipeline;

fn one_stream() {
    let _ = pipeline!({
        let a = generator(0..3);
        let a = concat(a);
        let b = generator(0..3);
        let b = merge_by(b, |x, y| x.cmp(y));
        let c = generator(0..3);
        let c = latest(c);
        (a >> count(), b >> count(), c >> count())
    })
    .run();
}

fn nothing_to_compare_by() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        merge_by(a, b) >> count()
    })
    .run();
}

fn three_of_the_latest() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        let c = generator(0..3);
        latest(a, b, c) >> count()
    })
    .run();
}

fn no_names() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        let a = concat(a, generator(0..3));
        let b = merge_by(b, 0..3, |x, y| x.cmp(y));
        (a >> count(), b >> count())
    })
    .run();
}

fn comparisons() {
    let _ = pipeline!(async {
        let a = generator(["1"]);
        let b = generator(["2"]);
        let c = generator(["3"]);
        let d = generator(["4"]);
        let e = generator(["5"]);
        let a = merge_by(a, b, async |x, y| x.cmp(y));
        let c = merge_by(c, d, |x, y| x.parse::<u32>()?.cmp(&y.parse()?));
        let e = merge_by(a, c, e, |x, y| x.cmp(y), allow = deadlock);
        e >> count()
    })
    .run();
}

fn options() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        let c = generator(0..3);
        let d = generator(0..3);
        let both = concat(a, b, capacity = 3);
        let more = fan_in(c, d, capacity = 3, prefer);
        let merged = merge_by(both, more, allow = everything, |x, y| x.cmp(y));
        merged >> count()
    })
    .run();
}

fn prefer_with_a_value() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        fan_in(a, b, prefer = first) >> count()
    })
    .run();
}

fn after_a_stream() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        let c = generator(0..3);
        let both = a >> latest(b);
        (both >> count(), c >> count())
    })
    .run();
}

fn prefer_at_the_head() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        fan_in(prefer, a, b) >> count()
    })
    .run();
}

fn main() {}
