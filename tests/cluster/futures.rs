//! Jobs with async pipelines: the home or a process is a future, and the others are threads.

use std::thread;

use pipeline::cluster::{Job, Memory};
use pipeline::{AsyncPipeline, Pipeline, pipeline};
use pipeline_tests::Watchdog;

fn as_futures(numbers: u64) -> AsyncPipeline<'static, Vec<u64>> {
    pipeline!(async move {
        let numbers = generator(0..numbers);
        let twice = numbers >> fan_out(3, ordered, at = "workers", async |n: u64| n * 2);
        twice >> collect()
    })
}

fn as_threads(numbers: u64) -> Pipeline<'static, Vec<u64>> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let twice = numbers >> fan_out(3, ordered, at = "workers", |n: u64| n * 2);
        twice >> collect()
    })
}

#[test]
fn futures_and_threads_serve_each_other() {
    let _watchdog = Watchdog::of_this_test();
    let expected: Vec<u64> = (0..2000).map(|n| n * 2).collect();
    for home_is_async in [true, false] {
        let job = Job::new(Memory::with_faults(5));
        let value = thread::scope(|threads| {
            threads.spawn(|| as_threads(0).serve_on(&job, "workers").unwrap());
            threads.spawn(|| {
                futures::executor::block_on(as_futures(0).serve_on(&job, "workers")).unwrap();
            });
            if home_is_async {
                futures::executor::block_on(as_futures(2000).run_on(&job))
            } else {
                as_threads(2000).run_on(&job)
            }
        });
        assert_eq!(value.unwrap(), expected);
    }
}

#[test]
fn a_future_that_is_dropped_ends_its_job() {
    let _watchdog = Watchdog::of_this_test();
    let job = Job::new(Memory::new());
    thread::scope(|threads| {
        let serving = threads.spawn(|| as_threads(0).serve_on(&job, "workers"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let run = as_futures(u64::MAX).run_on(&job);
            let time = std::time::Duration::from_millis(200);
            assert!(tokio::time::timeout(time, run).await.is_err());
        });
        let text = format!("{:#}", serving.join().unwrap().unwrap_err());
        assert!(text.contains("its run was dropped"), "{text}");
    });
}
