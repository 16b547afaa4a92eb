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

fn main() {}
