//! A stream that outlived its sink would keep the stages before it waiting: it cannot.

use pipeline::pipeline;

fn returned() {
    let _ = pipeline!({ generator(0..3) >> sink(|items| items) }).run();
}

fn put_aside() {
    let mut aside: Option<Box<dyn Iterator<Item = u32> + Send>> = None;
    let _ = pipeline!({
        generator(0..3) >> sink(|items| aside = Some(Box::new(items)));
    })
    .run();
}

fn handed_to_a_thread() {
    let _ = pipeline!({
        generator(0..3) >> sink(|items| std::thread::spawn(move || items.count()))
    })
    .run();
}

fn main() {}
