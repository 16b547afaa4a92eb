//! The body of a transform, where rustc finds the mistake.

use std::rc::Rc;

use pipeline::pipeline;

/// The stream ends with its worker.
fn the_stream_as_an_item() {
    let _ = pipeline!({ generator(0..3) >> transform(|items| Some(items)) >> count() }).run();
}

fn not_send() {
    let _ = pipeline!({
        let a = generator(0..3)
            >> transform(|items| {
                for item in items {
                    yield Rc::new(item);
                }
            });
        a >> count()
    })
    .run();
}

/// Each worker calls it.
fn shared_and_changed() {
    let mut seen = 0;
    let _ = pipeline!({
        let a = generator(0..3)
            >> fan_out(2, transform, |items| {
                for item in items {
                    seen += 1;
                    yield item;
                }
            });
        a >> count()
    })
    .run();
}

fn items_of_two_types() {
    let _ = pipeline!({
        let a: u32 = generator(0..3)
            >> transform(|items| {
                for item in items {
                    yield format!("{item}");
                }
            });
        a >> count()
    })
    .run();
}

fn main() {}
