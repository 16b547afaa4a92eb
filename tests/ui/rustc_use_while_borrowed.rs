//! A pipeline borrows what its bodies name until it has run.

use pipeline::pipeline;

fn mutated_between() {
    let mut seen = 0;
    let pipe = pipeline!({ generator(0..3) >> inspect(|_| seen += 1) >> count() });
    seen += 1;
    let _ = pipe.run();
}

fn moved_twice() {
    let words = vec!["a".to_owned()];
    let _ = pipeline!({
        let a = generator(words);
        let b = generator(words);
        fan_in(a, b) >> count()
    })
    .run();
}

fn main() {}
