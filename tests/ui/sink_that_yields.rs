//! A sink gives a value, not a stream.

use pipeline::pipeline;

fn closure() {
    let _ = pipeline!({
        generator(0..3)
            >> sink(|items| {
                for item in items {
                    yield item;
                }
            })
    })
    .run();
}

fn made_closure() {
    let _ = pipeline!({
        generator(0..3)
            >> sink({
                let more = 1;
                move |items| {
                    for item in items {
                        yield item + more;
                    }
                }
            })
    })
    .run();
}

fn main() {}
