//! A timeline records when each worker worked, and what it waited for.

use std::time::Duration;

use futures::executor::block_on;
use pipeline::testing::{self, Clock};
use pipeline::{Context, Span, Timeline, WorkerState, WorkerTimeline, pipeline};
use pipeline_tests::Watchdog;

fn of<'t>(workers: &'t [WorkerTimeline], stage: &str) -> &'t WorkerTimeline {
    let found = workers.iter().find(|worker| worker.stage == stage);
    found.unwrap_or_else(|| panic!("{stage} is not in {workers:?}"))
}

fn total(worker: &WorkerTimeline, state: WorkerState) -> Duration {
    let spans = worker.spans.iter().filter(|span| span.state == state);
    spans.map(|span| span.end - span.start).sum()
}

/// Checks that each span begins where the one before it ends.
fn assert_gapless(worker: &WorkerTimeline) {
    for pair in worker.spans.windows(2) {
        let [one, next] = pair else { unreachable!() };
        assert!(one.start < one.end, "{one:?}");
        assert_eq!(one.end, next.start, "{worker:?}");
    }
}

#[test]
fn spans_follow_each_other_and_add_up_to_what_the_report_says() {
    let _watchdog = Watchdog::of_this_test();
    let timeline = Timeline::new();
    let context = Context::new().with_timeline(&timeline);
    let run = pipeline!({
        let numbers = generator(0..200_u64) >> stage(capacity = 1, |n| n);
        numbers
            >> fan_out(2, capacity = 1, |n| {
                std::thread::yield_now();
                n
            })
            >> sum::<u64>()
    });
    let (outcome, report) = run.run_reported_with(&context);
    assert_eq!(outcome.unwrap(), 19_900);
    let workers = timeline.workers();
    assert_eq!(
        workers.len(),
        report
            .stages
            .iter()
            .map(|stage| stage.workers as usize)
            .sum::<usize>()
    );
    workers.iter().for_each(assert_gapless);
    for stage in &report.stages {
        let its = || workers.iter().filter(|worker| worker.stage == stage.name);
        let waited: Duration = its()
            .map(|worker| total(worker, WorkerState::WaitingForInput))
            .sum();
        assert_eq!(waited, stage.waited_for_input, "{}", stage.name);
        let numbers: Vec<_> = its().map(|worker| worker.worker).collect();
        assert_eq!(numbers, (0..numbers.len()).collect::<Vec<_>>());
    }
}

#[test]
fn backoffs_and_throttles_have_their_own_names() {
    let _watchdog = Watchdog::of_this_test();
    let timeline = Timeline::new();
    let clock = Clock::new();
    let context = Context::new().with_clock(&clock).with_timeline(&timeline);
    let mut calls = 0;
    let run = pipeline!(async {
        let tried = generator(0..1)
            >> stage(
                on_error = retry(1, Duration::from_secs(1)),
                move |n: u64| {
                    calls += 1;
                    if calls == 1 { Err("once")? } else { n }
                },
            );
        let slow = generator(0..2_u64) >> throttle(1, Duration::from_secs(1)) >> stage(async |n| n);
        (tried >> count(), slow >> count())
    });
    let (outcome, ()) = testing::beside(
        || block_on(run.run_with(&context)),
        || {
            clock.wait_for_sleepers(2);
            clock.advance(Duration::from_secs(3));
        },
    );
    assert_eq!(outcome.unwrap(), (1, 2));
    let workers = timeline.workers();
    let has = |stage: &str, state| {
        of(&workers, stage)
            .spans
            .iter()
            .any(|span: &Span| span.state == state)
    };
    assert!(has("tried", WorkerState::BackingOff), "{workers:?}");
    assert!(has("slow", WorkerState::Throttled), "{workers:?}");
}

#[test]
fn it_keeps_the_last_waits_of_each_worker() {
    let _watchdog = Watchdog::of_this_test();
    let timeline = Timeline::with_capacity(5);
    let context = Context::new().with_timeline(&timeline);
    let run = pipeline!({
        generator(0..2000_u64)
            >> stage(capacity = 0, |n| n)
            >> fan_out(2, capacity = 0, |n| n)
            >> count()
    });
    assert_eq!(run.run_with(&context).unwrap(), 2000);
    for worker in timeline.workers() {
        assert_gapless(&worker);
        let waits = worker
            .spans
            .iter()
            .filter(|span| span.state != WorkerState::Working);
        assert!(waits.count() <= 5, "{worker:?}");
    }
}

#[test]
fn a_trace_is_json_that_names_each_worker() {
    let _watchdog = Watchdog::of_this_test();
    let timeline = Timeline::new();
    let context = Context::new().with_timeline(&timeline);
    let run =
        pipeline!({ generator(0..20_u64) >> fan_out(2, name = "a \"name\"", |n| n) >> count() });
    assert_eq!(run.run_with(&context).unwrap(), 20);
    let mut trace = Vec::new();
    timeline.write_chrome_trace(&mut trace).unwrap();
    let events: Vec<serde_json::Value> = serde_json::from_slice(&trace).unwrap();
    let names = events.iter().filter(|event| event["ph"] == "M");
    let names: Vec<_> = names
        .map(|event| event["args"]["name"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"a \"name\"#0") && names.contains(&"a \"name\"#1"),
        "{names:?}"
    );
    let svg = timeline.to_svg();
    assert!(svg.contains("a \"name\"#1") && svg.ends_with("</svg>\n"));
}

#[test]
fn a_timeline_without_a_run_can_be_drawn() {
    let timeline = Timeline::default();
    assert!(timeline.workers().is_empty());
    assert!(timeline.to_svg().contains("</svg>"));
    let mut trace = Vec::new();
    timeline.write_chrome_trace(&mut trace).unwrap();
    assert_eq!(trace, b"[\n]\n");
}
