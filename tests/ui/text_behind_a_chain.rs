//! Behind a chain comes `>>` or `;`.

use pipeline::pipeline;

fn comparison() {
    let _ = pipeline!({
        let numbers = generator(0..3) > stage(|n| n + 1);
        numbers >> count()
    })
    .run();
}

fn or() {
    let _ = pipeline!({
        let numbers = generator(0..3) | stage(|n| n + 1);
        numbers >> count()
    })
    .run();
}

fn question_mark() {
    let _ = pipeline!({
        let numbers = generator(0..3)?;
        numbers >> count()
    })
    .run();
}

fn two_chains() {
    let _ = pipeline!({
        generator(0..3) >> for_each(drop)
        generator(0..3) >> count()
    })
    .run();
}

fn path() {
    let _ = pipeline!({
        let words = std::iter::once("a");
        words >> count()
    })
    .run();
}

fn main() {}
