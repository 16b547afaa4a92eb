//! A sink's closure takes the stream, not an item.

use pipeline::pipeline;

fn printed() {
    let _ = pipeline!({
        generator(["a"]) >> sink(|word| println!("{word}"));
    })
    .run();
}

fn printed_for_a_programmer() {
    let _ = pipeline!({
        generator(["a"]) >> map(str::len) >> sink(|length| println!("{length:?}"));
    })
    .run();
}

async fn futures() {
    let _ = pipeline!(async {
        generator(["a"]) >> sink(async |word| println!("{word}"));
    })
    .run()
    .await;
}

fn main() {}
