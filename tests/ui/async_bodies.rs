//! What bodies cannot do in a pipeline of futures.

use pipeline::pipeline;

fn a_sink_that_blocks() {
    let _ = pipeline!(async { generator(0..3) >> sink(|items| items.count()) });
}

fn a_sink_that_blocks_and_owns() {
    let _ = pipeline!(async {
        generator(0..3)
            >> sink({
                let mut seen = Vec::new();
                move |items| seen.extend(items)
            })
    });
}

fn a_generator_of_one_value() {
    let _ = pipeline!(async { generator(async { std::future::ready([1, 2]).await }) >> count() });
}

fn a_generator_that_ends_with_ok() {
    let _ = pipeline!(async {
        let ones = generator({
            yield 1;
            Ok(())
        });
        ones >> count()
    });
}

fn a_method_that_compares() {
    let _ = pipeline!(async {
        generator([3, 1]) >> max_by_key(async |n| std::future::ready(*n).await)
    });
}

fn a_method_of_another_trait() {
    let _ = pipeline!(async {
        let tens = generator(0..3) >> then(async move |n| n * 10);
        tens >> count()
    });
}

fn bodies_that_give_futures() {
    let _ = pipeline!(async {
        let sent = generator(0..3) >> stage(|n| async move { std::future::ready(n).await });
        sent >> fan_out(2, move |n| async { n }) >> count()
    });
}

fn a_sink_that_yields() {
    let _ = pipeline!(async {
        generator(0..3)
            >> sink(async |mut items| {
                yield items.next().await;
            })
    });
}

fn main() {}
