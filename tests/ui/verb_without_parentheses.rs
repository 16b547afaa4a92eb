//! A verb takes its arguments in parentheses.

use pipeline::pipeline;

fn nothing() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> count
    })
    .run();
}

fn types() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> collect::<Vec<_>>
    })
    .run();
}

fn braces() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> stage { |n| n + 1 } >> count()
    })
    .run();
}

fn braces_at_the_head() {
    let _ = pipeline!({
        let numbers = generator { yield 1; };
        numbers >> count()
    })
    .run();
}

fn brackets_at_the_head() {
    let _ = pipeline!({
        let numbers = generator[1, 2];
        numbers >> count()
    })
    .run();
}

fn main() {}
