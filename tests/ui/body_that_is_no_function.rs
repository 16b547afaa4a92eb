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

fn main() {}
