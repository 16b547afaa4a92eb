//! Stages, fan-out, fan-in and generators as a declaration that the compiler checks.
//!
//! [`pipeline!`] turns a block of `let`s into threads joined by bounded channels, or into futures. It writes the
//! code that is easily wrong by hand: the closes, the cancellation, the error propagation, the joins. Stages
//! borrow local variables; nothing outlives [`run`](Pipeline::run); misuse does not compile.
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
//! The same declaration as futures, on any executor: see [below](pipeline!#async-pipelines).
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
//! A pipeline can draw what it declares, and the load on it, by `Graph::to_svg`. This is the example `digest_tree`: a stage with a
//! double frame has several workers, and an arrow says how many items may wait there.
//!
#![doc = include_str!("../docs/pictures/digest_tree.svg")]
//!
//! # What is promised
//!
//! For threads and for futures:
//!
//! 1. **Nothing outlives the pipeline.** When `run` returns, or a [`Running`] handle is joined or dropped, every
//!    thread that was started has ended, in the kernel too: on Linux, where `/proc` is mounted, the thread is no
//!    longer in `/proc/self/task`. Dropping the future of an [`AsyncPipeline`] at any `.await` ends all its
//!    stages before the drop returns. All runs of futures share one thread that waits for times and quit
//!    channels; that thread ends with the last run that needs it. A handle that is dropped or joined [in a body
//!    of its own run](Running#in-a-body-of-its-own) cannot wait for that body. There, a drop or a join cancels
//!    the run, which ends after that body, and the join returns [`Error::Deadlock`].
//! 2. **Close is automatic.** A stage that ends closes its output. A consumer that ends early stops
//!    its producers, through any stages between them that are waiting for an item.
//! 3. **The first cause wins.** [`run`](Pipeline::run) returns the error that came first in time,
//!    with its stage's name, never the "disconnected" or "cancelled" that followed from it. A panic
//!    in a body is caught, ends the rest, and is reported with its stage; its payload is kept.
//! 4. **Two ways to stop.** A *cancel* ends each stage at its next item, and drops the items in flight. A *drain*
//!    ends the generators and `receive`s, and the items that were made are processed to the end. Deadlines
//!    cancel, or drain. A handle, a [`Context`] or one above it, and a quit channel can stop a run, from any
//!    thread. A pipeline that runs inside a body of another is its child. When a run has ended, its own context
//!    is cancelled, so that threads and tasks which its bodies have started see the end of the run.
//! 5. **Memory is bounded.** Every stream has a capacity, and a slow consumer slows its producers,
//!    even one whose body yields a million items.
//! 6. **Order.** A `stage` and an ordered `fan_out` keep the order of their items, and a `fan_out` with `by` the
//!    order of each key. A `fan_in` keeps the order of each input.
//! 7. **Conservation.** Every item that was put into a stream was taken out or was left in it. Every item that a
//!    stage took, or that its methods made, was completed, swallowed by its methods, failed or dropped. The
//!    [`Report`] of a run shows the numbers, while it goes on and at its end.
//!
//! # What is not
//!
//! A body that blocks in a system call, or computes for long, is not interrupted: the join waits for it, and
//! [`Context::busy_stages`] names it. A body that waits in an `.await` is interrupted: a cancel ends it there. If
//! a body itself starts a thread or a task, a pipeline that runs there is not a child of the body's pipeline:
//! give it the context, [`run_with(ctx)`](Pipeline::run_with). Long bodies can ask
//! [`ctx.check()?`](Context::check). A process that leaks a handle with `mem::forget` leaks its threads. A panic
//! still prints its message through the panic hook, as any thread's does.
//!
//! [`run`](Pipeline::run) blocks its thread until the run has ended. So it can wait for ever if the bodies wait
//! for work that only this thread could do: for example, if `run` is called on a worker of a thread pool such as
//! rayon's, and the bodies use the same pool. In such a case, call `run` on a thread of its own. For the same
//! reason, a `blocking` body of an async pipeline must not wait for a task that can run only on the thread that
//! drops the pipeline's future.

#![forbid(unsafe_code)]

// There is no code in it, so it is there for who reads or tests the documentation.
#[cfg(any(doc, doctest))]
pub mod docs;

#[cfg(feature = "tokio")]
pub use pipeline_runtime::AsyncRunning;
/// One declaration in several processes, possibly on several machines.
///
/// A place is a name. A `stage` or a `fan_out` with `at = "workers"` runs in each process that
/// [serves](Pipeline::serve_on) the place `workers` of a [`Job`](cluster::Job). One other process is the home of the job: it
/// [runs](Pipeline::run_on) all other stages, and gets the value. All are the same binary, started several times.
/// Processes of a place may start before home or after it, and leave at any time.
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
/// // Here, all of it: `at` changes nothing.
/// assert_eq!(primes(1000).run()?, 168);
///
/// // A real job is on a broker that other processes reach, such as that of the crate `pipeline-redis`. This one is in memory,
/// // for tests.
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
/// All stages without `at` are at home, and so is the value. The stream to a stage with `at` goes to the broker, in chunks
/// of up to 256 items; what the stage makes comes back to home. A process that serves a place starts nothing else: no
/// generator, no sink. Arguments that are computed before the stages start, such as `capacity`, are computed in each process.
///
/// Items that go to a place or come from it are [`Serialize`](https://docs.rs/serde) and `DeserializeOwned`. They go as
/// `MessagePack`, with the names of fields, so untagged and flattened types work. Two values change on the way:
/// `Some(None)` and `Some(())` both arrive as `None`. No other item needs `serde`.
///
/// What a body captures is its process's own. Start all processes from the same build. They compare the
/// [graph](Pipeline::graph), the places and the names of the item types, and a process that differs is refused with the
/// first difference. A change inside a body is not noticed.
///
/// # What is promised
///
/// * As long as home lives and some process serves each place, the value is one that [`run`](Pipeline::run) could give.
///   Processes of a place may be killed, stopped and added at any time. While nobody serves a place, home waits.
/// * Each item's output counts once. But a body may be called again for an item, in another process, when the first
///   process was not seen for the broker's lease. So its side effects may happen more than once.
/// * An ordered fan-out is ordered across processes, and so is a `stage`.
/// * The number of items is bounded from end to end: for each stage with `at`, at most 256 chunks are on their way. A process
///   holds all that its body makes of one chunk.
/// * An error, a panic, a cancel or a deadline at home ends every process. A failure in a process of a place ends the job, and
///   is [`Error::Elsewhere`] at home, with stage and host. When home dies, the others end with an error after the lease.
/// * A process of a place may leave. After a [drain](Context::drain) it finishes the chunks that it has claimed, and takes no
///   more. After a cancel its bodies end at the next item, and its unfinished chunks go to others.
///
/// A body that kills its process, such as by a stack that overflows, kills each process that gets the item. Nobody counts that.
///
/// In the report of home, a stage with `at` has one worker: the one that sends and receives. Its items, failures and retries
/// are those of all processes together; its times are those of home. The report of a process of a place has what it did
/// itself, repeated work too.
///
/// # What cannot be at a place
///
/// Each is an error with a message: another verb than `stage` and `fan_out`; a stage in a loop or in a segment; `by`,
/// `transform`, `stop_after`, `window`; a stream of failures (`on_error = skip` and `retry` work). The closure of a `stage`
/// with `at` cannot change what it captures, because no process sees all items.
///
/// # Another broker
///
/// [`Broker`](cluster::Broker) says what a broker has to do. Give each run a name of its own there: a process that joins a job
/// which has just ended is told how that has ended.
#[cfg(feature = "cluster")]
pub use pipeline_runtime::cluster;
/// What a test of a pipeline needs.
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
///     // It leaves after a minute, though it is not full.
///     clock.wait_for_sleepers(1);
///     clock.advance(MINUTE);
///     assert_eq!(batches.recv().unwrap(), [7]);
///     // And after an hour, the run ends.
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
/// The second and the third attempt wait as long as their [`Backoff`] says:
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
/// // The third comes four seconds after the second.
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

/// Declares a pipeline, and gives a [`Pipeline`]: call [`run`](Pipeline::run) on it.
///
/// A pipeline is a block of `let`s in ordinary Rust syntax. Each `let` names a **stream**; the verb on its right
/// makes it. The tail is the pipeline's **value**: one value, a tuple of values, or nothing. If the tail is a stream,
/// this gives a [`StreamPipeline`], whose stream [code outside](#a-stream-for-the-code-outside) reads.
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
/// A stream has exactly one reader. Its name lives in a namespace of its own: inside a body the same word means
/// the variable outside, so `let lines = generator(lines.iter())` works. A name may be used again after its
/// stream was read. A type on the `let` is the type of the items.
///
/// A consuming method or a [`sink`](#sink) gives a value. Only the tail can name it.
///
/// Each stage has a name, which stands in errors and reports. Its threads have the same name, cut to 15 bytes.
/// Without `name = "…"`, the last stage of a chain is named after the chain's `let`: `words`, or `even+odd` for
/// `let (even, odd)`. Each stage before it is named after the `let` and its own verb: `words.generator`. A chain in
/// the tail has no `let`: its stages are called `output`, `output.generator`, …, and in a tuple `output_0`,
/// `output_1`, ….
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
/// | `pipeline!(\|\| -> Result<T, E> { … })` | names the value's type, and the error type that `?` converts into; without it that is [`BoxError`]. `run` returns an [`Error<E>`](Error) for every `E`. In a function that returns `anyhow::Result`, `eyre::Result` or a boxed error, `run()?` converts it; also in one that returns `io::Result`, if `E` is `io::Error` |
///
/// # Verbs
///
/// In a verb's arguments, options come first and the body last.
///
/// ## generator
///
/// `generator(items)` makes items while its stream has room: the items of an `IntoIterator`, which is evaluated
/// on the generator's thread, or the items that a block yields.
///
/// A generator ends between two items. So after a cancel, or when its reader has left, the run still waits until
/// the current `next` returns, or until the block comes to its next `yield`. For items that arrive from
/// elsewhere, use [`receive`](#receive).
///
/// ```
/// # use pipeline::pipeline;
/// let squares = pipeline!({
///     let squares = generator({
///         let mut n = 0_u64;
///         loop {
///             yield n * n;
///             n += 1;
///         }
///     });
///     squares >> take(5) >> collect::<Vec<_>>()
/// })
/// .run()?;
/// assert_eq!(squares, [0, 1, 4, 9, 16]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// ## receive
///
/// `receive(channel)` reads a channel that exists already: the receiver of `crossbeam-channel` (owned or
/// borrowed) or of `std::sync::mpsc`. If the pipeline is cancelled or its reader ends early, `receive` stops
/// waiting for the next item at once. With a `std` receiver it stops within 10 ms, and may take and drop items
/// until then.
///
/// ## stage
///
/// `stream >> stage(body)` calls the body for each item, on a thread of its own.
///
/// ## `fan_out`
///
/// `stream >> fan_out(n, body)` has `n` workers share the stream. No order is kept. A closure is
/// shared by the workers and must be `Fn + Sync`; a block is evaluated by each worker for itself:
///
/// ```
/// # use pipeline::pipeline;
/// let lines = ["a=1", "b=2"];
/// let sum = pipeline!({
///     let lines = generator(lines);
///     let numbers = lines >> fan_out(2, {
///         let mut scratch = String::new(); // each worker's own
///         move |line: &str| {
///             scratch.clear();
///             scratch.extend(line.chars().filter(char::is_ascii_digit));
///             scratch.parse::<u32>()?
///         }
///     });
///     numbers >> sum::<u32>()
/// })
/// .run()?;
/// assert_eq!(sum, 3);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// All `n` workers are started with the run. Each is a thread, or in an async pipeline a future of some KiB. So
/// choose `n` as the number of items to work on at once. Do not give `usize::MAX` for "no limit": a million
/// futures take some GiB, and seconds to make.
///
/// With the word `ordered`, as in `fan_out(n, ordered, body)`, the outputs of each item stay together and leave
/// in the order of the input. An item that is finished before its turn waits in a reorder window: the items from the
/// oldest one that the next stage has not taken to the newest one that is begun. The window holds at most four items
/// for each worker and 64 more, or 4096 in all while bodies take less than some 10 µs. If the fan-out has a
/// `capacity`, the window holds that many items and four for each worker. A body that yields before its item's turn
/// keeps up to 64 outputs, and waits with the next output for its turn.
///
/// `fan_out(n, ordered, window = size, body)` sets the size of the window, for all items in it together: a slow item
/// lets at most `size - 1` later items begin. With a window smaller than `n`, some workers have nothing to do.
///
/// ```
/// # use pipeline::pipeline;
/// let pages = pipeline!({
///     let numbers = generator(1..=100);
///     let pages = numbers >> fan_out(8, ordered, window = 16, |number| format!("page {number}"));
///     pages >> collect::<Vec<_>>()
/// });
/// assert_eq!(pages.run()?.len(), 100);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// `fan_out(n, by = |item| key, body)` keeps the order of each key: items with equal keys go to the same worker, in
/// the order of the stream. If the body is a block, each worker has a state of its own, for all keys that go to that
/// worker. The key is anything that is `Hash`, and may borrow from the item.
///
/// ```
/// # use pipeline::pipeline;
/// # use std::collections::{BTreeMap, HashMap};
/// let payments = [("ada", 5), ("bob", 1), ("ada", -3), ("bob", 4)];
/// let balances = pipeline!({
///     let payments = generator(payments);
///     let balances = payments >> fan_out(4, by = |(user, _)| user, {
///         let mut balances = HashMap::new(); // of the users of this worker
///         move |(user, amount)| {
///             let balance = balances.entry(user).or_insert(0);
///             *balance += amount;
///             (user, *balance)
///         }
///     });
///     balances >> collect::<BTreeMap<_, _>>() // the last of each user
/// })
/// .run()?;
/// assert_eq!((balances["ada"], balances["bob"]), (2, 5));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// Each worker has a queue of its own, with the `capacity` of the stream that the fan-out reads: at most `n` items, or
/// without a capacity a window that begins with 64 items and grows while they pass quickly. If the capacity is 0 or a
/// weight, the queue has room for one item. While one worker is in a long body, the others go on. They wait only when that worker's
/// queue is full and the next item of the stream belongs into it. With `ordered` beside
/// it, the outputs of all keys leave in the order of the input, and the reorder window also limits how far other keys
/// go ahead. Which worker a key belongs to depends on its hash and on `n` only.
///
/// No further thread does this: a worker that waits takes items from the stream, calls the function on each, and puts
/// the item into a queue. So keep the function short: no two workers call it at once. Its panic is one of the stage.
/// A [`transform`](#transform) may return before the end of its stream. Later items of its keys are then not read: the
/// report counts them as left in the stream.
///
/// ## `fan_in`
///
/// `fan_in(a, b, …)` joins streams of one type into one stream. The stages that make the inputs send into one
/// edge, so a `fan_in` costs no thread and no hop. Each input keeps its order; between the inputs no order is
/// promised.
///
/// `fan_in(a, b, …, prefer)` takes from the earlier stream while it has items: of `b` only while `a` has none. As
/// long as the earlier streams always have items, the later ones wait. Here the next stage reads the streams, and each
/// keeps a queue of its own, so a `capacity` is given where the stream is made. In `fan_in(a, prefer)`,
/// `prefer` is the name of a second stream.
///
/// ```
/// # use pipeline::pipeline;
/// # let (urgent, orders) = ([1], [2, 3]);
/// let mut done = pipeline!({
///     let urgent = generator(urgent);
///     let orders = generator(orders);
///     fan_in(urgent, orders, prefer) >> collect::<Vec<_>>()
/// })
/// .run()?;
/// // Which were there first is up to the threads.
/// done.sort();
/// assert_eq!(done, [1, 2, 3]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// ## concat, `merge_by`, latest
///
/// Like `zip`, these need no thread: the next stage reads all their streams itself.
///
/// `concat(a, b, …)` gives all items of `a`, then those of `b`, and so on. Until its turn comes, a stream fills its
/// queue, and then its stages wait.
///
/// `merge_by(a, b, …, |x, y| …)` merges sorted streams into one sorted stream. The function compares two items, as
/// that of [`sort_by`](slice::sort_by) does: it gives an [`Ordering`](std::cmp::Ordering), and `x` is of the earlier
/// stream. If they are equal, `x` comes first, so the merge is stable. It waits until each stream has an item or has
/// ended. Streams that are not sorted give an order that is not specified. In an `async move` pipeline, a function that
/// uses variables owns them: `move |x, y| …`.
///
/// `latest(a, b)` gives the newest item of each stream as a tuple, whenever one of them has a new item, once both have
/// one. An item that comes while the other stream has not had any gives no tuple: the report counts it as
/// [`swallowed`](StageReport::swallowed). Each other item gives one tuple with a copy of the other stream's newest item.
/// So items are `Clone`, and how many tuples there are depends on how the two streams run. If both streams have items, it takes from them in
/// turn. It ends when both have ended, or when one has ended without an item.
///
/// ```
/// # use pipeline::pipeline;
/// let (all, sorted, newest) = pipeline!({
///     let old = generator(["a", "b"]);
///     let new = generator(["c"]);
///     let odd = generator([1, 3, 5]);
///     let even = generator([2, 4]);
///     let sorted = merge_by(odd, even, |x, y| x.cmp(y));
///     let numbers = generator(1..=3);
///     let setting = generator(["on"]);
///     let newest = latest(numbers, setting) >> last();
///     (concat(old, new) >> collect::<String>(), sorted >> collect::<Vec<_>>(), newest)
/// })
/// .run()?;
/// assert_eq!(all, "abc");
/// assert_eq!(sorted, [1, 2, 3, 4, 5]);
/// assert_eq!(newest, Some((3, "on")));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// Branches of one stream that meet again may wait for each other for ever: once the one that is not read is full,
/// whatever makes both of them waits. So a `concat` of two branches of one `tee` is an error. Where it depends on the
/// items, as with the sides of a `split`, `concat` and `merge_by` have a warning, which `allow = deadlock` removes.
/// `latest` and `prefer` take whatever there is, and cannot deadlock so.
///
/// ## tee, split, route
///
/// These verbs make several streams, the branches, which a `let` names in a tuple. `tee()` gives each item to
/// every branch (`Clone`). `split(|item| …)` gives it to the first branch or to the second. The body of
/// `route(|item| …)` calls the branches by name, each with a type of its own. As in every verb, a block around
/// the closure can hold its state. A branch whose reader has ended gets no more items; the others go on.
///
/// ```
/// # use pipeline::pipeline;
/// let (words, sum) = pipeline!({
///     let tokens = generator("to 1 be 2".split(' '));
///     let (words, numbers) = tokens >> route(|token| match token.parse::<u32>() {
///         Ok(number) => numbers(number),
///         Err(_) => words(token.to_owned()),
///     });
///     (words >> collect::<Vec<String>>(), numbers >> sum::<u32>())
/// })
/// .run()?;
/// assert_eq!((words.join(" "), sum), ("to be".to_owned(), 3));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// ## zip
///
/// `zip(a, b, …)` gives tuples of the i-th items of two to twelve streams. It ends when one of them ends. It
/// waits for an item of the first stream, then of the second, and so on: while the first stream is silent, it
/// does not notice that the second has ended. It costs no thread: the next stage reads all streams. Streams that
/// `zip` would pair wrongly are rejected: the output of an unordered `fan_out`, and branches of one stream if one
/// of them may drop or add items. Where the macro cannot tell, as after a `route` that does not plainly call each
/// branch once, there is a warning, because such a `zip` can wait until it is cancelled.
/// `zip(a, b, allow = deadlock)` says that this cannot happen.
///
/// ## feedback
///
/// `seeds >> feedback(back, bound = n, full = fail)` closes a loop. It gives the items of `seeds` and those of
/// `back`, a stream that a `let` further down makes from the feedback's own items. `back` is the only name that
/// may be read before its `let`. A send into `back` never waits, so a loop cannot deadlock. At most `bound` items
/// wait there. One more item ends the run (`full = fail`, [`Error::FeedbackFull`]), or is dropped and counted
/// (`full = drop`).
///
/// The loop ends by itself when `seeds` has ended and no item is in flight. An item is in flight until the body
/// that has it returns. Items that a body keeps for later are not in flight.
///
/// ```
/// # use pipeline::pipeline;
/// // 12 -> 6 -> 3 -> 10 -> 5 -> 16 -> …
/// let steps = pipeline!({
///     let open = generator([12_u64]) >> feedback(again, bound = 100, full = fail);
///     let (again, passed) = open
///         >> route(|n| {
///             if n > 1 {
///                 again(if n % 2 == 0 { n / 2 } else { 3 * n + 1 });
///             }
///             passed(n);
///         });
///     passed >> count()
/// })
/// .run()?;
/// assert_eq!(steps, 10);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// The example `crawl` follows the links of a site so:
///
#[doc = include_str!("../docs/pictures/crawl.svg")]
///
/// Filter the items for `back`, so that only new ones come back. Then `bound` limits the items that were found
/// and not yet seen. It can be far more than is needed, because no memory is taken for it beforehand.
///
/// Items can enter a loop only at its `feedback`. In a loop, methods that keep items back (`peekable`, `batch`)
/// are rejected, because the last items would wait in them for ever. A loop costs each of its items some locked
/// instructions. A drain does not stop the items that go round: a body that must send nothing more into the loop
/// asks [`ctx.is_draining()`](Context::is_draining).
///
/// ## batch, `batch_within`, throttle
///
/// `stream >> batch(n)` gives each `n` items as one `Vec`; the last batch has the rest. `batch(weight(max,
/// |item| …))` limits a batch by weight instead: its items weigh at most `max` together. An item that alone
/// weighs more is a batch of its own, and no batch by weight has more than 32768 items. `batch_within(n, time)`
/// gives fewer items once `time` has passed since the first item of the batch came, even if nothing more arrives.
/// Batches cost no thread: the stage that reads them does `batch_within`, and `batch` runs where any method
/// would.
///
/// `throttle(n, time)` limits the stage that reads the stream: it begins at most `n` items in any stretch of
/// `time`, even after it has stalled. With `n` items in `time`, all `n` may begin at once.
/// `throttle(even, n, time)` spreads them over the time: one item in each `n`th part of `time`.
///
/// The reading stage does the throttling itself where it can. Before `fan_out`, `zip`, `feedback` or `fan_in` it
/// cannot: there, a worker before that verb hands over one item at a time, and an item counts from when it was
/// taken. No item waits after a throttle. Before a throttle, only the item waits that the previous stage has in
/// hand, unless that stage has a `capacity`. Before a `fan_in`, only that one input is throttled.
///
/// * The limit is exact if `time` is 10 ms or more. Timers are late, tokio's by up to 2 ms. With a
///   shorter `time`, the items after a late one make up for the delay, by 10 ms at most. So the rate
///   holds, but a stretch of `time` that begins after a late item may have more than `n` items.
/// * A throttle stores at most 1024 times, whatever `n` is. If `n` is larger, an item may wait longer than it
///   would have to, by a thousandth of `time`.
/// * The limit holds after a drain too, so a drain may take long: a run with `throttle(1, HOUR)` that is
///   drained ends after an hour or two. Where that is too long, use
///   [`drain_within`](Context::drain_within), which drops the items that are left.
///
/// ```
/// # use pipeline::pipeline;
/// use std::time::Duration;
///
/// let batches = pipeline!({
///     let lines = generator(0..10) >> throttle(1000, Duration::from_secs(1));
///     lines >> batch_within(4, Duration::from_secs(1)) >> collect::<Vec<_>>()
/// })
/// .run()?;
/// assert_eq!(batches, [vec![0, 1, 2, 3], vec![4, 5, 6, 7], vec![8, 9]]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// ## debounce, sample
///
/// Of items that come faster than they are of use, such as the changes of a file or the moves of a mouse, only the
/// newest passes:
///
/// * `stream >> debounce(time)` lets an item pass when no further one has come for `time`. As long as items come
///   more often than that, none passes.
/// * `stream >> sample(time)` lets the newest item pass at the end of each period of `time`, if one came in it. The
///   first period begins with the run.
///
/// The last item passes when the stream ends, without a further wait. The others are left out, and the report
/// counts them as [`swallowed`](StageReport::swallowed). A cancel drops an item that waits for its time.
///
/// Like `batch_within`, both cost no thread: the stage that reads them does it. An item has come when that stage
/// takes it. So while its body is at work, items wait in the stream before, and no time counts. A `time` that no
/// clock can reach is for ever. With a `time` of zero, an item passes whenever no further one is there at once.
///
/// ```
/// # use pipeline::pipeline;
/// use std::time::Duration;
///
/// let saved = pipeline!({
///     let texts = generator(["a", "ab", "abc"]) >> debounce(Duration::from_secs(1));
///     texts >> collect::<Vec<_>>()
/// })
/// .run()?;
/// assert_eq!(saved, ["abc"]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// ## distinct
///
/// `stream >> distinct()` drops each item that is equal to an earlier one, for items that are `Clone + Eq + Hash`.
/// `distinct(|item| key)` drops each item whose key was seen before; a key owns what it is made of, and is
/// `Eq + Hash`. The first item of each key passes, and the order is kept. Like `batch`, it costs no thread.
///
/// It stores every item or key until the run ends, so its memory grows with the number of different keys. Of large
/// items, give a small key, such as an id.
///
/// ```
/// # use pipeline::pipeline;
/// let (words, lengths) = pipeline!({
///     let (words, again) = generator("to be or not to be".split(' ')) >> tee();
///     let lengths = again >> distinct(|word| word.len());
///     (words >> distinct() >> collect::<Vec<_>>(), lengths >> collect::<Vec<_>>())
/// })
/// .run()?;
/// assert_eq!(words, ["to", "be", "or", "not"]);
/// assert_eq!(lengths, ["to", "not"]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// ## transform
///
/// `stream >> transform(|items| …)` gives the closure the stream as an [`Iterator`], on a thread of its own. What
/// the closure yields is the next stream, which ends when the closure returns. So a transform may yield after the
/// last item, group, sort, look back, or keep a total:
///
/// ```
/// # use pipeline::pipeline;
/// let paragraphs = pipeline!({
///     let lines = generator("to be\nor not\n\nto be".lines());
///     let paragraphs = lines >> transform(|lines| {
///         let mut paragraph = Vec::new();
///         for line in lines {
///             if line.is_empty() {
///                 yield std::mem::take(&mut paragraph);
///             } else {
///                 paragraph.push(line);
///             }
///         }
///         yield paragraph;
///     });
///     paragraphs >> collect::<Vec<_>>()
/// })
/// .run()?;
/// assert_eq!(paragraphs, [vec!["to be", "or not"], vec!["to be"]]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// `stream >> fan_out(n, transform, |items| …)` calls the closure once in each of `n` workers, with the worker's
/// share of the stream. A closure that does not yield gives one item, its value. So each worker can keep a map of
/// its own, without a lock, and one stage merges the maps:
///
/// ```
/// # use pipeline::pipeline;
/// # use std::collections::BTreeMap;
/// let counts = pipeline!({
///     let words = generator("to be or not to be".split(' '));
///     let maps = words >> fan_out(4, transform, |words| {
///         let mut counts = BTreeMap::new();
///         for word in words {
///             *counts.entry(word).or_insert(0) += 1;
///         }
///         counts
///     });
///     maps >> reduce(|mut all, counts| {
///         for (word, count) in counts {
///             *all.entry(word).or_insert(0) += count;
///         }
///         all
///     })
/// })
/// .run()?
/// .unwrap_or_default();
/// assert_eq!(counts["to"], 2);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// A transform that keeps all items until the last is a barrier: the stages after it begin when the stream before it
/// has ended. So work in phases is one pipeline. To find equal files, group them by size, then group the files of
/// each size by hash: see the example `dedupe`. What the closure keeps, it keeps in memory.
///
/// A closure that returns before the end of the stream stops the producers; in a `fan_out`, the other workers get
/// the rest, except the items of its keys if there is a `by`. An error ends the run: a transform fails as a whole, and so has no `on_error`, no stream of failures and
/// no `ordered`. When another stage fails or the run is cancelled, or when nobody reads what it yields, `items` ends
/// early. So before an effect that must not happen with only some of the items, call `ctx.check()?`.
///
/// In a loop that a [`feedback`](#feedback) closes, an item is done when the closure asks for the next one. What the
/// closure yields after its last item comes too late to go round again.
///
/// In an async pipeline, `items` is a `Stream`: `async |mut items| while let Some(item) = items.next().await { … }`.
///
/// ## segment
///
/// `stream >> segment(words())` puts the stages of a segment here: a part of a pipeline that [`segment!`] declares, and
/// that a function can return. So a long pipeline comes apart into functions.
///
/// ```
/// use pipeline::{Segment, pipeline, segment};
///
/// /// The words of each line.
/// fn words() -> Segment<'static, &'static str, String> {
///     segment!(|lines| {
///         let words = lines >> stage(|line| for word in line.split(' ') { yield word; });
///         words >> fan_out(4, ordered, |word| word.to_lowercase())
///     })
/// }
///
/// let pipeline = pipeline!({
///     let text = generator(["To be", "or not"]);
///     let words = text >> segment(words());
///     words >> collect::<Vec<_>>()
/// });
/// assert!(pipeline.graph().stage("words/output").is_some());
/// assert_eq!(pipeline.run()?, ["to", "be", "or", "not"]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// The expression is evaluated where the pipeline is declared, before the run: so the segment's stages are in the
/// [graph](#what-is-declared-as-data). The context is not known there: name it in the segment's own header. A
/// `capacity` is that of the stream that the segment gives.
///
/// The macro does not see what a segment does. So around it, a segment counts as a verb that may drop and add items: a
/// [`zip`](#zip) of its stream with another branch of the same `tee` is an error.
///
/// ## sink
///
/// `stream >> sink(|items| …)` gives the closure the stream as an [`Iterator`], on a thread of its own. The
/// closure's result is the value, so call methods of the value in the closure. A closure that returns before the
/// end of the stream stops the producers.
///
/// A sink may send items through a channel to the code that spawned the pipeline. Then the order of drops
/// matters. A sink that waits for room in that channel does not see a cancel. So a [`Running`] that is
/// dropped before the channel's receiver waits for ever. Drop the receiver first: that ends the sink.
/// `let (handle, items) = …` drops `items` first, because variables are dropped in reverse order. In a
/// struct, put `items` before the handle, because fields are dropped in order.
///
/// When another stage fails or the run is cancelled, `items` ends early, and the closure's result is dropped. So
/// before an effect that must not happen with only some of the items, call `ctx.check()?`.
///
/// ## Methods
///
/// `stream >> METHOD(arguments)` is that method of `Iterator`, or of any trait in scope that gives iterators
/// methods. It costs no thread and no hop: it runs in the stage before it. If that is a `fan_out`, a `fan_in` or
/// a body that yields, it runs in the `stage` or `sink` after it. It gets a thread of its own only if neither
/// stage can run it. The methods of `std` are known: they are adaptors or consumers as in `std`. Any other method
/// is unknown: it is a consumer if nothing reads its result. All methods after a known consumer are called on its
/// value: `>> max() >> map(|n| n + 1) >> unwrap_or(0)`.
///
/// A stream has no last item before it has ended. So `rev` and `rposition` need a method before them that keeps
/// all items, such as itertools' `sorted`.
///
/// Methods that may make items without an end hear that the run stops, or that their reader has left. There is
/// one exception, on threads: of two unknown methods next to each other, the first does not hear it if the second
/// lets no item through. A known method between them, such as `fuse()`, changes that.
///
/// A drain ends generators and `receive`s. It does not end the items that a method makes by itself (`chain`,
/// `cycle`).
///
/// The arguments of methods are ordinary code, not bodies: a `?` in a closure there leaves only that closure. If
/// an error must end the pipeline, write a `stage`, `fan_out` or `sink`. A pipeline that runs for its effects,
/// and has no value, ends in `done >> for_each(drop);`.
///
/// # Bodies
///
/// | body | meaning |
/// |---|---|
/// | a closure | called for each item |
/// | a path, as in `stage(parse_line)` | called for each item |
/// | a block or any other expression that gives a function | evaluated on the worker's thread, by each worker of a `fan_out` for itself |
/// | a body with `yield` | gives none, one or many items: `\|line\| for word in line.split(' ') { yield word; }` |
/// | a body with `?` | may fail: its value is wrapped in `Ok` for you, its first error ends the pipeline. `return` is not wrapped (`return Ok(value)`), and a closure with a written return type is not wrapped at all |
///
/// It is an error if a body gives or yields a future, or sends one to a branch. So are `map(fetch)`, and
/// `Some(fetch(x))` in the closure of `filter_map`, `flat_map`, `map_while` or `scan`. Write `fetch(x).await` in
/// an `async` body of an async pipeline. Where items are meant to be futures, give the stream a type:
/// `let futures: _ = ...`. Some futures are not found: the items of a `generator`'s iterator, results of closures
/// with a written return type, an `Option` that is made in another way, such as `ready.then(|| fetch(x))`, and
/// futures in another type, such as `Result<impl Future, _>`, or the `Option` in `branch(Some(fetch(x)))`.
///
/// A plain function that returns a `Result` gives a stream of `Result`s. `?` and `yield` count only at the body's
/// own level, and not in closures, async blocks, items or macros inside the body. A macro of your own that passes on
/// a body with `yield` must take it as tokens, `$($body:tt)*`: rustc rejects `yield` in `$body:expr` and
/// `$body:block`.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `capacity = n` | at most `n` items wait in the stream that this verb makes; 0 is a rendezvous. Without it, see [below](#how-many-items-wait). A stream that methods read in its own stage has no queue at all |
/// | `capacity = weight(max, \|item\| …)` | the items that wait in the stream weigh at most `max` together, see [below](#how-many-items-wait) |
/// | `full = drop_newest`, `drop_oldest`, `merge(\|old, new\| …)` | an item is lost when the stream is full, and nobody waits for room: see [below](#streams-that-may-lose-items). `full = wait` is the default |
/// | `name = "…"` | the stage's name |
/// | `ordered`, `window = n`, `by = \|item\| key` | see [`fan_out`](#fan_out) |
/// | `on_error = stop` | the first failure ends the run; the default |
/// | `on_error = skip` | failures are counted, and the run goes on |
/// | `on_error = retry(n)`, `retry(n, backoff)` | a body that failed is called up to `n` times more for the same item (`Clone`), after a [`Backoff`]: a `Duration`, or a function of the number of the failed attempt, a `u32` from 1: `\|attempt\| Duration::from_millis(10) * attempt` |
/// | `on_error = retry(n, backoff, \|error\| …)` | the same, but only if the function returns `true` for the error; any other error is a failure at once |
/// | `stop_after = n` | failures are counted, and the `n`-th ends the run |
/// | `timeout = time` | an `async` body that takes longer for an item fails with [`TimedOut`], see [below](#how-long-a-body-may-take) |
/// | `stack_size = n` | the stage's threads have stacks of `n` bytes, for bodies that recurse deeply. Without it, stacks have the size that the standard library gives a thread, and more if items are larger than 4 KiB by value. In an async pipeline only a `blocking` body has a thread |
/// | `at = "place"` | the workers of a `stage` or a `fan_out` are in the processes that serve this place, if the run is `run_on` a job of several processes. Needs the feature `cluster`: see its module, `pipeline::cluster` |
/// | `bound = n`, `full = fail`, `full = drop` | see [`feedback`](#feedback) |
/// | `allow = deadlock` | see [`zip`](#zip) |
///
/// Options, and numbers such as the workers of a `fan_out`, are computed before the stages start, outside of
/// any body. They cannot contain `?` or `.await`: compute such a value before `pipeline!`.
///
/// `let (ok, failed) = stream >> stage(|item| f(item)?)` makes the failures a stream of [`Failure`]s. The
/// failures of an `ordered` fan-out come in the order of the items that failed: a worker whose item failed waits
/// for the item's turn.
///
/// With the option `keep`, as in `stage(keep, |item| f(item)?)`, each failure has its item (`Clone`) in
/// `failure.item`. For that, the item is cloned once, and once more for each attempt that may be retried.
///
/// ## How long a body may take
///
/// With `timeout = time`, an `async` body of a `stage` or `fan_out` that takes longer for an item is dropped at the
/// `.await` where it waits. The item has failed, with [`TimedOut`] as its error, and the stage does with that what
/// it does with any failure: `on_error`, `stop_after`, `keep` and a stream of failures all apply, even if the body
/// has no `?`. Each attempt of a `retry` has the whole time. Waiting for room in the stage's stream does not count.
/// Code that does not reach an `.await` is not interrupted.
///
/// If the header names an error type, that type must be `From<TimedOut>`, as [`io::Error`](std::io::Error),
/// `String` and `anyhow::Error` are. A body that yields cannot have a timeout, because its items may be sent
/// already. Nor can a thread, nor a `blocking` body: nothing can stop them.
///
/// ```
/// # use pipeline::pipeline;
/// use std::time::Duration;
///
/// use pipeline::TimedOut;
///
/// # async fn answer(n: u32) -> Result<u32, std::io::Error> {
/// #     if n == 2 { std::future::pending().await } else { Ok(n) }
/// # }
/// # pollster::block_on(async {
/// let (answers, late) = pipeline!(async {
///     let (ok, failed) = generator(1..=3)
///         >> fan_out(3, keep, timeout = Duration::from_millis(50), async |n| answer(n).await?);
///     let late = failed >> filter(|failure| failure.cause.is::<TimedOut>());
///     (ok >> count(), late >> map(|failure| failure.item) >> collect::<Vec<_>>())
/// })
/// .run()
/// .await?;
/// assert_eq!((answers, late), (2, vec![2]));
/// # Ok::<(), pipeline::Error>(())
/// # }).unwrap();
/// ```
///
/// ## How many items wait
///
/// `capacity = n` is exact: never more than `n`, whoever fills the stream.
///
/// It is the capacity of that one stream. The stream before it has its own. So in
/// `generator(…) >> tee(capacity = 5)` more than five items wait: some in the generator's window, some in the
/// branches, and each worker has one in hand. An ordered `fan_out` also has a [reorder window](#fan_out), and each
/// worker of a `fan_out` with `by` a queue of the same capacity as the stream. To have
/// few items in all, set a capacity at each verb. A large capacity costs nothing by itself: memory is allocated
/// as it is used.
///
/// `capacity = weight(max, |item| …)` bounds the total weight of the items that wait, such as their bytes. They
/// weigh at most `max` together, except that an item which alone weighs more waits alone. At most 32768 items
/// wait, whatever they weigh. The function is called once for each item, by the stage that makes the item, and
/// owns what it uses (`move |item| item.len() + overhead`). It weighs items, not failures: a stream of failures
/// beside them, `let (ok, failed) = …`, has the window of a stream without a capacity. At a `route` it weighs the
/// items of every branch, so all branches must be of one type.
///
/// ```
/// # use pipeline::pipeline;
/// let files = [vec![0_u8; 700], vec![0; 5000], vec![0; 300], vec![0; 400]];
/// let batches = pipeline!({
///     let files = generator(capacity = weight(64 << 20, |file| file.len()), files);
///     files >> batch(weight(1000, |file| file.len())) >> map(|batch| batch.len()) >> collect::<Vec<_>>()
/// })
/// .run()?;
/// assert_eq!(batches, [1, 1, 2]);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// A stream without a capacity has a window that follows the speed of its items. 64 may wait in it at first. It
/// doubles each time that as many items as it holds went through within 4 ms, and halves when that took longer
/// than 16 ms. It never holds more than 32768 items, nor more than 256 KiB of them (not counting what they point
/// to), but always 64. If several workers fill the stream, each has such a window. So a window holds the items
/// that pass in some milliseconds. A stream of integers does not switch threads for every few items, and a stream
/// of small files goes on while all cores are busy, but large files do not pile up. If slow items follow fast
/// ones, the window shrinks while they are put in, before about a hundred of them wait.
///
/// Whatever the window, a stage that waits for an item gets it as soon as the item is handed over. A stream
/// between threads that can have no window, as in a loop, holds at most 64 items: the
/// [graph](#what-is-declared-as-data) says which streams these are.
///
/// ## Streams that may lose items
///
/// A stage waits while its stream is full, so a slow reader slows the whole work. A display, a log or a sensor may
/// rather lose items. With a `capacity` of at least 1, the option `full` says what happens to an item that comes while
/// `capacity` items wait:
///
/// | option | meaning |
/// |---|---|
/// | `full = wait` | the stage waits for room; the default |
/// | `full = drop_newest` | the item that comes is lost |
/// | `full = drop_oldest` | the item that waits longest is lost |
/// | `full = merge(\|old, new\| …)` | the item that came last and the new one become one |
///
/// A send then never waits for the reader. What the reader has taken is not lost any more; a worker takes one item at a
/// time. The report counts what was lost ([`StreamReport::lost`]), and [`graph`](#what-is-declared-as-data) says which
/// streams may lose items.
///
/// `drop_oldest(view)` or `merge(view, |old, new| …)` names the streams that may lose items, of a verb that makes several:
/// the others wait. So one branch of a `tee` can be shown while the work goes on at its own speed:
///
/// ```
/// # use pipeline::pipeline;
/// # fn show(n: u64) {}
/// let run = pipeline!({
///     let numbers = generator(1..=10_000);
///     let (work, view) = numbers >> tee(capacity = 16, full = drop_oldest(view));
///     let shown = view >> stage(|n| show(n)) >> count();
///     let sum = work >> stage(|n| n) >> sum::<u64>();
///     (sum, shown)
/// });
/// let (outcome, report) = run.run_reported();
/// let (sum, shown) = outcome?;
/// assert_eq!(sum, 50_005_000);
/// let lost: u64 = report.streams.iter().map(|stream| stream.lost).sum();
/// assert_eq!(shown as u64 + lost, 10_000);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// Without names, all streams that the verb makes may lose items, except failures: these are lost only by name.
/// The closure of `merge` is called by the stage that sends, and owns what it uses. A panic in it, or in the drop of a lost
/// item, is a panic of that stage. Until the reader has started, a stage that has two items to merge waits for it.
///
/// The outputs of an `ordered` fan-out cannot be lost, nor those of a `segment`, nor items in a loop: let a stage lose them
/// where they leave it, as in `>> stage(capacity = 1, full = drop_oldest, |item| item)`. A `zip` of a stream with another
/// branch of the same `tee`, of which one may lose items, is an error. If a `fan_out` with `by` reads the stream, items
/// wait in the queues of its workers too, and are not lost there.
///
/// # A stream for the code outside
///
/// If the tail is a stream, the pipeline yields it. A library can give its users an iterator so, and they see no
/// pipeline:
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
/// [`iter()`](StreamPipeline::iter) starts the run beside its reader, so the pipeline owns what it uses: `move ||`.
/// The [`Output`] is an iterator of `Result`s. An error comes once, as the last item: items that wait in streams
/// then are dropped. While nobody asks for items, the streams fill, and then the stages wait. Dropping the
/// iterator cancels the run and joins its threads, wherever its stages wait.
///
/// [`consume(|items| …)`](StreamPipeline::consume) is for a pipeline that borrows. The closure gets the items, as that
/// of a [`sink`](#sink) does. It runs on the thread of the caller, so it need not be `Send`, and all threads have
/// ended when `consume` returns. An error of the run is what it returns.
///
/// ```
/// # use pipeline::pipeline;
/// # use std::{cell::RefCell, rc::Rc};
/// let words = ["to".to_owned(), "be".to_owned()];
/// let log = Rc::new(RefCell::new(Vec::new())); // not `Send`
/// let total = pipeline!({
///     let words = generator(&words);
///     words >> fan_out(2, |word| word.len())
/// })
/// .consume(|lengths| lengths.inspect(|length| log.borrow_mut().push(*length)).sum::<usize>())?;
/// assert_eq!((total, log.borrow().len()), (4, 2));
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// An async pipeline gives a [`Stream`](AsyncStreamPipeline::stream), an [`OutputStream`]. Whoever polls it drives all
/// stages; between two polls, nothing runs. Its stages may borrow, and it may be dropped at any time.
///
/// ```
/// # use pipeline::pipeline;
/// # pollster::block_on(async {
/// let words = ["to", "be"];
/// let mut lengths = pipeline!(async { generator(words.iter()) >> stage(async |word| word.len()) }).stream();
/// assert_eq!(lengths.next().await.transpose()?, Some(2));
/// # Ok::<(), pipeline::Error>(())
/// # })?;
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// The reader is the stage `output` in the [graph](StreamPipeline::graph) and in the report, which
/// [`into_report`](Output::into_report) and [`consume_reported`](StreamPipeline::consume_reported) give. With
/// [`iter_with`](StreamPipeline::iter_with) and its like, a context stops the run. A name may follow the `->` of the
/// header: there it is the type of the items, `move || -> Result<Hit, MyError>`.
///
/// # Stopping
///
/// Each run has a [`Context`]. It is a child of the context that [`run_with`](Pipeline::run_with) is given, and
/// of the context of the pipeline in whose body the run is started. [`cancel`](Context::cancel) ends each stage
/// at its next item, and `run` returns [`Error::Cancelled`]. [`drain`](Context::drain) ends generators and
/// `receive`s, and `run` returns its value. [`with_deadline`](Context::with_deadline) cancels by itself, with
/// [`Error::DeadlineExceeded`]; [`drain_within`](Context::drain_within) drains, and cancels what takes too long.
/// [`quit_on`](Context::quit_on) and [`drain_on`](Context::drain_on) take a channel whose message, or end, stops
/// the run.
///
/// If a pipeline that ran in a body returns an error for which [`Error::is_cancelled`] is true, and
/// `ctx.is_cancelled()` is false, only the inner pipeline was stopped. If the inner pipeline's own deadline
/// passes and the body returns that error with `?`, this is a failure of the body.
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
/// # Async pipelines
///
/// With the word `async` in front, `pipeline!(async { … })`, the same declaration is compiled to futures: the
/// same verbs, names, options, errors and checks. It gives an [`AsyncPipeline`], whose `run()` is awaited. The
/// future of `run()` drives every stage inside the task that awaits it, on any executor. Stages borrow local
/// variables. Dropping the future at any time ends all stages at once.
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
/// What is different:
///
/// * **Bodies.** An `async` closure is awaited. An ordinary closure or path is for work that does not wait. **An
///   `async fn` given as a path, `stage(fetch)`, is an error**: it gives a future that nothing awaits. Write
///   `stage(async |url| fetch(url).await)`. The word `blocking`, as in
///   `stage(blocking, move |file| read(file)?)`, moves a body that blocks to a thread of the worker's own. Such a
///   body owns what it uses, and a cancel waits for it. A `yield` waits for room by itself, in an `async` body or
///   not.
/// * **`generator`** takes a `Stream` too, and its block may wait: `generator({ while let Some(x) =
///   next().await? { yield x; } })`. **`receive`** takes any `Stream`, such as the receivers of
///   `futures`, and with the feature `tokio` those of `tokio::sync::mpsc`.
/// * **Methods** take the same closures as on threads. A closure that is written with `async` is awaited, as in
///   `>> filter(async |url| is_new(url).await)`. This holds for `map`, `filter`, `filter_map`, `flat_map`,
///   `map_while`, `inspect`, `take_while`, `skip_while`, `for_each`, `try_for_each`, `fold`, `any`, `all`,
///   `find`, `find_map` and `position`. `collect`, `partition` and `unzip` fill collections that are
///   `Default + Extend`; `try_for_each` and `try_fold` take `Result`s. An unknown method must come from a trait
///   in scope that gives `Stream`s methods, such as those of `futures`.
/// * **`sink(async |mut items| …)`**: `items` is a `Stream`, and has `items.next().await` of its own.
/// * **`route`**: in an `async` body, a branch is awaited: `branch(item).await`. It waits for room there. Items
///   that an ordinary body sends stay in memory until the body returns, however many they are.
/// * **Stopping.** A cancel, an error elsewhere, or a reader that ended early drops a body at the `.await` where
///   it is. Put work that must not be cut short into a task or a `blocking` body. A drain ends a generator and a
///   `receive` where they wait. A body that waits for something that may never come, such as a client's next
///   line, should also wait for [`ctx.drained()`](Context::drained).
/// * **Time.** A deadline, a backoff, a `timeout`, `throttle`, `batch_within`, `debounce` and `sample` wait as
///   [`with_sleep`](AsyncPipeline::with_sleep) says, or, with the feature `tokio`, by the timer of the tokio
///   runtime that polls them, if it has one. Otherwise a thread of this crate waits. That thread also waits for
///   the channels of [`quit_on`](Context::quit_on). All runs of futures share one such thread, which ends with
///   the last run that needs it.
/// * **All futures are `Send`**, so every value that a body holds across an `.await` must be `Send`.
/// * **Large items.** A future stores the items that it works on, and each stage copies them. Put items of more than
///   some 16 KiB into a `Box`, or the task overflows its stack.
/// * **Long chains.** More than some 25 methods in a row may need `#![recursion_limit = "256"]` in the crate.
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
/// `pipeline!(async move { … }).spawn()`. Each stage then owns the variables that it names, as any task does. If
/// two stages use the same variable, clone it before, once for each of them.
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
/// The workers of a `fan_out` share a closure; a block is cloned for each worker. The handle is like [`Running`]:
/// dropping it ends all futures of the run, and `join().await` waits for their end. To stop a run while another
/// task waits in `join`, start it with a context: `spawn_with(&context)`.
///
/// Items go between a pipeline of threads and one of futures through a channel. From threads to futures, use a
/// channel of tokio or `futures`: the threads call `blocking_send`, and the futures `receive` from it. From
/// futures to threads, use a channel of crossbeam.
///
/// # What is declared, as data
///
/// [`graph()`](Pipeline::graph) gives a [`Graph`] of a pipeline of either kind, before anything runs. It has the
/// stages, with the names that stand in errors and [reports](Report), and the streams between them. Each stream
/// says which stages fill it, which stage reads it, and how many items may wait in it.
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
/// A graph can be drawn: [`to_mermaid`](Graph::to_mermaid), [`to_dot`](Graph::to_dot), and with the feature `svg`
/// `to_svg`.
///
/// # Seeing it run
///
/// [`Running::report`], `AsyncRunning::report` and [`Context::report`] give a [`Report`] at any moment while a run goes
/// on. It has what each stage took and gave, what each worker [is doing](WorkerState), and how many items wait in each
/// stream. [`to_mermaid_with`](Graph::to_mermaid_with) draws it on the graph.
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
/// // How far it is, and where it stands.
/// for stage in running.report().stages {
///     let working = stage.workers_in(WorkerState::Working);
///     println!("{}: {} items, {working} of {} work", stage.name, stage.completed(), stage.workers);
/// }
/// drop(gate);
/// assert_eq!(running.join()?, 55);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// A [`Timeline`] records when each worker worked, and what it waited for. With the feature `tracing`, each run has the
/// span `pipeline`, below the span in which it was started, and each worker the span `stage` with the fields `name` and
/// `worker`. Events of a body are then in the span of its stage. A stage that fails is an event of the level `ERROR`, an item
/// that fails while the run goes on a `WARN`, a cancel, deadline or drain an `INFO`, and a retry a `DEBUG`.
///
/// # What it becomes
///
/// `cargo expand` shows the expansion, with the graph first. The expansion is meant to be read: see
/// `docs/expansion.md` in the repository.
#[macro_export]
macro_rules! pipeline {
    ($($declaration:tt)*) => {
        $crate::__private::pipeline! { $crate, $($declaration)* }
    };
}

/// Declares a part of a pipeline, and gives a [`Segment`]: a value that a function can return, and that a struct or a
/// vector can hold.
///
/// A segment reads one stream and gives one. The header names the stream that it reads, as a closure names its
/// parameter. The tail is the stream that it gives. Between them stand the same `let`s and verbs as in [`pipeline!`],
/// where [`>> segment(…)`](pipeline!#segment) puts it.
///
/// ```
/// use std::collections::HashSet;
///
/// use pipeline::{Segment, pipeline, segment};
///
/// /// The words of the lines that the dictionary has.
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
/// | `segment!(\|lines: String\| { … })` | names the type of the items that it reads, if nothing else does |
/// | `segment!(\|lines, ctx\| { … })` | `ctx` is the context of the run around it, in every body |
/// | `segment!(\|lines\| -> Result<Word, MyError> { … })` | names the type of the items that it gives, and the error type that `?` converts into |
/// | `segment!(async \|lines\| { … })`, `async move` | gives an [`AsyncSegment`], for [async pipelines](pipeline!#async-pipelines) |
///
/// The types usually come from the function that returns the segment: `Segment<'p, In, Out, E>`, where `'p` is the
/// lifetime of what it borrows. Without an `E`, that is [`BoxError`], as of a pipeline. A segment is used in pipelines
/// of its own error type.
///
/// The stages of a `move` segment borrow what the segment owns, so several can use the same variable. In an async
/// segment, each stage owns the variables that it names, as in an async pipeline.
///
/// # In the run around it
///
/// The stages are threads or tasks of that run, and no more than they would be without the segment. Their names begin
/// with the segment's: the stage `words` of the segment `text` is `text/words`. That name stands in the graph, in
/// errors and in the report; the segment itself has no row there. It is named as a stage is: after its `let`, or by
/// `name = "…"`. A segment may stand in a segment, be used several times by calling its function again, and have
/// loops, consumers such as `for_each`, and generators of its own. A cancel, a drain, an error and an early end go
/// through it.
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
/// Many segments become one by folding them, and a stream that goes through unchanged is one too. Each level of segments
/// within segments takes stack when the run starts: some thousand levels overflow it.
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
/// Names of stages are `&'static str`. A name with a `/` is made when the pipeline is, once for each place of a
/// segment, and kept until the process ends.
///
/// # Loops
///
/// A segment may be a part of a loop that a [`feedback`](pipeline!#feedback) around it closes. All checks of a loop
/// hold in it, but only the run sees both. So if a segment would make the loop wait for ever, by a `batch` or by items
/// that enter past the feedback, then `run` returns an [`Error::Panicked`] that says so.
///
/// # What stays in the pipeline
///
/// A segment gives one stream, and no value: end streams whose value is wanted in the pipeline. It begins with a
/// stream: a function that makes the first one can return an iterator, for a `generator`. Several streams at its end
/// are one stream of an enum, which a [`route`](pipeline!#route) in the pipeline takes apart.
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

// It shows the features, too.
#[cfg(all(doctest, feature = "cluster"))]
#[doc = include_str!("../README.md")]
struct Readme;
