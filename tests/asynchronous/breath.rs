//! A pipeline whose stages never wait lets its executor go on with others, and each stage the
//! others.

use futures::{Stream, stream};
use pipeline::pipeline;
use pipeline_tests::yields;

use crate::{lets_others_go_on, run};

trait Endless: Stream + Sized {
    /// Zeros without end, and without a wait.
    fn endless(self) -> impl Stream<Item = u64> {
        stream::repeat(0)
    }
}

impl<S: Stream> Endless for S {}

macro_rules! breathes {
    ($($name:ident: { $($declaration:tt)* })*) => {
        $(
            #[test]
            fn $name() {
                assert!(lets_others_go_on(pipeline!(async { $($declaration)* })));
            }
        )*
    };
}

breathes! {
    an_iterator_that_is_filtered_away: {
        generator(0..) >> filter(|_: &u64| false) >> count()
    }
    a_stream_that_is_filtered_away: {
        generator(futures::stream::repeat(1)) >> filter(|_| false) >> count()
    }
    a_block_that_yields: {
        let made = generator({
            loop {
                yield 1;
            }
        });
        made >> filter(|_| false) >> count()
    }
    a_filter_that_is_awaited: {
        generator(0..) >> filter(async |_: &u64| false) >> count()
    }
    flat_map: {
        generator(Some(())) >> flat_map(|()| 0_u64..) >> filter(|_| false) >> count()
    }
    flat_map_of_empty_ones: {
        generator(0_u64..) >> flat_map(|_| None::<u64>) >> count()
    }
    flat_map_that_is_awaited: {
        generator(Some(())) >> flat_map(async |()| 0_u64..) >> filter(|_| false) >> count()
    }
    flatten: {
        generator(Some(0_u64..)) >> flatten() >> filter(|_| false) >> count()
    }
    chain: {
        generator(Some(0)) >> chain(0_u64..) >> filter(|_| false) >> count()
    }
    cycle: {
        generator([1, 2]) >> cycle() >> filter(|_| false) >> count()
    }
    a_method_that_is_not_ours: {
        generator(Some(0)) >> endless() >> filter(|_| false) >> count()
    }
    filter_map: {
        generator(0_u64..) >> filter_map(|_| None::<u64>) >> count()
    }
    skip_while: {
        generator(0_u64..) >> skip_while(|_| true) >> count()
    }
    skip: {
        generator(0_u64..) >> skip(usize::MAX) >> count()
    }
    step_by: {
        generator(0_u64..) >> step_by(usize::MAX) >> count()
    }
    for_each: {
        generator(0_u64..) >> for_each(drop);
    }
    fold: {
        generator(0_u64..) >> fold(0, |sum: u64, n| sum ^ n)
    }
    fold_that_is_awaited: {
        generator(0_u64..) >> fold(0, async |sum: u64, n| sum ^ n)
    }
    find: {
        generator(0_u64..) >> find(|_| false)
    }
    last: {
        generator(0_u64..) >> last()
    }
    batches: {
        generator(0_u64..) >> batch(3) >> filter(|_| false) >> count()
    }
    between_stages: {
        generator(0_u64..) >> stage(|n| n) >> fan_out(2, |n| n) >> filter(|_| false) >> count()
    }
    in_order: {
        generator(0_u64..) >> fan_out(2, ordered, |n| n) >> filter(|_| false) >> count()
    }
    rendezvous: {
        generator(capacity = 0, 0_u64..) >> stage(capacity = 0, |n| n) >> filter(|_| false) >> count()
    }
    a_stage_that_yields_without_end: {
        let made = generator(Some(())) >> stage(|()| {
            loop {
                yield 1_u64;
            }
        });
        made >> filter(|_| false) >> count()
    }
    a_stage_that_yields_nothing: {
        let made = generator(0_u64..) >> stage(|n| {
            if n == u64::MAX {
                yield n;
            }
        });
        made >> count()
    }
    failures_that_are_skipped: {
        let made = generator(0_u64..) >> stage(on_error = skip, |n| {
            if n < u64::MAX {
                Err("no")?;
            }
            n
        });
        made >> count()
    }
    retries_without_end: {
        let made = generator(Some(0)) >> stage(on_error = retry(u32::MAX), |n| {
            if n < 1 {
                Err("no")?;
            }
            n
        });
        made >> count()
    }
    a_sink: {
        generator(0_u64..) >> sink(async |mut items| while items.next().await.is_some() {})
    }
    branches: {
        let (a, b) = generator(0_u64..) >> tee();
        let (c, d) = a >> split(|n| n % 2 == 0);
        (b >> last(), c >> last(), d >> last())
    }
    a_route_that_drops_all: {
        let (a, b) = generator(0_u64..) >> route(|n: u64| {
            if n == u64::MAX {
                a(n);
                b(n);
            }
        });
        (a >> count(), b >> count())
    }
    a_zip: {
        let a = generator(0_u64..);
        let b = generator(0_u64..);
        zip(a, b) >> filter(|_| false) >> count()
    }
    a_loop_without_end: {
        let open = generator(Some(0_u64)) >> feedback(again, bound = 2, full = fail);
        let (again, done) = open >> split(|_| true);
        done >> count()
    }
    a_pipeline_in_a_body: {
        let made = generator(0_u64..) >> stage(async |n| {
            pipeline!(async { generator(n..) >> filter(|_| false) >> count() }).run().await?
        });
        made >> count()
    }
}

#[test]
fn no_chain_starves_another() {
    let counted = run(pipeline!(async |ctx| {
        generator(0_u64..) >> filter(|_| false) >> for_each(drop);
        generator(0_u64..) >> stage(|n| n) >> for_each(drop);
        let counted = generator(0..1000)
            >> stage(async |n| {
                yields(1).await;
                n
            });
        let counted = counted >> count();
        let end = generator(0..1000)
            >> stage(|n| {
                if n == 999 {
                    ctx.drain();
                }
                n
            });
        end >> for_each(drop);
        counted
    }));
    assert!(counted.expect("it is drained") <= 1000);
}

#[test]
fn each_worker_of_a_fan_out_gets_its_turn() {
    let workers = run(pipeline!(async {
        let worked = generator(0..1000)
            >> fan_out(4, {
                let mut mine = 0;
                async move |_| {
                    yields(1).await;
                    mine += 1;
                    mine
                }
            });
        worked >> filter(|&mine| mine == 1) >> count()
    }));
    assert_eq!(workers.expect("it ends well"), 4);
}
