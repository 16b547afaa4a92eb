//! Asserts that nothing outlives a closure.

#[cfg(not(pipeline_schedules))]
mod alone;
#[cfg(not(pipeline_schedules))]
mod held;
#[cfg(not(pipeline_schedules))]
mod tasks;

#[cfg(not(pipeline_schedules))]
pub(crate) use self::tasks::listed;

/// Runs `run`, and asserts that no thread, no open file and no task of a pipeline is left
/// afterwards.
///
/// It checks once, as soon as `run` has returned. So a thread that ends a little later, because
/// nobody joined it, counts as a leak. The result of `run` is dropped only after the check. Threads
/// and files are those that the kernel lists for the process (`/proc/self/task`, `/proc/self/fd`).
/// Tasks are the workers of async pipelines, whether they are part of a future or spawned.
///
/// ```
/// use std::thread;
///
/// # use pipeline_runtime as pipeline;
/// use pipeline::testing;
///
/// let length = testing::assert_no_leaks(|| {
///     let worker = thread::spawn(|| "to be or not to be".len());
///     worker.join()
/// });
/// assert_eq!(length.ok(), Some(18));
/// ```
///
/// # In a test
///
/// `cargo test` runs other tests at the same time, whose threads and files come and go. So the
/// first call in a test starts the test's executable again, for this test alone. In that second
/// process, this call and all later calls look for leaks, while the first process waits. Then the
/// test continues in the first process, where the calls only run `run`. So the whole test runs
/// twice, and its effects outside of its process, such as on a file, happen twice. Do not use
/// `#[should_panic]` to expect a leak: in the second process such a test passes.
///
/// A test is recognised by the name of its thread. In `main`, in a test under `--test-threads=1`,
/// in an example of the documentation and on a thread without a name, nothing runs twice: the call
/// looks for leaks in its own process. Leaks of other threads then count, too.
///
/// # What counts
///
/// A thread counts until its last instruction, including the destructors of thread-locals.
/// `JoinHandle::join` waits for that. The end of a [`std::thread::scope`] alone does not. Start
/// threads that stay for the whole process, such as those of a global pool, before the call. A
/// tokio runtime that is made in `run` must be dropped in `run`. A runtime that was made earlier
/// may start a thread for `spawn_blocking`, and keeps it for some seconds. Memory does not count.
///
/// This function exists on Linux only. With `--cfg pipeline_schedules`, it only runs `run`. In that
/// case, [`schedules`](super::schedules()) counts the threads, because the kernel does not know
/// them.
///
/// # Panics
///
/// - If something is left. The message names it.
/// - If `run` panics, with the same panic.
/// - If the test fails in the second process. Then everything that the test printed there is
///   printed.
#[track_caller]
pub fn assert_no_leaks<R>(run: impl FnOnce() -> R) -> R {
    #[cfg(pipeline_schedules)]
    return run();
    #[cfg(not(pipeline_schedules))]
    if alone::has_passed() {
        run()
    } else {
        held::leaves_nothing(run)
    }
}
