//! A body is a function: a closure, a name, or what a block gives.

use pipeline::pipeline;

fn statements() {
    let _ = pipeline!({
        let words = generator(["a"])
            >> stage({
                println!("a word");
            });
        words >> count()
    })
    .run();
}

fn number() {
    let _ = pipeline!({ generator(0..3) >> stage(3 + 4) >> count() }).run();
}

fn text() {
    let _ = pipeline!({ generator(0..3) >> fan_out(2, "text") >> count() }).run();
}

fn empty() {
    let _ = pipeline!({ generator(0..3) >> sink({}) }).run();
}

fn futures() {
    let _ = pipeline!(async {
        generator(0..3)
            >> stage({
                let _ = 1;
            })
            >> count()
    });
}

fn async_block() {
    let _ = pipeline!(async { generator(0..3) >> stage(async { 3 }) >> count() });
}

fn async_block_at_the_end() {
    let _ = pipeline!(async {
        generator(0..3)
            >> fan_out(2, {
                let n = 3;
                async move { n }
            })
            >> count()
    });
}

fn async_block_on_threads() {
    let _ = pipeline!({ generator(0..3) >> stage(async { 3 }) >> count() });
}

fn key() {
    let _ = pipeline!({ generator(0..3) >> distinct(3) >> count() });
}

fn async_key() {
    let _ = pipeline!(async { generator(0..3) >> distinct(async { 3 }) >> count() });
}

fn main() {}
