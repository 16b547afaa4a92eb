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

fn number_in_the_tail() {
    let _ = pipeline!({ 5 }).run();
}

fn tail_that_computes() {
    let _ = pipeline!({
        let total = generator(0..3) >> count();
        total + 1
    })
    .run();
}

fn consumer_that_is_computed_with() {
    let _ = pipeline!({ generator(0..3) >> count() as u64 }).run();
}

fn wrapped_tail() {
    let _ = pipeline!({
        let total = generator(0..3) >> count();
        Some(total)
    })
    .run();
}

fn local_in_a_tuple() {
    let name = "numbers";
    let _ = pipeline!({ (name.len(), generator(0..3) >> count()) }).run();
}

fn main() {}
