//! A pipeline whose tail is a stream has no value, and a stream is no part of a value.

use pipeline::pipeline;

fn generator() {
    let _ = pipeline!({ generator(0..3) }).run();
}

fn chain() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + 1) >> filter(|n| *n > 1) }).run();
}

fn name() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers
    })
    .run();
}

fn futures() {
    let _ = async {
        let numbers = pipeline!(async { generator(0..3) >> stage(async |n| n + 1) }).run().await?;
        let _: Vec<i32> = numbers;
        Ok::<(), pipeline::Error>(())
    };
}

fn spawned() {
    let _ = pipeline!(move || { generator(0..3) }).spawn();
}

/// An iterator owns its pipeline.
fn iterator_that_borrows() {
    let words = vec!["a".to_owned()];
    let items = pipeline!({ generator(&words) >> stage(|word| word.len()) }).iter();
    drop(items.count());
}

/// The items end with the closure.
fn items_that_escape() {
    let mut kept = None;
    let _ = pipeline!({ generator(0..3) }).consume(|items| kept = Some(items));
    let _ = pipeline!({ generator(0..3) }).consume(|items| items);
}

fn tuple() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        (a, b >> map(|n| n + 1))
    })
    .run();
}

fn main() {}
