use pipeline::pipeline;

fn main() {
    let _ = pipeline!({ generator(full = drop_oldest, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 0, full = drop_oldest, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = weight(9, |_| 1), full = drop_newest, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = drop, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = fail, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = block, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = drop_old, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = 7, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = , 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = merge, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = merge(|x| x), 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = merge(7), 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = merge(|a, b| a.max(b)?), 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = wait, full = drop_newest, 0..9) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(capacity = 4, full = drop_newest, 0..9) >> map(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> fan_out(2, ordered, capacity = 4, full = drop_newest, |x| x) >> stage(|x| x) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> segment(capacity = 4, full = drop_newest, part()) >> count() }).run();
    let _ = pipeline!({ generator(0..9) >> batch(4, full = drop_newest) >> count() }).run();
    let _ = pipeline!({
        let (work, view) = generator(0..9) >> tee(capacity = 4, full = drop_oldest(veiw));
        (work >> stage(|x| x) >> count(), view >> stage(|x| x) >> count())
    })
    .run();
    let _ = pipeline!({
        let work = generator(0..9) >> stage(capacity = 4, full = drop_oldest(work), |x| x);
        work >> stage(|x| x) >> count()
    })
    .run();
    let _ = pipeline!({
        let (a, b) = generator(0..9) >> tee(capacity = 4, full = drop_oldest(a));
        zip(a, b) >> count()
    })
    .run();
    let _ = pipeline!({
        let (a, b) = generator(0..9) >> tee();
        let a = a >> stage(capacity = 4, full = drop_oldest, |x| x);
        zip(a, b) >> count()
    })
    .run();
    let _ = pipeline!({
        let (a, b) = generator(0..9) >> tee(capacity = 4, full = drop_oldest);
        let more = generator(0..9);
        let all = fan_in(a, more);
        (all >> count(), b >> stage(|x| x) >> count())
    })
    .run();
    let _ = pipeline!({
        let a = generator(0..9) >> fan_out(2, ordered, |x| x);
        let b = generator(0..9) >> segment(part());
        fan_in(a, b, capacity = 4, full = drop_newest) >> stage(|x| x) >> count()
    })
    .run();
    let _ = pipeline!({
        let a = generator(0..9);
        let b = generator(0..9);
        fan_in(a, b, prefer, full = drop_newest) >> count()
    })
    .run();
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 10, full = drop_oldest);
        let back = open >> stage(|n| n);
    })
    .run();
    let _ = pipeline!({
        let open = generator(0..3) >> feedback(back, bound = 10, full = drop);
        let more = open >> stage(capacity = 4, full = drop_oldest, |n| n);
        let (back, out) = more >> split(|n| *n > 1);
        out >> count()
    })
    .run();
}

fn part<'p>() -> pipeline::Segment<'p, i32, i32> {
    todo!()
}
