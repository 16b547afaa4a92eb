//! A nested closure or async block cannot yield for the body around it.

use pipeline::pipeline;

fn closure() {
    let _ = pipeline!({
        generator(["a b", "c"])
            >> stage(|line| {
                line.split(' ').for_each(|word| {
                    yield word;
                })
            })
            >> count()
    })
    .run();
}

fn in_a_generator() {
    let _ = pipeline!({
        generator({
            (0..3).for_each(|n| yield n);
        }) >> count()
    })
    .run();
}

fn async_block() {
    let _ = pipeline!({
        generator(0..3)
            >> fan_out(2, |n| {
                let later = async {
                    yield n;
                };
                drop(later);
                yield n;
            })
            >> count()
    })
    .run();
}

fn main() {}
