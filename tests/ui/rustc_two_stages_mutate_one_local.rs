//! Two stages run at once: only one of them can mutate a variable.

use pipeline::pipeline;

fn two_stages() {
    let mut seen = 0;
    let _ = pipeline!({
        generator(0..3)
            >> fan_out(2, |n| n)
            >> stage(|n| {
                seen += 1;
                n
            })
            >> stage(|n| {
                seen += 1;
                n
            })
            >> count()
    })
    .run();
}

fn methods_in_two_workers() {
    let mut names = Vec::new();
    let _ = pipeline!({
        let numbers = generator(0..3) >> inspect(|n| names.push(*n));
        numbers >> for_each(|n| names.push(n))
    })
    .run();
}

// Both in one worker.
fn methods_in_one_worker() {
    let mut count = 0;
    let _ = pipeline!({
        generator(0..3) >> inspect(|_| count += 1) >> inspect(|_| count += 1) >> count()
    })
    .run();
}

fn main() {}
