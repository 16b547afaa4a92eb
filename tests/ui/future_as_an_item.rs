//! A future does not become an item unnoticed.

use std::pin::Pin;

use pipeline::pipeline;

async fn fetch(n: u32) -> u32 {
    n
}

fn boxed(n: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> {
    Box::pin(fetch(n))
}

struct Client;

impl Client {
    async fn get(&self, n: u32) -> u32 {
        n
    }
}

fn path() {
    let _ = pipeline!(async { generator(0..3) >> stage(fetch) >> count() });
}

fn path_on_threads() {
    let _ = pipeline!({ generator(0..3) >> stage(fetch) >> fan_out(2, drop) >> count() });
}

fn fan_out() {
    let _ = pipeline!(async { generator(0..3) >> fan_out(2, boxed) >> count() });
}

fn method() {
    let _ = pipeline!(async { generator(0..3) >> map(fetch) >> count() });
}

fn closure() {
    let client = Client;
    let _ = pipeline!(async { generator(0..3) >> stage(|n| client.get(n)) >> count() });
}

fn beside_a_question_mark() {
    let _ = pipeline!(async {
        let (pages, failed) = generator(0..3)
            >> stage(|n: u32| {
                u8::try_from(n)?;
                fetch(n)
            });
        (pages >> count(), failed >> count())
    });
}

fn merged() {
    let _ = pipeline!(async {
        let one = generator(0..3) >> stage(fetch);
        let other = generator(0..3) >> stage(async |n| n);
        let all = fan_in(one, other);
        all >> count()
    });
}

fn block_on_threads() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| async move { n }) >> count() });
}

fn main() {}
