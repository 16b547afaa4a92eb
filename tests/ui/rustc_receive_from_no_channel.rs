//! `receive` takes a channel's receiver.

use pipeline::pipeline;

fn vector() {
    let _ = pipeline!({ receive(vec![1, 2, 3]) >> count() }).run();
}

fn sender() {
    let (sender, receiver) = std::sync::mpsc::channel::<u32>();
    let _ = pipeline!({ receive(sender) >> stage(|n: u32| n + 1) >> count() }).run();
}

fn borrowed_std_receiver() {
    let (_sender, receiver) = std::sync::mpsc::channel::<u32>();
    let _ = pipeline!({ receive(&receiver) >> count() }).run();
}

fn iterator_of_a_receiver() {
    let (_sender, receiver) = crossbeam_channel::unbounded::<u32>();
    let _ = pipeline!({
        let numbers = receive(receiver.iter());
        numbers >> stage(|number| number + 1) >> count()
    })
    .run();
}

fn receiver_of_futures() {
    let (_sender, receiver) = tokio::sync::mpsc::channel::<u32>(1);
    let _ = pipeline!({
        let numbers = receive(receiver);
        numbers >> fan_out(2, |number| number + 1) >> sum::<u32>()
    })
    .run();
}

fn main() {}
