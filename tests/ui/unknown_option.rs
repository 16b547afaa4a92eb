//! An unknown option: the message lists the known ones.

use pipeline::pipeline;

fn typo() {
    let _ = pipeline!({ generator(capacty = 4, 0..3) >> count() }).run();
}

fn of_another_library() {
    let _ = pipeline!({ generator(0..3) >> stage(workers = 4, |n| n + 1) >> count() }).run();
}

fn of_another_verb() {
    let _ = pipeline!({ generator(0..3) >> sink(capacity = 4, |items| items.count()) }).run();
}

fn of_a_stage() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        fan_in(a, b, name = "both") >> count()
    })
    .run();
}

fn main() {}
