//! A long-lived context keeps nothing of the runs that used it.

use pipeline::{Context, pipeline, testing};
use pipeline_tests::{Baseline, Cases, Engine, yields};

use crate::MEMORY;
use crate::declared::Declared;
use crate::engine::{ENGINES, Futures};

pub fn run(cases: &mut Cases) {
    for &engine in ENGINES {
        cases.run(format!("a context of many runs as {engine:?}"), || {
            check(engine);
        });
    }
}

fn check(engine: Futures) {
    let context = Context::new();
    let above = context.child().with(7_u64);
    // The allocations of the context's first child stay.
    run_once(engine, &above);
    let baseline = Baseline::take(&MEMORY);
    testing::assert_no_leaks(|| {
        for _ in 0..20 {
            run_once(engine, &above);
        }
    });
    baseline.check_memory();
}

fn run_once(engine: Futures, context: &Context) {
    let pipeline = pipeline!(async move |ctx| {
        let made = generator(0..5_usize)
            >> stage(async |n| {
                yields(n).await;
                let inner = pipeline!(async { generator(0..n) >> count() });
                inner.run_with(ctx).await?
            });
        made >> sum::<usize>()
    });
    let pipeline: Box<dyn Declared> = Box::new(pipeline);
    let (outcome, _) = engine.run(pipeline, context).expect("it begins");
    assert_eq!(outcome.expect("it ends well"), 10);
}
