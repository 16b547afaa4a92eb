//! Verbs are joined with `>>`, not called with a dot.

use pipeline::pipeline;

fn in_a_let() {
    let _ = pipeline!({
        let numbers = generator(0..3).stage(|n| n + 1);
        numbers >> count()
    })
    .run();
}

fn in_the_tail() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers.count()
    })
    .run();
}

fn with_types() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers.map(|n| n + 1).collect::<Vec<_>>()
    })
    .run();
}

fn types_alone() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers.collect::<Vec<_>>()
    })
    .run();
}

fn of_what_a_consumer_gives() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> max().unwrap()
    })
    .run();
}

fn of_a_value_in_the_tail() {
    let _ = pipeline!({
        let all = generator(0..3) >> collect::<Vec<_>>();
        (all, all.len())
    })
    .run();
}

fn of_a_value_in_a_let() {
    let _ = pipeline!({
        let all = generator(0..3) >> collect::<Vec<_>>();
        let most = all.iter() >> max();
        most
    })
    .run();
}

fn main() {}
