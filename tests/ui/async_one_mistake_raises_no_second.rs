//! One mistake in each pipeline of futures, and one message for each: whatever waits is kept where
//! it may.

use std::future::ready;

use pipeline::pipeline;

fn a_generator_that_waits() {
    let _ = pipeline!(async {
        let numbers = generator({
            for n in 0..3 {
                yield ready(n).await;
            }
        });
        numbrs >> count()
    });
}

fn an_async_block_that_yields() {
    let _ = pipeline!(async move {
        let numbers = generator(async move {
            loop {
                yield ready(1).await;
            }
        });
        numbrs >> count()
    });
}

fn a_generator_of_what_is_waited_for() {
    let _ = pipeline!(async {
        let numbers = generator(ready([1, 2]).await);
        numbrs >> count()
    });
}

fn a_body_that_waits_for_who_takes_it() {
    let _ = pipeline!(async |ctx| {
        let words = generator(["a b"])
            >> stage(|line: &str| {
                ctx.check()?;
                for word in line.split(' ') {
                    yield ready(word).await;
                }
            });
        wrods >> count()
    });
}

fn a_body_that_is_made_after_a_wait() {
    let _ = pipeline!(async {
        let sums = generator([1])
            >> fan_out(2, ordered, {
                let one = ready(1).await;
                move |n: i32| {
                    yield ready(n + one).await;
                }
            });
        smus >> count()
    });
}

fn methods_that_wait() {
    let _ = pipeline!(async || {
        let some = generator([1]) >> filter(async |n| ready(*n).await > 0);
        let sum = some >> fold(0, async |sum, n| ready(sum + n).await);
        smu
    });
}

fn a_route_that_waits() {
    let _ = pipeline!(async {
        let (small, large) = generator(0..9)
            >> route(async |n| if n < 5 { small(n).await } else { large(n).await });
        let all = fan_in(small, large);
        al >> count()
    });
}

fn a_route_that_waits_after_its_mistake() {
    let _ = pipeline!(async {
        let (small, large) = generator(0..9)
            >> route(retries = 3, async |n| if n < 5 { small(n).await } else { large(n).await });
        (small >> count(), large >> count())
    });
}

fn a_route_among_others_that_wait() {
    let _ = pipeline!(async {
        let (small, large) = generator(0..9) >> route(|n| if n < 5 { small(n) } else { large(n) });
        (smal >> count(), large >> count())
    });
}

// What stands in a line that does not parse.
fn options_by_a_word() {
    let _ = pipeline!(async {
        generator([1]) >> fan_out(2, ordered, blocking, |n: i32| n + 1) + count()
    });
}

fn main() {}
