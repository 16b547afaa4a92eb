//! `generator`, `receive` and `fan_in` read nothing before them.

use pipeline::pipeline;

fn generator_behind() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> generator(0..3) >> count()
    })
    .run();
}

fn receive_behind() {
    let (_sender, receiver) = crossbeam_channel::unbounded::<u32>();
    let _ = pipeline!({
        let numbers = generator(0..3);
        numbers >> receive(&receiver) >> count()
    })
    .run();
}

fn fan_in_behind() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let others = generator(0..3);
        numbers >> fan_in(others) >> count()
    })
    .run();
}

fn main() {}
