//! A generator takes what can be iterated.

use pipeline::pipeline;

fn alone() {
    let _ = pipeline!({ generator(1 + 2) >> count() }).run();
}

fn behind_stages() {
    let _ =
        pipeline!({ generator(1 + 2) >> stage(|n: i32| n + 1) >> fan_out(2, |n| n) >> count() }).run();
}

fn merged() {
    let _ = pipeline!({
        let numbers = generator(1 + 2);
        let b = generator(0..1);
        fan_in(numbers, b) >> count()
    })
    .run();
}

fn block_without_yield() {
    let _ = pipeline!({
        let numbers = generator({
            for number in 0..3 {
                println!("{number}");
            }
        });
        numbers >> map(|number| number + 1) >> sum::<u32>()
    })
    .run();
}

fn that_may_fail() {
    let _ = pipeline!({ generator("3".parse::<u32>()?) >> map(|n| n + 1) >> count() }).run();
}

fn main() {}
