//! `segment!` and the verb `segment`: what their headers, ends and options are.

use pipeline::{Segment, pipeline, segment};

fn words() -> Segment<'static, i32, i32> {
    segment!(|numbers| numbers >> stage(|n| n + 1))
}

fn headers() {
    let _: Segment<'_, u32, u32> = segment!({ items >> stage(|n| n) });
    let _: Segment<'_, u32, u32> = segment!(|| items >> stage(|n| n));
    let _: Segment<'_, u32, u32> = segment!(|(a, b)| items >> stage(|n| n));
    let _: Segment<'_, u32, u32> = segment!(|_| items >> stage(|n| n));
    let _: Segment<'_, u32, u32> = segment!(|self| items >> stage(|n| n));
    let _: Segment<'_, u32, u32> = segment!(|mut items| items >> stage(|n| n));
    let _: Segment<'_, u32, u32> = segment!(|items, ctx, more| items >> stage(|n| n));
    let _: Segment<'_, u32, u32> = segment!(|items { items >> stage(|n| n) });
    let _: Segment<'_, u32, u32> = segment!(move items { items >> stage(|n| n) });
}

fn empty() {
    let _: Segment<'_, u32, u32> = segment!(|items| {});
    let _: Segment<'_, u32, u32> = segment!();
}

fn without_a_stream() {
    let _: Segment<'_, u32, u32> = segment!(|items| {
        items >> for_each(drop);
    });
    let _: Segment<'_, u32, u32> = segment!(|items| items >> count());
    let _: Segment<'_, u32, u32> = segment!(|items| {
        let total = items >> sink(|items| items.sum());
        total
    });
    let _: Segment<'_, u32, u32> = segment!(|items| {
        let (a, b) = items >> tee();
        (a, b)
    });
    let _: Segment<'_, u32, u32> = segment!(|items| {
        let (a, b) = items >> tee();
        let total = b >> count();
        a
    });
}

fn parameter_without_a_reader() {
    let _: Segment<'_, u32, u32> = segment!(|items| {
        let other = generator(0..3);
        other >> stage(|n| n)
    });
    let _: Segment<'_, u32, u32> = segment!(|items| item >> stage(|n| n));
}

fn capacity_of_what_it_gives() {
    let _: Segment<'_, u32, u32> = segment!(|items| items >> stage(capacity = 8, |n| n));
    let _: Segment<'_, u32, u32> = segment!(|items| {
        let (a, b) = items >> split(|n| *n > 3);
        let a = a >> stage(|n| n);
        fan_in(a, b, capacity = 8)
    });
}

fn checks_inside() {
    let _: Segment<'_, u32, (u32, u32)> = segment!(|items| {
        let (a, b) = items >> tee();
        let a = a >> filter(|n| *n > 3);
        zip(a, b)
    });
    let _: Segment<'_, u32, u32> = segment!(|items| {
        let items = 3 + 4;
        items >> stage(async |n| n)
    });
}

fn deadlock_around() {
    let doubled: Segment<'_, u32, u32> = segment!(|items| items >> stage(|n| 2 * n));
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let doubled = a >> segment(doubled);
        zip(doubled, b) >> count()
    })
    .run();
}

fn verb() {
    let _ = pipeline!({
        let a = generator(0..3) >> segment();
        let b = a >> segment(|items| items >> stage(|n| n));
        let c = b >> segment(ordered, words());
        let d = c >> segment(on_error = skip, words());
        let (e, f) = d >> segment(words());
        let g = segment(words());
        e >> segmet(words()) >> count()
    })
    .run();
}

fn without_the_verb() {
    let doubled: Segment<'_, u32, u32> = segment!(|items| items >> stage(|n| 2 * n));
    let _ = pipeline!({
        let a = generator(0..3) >> doubled;
        let b = generator(0..3) >> parts::words();
        (a >> count(), b >> count())
    })
    .run();
}

fn main() {}
