//! A job returns the same value as a run in one process.

use std::sync::{Arc, Barrier};
use std::thread;

use pipeline::cluster::{Job, Memory};
use pipeline::{Context, Pipeline, pipeline};
use pipeline_tests::Watchdog;

use crate::on_cluster;

fn totals(numbers: u64) -> Pipeline<'static, (u64, u64)> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let made = numbers
            >> fan_out(3, at = "workers", |n: u64| {
                for part in 0..n % 4 {
                    yield n * 10 + part;
                }
            });
        made >> fold((0, 0), |(count, sum), n| (count + 1, sum + n))
    })
}

fn in_order(numbers: u64) -> Pipeline<'static, Vec<String>> {
    pipeline!(move || {
        let numbers = generator(0..numbers);
        let shown = numbers >> stage(at = "workers", |n: u64| n.to_string());
        let twice = shown >> fan_out(2, ordered, at = "workers", |text: String| text.repeat(2));
        twice >> collect()
    })
}

#[test]
fn a_fan_out_elsewhere_gives_what_it_gives_here() {
    let _watchdog = Watchdog::of_this_test();
    let expected = totals(5000).run().unwrap();
    for processes in [1, 3] {
        let (value, served) = on_cluster(Memory::new(), processes, || totals(5000), || totals(0));
        assert_eq!(value.unwrap(), expected);
        assert!(served.iter().all(Result::is_ok), "{served:?}");
    }
}

#[test]
fn order_is_kept_across_processes() {
    let _watchdog = Watchdog::of_this_test();
    let expected = in_order(3000).run().unwrap();
    let (value, _) = on_cluster(Memory::new(), 3, || in_order(3000), || in_order(0));
    assert_eq!(value.unwrap(), expected);
}

#[test]
fn a_broker_that_repeats_delays_and_reorders_changes_no_value() {
    let _watchdog = Watchdog::of_this_test();
    let (totals_here, order_here) = (totals(2000).run().unwrap(), in_order(500).run().unwrap());
    for seed in 0..10 {
        let memory = Memory::with_faults(seed);
        let (value, _) = on_cluster(memory, 2, || totals(2000), || totals(0));
        assert_eq!(value.unwrap(), totals_here, "seed {seed}");
        let memory = Memory::with_faults(seed);
        let (value, _) = on_cluster(memory, 2, || in_order(500), || in_order(0));
        assert_eq!(value.unwrap(), order_here, "seed {seed}");
    }
}

#[test]
fn methods_after_a_stage_elsewhere_see_what_it_made() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |numbers: u64| -> Pipeline<'static, u64> {
        pipeline!(move || {
            let numbers = generator(0..numbers) >> filter(|n| n % 2 == 0);
            let squares = numbers >> stage(at = "workers", |n: u64| n * n);
            squares >> map(|n| n + 1) >> sum()
        })
    };
    let expected = declared(100).run().unwrap();
    assert_eq!(
        expected,
        (0..100)
            .filter(|n| n % 2 == 0)
            .map(|n| n * n + 1)
            .sum::<u64>()
    );
    let (value, _) = on_cluster(Memory::new(), 2, || declared(100), || declared(0));
    assert_eq!(value.unwrap(), expected);
}

#[test]
fn an_empty_stream_and_one_item_are_streams() {
    let _watchdog = Watchdog::of_this_test();
    for numbers in [0, 1, 2] {
        let (value, served) = on_cluster(Memory::new(), 1, || totals(numbers), || totals(0));
        assert_eq!(value.unwrap(), totals(numbers).run().unwrap());
        assert!(served[0].is_ok());
    }
}

#[test]
fn the_report_of_home_says_how_many_processes_worked() {
    let _watchdog = Watchdog::of_this_test();
    let both = Arc::new(Barrier::new(2));
    let declared = |numbers: u64, meet: bool| -> Pipeline<'static, usize> {
        let both = Arc::clone(&both);
        pipeline!(move || {
            let numbers = generator(0..numbers);
            let met = numbers
                >> stage(at = "workers", |n: u64| {
                    // The first two chunks have one item each, and each process gets one of them.
                    if meet && n < 2 {
                        both.wait();
                    }
                    n
                });
            met >> count()
        })
    };
    let job = Job::new(Memory::new());
    thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| declared(0, true).serve_on(&job, "workers").unwrap());
        }
        let (value, report) = declared(100, false).run_on_reported(&job, &Context::new());
        assert_eq!(value.unwrap(), 100);
        let met = report.stage("met").unwrap();
        assert_eq!((met.processes, met.taken, met.repeated), (2, 100, 0));
        assert_eq!(report.stage("numbers").unwrap().processes, 1);
        assert!(
            report.to_string().contains("`met` ran in 2 processes"),
            "{report}"
        );
    });
}

#[test]
fn answers_that_come_twice_are_counted_apart() {
    let _watchdog = Watchdog::of_this_test();
    let mut repeated = 0;
    for seed in 0..20 {
        let job = Job::new(Memory::with_faults(seed));
        let (value, report) = thread::scope(|threads| {
            threads.spawn(|| totals(0).serve_on(&job, "workers").unwrap());
            totals(2000).run_on_reported(&job, &Context::new())
        });
        assert_eq!(value.unwrap(), totals(2000).run().unwrap());
        let made = report.stage("made").unwrap();
        assert_eq!(made.taken, 2000);
        repeated += made.repeated;
        pipeline::testing::assert_conserved(&report);
    }
    assert!(repeated > 0);
}

#[test]
fn the_report_of_a_process_that_serves_counts_each_item() {
    let _watchdog = Watchdog::of_this_test();
    let (job, context) = (Job::new(Memory::new()), Context::new());
    thread::scope(|threads| {
        let serving = threads.spawn(|| totals(0).serve_on_reported(&job, "workers", &context));
        totals(1000).run_on(&job).unwrap();
        let (served, report) = serving.join().unwrap();
        served.unwrap();
        let made = report.stage("made").unwrap();
        assert_eq!((made.taken, made.given), (1000, 1500));
        pipeline::testing::assert_conserved(&report);
    });
}
