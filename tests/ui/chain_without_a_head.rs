//! A chain begins with a stream, or with what makes one.

use pipeline::pipeline;

fn range() {
    let _ = pipeline!({
        let numbers = 0..3;
        numbers >> count()
    })
    .run();
}

fn nothing() {
    let _ = pipeline!({ >> count() }).run();
}

fn array() {
    let _ = pipeline!({ [1, 2, 3] >> count() }).run();
}

fn literal_in_the_tail() {
    let _ = pipeline!({ (generator(0..3) >> count(), 5) }).run();
}

fn main() {}
