//! Stages, fan-out, fan-in and generators as a declaration that the compiler checks.
//!
//! [`pipeline!`] turns a block of `let`s into threads joined by bounded channels, or into futures.
//! It generates the code that is hard to get right by hand: closing channels, cancellation, error
//! propagation and joins. Stages borrow local variables. Nothing outlives [`run`](Pipeline::run).
//! Misuse does not compile.
//!
//! ```
//! use pipeline::pipeline;
//!
//! let text = "to be or not to be";
//! let longest = pipeline!({
//!     let words = generator(text.split(' '));
//!     let lengths = words >> fan_out(4, |word| word.len());
//!     lengths >> max()
//! })
//! .run()?;
//! assert_eq!(longest, Some(3));
//! # Ok::<(), pipeline::Error>(())
//! ```
//!
//! A pipeline can draw its own stages and streams, and the load on them. This picture is of the
//! example `digest_tree`. A stage with a double frame has several workers. The text on an arrow
//! says how many items may wait there.
//!
#![doc = include_str!("../docs/pictures/digest_tree.svg")]
//!
//! # Start
//!
//! With Rust 1.95 or later, name the directory of the repository in `Cargo.toml`:
//!
//! ```toml
//! [dependencies]
//! pipeline = { path = "../pipeline" }
//!
//! [dev-dependencies]
//! pipeline = { path = "../pipeline", features = ["testing"] }
//! ```
//!
//! The same declaration can be compiled to futures, for bodies that wait. The futures run on any
//! executor. Here they all run in one task:
//!
//! ```
//! # use pipeline::pipeline;
//! # async fn fetch(url: &str) -> Result<String, std::io::Error> { Ok(url.to_uppercase()) }
//! # pollster::block_on(async {
//! let urls = ["a", "b"];
//! let sizes = pipeline!(async {
//!     let urls = generator(urls.iter());
//!     let pages = urls >> fan_out(8, async |url| fetch(url).await?);
//!     pages >> map(|page| page.len()) >> collect::<Vec<_>>()
//! })
//! .run()
//! .await?;
//! assert_eq!(sizes, [1, 1]);
//! # Ok::<(), pipeline::Error>(())
//! # })?;
//! # Ok::<(), pipeline::Error>(())
//! ```
//!
//! # Where to read on
//!
//! * [`pipeline!`] is the language on one page, with a link for each verb.
//! * The [tutorial](docs::guide::tutorial) builds a program in eight steps. The
//!   [cookbook](docs::guide::cookbook) has complete programs.
//! * Each of the [verbs](docs::verbs) has a page: the purpose of the verb, its options, how it
//!   ends, and what it costs.
//! * For readers who come [from Go](docs::guide::from_go), [from rayon](docs::guide::from_rayon),
//!   or [from futures and tokio](docs::guide::from_tokio), a page translates the terms.
//! * [How it works](docs::guide::how_it_works) explains what happens in a run. [When
//!   not](docs::guide::when_not) says where another tool fits better.
//!
//! The types in short: a [`Pipeline`] is run, and returns a value or an [`Error`]. A
//! [`StreamPipeline`] returns a stream to the code outside. [`Running`] is the handle of a run that
//! continues while its caller does other work. A [`Context`] stops runs, and carries values to
//! their bodies. [`segment!`] declares a [`Segment`], a part of a pipeline that a function can
//! return. A [`Graph`] contains the stages and streams of a pipeline, a [`Report`] the numbers of a
//! run, and a [`Timeline`] the times.
//!
//! # Features
//!
//! All of them are off by default.
//!
//! | feature | gives |
//! |---|---|
//! | `tokio` | async pipelines whose workers are tokio tasks (`AsyncPipeline::spawn`), tokio's timer, and `receive` for tokio's channels |
//! | `testing` | the module `testing`: faults, a clock that stands still, checks for leaks and lost items |
//! | `cluster` | one declaration in several processes: the option `at`, the calls `run_on` and `serve_on`, the module `cluster`. The crate `pipeline-redis` has a broker for it |
//! | `svg` | pictures: `Graph::to_svg`, `Timeline::to_svg` |
//! | `serde` | `Serialize` for reports and graphs |
//! | `tracing` | a span of the crate `tracing` for each run and each worker, and an event when a run or a worker fails or is stopped |
//!
//! # What is promised
//!
//! For threads and for futures:
//!
//! 1. **Nothing outlives the pipeline.** When `run` returns, or a [`Running`] handle is joined or
//!    dropped, every thread that was started has ended, in the kernel, too: on Linux, where `/proc`
//!    is mounted, the thread is no longer in `/proc/self/task`. Dropping the future of an
//!    [`AsyncPipeline`] at any `.await` ends all its stages before the drop returns. All runs of
//!    futures share one thread that waits for times and quit channels. That thread ends with the
//!    last run that needs it. A handle that is dropped or joined [in a body of its own
//!    run](Running#in-a-body-of-its-own) cannot wait for that body. There, a drop or a join cancels
//!    the run, which ends after that body, and the join returns [`Error::Deadlock`].
//! 2. **Close is automatic.** A stage that ends closes its output. A consumer that ends early stops
//!    its producers, through any stages between them that are waiting for an item.
//! 3. **The first failure wins.** [`run`](Pipeline::run) returns the error that came first in time,
//!    with the name of its stage. It never returns a "disconnected" or "cancelled" that is only a
//!    consequence of that error. A panic in a body is caught, ends the other stages, and is
//!    reported with its stage. The payload of the panic is kept.
//! 4. **Two ways to stop.** A *cancel* ends each stage at its next item, and drops the items in
//!    flight. A *drain* ends the generators and `receive`s, and the items that were already made
//!    are processed to the end. A deadline cancels, or drains. A handle, a [`Context`] or one above
//!    it, and a quit channel can stop a run, from any thread. A pipeline that runs inside a body of
//!    another is its child. When a run has ended, its own context is cancelled. So threads and
//!    tasks that its bodies have started see the end of the run.
//! 5. **Memory is bounded.** Every stream has a capacity. A slow consumer slows its producers, even
//!    one whose body yields a million items.
//! 6. **Order.** A `stage` and an ordered `fan_out` keep the order of their items, and a `fan_out`
//!    with `by` keeps the order of each key. A `fan_in` keeps the order of each input.
//! 7. **Conservation.** Every item that was put into a stream was taken out, was left there, or was
//!    lost because the stream may [lose items](pipeline!#streams-that-may-lose-items). Every item
//!    that a stage took, or that its methods made, was completed, swallowed by its methods, failed
//!    or dropped. The [`Report`] of a run shows the numbers, during the run and at its end.
//!
//! `docs/reliability.md` in the repository lists the tests of each promise.
//!
//! # What is not promised
//!
//! * A body that blocks in a system call, or computes for long, is not interrupted. The join waits
//!   for it, and [`Context::busy_stages`] names it. Long bodies can call
//!   [`ctx.check()?`](Context::check). A body that waits in an `.await` is interrupted: a cancel
//!   ends it there.
//! * If a body starts a thread or a task, a pipeline that runs there is not a child of the body's
//!   pipeline. To make it one, pass the context: [`run_with(ctx)`](Pipeline::run_with).
//! * A process that leaks a handle with `mem::forget` leaks its threads.
//! * A panic in a body still prints its message through the panic hook, like a panic of any thread.
//! * [`run`](Pipeline::run) blocks its thread until the run has ended. So `run` can wait forever if
//!   the bodies wait for work that only this thread could do. An example is a `run` on a worker of
//!   rayon's pool, whose bodies use the same pool. In that case, call `run` on a thread of its own.
//!   For the same reason, a `blocking` body of an async pipeline must not wait for a task that can
//!   run only on the thread that drops the pipeline's future.

#![forbid(unsafe_code)]
// On docs.rs, items that need a feature say so.
#![cfg_attr(docsrs, feature(doc_cfg))]

// The module has no code. It exists only for the documentation and its tests.
#[cfg(any(doc, doctest))]
pub mod docs;

#[cfg(feature = "tokio")]
pub use pipeline_runtime::AsyncRunning;
/// One declaration in several processes, possibly on several machines.
///
/// A place is a name. A `stage` or a `fan_out` with `at = "workers"` runs in each process that
/// [serves](Pipeline::serve_on) the place `workers` of a [`Job`](cluster::Job). One other process
/// is the home of the job: it [runs](Pipeline::run_on) all other stages, and gets the value. All
/// processes run the same binary. Processes of a place may start before or after the home, and
/// leave at any time.
///
/// ```
/// use std::thread;
///
/// use pipeline::cluster::{Job, Memory};
/// use pipeline::{Pipeline, pipeline};
///
/// fn primes(numbers: u64) -> Pipeline<'static, usize> {
///     pipeline!(move || {
///         let numbers = generator(0..numbers);
///         let primes = numbers
///             >> fan_out(8, at = "workers", |n: u64| {
///                 if n > 1 && (2..n).take_while(|d| d * d <= n).all(|d| n % d > 0) {
///                     yield n;
///                 }
///             });
///         primes >> count()
///     })
/// }
///
/// // `run` runs everything in this process: `at` changes nothing.
/// assert_eq!(primes(1000).run()?, 168);
///
/// // A real job uses a broker that other processes can reach, such as that of the crate
/// // `pipeline-redis`. This one is in memory, for tests.
/// let job = Job::new(Memory::new());
/// thread::scope(|processes| {
///     processes.spawn(|| primes(0).serve_on(&job, "workers").unwrap());
///     assert_eq!(primes(1000).run_on(&job).unwrap(), 168);
/// });
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// # What goes where
///
/// All stages without `at` are at home, and so is the value. The stream to a stage with `at` goes
/// to the broker, in chunks of up to 256 items. The stage's output comes back to the home. A
/// process that serves a place starts nothing else: no generator, no sink. Arguments that are
/// computed before the stages start, such as `capacity`, are computed in each process.
///
/// Items that are sent to a place or come from it must be [`Serialize`](https://docs.rs/serde) and
/// `DeserializeOwned`. They are encoded as `MessagePack`, with the names of fields. Types with a
/// text form, such as `IpAddr`, are encoded as text. No other item needs `serde`. Some values
/// change on the way, which do not change in [`run`](Pipeline::run):
///
/// * `Some(None)` and `Some(())` both arrive as `None`.
/// * A field with `#[serde(skip)]` arrives as its default.
/// * A `u128` or an `i128` in an untagged, tagged or flattened type fails, or arrives as another
///   variant. serde cannot keep such a number while it looks for the variant. Elsewhere these types
///   work.
///
/// Each process has its own copy of what a body captures. Start all processes from the same build.
/// They compare the [graph](Pipeline::graph), the places and the names of the item types. A process
/// that differs is refused, with the first difference. A change inside a body is not noticed.
///
/// # What is promised
///
/// * As long as the home lives and some process serves each place, the value is one that
///   [`run`](Pipeline::run) could return. Processes of a place may be killed, stopped and added at
///   any time. While nobody serves a place, the home waits.
/// * Each item's output counts once. But a body may be called again for an item, in another
///   process, if the first process was not seen for the length of the broker's lease. So its side
///   effects may happen more than once.
/// * An ordered fan-out is ordered across processes, and so is a `stage`.
/// * The number of items is bounded from end to end: for each stage with `at`, at most 256 chunks
///   are on their way, with about 64 MiB in total. A process holds everything that its body makes
///   of one chunk.
/// * An error, a panic, a cancel or a deadline at home ends every process. A failure in a process
///   of a place ends the job, and is an [`Error::Elsewhere`] at home, with stage and host. If the
///   home dies, the other processes end with an error after the lease.
/// * A process of a place may leave. After a [drain](Context::drain) it finishes the chunks that it
///   has claimed, and takes no more. After a cancel its bodies end at the next item, and its
///   unfinished chunks go to other processes.
///
/// A body that kills its process, for example by a stack overflow, kills each process that gets the
/// item. No report counts this.
///
/// In the report of the home, a stage with `at` has one worker, which sends and receives. Its
/// items, failures and retries are those of all processes together. Its times are those of the
/// home. The report of a process of a place contains only its own work, including repeated work.
///
/// # What cannot be at a place
///
/// Each of these does not compile: another verb than `stage` and `fan_out`; a stage in a loop or in
/// a segment; `by`, `transform`, `stop_after`, `window`; a stream of failures (`on_error = skip`
/// and `retry` work). The closure of a `stage` with `at` cannot change what it captures, because no
/// process sees all items. rustc reports this as an error about an `Fn` closure.
///
/// # Another broker
///
/// [`Broker`](cluster::Broker) is the trait that a broker implements. Give each run a name of its
/// own there: a process that joins a job which has just ended is told how that job ended.
#[cfg(feature = "cluster")]
pub use pipeline_runtime::cluster;
/// Tools for tests of pipelines: faults, a clock, and checks for leaks and lost items.
///
/// [How to test a pipeline](crate::docs::guide::testing) shows all of it.
///
/// # By the clock
///
/// With a [`Clock`](testing::Clock), a test sees what a pipeline does over time, without waiting:
///
/// ```
/// use std::time::Duration;
///
/// use pipeline::{Context, pipeline, testing};
///
/// const MINUTE: Duration = Duration::from_mins(1);
///
/// let clock = testing::Clock::new();
/// let context = Context::new().with_clock(&clock).with_deadline(60 * MINUTE);
/// let (send, numbers) = crossbeam_channel::unbounded();
/// let (tell, batches) = crossbeam_channel::unbounded();
///
/// let test = || {
///     send.send(7).unwrap();
///     // The batch leaves after a minute, although it is not full.
///     clock.wait_for_sleepers(1);
///     clock.advance(MINUTE);
///     assert_eq!(batches.recv().unwrap(), [7]);
///     // After an hour, the run ends.
///     clock.advance(59 * MINUTE);
/// };
/// let run = || {
///     pipeline!({
///         receive(&numbers) >> batch_within(100, MINUTE) >> for_each(|batch| tell.send(batch).unwrap())
///     })
///     .run_with(&context)
/// };
/// let ((), outcome) = testing::beside(test, run);
/// assert!(matches!(outcome, Err(pipeline::Error::DeadlineExceeded { .. })));
/// ```
///
/// The second and the third attempt of a `retry` wait as long as their [`Backoff`] says:
///
/// ```
/// use std::time::Duration;
///
/// use pipeline::{Context, pipeline, testing};
///
/// let clock = testing::Clock::new();
/// let context = Context::new().with_clock(&clock);
/// let start = clock.now();
///
/// let mut attempts = Vec::new();
/// let run = || {
///     pipeline!({
///         let tried = generator([1])
///             >> stage(on_error = retry(2, |attempt| Duration::from_secs(2) * attempt), |n: u32| {
///                 attempts.push(clock.now() - start);
///                 Err::<u32, _>("no")?;
///                 n
///             });
///         tried >> count()
///     })
///     .run_with(&context)
/// };
/// let test = || {
///     for seconds in [2, 4] {
///         clock.wait_for_sleepers(1);
///         clock.advance(Duration::from_secs(seconds));
///     }
/// };
/// let (outcome, ()) = testing::beside(run, test);
/// assert!(outcome.is_err());
/// // The third attempt comes four seconds after the second.
/// assert_eq!(attempts, [0, 2, 6].map(Duration::from_secs));
/// ```
#[cfg(feature = "testing")]
pub use pipeline_runtime::testing;
pub use pipeline_runtime::{
    AsyncPipeline, AsyncSegment, AsyncStreamPipeline, Backoff, BoxError, Cancelled, Capacity,
    Context, Error, Failure, Graph, GraphEdge, GraphStage, Output, OutputStream, Payload, Pipeline,
    Report, Running, Segment, Span, StageReport, StreamPipeline, StreamReport, TimedOut, Timeline,
    WhenFull, WorkerState, WorkerTimeline,
};

/// Declares a pipeline, and returns a [`Pipeline`]: call [`run`](Pipeline::run) on it.
///
/// This page is the language in short. Each verb has [a page of its own](crate::docs::verbs), and the
/// [tutorial](crate::docs::guide::tutorial) shows how to use them together.
///
/// A pipeline is a block of `let`s in ordinary Rust syntax. Each `let` names a **stream**, and the
/// **verb** on its right makes the stream. The tail is the pipeline's **value**: one value, a tuple
/// of values, or nothing. If the tail is a stream, the macro returns a [`StreamPipeline`], and
/// [code outside](#a-stream-for-the-code-outside) reads that stream.
///
/// ```
/// # use pipeline::pipeline;
/// let (even, odd) = pipeline!({
///     let numbers = generator(0..10);
///     let squares = numbers >> stage(|n| n * n);
///     let even = squares >> filter(|n| n % 2 == 0) >> collect::<Vec<_>>();
///     let odd = generator(0..10) >> filter(|n| n % 2 == 1) >> count();
///     (even, odd)
/// })
/// .run()?;
/// assert_eq!((even.len(), odd), (5, 5));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// # Streams and values
///
/// A stream has exactly one reader. To read a stream twice, copy it with [`tee`](crate::docs::verbs::tee). A stream that nobody
/// reads is an error.
///
/// The names of streams are in a namespace of their own. Inside a body, the same word means the
/// variable outside, so `let lines = generator(lines.iter())` works. A name may be used again after
/// its stream was read. A type on the `let` is the type of the items.
///
/// A consuming method, such as `collect`, or a [`sink`](crate::docs::verbs::sink) returns a value.
/// Only the tail can name a value. A pipeline that runs for its effects, and has no value, ends in
/// a statement: `done >> for_each(drop);`.
///
/// # Names of stages
///
/// Each stage has a name, which appears in errors and reports. Its threads have the same name, cut
/// to 15 bytes. The option `name = "…"` sets the name. Without the option:
///
/// * The last stage of a chain is named after the chain's `let`: `words`, or `even+odd` for `let (even, odd)`.
/// * Each stage before it is named after the `let` and its own verb: `words.generator`.
/// * A chain in the tail has no `let`. Its stages are called `output`, `output.generator`, …, and in a tuple `output_0`,
///   `output_1`, ….
///
/// # The header
///
/// The header before the block is that of a closure, and means the same.
///
/// | header | meaning |
/// |---|---|
/// | `pipeline!({ … })`, `pipeline! { … }`, `pipeline!(\|\| { … })` | bodies borrow what they use |
/// | `pipeline!(move \|\| { … })` | the pipeline owns what it uses, so it can be returned and [spawned](Pipeline::spawn) |
/// | `pipeline!(\|ctx\| { … })` | `ctx` is the run's context, a `&`[`Context`], in every body |
/// | `pipeline!(\|\| -> Result<T, E> { … })` | names the type of the value, and the error type that `?` converts into. Without it, the error type is [`BoxError`] |
/// | `pipeline!(async { … })`, `async move { … }`, `async \|ctx\| { … }` | the same as futures: see [below](#async-pipelines) |
///
/// `run` returns an [`Error<E>`](Error) for every `E`. In a function that returns `anyhow::Result`,
/// `eyre::Result` or a boxed error, `run()?` converts that error. In a function that returns
/// `io::Result`, it does so if `E` is `io::Error`.
///
/// # Verbs
///
/// In the arguments of a verb, options come first and the body last. Each verb in these tables is a link to its page.
///
/// Make a stream:
///
/// | write | to get |
/// |---|---|
/// | [`generator(items)`](crate::docs::verbs::generator) | the items of an iterator, or those that a block yields, made while the stream has room |
/// | [`receive(channel)`](crate::docs::verbs::receive) | the items of an existing crossbeam or `std` channel |
///
/// Work on each item:
///
/// | write | to get |
/// |---|---|
/// | [`s >> stage(body)`](crate::docs::verbs::stage) | the body called for each item, on one worker, in order |
/// | [`s >> fan_out(n, body)`](crate::docs::verbs::fan_out) | `n` workers that share the stream, in any order. `fan_out(n, ordered, body)` keeps the order of the items, and `fan_out(n, by = \|item\| key, body)` keeps the order of each key |
/// | [`let (ok, failed) = s >> stage(\|item\| f(item)?)`](crate::docs::verbs::failures) | the failures as a stream of their own |
/// | [`s >> map(f)`, `s >> filter(f)`, …](crate::docs::verbs::methods) | any method of `Iterator`, which runs in a neighbouring stage |
/// | [`s >> transform(\|items\| …)`](crate::docs::verbs::transform) | a loop of your own over the whole stream, which yields the next stream |
/// | [`s >> segment(words())`](crate::docs::verbs::segment) | the stages of a segment: a part of a pipeline that a function returns |
///
/// Join streams:
///
/// | write | to get |
/// |---|---|
/// | [`fan_in(a, b, …)`](crate::docs::verbs::fan_in) | all items, in any order. `fan_in(a, b, …, prefer)` takes from the earlier stream while it has items |
/// | [`concat(a, b, …)`](crate::docs::verbs::concat) | all items of the first stream, then those of the next |
/// | [`merge_by(a, b, …, \|x, y\| …)`](crate::docs::verbs::merge_by) | sorted streams as one sorted stream |
/// | [`zip(a, b, …)`](crate::docs::verbs::zip) | the i-th items as a tuple |
/// | [`latest(a, b)`](crate::docs::verbs::latest) | the newest items as a tuple, whenever one of them changes |
///
/// Part a stream:
///
/// | write | to get |
/// |---|---|
/// | [`let (a, b) = s >> tee()`](crate::docs::verbs::tee) | each item in every branch |
/// | [`let (yes, no) = s >> split(\|item\| …)`](crate::docs::verbs::split) | each item in one of two branches |
/// | [`let (a, b) = s >> route(\|item\| …)`](crate::docs::verbs::route) | branches that the body calls by name, each with a type of its own |
///
/// Go round, gather and pace:
///
/// | write | to get |
/// |---|---|
/// | [`s >> feedback(back, bound = n, full = fail)`](crate::docs::verbs::feedback) | a loop: the items of `back`, a stream that a later `let` makes, come in here. The loop ends by itself when nothing is left in it |
/// | [`s >> batch(n)`, `s >> batch_within(n, time)`](crate::docs::verbs::batch) | several items together, as a `Vec` |
/// | [`s >> throttle(n, time)`](crate::docs::verbs::throttle) | at most `n` items in any stretch of `time` |
/// | [`s >> debounce(time)`](crate::docs::verbs::debounce) | an item when no further one has come for `time` |
/// | [`s >> sample(time)`](crate::docs::verbs::sample) | the newest item at the end of each period of `time` |
/// | [`s >> distinct()`](crate::docs::verbs::distinct) | each item once, or one item of each key |
///
/// End a stream:
///
/// | write | to get |
/// |---|---|
/// | [`s >> collect()`, `s >> sum()`, …](crate::docs::verbs::methods) | the value of a consuming method of `Iterator` |
/// | [`s >> sink(\|items\| …)`](crate::docs::verbs::sink) | the result of a loop of your own over the stream |
///
/// This pipeline has a stage of each kind:
///
/// ```
/// # use pipeline::pipeline;
/// let (total, late) = pipeline!({
///     let web = generator([(1, 30), (2, 50)]);
///     let shop = generator([(3, 20)]);
///     let orders = fan_in(web, shop);
///     let priced = orders >> fan_out(4, |(id, price)| (id, price * 2));
///     let (prices, ids) = priced
///         >> route(|(id, price)| {
///             prices(price);
///             ids(format!("order {id}"));
///         });
///     (prices >> sum::<u32>(), ids >> filter(|id| !id.ends_with('1')) >> count())
/// })
/// .run()?;
/// assert_eq!((total, late), (200, 2));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// # Workers
///
/// Each `generator`, `receive`, `stage`, `transform`, `tee`, `split`, `route`, `feedback` and `sink` has one worker. A
/// `fan_out(n, …)` has `n`. A worker is a thread, or in an async pipeline a future.
///
/// The other verbs have no worker of their own:
///
/// * The stages that make the inputs of a `fan_in` send into one stream.
/// * `zip`, `concat`, `merge_by`, `latest`, `fan_in(…, prefer)`, `batch_within`, `debounce` and
///   `sample` are done by the stage that reads their stream. Before a `fan_out`, a `feedback`, a
///   verb that joins streams, and before `batch_within`, `debounce` and `sample`, no stage can do
///   so, and there is one more worker.
/// * `throttle` is done by the stage that reads its stream, or by one more worker in the same
///   cases, if the stage before cannot do it. Before a `fan_in`, it limits only that one input, on
///   its way into the queue that all inputs share. So the next stage may begin more items at once.
///   To limit the next stage, write the throttle after the `fan_in`.
/// * Methods, `batch` and `distinct` run in the stage before them, if that stage can run them: a
///   `generator` of an iterator, a `receive`, or a `stage` whose body does not yield and that has
///   no option for failures. A method that consumes, such as `fold`, runs there, too. Otherwise
///   they run in the stage after them. If neither stage can run them, as between two fan-outs,
///   there is one more worker. At the end of a stream, a method that consumes is that worker.
///
/// The [graph](#what-is-declared-as-data) of a pipeline shows its stages.
///
/// # Streams that meet again
///
/// Branches of one stream that meet again may wait for each other forever: one branch is full, the
/// other is empty, and the stage that fills both waits for room. Where this is certain, as with a
/// `concat` of two branches of one `tee`, it is an error. Where it depends on the items, as with
/// the sides of a `split` in a `merge_by`, it is a warning, and the option `allow = deadlock`
/// removes the warning. The pages of [`zip`](crate::docs::verbs::zip),
/// [`concat`](crate::docs::verbs::concat) and [`merge_by`](crate::docs::verbs::merge_by) have the
/// rules. `fan_in` and `latest` take items from any stream that has some, so they cannot deadlock
/// in this way.
///
/// # Bodies
///
/// | body | meaning |
/// |---|---|
/// | a closure | called for each item |
/// | a path, as in `stage(parse_line)` | called for each item |
/// | a block, or any other expression that returns a function | evaluated on the worker's thread. Each worker of a `fan_out` evaluates it for itself |
/// | a body with `yield` | gives any number of items: `\|line\| for word in line.split(' ') { yield word; }` |
/// | a body with `?` | may fail: its value is wrapped in `Ok` for you, and its first error ends the pipeline |
///
/// The workers of a `fan_out` share a closure, so that closure is `Fn + Sync`. A block can hold the state of a worker:
///
/// ```
/// # use pipeline::pipeline;
/// let numbered = pipeline!({
///     let words = generator(["to", "be"]);
///     let numbered = words
///         >> stage({
///             let mut number = 0;
///             move |word| {
///                 number += 1;
///                 format!("{number} {word}")
///             }
///         });
///     numbered >> collect::<Vec<_>>()
/// })
/// .run()?;
/// assert_eq!(numbered, ["1 to", "2 be"]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// `?` and `yield` count only at the body's own level, and not in closures, async blocks, items or
/// macros inside the body. In a body with `?`, `return` is not wrapped: write `return Ok(value)`. A
/// closure with a written return type is not wrapped at all. A plain function that returns a
/// `Result` makes a stream of `Result`s.
///
/// The arguments of methods are ordinary code, not bodies: a `?` in a closure there leaves only that closure.
///
/// A macro of your own that passes on a body with `yield` must take the body as tokens,
/// `$($body:tt)*`: rustc rejects `yield` in `$body:expr` and `$body:block`.
///
/// It is an error if a body returns or yields a future, or sends one to a branch. The same holds
/// for `map(fetch)`, and for `Some(fetch(x))` in the closure of `filter_map`, `flat_map`,
/// `map_while` or `scan`. Write `fetch(x).await` in an `async` body of an async pipeline. If items
/// are meant to be futures, give the stream a type: `let futures: _ = ...`. Some futures are not
/// detected: the items of a `generator`'s iterator, results of closures with a written return type,
/// an `Option` that is made in another way, such as `ready.then(|| fetch(x))`, and futures in
/// another type, such as `Result<impl Future, _>`, or the `Option` in `branch(Some(fetch(x)))`.
///
/// # Options
///
/// Options of most verbs:
///
/// | option | meaning |
/// |---|---|
/// | `capacity = n` | at most `n` items wait in the stream that this verb makes; 0 is a rendezvous. Without it, see [below](#how-many-items-wait) |
/// | `capacity = weight(max, \|item\| …)` | the items that wait in the stream weigh at most `max` together: see [below](#how-many-items-wait) |
/// | `full = drop_newest`, `drop_oldest`, `merge(\|old, new\| …)` | if the stream is full, an item is lost, and no stage waits for room: see [below](#streams-that-may-lose-items). `full = wait` is the default |
/// | `name = "…"` | the name of the stage |
/// | `stack_size = n` | the threads of the stage have stacks of `n` bytes, for bodies that recurse deeply. Without it, stacks have the size that the standard library gives a thread, and more if items are larger than 4 KiB by value. In an async pipeline only a `blocking` body has a thread |
///
/// Options of `stage` and `fan_out`:
///
/// | option | meaning |
/// |---|---|
/// | `on_error = stop`, `skip`, `retry(n)`, `retry(n, backoff)`, `retry(n, backoff, \|error\| …)` | what happens when the body fails for an item: see [failures](crate::docs::verbs::failures) |
/// | `stop_after = n` | failures are counted, and the `n`-th ends the run |
/// | `keep` | each failure has its item in `failure.item` |
/// | `timeout = time` | an `async` body that takes longer for an item fails with [`TimedOut`] |
/// | `blocking` | in an async pipeline: the body runs on a thread |
/// | `ordered`, `window = n`, `by = \|item\| key` | the order of a [`fan_out`](crate::docs::verbs::fan_out) |
/// | `at = "place"` | the workers are in the processes that serve this place, if the run is `run_on` a job of several processes. Needs the feature `cluster`: see its module, `pipeline::cluster` |
///
/// Options of single verbs: `bound = n` and `full = fail` or `full = drop` of [`feedback`](crate::docs::verbs::feedback), and
/// `allow = deadlock` of [`zip`](crate::docs::verbs::zip), [`concat`](crate::docs::verbs::concat) and
/// [`merge_by`](crate::docs::verbs::merge_by).
///
/// Options, and numbers such as the workers of a `fan_out`, are computed before the stages start, outside of any body. They
/// cannot contain `?` or `.await`: compute such a value before `pipeline!`.
///
/// ## How many items wait
///
/// `capacity = n` is exact: never more than `n` items wait, no matter how many stages fill the
/// stream. If several workers fill it and `n` is large, each reserves some places in advance. So one
/// worker may have to wait while up to an eighth of the places are reserved by others and unused. It
/// is the capacity of that one stream, and the stream before it has its own. So in
/// `generator(…) >> tee(capacity = 5)` more than five items wait: some in the generator's window,
/// some in the branches, and each worker has one in hand. An ordered `fan_out` also has a [reorder
/// window](crate::docs::verbs::fan_out#with-an-order), and each worker of a `fan_out` with `by` has
/// a queue of the same capacity as the stream. To have few items in total, set a capacity at each
/// verb. A large capacity costs nothing by itself: memory is allocated as it is used. A stream that
/// methods read in its own stage has no queue at all.
///
/// `capacity = weight(max, |item| …)` bounds the total weight of the items that wait, such as their
/// bytes. They weigh at most `max` together, except that an item which alone weighs more waits
/// alone. At most 32768 items wait, no matter how little they weigh. The function is called at most
/// once for each item, by the stage that makes the item, and owns what it uses (`move |item|
/// item.len() + overhead`). Items that are made while the run still starts are not weighed: each of
/// them waits alone. The function weighs items, not failures: a stream of failures next to them,
/// `let (ok, failed) = …`, has the window of a stream without a capacity. At a `route` it weighs
/// the items of every branch, so all branches must be of one type.
///
/// ```
/// # use pipeline::pipeline;
/// let files = [vec![0_u8; 700], vec![0; 5000], vec![0; 300], vec![0; 400]];
/// let bytes = pipeline!({
///     let files = generator(capacity = weight(64 << 20, |file| file.len()), files);
///     files >> stage(|file| file.len()) >> sum::<usize>()
/// })
/// .run()?;
/// assert_eq!(bytes, 6400);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// A stream without a capacity has a window that follows the speed of its items. At first, 64 items
/// may wait in it. The window doubles each time that as many items as it holds have passed within 4
/// ms, and halves when this took longer than 16 ms. It never holds more than 32768 items, nor more
/// than 256 KiB of them (not counting what they point to), but always at least 64. If several
/// workers fill the stream, each has such a window. So a window holds the items that pass in some
/// milliseconds. A stream of integers does not switch threads for every few items. A stream of
/// small files keeps all cores busy, but large files do not pile up. If slow items follow fast
/// ones, the window shrinks while they are put in, before about a hundred of them wait.
///
/// Whatever the window, a stage that waits for an item gets it as soon as the item is handed over.
/// The streams of a loop have windows, too, except the stream that closes the loop: its `bound`
/// says how many items may wait there.
///
/// ## Streams that may lose items
///
/// A stage waits while its stream is full, so a slow reader slows down everything. For a display, a
/// log or a sensor, it may be better to lose items. With a `capacity` of at least 1, the option
/// `full` says what happens to an item that arrives while `capacity` items wait:
///
/// | option | meaning |
/// |---|---|
/// | `full = wait` | the stage waits for room. This is the default |
/// | `full = drop_newest` | the arriving item is lost |
/// | `full = drop_oldest` | the item that has waited longest is lost |
/// | `full = merge(\|old, new\| …)` | the arriving item is merged with the newest item that waits |
///
/// A send then never waits for the reader. An item that the reader has taken cannot be lost any
/// more, and a worker takes one item at a time. The report counts the items that were lost
/// ([`StreamReport::lost`]), and [`graph`](#what-is-declared-as-data) says which streams may lose
/// items.
///
/// For a verb that makes several streams, `drop_oldest(view)` or `merge(view, |old, new| …)` names
/// the streams that may lose items. The other streams wait. So one branch of a `tee` can be shown
/// while the work continues at its own speed:
///
/// ```
/// # use pipeline::pipeline;
/// # fn show(n: u64) {}
/// let sum = pipeline!({
///     let numbers = generator(1..=10_000);
///     let (work, view) = numbers >> tee(capacity = 16, full = drop_oldest(view));
///     view >> for_each(|n| show(n));
///     work >> stage(|n| n) >> sum::<u64>()
/// })
/// .run()?;
/// assert_eq!(sum, 50_005_000);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// Without names, all streams that the verb makes may lose items, except failures: these are lost
/// only by name. The closure of `merge` is called by the stage that sends, and owns what it uses. A
/// panic in it, or in the drop of a lost item, is a panic of that stage. A stage that has two items
/// to merge waits until the reader has started.
///
/// The outputs of an `ordered` fan-out cannot be lost, nor those of a `segment`, nor items in a
/// loop. Let a stage lose them after they have left it, as in `>> stage(capacity = 1, full =
/// drop_oldest, |item| item)`. A `zip` of two branches of the same `tee`, one of which may lose
/// items, is an error. If a `fan_out` with `by` reads the stream, items wait in the queues of its
/// workers, too, and are not lost there.
///
/// # Errors
///
/// The first error or panic of a body ends the run. `run` returns it as an [`Error`] with the name
/// of the stage. Later failures, until the last worker has ended, are in [`Error::others`]. `{}`
/// prints the stage, and `{:#}` adds the causes.
///
/// ```
/// # use pipeline::pipeline;
/// let outcome = pipeline!({
///     let numbers = generator(["1", "two"]) >> stage(name = "parse", |word| word.parse::<u32>()?);
///     numbers >> sum::<u32>()
/// })
/// .run();
/// assert_eq!(format!("{:#}", outcome.unwrap_err()), "stage `parse` failed: invalid digit found in string");
/// ```
///
/// The run continues after an error of a `stage` or `fan_out` if the failures are a stream of
/// [`Failure`]s, or with `on_error = skip`: see [failures](crate::docs::verbs::failures).
///
/// # Stopping
///
/// Each run has a [`Context`]. It is a child of the context that [`run_with`](Pipeline::run_with) is given, and of the context
/// of the pipeline in whose body the run is started.
///
/// | call | effect |
/// |---|---|
/// | [`cancel`](Context::cancel) | ends each stage at its next item, and drops the items in flight. `run` returns [`Error::Cancelled`] |
/// | [`drain`](Context::drain) | ends generators and `receive`s. The items that were already made are processed, and `run` returns its value |
/// | [`drain_within`](Context::drain_within) | drains, and cancels if the run takes too long |
/// | [`with_deadline`](Context::with_deadline) | cancels at a time, with [`Error::DeadlineExceeded`] |
/// | [`with_drain_deadline`](Context::with_drain_deadline) | drains at a time |
/// | [`quit_on`](Context::quit_on), [`drain_on`](Context::drain_on) | cancels or drains when a message arrives on a channel, or the channel is disconnected |
///
/// If a pipeline that ran in a body returns an error for which [`Error::is_cancelled`] is true, and `ctx.is_cancelled()` is
/// false, only the inner pipeline was stopped. If the inner pipeline's own deadline passes and the body returns that error with
/// `?`, this is a failure of the body.
///
/// ```
/// # use pipeline::{pipeline, Context};
/// struct Limit(u64);
///
/// let context = Context::new().with(Limit(1000));
/// let squares = pipeline!(|ctx| {
///     let squares = generator(0_u64..) >> stage(|n| n * n);
///     squares
///         >> inspect(|&square| {
///             if ctx.get::<Limit>().is_some_and(|limit| square > limit.0) {
///                 ctx.drain();
///             }
///         })
///         >> count()
/// })
/// .run_with(&context)?;
/// assert!(squares > 32);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// # A stream for the code outside
///
/// If the tail is a stream, the pipeline returns it to the code outside. So a library can return an
/// iterator to its users without showing them a pipeline:
///
/// ```
/// use std::path::PathBuf;
///
/// use pipeline::{Error, pipeline};
///
/// /// The files that have the word.
/// fn search(word: String, files: Vec<PathBuf>) -> impl Iterator<Item = Result<PathBuf, Error>> {
///     pipeline!(move || {
///         let files = generator(files);
///         files >> fan_out(4, |file| {
///             if std::fs::read_to_string(&file)?.contains(&word) {
///                 yield file;
///             }
///         })
///     })
///     .iter()
/// }
///
/// let first = search("workspace".to_owned(), vec!["Cargo.toml".into()]).next();
/// assert_eq!(first.transpose()?, Some("Cargo.toml".into()));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// * [`iter()`](StreamPipeline::iter) starts the run on threads of its own, and returns an
///   [`Output`], an iterator of `Result`s. The pipeline must own what it uses: `move ||`. An error
///   comes once, as the last item. Dropping the iterator cancels the run and joins its threads.
/// * [`consume(|items| …)`](StreamPipeline::consume) lends the items to a closure on the caller's
///   thread. The closure need not be `Send`, and the pipeline may borrow. All threads have ended
///   when `consume` returns.
/// * [`stream()`](AsyncStreamPipeline::stream) of an async pipeline returns an [`OutputStream`].
///   The task that polls it drives all stages.
///
/// While nobody asks for items, the streams fill up, and then the stages wait. The reader is the
/// stage `output` in the [graph](StreamPipeline::graph) and in the report, which
/// [`into_report`](Output::into_report) and [`consume_reported`](StreamPipeline::consume_reported)
/// return. [`iter_with`](StreamPipeline::iter_with) and similar methods take a context, which can
/// stop the run. The header may have a return type: `move || -> Result<Hit, MyError>`. Its first
/// type is the type of the items.
///
/// # Async pipelines
///
/// With the word `async` in front, `pipeline!(async { … })`, the same declaration is compiled to
/// futures: the same verbs, names, options, errors and checks. The macro returns an
/// [`AsyncPipeline`], whose `run()` is awaited. The future of `run()` drives every stage inside the
/// task that awaits it, on any executor. Stages borrow local variables. Dropping the future at any
/// time ends all stages at once.
///
/// ```
/// # use pipeline::pipeline;
/// # use std::io;
/// # async fn fetch(url: &str) -> Result<String, io::Error> {
/// #     if url.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(url.to_owned()) }
/// # }
/// # pollster::block_on(async {
/// use std::time::Duration;
///
/// let urls = ["one", "", "three"].map(String::from);
/// let (found, failed) = pipeline!(async {
///     let urls = generator(urls.iter());
///     let (pages, failed) = urls
///         >> fan_out(8, on_error = retry(2, Duration::from_millis(1)), async |url| {
///             let page = fetch(url).await?;
///             (url, page.len())
///         });
///     let found = pages >> filter(|(_, length)| *length > 0) >> count();
///     (found, failed >> count())
/// })
/// .run()
/// .await?;
/// assert_eq!((found, failed), (2, 1));
/// # Ok::<(), pipeline::Error>(())
/// # })?;
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// The differences:
///
/// * **Bodies.** An `async` closure is awaited, also as the argument of a
///   [method](crate::docs::verbs::methods#as-futures). An ordinary closure or path is for work that
///   does not wait. **An `async fn` given as a path, `stage(fetch)`, is an error**: it returns a
///   future that nothing awaits. Write `stage(async |url| fetch(url).await)`. A forgotten `.await`
///   is an error too, unless the future is inside of another value: see
///   [`stage`](crate::docs::verbs::stage#as-futures). The word `blocking`, as in
///   `stage(blocking, move |file| read(file)?)`, moves a body that blocks to a thread of the
///   worker's own. Such a body owns what it uses, and a cancel waits for it. A `yield` waits for
///   room by itself, in an `async` body or not.
/// * **Sources.** [`generator`](crate::docs::verbs::generator#as-futures) also takes a `Stream`,
///   and its block may wait. [`receive`](crate::docs::verbs::receive#as-futures) takes any
///   `Stream`, and with the feature `tokio` the receivers of `tokio::sync::mpsc`.
/// * **Loops of your own.** In a `sink` and a `transform`, `items` is a `Stream`, and has
///   `items.next().await` of its own. In a `route`, an `async` body awaits a branch:
///   `branch(item).await`.
/// * **Stopping.** A cancel, an error elsewhere, or a reader that ended early drops a body at the
///   `.await` where it waits. Put work that must not be cut short into a task or a `blocking` body.
///   A drain ends a generator and a `receive` where they wait. A body that waits for something that
///   may never come, such as a client's next line, should also wait for
///   [`ctx.drained()`](Context::drained).
/// * **Time.** A deadline, a backoff, a `timeout`, `throttle`, `batch_within`, `debounce` and
///   `sample` use the sleep given by [`with_sleep`](AsyncPipeline::with_sleep), or, with the
///   feature `tokio`, the timer of the tokio runtime that polls them, if it has one. Otherwise a
///   thread of this crate waits. That thread also waits for the channels of
///   [`quit_on`](Context::quit_on). All runs of futures share one such thread, which ends with the
///   last run that needs it.
/// * **All futures are `Send`**, so every value that a body holds across an `.await` must be
///   `Send`.
/// * **Large items.** A future stores the items that it works on, and each stage copies them. Put
///   items of more than about 16 KiB into a `Box`. Otherwise the task may overflow its stack.
/// * **Long chains.** More than about 25 methods in a row may need `#![recursion_limit = "256"]` in
///   the crate.
///
/// ## In parallel
///
/// One task runs on one core. With the feature `tokio`,
#[cfg_attr(
    feature = "tokio",
    doc = "[`spawn`](AsyncPipeline::spawn) makes each worker a task of tokio's, so that they run in parallel:"
)]
#[cfg_attr(
    not(feature = "tokio"),
    doc = "`spawn` makes each worker a task of tokio's, so that they run in parallel:"
)]
/// `pipeline!(async move { … }).spawn()`. Each stage then owns the variables that it names, as any
/// task does. If two stages use the same variable, clone it before the pipeline, once for each of
/// them.
///
/// ```
/// # use pipeline::pipeline;
/// # use std::sync::Arc;
/// let names = Arc::new(["ada", "grace"]);
/// let all = Arc::clone(&names);
/// let pipeline = pipeline!(async move {
///     let numbers = generator(0..names.len());
///     numbers >> stage(async |number| all[number].len()) >> sum::<usize>()
/// });
/// # assert_eq!(pollster::block_on(pipeline.run())?, 8);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// The workers of a `fan_out` share a closure. A block is cloned for each worker. The handle is
/// like [`Running`]: dropping it ends all futures of the run, and `join().await` waits for their
/// end. To stop a run while another task waits in `join`, start it with a context:
/// `spawn_with(&context)`.
///
/// To pass items between a pipeline of threads and one of futures, use a channel: see
/// [`receive`](crate::docs::verbs::receive#as-futures).
///
/// # What is declared, as data
///
/// [`graph()`](Pipeline::graph) returns a [`Graph`] of a pipeline of either kind, before anything
/// runs. It contains the stages, with the same names as in errors and [reports](Report), and the
/// streams between them. Each stream says which stages fill it, which stage reads it, and how many
/// items may wait in it.
///
/// ```
/// # use pipeline::pipeline;
/// let pipeline = pipeline!({
///     let numbers = generator(0..10);
///     let (even, odd) = numbers >> split(capacity = 8, |n| n % 2 == 0);
///     let halves = even >> fan_out(2, |n| n / 2);
///     let all = fan_in(halves, odd);
///     all >> map(|n| n + 1) >> sum::<i32>()
/// });
/// assert_eq!(
///     pipeline.graph().to_string(),
///     "numbers -> even+odd by `numbers`: 64 items at first\n\
///      even+odd -> halves by `even`: at most 8 items\n\
///      even+odd, halves -> output by `all`: 64 items at first"
/// );
/// assert_eq!(pipeline.run()?, 45);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// A graph can be drawn: [`to_mermaid`](Graph::to_mermaid), [`to_dot`](Graph::to_dot), and with the feature `svg` `to_svg`.
///
/// # Seeing it run
///
/// [`Running::report`], `AsyncRunning::report` and [`Context::report`] return a [`Report`] at any
/// moment during a run. It contains what each stage took and gave, what each worker [is
/// doing](WorkerState), and how many items wait in each stream.
/// [`to_mermaid_with`](Graph::to_mermaid_with) draws it on the graph.
/// [`run_reported`](Pipeline::run_reported) returns the report of a whole run.
///
/// ```
/// # use pipeline::{WorkerState, pipeline};
/// let (gate, opened) = std::sync::mpsc::channel::<()>();
/// let running = pipeline!(move || {
///     let numbers = generator(0..10);
///     let held = numbers >> stage(move |n| {
///         let _ = opened.recv();
///         n
///     });
///     held >> fan_out(2, |n| n + 1) >> sum::<i32>()
/// })
/// .spawn();
/// // How far the run is, and what its workers are doing.
/// for stage in running.report().stages {
///     let working = stage.workers_in(WorkerState::Working);
///     println!("{}: {} items, {working} of {} work", stage.name, stage.completed(), stage.workers);
/// }
/// drop(gate);
/// assert_eq!(running.join()?, 55);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// A [`Timeline`] records when each worker worked, and what it waited for. With the feature
/// `tracing`, each run has a span `pipeline`, a child of the span in which it was started, and each
/// worker has a span `stage` with the fields `name` and `worker`. Events of a body are then in the
/// span of its stage. A stage that fails is an event of the level `ERROR`. An item that fails
/// without ending the run is a `WARN`, a cancel, deadline or drain an `INFO`, and a retry a
/// `DEBUG`.
///
/// # What it becomes
///
/// `cargo expand` shows the expansion, which is meant to be read: see
/// [expansion](crate::docs::guide::expansion). The section *What it stands for* of each
/// [verb's page](crate::docs::verbs) shows an expansion next to the same code written by hand.
// rustc suggests this macro to those who use one of these words without declaring it. So none of
// them is the name of an option, or another word that is likely in code.
#[doc(alias(
    "errgroup",
    "WaitGroup",
    "JoinSet",
    "thread::scope",
    "structured concurrency",
    "nursery",
    "dataflow",
    "backpressure",
    "bounded channel"
))]
#[macro_export]
macro_rules! pipeline {
    ($($declaration:tt)*) => {
        $crate::__private::pipeline! { $crate, $($declaration)* }
    };
}

/// Declares a part of a pipeline, and returns a [`Segment`]: a value that a function can return,
/// and that a struct or a vector can hold.
///
/// A segment reads one stream and makes one. The header names the stream that it reads, as a
/// closure names its parameter. The tail is the stream that it makes. Between them are the same
/// `let`s and verbs as in [`pipeline!`]. A pipeline uses a segment with the verb [`>>
/// segment(…)`](crate::docs::verbs::segment).
///
/// ```
/// use std::collections::HashSet;
///
/// use pipeline::{Segment, pipeline, segment};
///
/// /// The words of the lines that are in the dictionary.
/// fn known<'p>(dictionary: &'p HashSet<&str>) -> Segment<'p, &'p str, &'p str> {
///     segment!(move |lines| {
///         let words = lines >> stage(|line| for word in line.split(' ') { yield word; });
///         words >> fan_out(2, ordered, |word| if dictionary.contains(word) { yield word; })
///     })
/// }
///
/// let dictionary = HashSet::from(["to", "be", "or"]);
/// let (heads, tails) = pipeline!({
///     let (heads, tails) = generator(["to be", "or not", "to bee"]) >> tee();
///     let heads = heads >> take(1) >> segment(known(&dictionary));
///     let tails = tails >> skip(1) >> segment(known(&dictionary));
///     (heads >> collect::<Vec<_>>(), tails >> collect::<Vec<_>>())
/// })
/// .run()?;
/// assert_eq!((heads, tails), (vec!["to", "be"], vec!["or", "to"]));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// # The header
///
/// | header | meaning |
/// |---|---|
/// | `segment!(\|lines\| { … })` | reads the stream `lines`; bodies borrow what they use |
/// | `segment!(move \|lines\| { … })` | the segment owns what it uses, such as the parameters of the function that returns it |
/// | `segment!(\|lines: String\| { … })` | names the type of the items that it reads, if this is not known from elsewhere |
/// | `segment!(\|lines, ctx\| { … })` | `ctx` is the context of the run around it, in every body |
/// | `segment!(\|lines\| -> Result<Word, MyError> { … })` | names the type of the items that it makes, and the error type that `?` converts into |
/// | `segment!(async \|lines\| { … })`, `async move` | returns an [`AsyncSegment`], for [async pipelines](pipeline!#async-pipelines) |
///
/// The types usually come from the function that returns the segment: `Segment<'p, In, Out, E>`,
/// where `'p` is the lifetime of what it borrows. Without an `E`, the error type is [`BoxError`],
/// as for a pipeline. A segment can be used only in pipelines of its own error type.
///
/// The stages of a `move` segment borrow what the segment owns, so several can use the same variable. In an async
/// segment, each stage owns the variables that it names, as in an async pipeline.
///
/// # In the run around it
///
/// The stages of a segment are threads or tasks of the run around it, and as many as they would be
/// without the segment. Their names begin with the name of the segment: the stage `words` of the
/// segment `text` is `text/words`. That name appears in the graph, in errors and in the report. The
/// segment itself has no row there. It is named like a stage: after its `let`, or by `name = "…"`.
/// A segment may be used inside a segment. It may be used several times, by calling its function
/// again. It may have loops, consumers such as `for_each`, and generators of its own. A cancel, a
/// drain, an error and an early end pass through it.
///
/// ```
/// # use pipeline::{Segment, pipeline, segment};
/// fn numbers() -> Segment<'static, &'static str, u32> {
///     segment!(|words| words >> stage(name = "parse", |word| word.parse::<u32>()?))
/// }
///
/// let sum = pipeline!({
///     let numbers = generator(["1", "two"]) >> segment(numbers());
///     numbers >> sum::<u32>()
/// });
/// assert_eq!(
///     sum.graph().to_string(),
///     "numbers.generator -> numbers/parse by `numbers_generator`: 64 items at first\n\
///      numbers/parse -> output by `numbers`: 64 items at first"
/// );
/// assert_eq!(sum.run().unwrap_err().stage(), Some("numbers/parse"));
/// ```
///
/// Many segments can be combined into one by folding them. A segment may also pass its stream
/// through unchanged.
///
/// Each segment, and each stage, takes stack on the thread that starts the run. A program that has
/// too many of them overflows the stack and is aborted. The 8 MiB of a main thread, and of the
/// thread that `spawn` starts, are enough for some 300 segments without optimisation, and for some
/// 850 with it. The thread of a test has 2 MiB, unless `RUST_MIN_STACK` says otherwise: enough for
/// some 70 segments, or 200 stages, without optimisation.
///
/// ```
/// # use pipeline::{Segment, pipeline, segment};
/// fn plus(more: u32) -> Segment<'static, u32, u32> {
///     if more == 0 {
///         return segment!(|numbers| numbers);
///     }
///     segment!(move |numbers| numbers >> stage(|n| n + more))
/// }
///
/// let then = |first, second| segment!(move |n: u32| n >> segment(first) >> segment(second));
/// let all = [1, 0, 20].map(plus).into_iter().reduce(then).expect("there are three");
/// let sums = pipeline!({ generator([100, 200]) >> segment(all) >> collect::<Vec<_>>() });
/// assert_eq!(sums.run()?, [121, 221]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// Names of stages are `&'static str`. A name with a `/` is made when the pipeline is made, once
/// for each use of a segment, and kept until the process ends.
///
/// # Loops
///
/// A segment may be part of a loop that a [`feedback`](crate::docs::verbs::feedback) outside of it
/// closes. All checks of a loop apply to it, but its stages and the loop are known together only
/// when the run starts. So if a segment would make the loop wait forever, by a `batch` or by items
/// that enter without passing the feedback, then `run` returns an [`Error::Panicked`] that says so.
///
/// # What stays in the pipeline
///
/// A segment makes one stream, and no value: if you need the value of a stream, end that stream in
/// the pipeline. A segment begins with a stream: a function that makes the first stream can return
/// an iterator, for a `generator`. To return several streams, make one stream of an enum, which a
/// [`route`](crate::docs::verbs::route) in the pipeline takes apart.
#[doc(alias("dataflow operator", "compose streams"))]
#[macro_export]
macro_rules! segment {
    ($($declaration:tt)*) => {
        $crate::__private::segment! { $crate, $($declaration)* }
    };
}

#[doc(hidden)]
pub mod __private {
    pub use pipeline_macros::{pipeline, segment};
    pub use pipeline_runtime::private::*;
}

// Its code blocks need these features.
#[cfg(all(doctest, feature = "cluster", feature = "testing"))]
#[doc = include_str!("../README.md")]
struct Readme;
