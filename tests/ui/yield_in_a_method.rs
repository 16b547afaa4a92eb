//! Only a body yields. The closure of a method gives what the method of `Iterator` takes.

use pipeline::pipeline;

fn map() {
    let _ = pipeline!({ generator(0..3) >> map(|n| { yield n; yield n + 1; }) >> count() });
}

fn for_each() {
    let _ = pipeline!(async { generator(0..3) >> for_each(async |n| { yield n; }) });
}

fn the_closure_behind_another_argument() {
    let _ = pipeline!({
        generator(0..3)
            >> scan(0, |sum, n| {
                *sum += n;
                yield *sum;
                Some(n)
            })
            >> count()
    });
}

fn nested() {
    let _ = pipeline!({
        generator(0..3) >> map(|n| (0..n).for_each(|n| { yield n; })) >> count()
    });
}

fn no_closure() {
    let _ = pipeline!({ generator(0..3) >> take({ yield 1; 2 }) >> count() });
}

fn main() {}
