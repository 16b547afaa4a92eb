//! The number of threads that a pipeline needs: one per worker, none for a fan-in, and none for a
//! method next to a stage with a single worker.
//!
//! A sink lists the threads of the process while every worker is busy. Threads have the names of
//! their stages, as far as Linux shows them.

use std::pin::Pin;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use pipeline::{Context, Error, pipeline};
use pipeline_tests::{Cases, Hand, threads, wait_until};

fn main() -> ExitCode {
    let mut cases = Cases::from_arguments();
    cases.run("a linear pipeline has one thread a stage", linear);
    cases.run("a generator with its consumer is one thread", one);
    cases.run("a fan-out has a thread a worker", fan_out);
    cases.run("a fan-in costs no thread", fan_in);
    cases.run("fan-ins of fan-ins cost no thread", fan_ins);
    cases.run("methods cost no thread", methods);
    cases.run(
        "methods between two fan-outs have a worker",
        between_fan_outs,
    );
    cases.run(
        "methods between a fan-out and a fan-in have a worker",
        before_a_fan_in,
    );
    cases.run("long names give way to a worker's number", long_names);
    cases.run("names are cut between characters", cut_names);
    cases.run(
        "a pipeline that runs by itself has one thread more",
        by_itself,
    );
    cases.run("a pipeline that did not run has none", not_run);
    cases.run("what has ended is listed no more", listed_no_more);
    cases.run("runs of futures share a thread", one_for_all_futures);
    cases.run("a payload on a quit channel ends no thread", bad_message);
    cases.end()
}

/// Asserts that the listed threads were those of the test and `wanted`, and that the latter have
/// ended.
fn check(mut listed: Vec<String>, wanted: &[&str]) {
    let own = threads();
    for name in &own {
        let at = listed.iter().position(|listed| listed == name);
        listed.remove(at.expect("the test's own threads are always there"));
    }
    assert_eq!(listed, wanted);
    assert_eq!(own.len(), 2, "the main thread and the watchdog: {own:?}");
}

/// Blocks workers until `count` of them have arrived. A single worker cannot get past it.
struct Meeting {
    count: usize,
    here: AtomicUsize,
}

impl Meeting {
    fn of(count: usize) -> Self {
        let here = AtomicUsize::new(0);
        Meeting { count, here }
    }

    fn join<T>(&self, item: T) -> T {
        self.here.fetch_add(1, Ordering::SeqCst);
        wait_until(|| self.here.load(Ordering::SeqCst) >= self.count);
        item
    }
}

/// Returns the threads of the process at the moment when an item has passed the whole pipeline.
fn list<T>(mut items: impl Iterator<Item = T>) -> Vec<String> {
    items.next().expect("the generators are endless");
    threads()
}

fn linear() {
    let listed = pipeline!({
        let made = generator(0_u64..);
        let staged = made >> stage(|x| x);
        staged >> stage(|x| x) >> sink(list)
    });
    check(
        listed.run().unwrap(),
        &["made", "output", "output.stage", "staged"],
    );
}

fn one() {
    let listed = pipeline!({
        generator([1, 2, 3])
            >> map(|x| x + 1)
            >> filter(|x| x % 2 == 0)
            >> map(|_| threads())
            >> last()
    });
    check(listed.run().unwrap().unwrap(), &["output"]);
}

fn fan_out() {
    let meeting = Meeting::of(3);
    let listed = pipeline!({
        let made = generator(0_u64..);
        let worked = made >> fan_out(3, |x| meeting.join(x));
        worked >> sink(list)
    });
    check(
        listed.run().unwrap(),
        &["made", "output", "worked#0", "worked#1", "worked#2"],
    );
}

fn fan_in() {
    let meeting = Meeting::of(2);
    let listed = pipeline!({
        let a = generator(0_u64..) >> map(|x| meeting.join(x));
        let b = generator(0_u64..) >> map(|x| meeting.join(x));
        fan_in(a, b) >> sink(list)
    });
    check(listed.run().unwrap(), &["a", "b", "output"]);
}

fn fan_ins() {
    let meeting = Meeting::of(4);
    let listed = pipeline!({
        let a = generator(0_u64..) >> map(|x| meeting.join(x));
        let b = generator(0_u64..) >> map(|x| meeting.join(x));
        let ab = fan_in(a, b);
        let c = generator(0_u64..) >> map(|x| meeting.join(x));
        let abc = fan_in(ab, c);
        let d = generator(0_u64..) >> map(|x| meeting.join(x));
        fan_in(d, abc) >> filter(|_| true) >> sink(list)
    });
    check(listed.run().unwrap(), &["a", "b", "c", "d", "output"]);
}

fn methods() {
    let listed = pipeline!({
        let made = generator(0_u64..) >> skip(1) >> filter(|_| true);
        let staged = made >> stage(|x| x) >> map(|x| x) >> enumerate();
        let many = staged >> stage(|x| yield x) >> map(|x| x) >> inspect(|_| ());
        many >> map(|x| x) >> stage(|x| x) >> sink(list)
    });
    // The methods after `many` run in the worker of the stage that reads it.
    check(
        listed.run().unwrap(),
        &["made", "many", "output", "output.stage", "staged"],
    );
}

fn between_fan_outs() {
    let (firsts, seconds) = (Meeting::of(2), Meeting::of(2));
    let listed = pipeline!({
        let made = generator(0_u64..);
        let first = made >> fan_out(2, |x| firsts.join(x));
        let between = first >> filter(|_| true) >> map(|x| x);
        let second = between >> fan_out(2, |x| seconds.join(x));
        second >> sink(list)
    });
    check(
        listed.run().unwrap(),
        &[
            "between", "first#0", "first#1", "made", "output", "second#0", "second#1",
        ],
    );
}

fn before_a_fan_in() {
    let (workers, inputs) = (Meeting::of(2), Meeting::of(3));
    let listed = pipeline!({
        let made = generator(0_u64..);
        let worked = made >> fan_out(2, |x| workers.join(x));
        let mapped = worked >> map(|x| inputs.join(x));
        let a = generator(0_u64..) >> map(|x| inputs.join(x));
        let b = generator(0_u64..) >> map(|x| inputs.join(x));
        fan_in(mapped, a, b) >> sink(list)
    });
    check(
        listed.run().unwrap(),
        &["a", "b", "made", "mapped", "output", "worked#0", "worked#1"],
    );
}

fn long_names() {
    let meeting = Meeting::of(12);
    let listed = pipeline!({
        let a_generator_with_a_long_name = generator(0_u64..);
        let worked = a_generator_with_a_long_name
            >> fan_out(12, name = "twelve workers of one stage", |x| {
                meeting.join(x)
            });
        worked >> sink(list)
    });
    let mut wanted: Vec<String> = (0..10).map(|n| format!("twelve worker#{n}")).collect();
    wanted.extend(
        [
            "twelve worke#10",
            "twelve worke#11",
            "a_generator_wit",
            "output",
        ]
        .map(String::from),
    );
    wanted.sort();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    check(listed.run().unwrap(), &wanted);

    let error = pipeline!({
        let worked = generator(0..)
            >> fan_out(12, name = "twelve workers of one stage", |x: u64| {
                Err("failed")?;
                x
            });
        worked >> count()
    });
    let error = error.run().expect_err("a body errs");
    assert_eq!(
        error.stage(),
        Some("twelve workers of one stage"),
        "errors have the full name"
    );
}

fn cut_names() {
    let listed = pipeline!({
        // The 15th byte is the first half of the last letter.
        let made = generator(name = "abcdefghijklmnü", 0_u64..);
        made >> sink(list)
    });
    check(listed.run().unwrap(), &["abcdefghijklmn", "output"]);
}

fn by_itself() {
    let listed = pipeline!(move || {
        let made = generator(0_u64..);
        made >> sink(list)
    });
    check(
        listed.spawn().join().unwrap(),
        &["made", "output", "pipeline"],
    );
}

fn not_run() {
    let baseline = threads();
    let context = Context::new();
    let never = pipeline!({ generator(0_u64..) >> stage(|x| x) >> count() });
    assert_eq!(threads(), baseline);
    context.cancel();
    drop(never);
    // A run that is cancelled before it begins starts no threads.
    let outcome = pipeline!({ generator(0_u64..) >> stage(|x| x) >> map(|_| threads()) >> last() });
    assert!(
        outcome
            .run_with(&context)
            .is_err_and(|error| error.is_cancelled())
    );
    assert_eq!(threads(), baseline);
}

/// The kernel may list a joined thread for some microseconds more, about once in thousands of
/// joins.
fn listed_no_more() {
    let listed = || {
        let tasks = std::fs::read_dir("/proc/self/task").expect("threads are listed");
        tasks.count()
    };
    let before = listed();
    for _ in 0..1000 {
        let many =
            pipeline!({ generator(0..20) >> fan_out(6, |x| x) >> sink(|items| items.count()) });
        assert_eq!(many.run().expect("nothing fails"), 20);
        assert_eq!(listed(), before);
    }
    for _ in 0..200 {
        let many = pipeline!(move || { generator(0..20) >> fan_out(6, |x| x) >> count() });
        drop(many.spawn());
        assert_eq!(listed(), before);
    }
}

/// Starts a run that does not end by itself: polls it once.
fn begun(context: &Context) -> Pin<Box<dyn Future<Output = Result<usize, Error>>>> {
    let stuck = pipeline!(async move {
        generator(0..1) >> stage(async |_: u32| std::future::pending::<()>().await) >> count()
    });
    let mut run = Box::pin(stuck.run_with(context));
    assert!(Hand::default().poll(&mut run).is_pending());
    run
}

/// All async runs share one thread for quit channels, their own and common ones, and for deadlines
/// without a timer.
fn one_for_all_futures() {
    let quits: Vec<_> = (0..5)
        .map(|_| crossbeam_channel::bounded::<()>(1))
        .collect();
    let root = Context::new();
    root.quit_on(quits[0].1.clone());
    let mut runs = Vec::new();
    for (_, channel) in &quits {
        let context = root.with_deadline(std::time::Duration::from_hours(1));
        context.quit_on(channel.clone());
        runs.extend((0..20).map(|_| begun(&context)));
    }
    let clock = || {
        threads()
            .iter()
            .filter(|name| *name == "pipeline clock")
            .count()
    };
    wait_until(|| clock() == 1);
    assert_eq!(threads().len(), 3, "main, the watchdog and one for all");
    // The thread continues for the other runs.
    quits[4].0.send(()).expect("somebody listens");
    for run in runs.drain(80..) {
        assert!(block_on(run).is_err_and(|error| error.is_cancelled()));
    }
    runs.truncate(1);
    assert_eq!(clock(), 1);
    drop(runs);
    assert_eq!(threads().len(), 2);
    // The thread can be started again.
    let run = begun(&root);
    quits[0].0.send(()).expect("somebody listens");
    assert!(block_on(run).is_err_and(|error| error.is_cancelled()));
    assert_eq!(threads().len(), 2);
}

struct Bad;

impl Drop for Bad {
    fn drop(&mut self) {
        panic!("bad");
    }
}

fn bad_message() {
    let other = Context::new();
    let (quit, channel) = crossbeam_channel::bounded::<()>(1);
    other.quit_on(channel);
    let beside = begun(&other);
    let context = Context::new();
    let (send, channel) = crossbeam_channel::bounded(1);
    context.quit_on(channel);
    let run = begun(&context);
    assert!(send.send(Bad).is_ok());
    assert!(block_on(run).is_err_and(|error| error.is_cancelled()));
    // The thread continues for the other run.
    quit.send(()).expect("somebody listens");
    assert!(block_on(beside).is_err_and(|error| error.is_cancelled()));
    assert_eq!(threads().len(), 2);
}
