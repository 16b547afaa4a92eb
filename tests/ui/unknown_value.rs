//! A name in the tail that nothing declared.

use pipeline::pipeline;

fn typo() {
    let _ = pipeline!({
        let total = generator(0..3) >> sum::<i32>();
        totl
    })
    .run();
}

fn unlike() {
    let _ = pipeline!({
        generator(0..3) >> for_each(drop);
        nothing_like_it
    })
    .run();
}

fn main() {}
