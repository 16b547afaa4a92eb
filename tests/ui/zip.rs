//! A `zip` pairs item for item, so what it reads must have them one for one.

use pipeline::pipeline;

fn unordered() {
    let _ = pipeline!({
        let a = generator(0..3) >> fan_out(2, |n| n + 1);
        let b = generator(0..3);
        zip(a, b) >> count()
    })
    .run();
}

/// All but the third stream are branches of one `tee`.
fn branch_and_another() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> fan_out(2, |n| n + 1) >> tee();
        let c = generator(0..3);
        zip(a, b, c) >> count()
    })
    .run();
}

fn filtered_branch() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let a = a >> filter(|n| n % 2 == 0);
        zip(a, b) >> count()
    })
    .run();
}

fn yielding_branch() {
    let _ = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        let a = a >> stage(|n| for i in 0..n { yield i; });
        zip(a, b) >> count()
    })
    .run();
}

fn sides_of_a_split() {
    let _ = pipeline!({
        let (even, odd) = generator(0..3) >> split(|n| n % 2 == 0);
        zip(even, odd) >> count()
    })
    .run();
}

fn main() {}
