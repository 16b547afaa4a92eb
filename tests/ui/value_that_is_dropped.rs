//! A `;` at the end drops no value without a word.

use pipeline::pipeline;

fn tail() {
    let all: Vec<u32> = pipeline!({
        let numbers = generator(0..3);
        numbers >> collect::<Vec<_>>();
    })
    .run()
    .unwrap();
    drop(all);
}

fn statement() {
    let _ = pipeline!(async {
        let (a, b) = generator(0..3) >> tee();
        a >> count();
        b >> sum::<u32>()
    });
}

fn tried() {
    let _ = pipeline!({
        generator(["1"]) >> try_for_each(|text| text.parse::<u32>().map(drop));
    });
}

fn main() {}
