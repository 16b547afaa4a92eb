//! That nothing outlives a closure.

#[cfg(not(pipeline_schedules))]
mod alone;
#[cfg(not(pipeline_schedules))]
mod held;
#[cfg(not(pipeline_schedules))]
mod tasks;

#[cfg(not(pipeline_schedules))]
pub(crate) use self::tasks::listed;

/// Runs `run`, and asserts that it leaves no thread, no open file and no task of a pipeline.
///
/// It looks once, as soon as `run` has returned. So a thread that ends a little later, because nobody joined it,
/// counts as left. The result of `run` is dropped only afterwards. Threads and files are those that the kernel
/// lists for the process (`/proc/self/task`, `/proc/self/fd`); tasks are the workers of async pipelines, whether
/// they live in a future or are spawned.
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
/// `cargo test` runs other tests beside this one, whose threads and files come and go. So the first call in a
/// test starts the test's executable again, for this test alone. In that second process, this call and all later
/// calls look for leaks, while the first process waits. Then the test goes on in the first process, where `run`
/// is only run. So the whole test runs twice, and its effects outside of its process, such as on a file, happen
/// twice. Do not use `#[should_panic]` to expect a leak: in the second process such a test passes.
///
/// A test is recognised by its thread's name. In `main`, in a test under `--test-threads=1`, in an example of the
/// documentation and on a thread without a name, nothing runs twice: the call looks in its own process, and
/// things that other threads leave at that time count too.
///
/// # What counts
///
/// A thread counts until its last instruction, including the destructors of thread-locals. `JoinHandle::join`
/// waits for that; the end of a [`std::thread::scope`] alone does not. Start threads that stay for the whole
/// process, such as those of a global pool, before the call. A tokio runtime that is made in `run` must be
/// dropped in `run`. A runtime that is made before keeps, for some seconds, a thread that it starts for
/// `spawn_blocking`. Memory does not count.
///
/// This function exists on Linux only. With `--cfg pipeline_schedules` it only runs `run`: there
/// [`schedules`](super::schedules()) counts the threads, because the kernel does not know them.
///
/// # Panics
///
/// If something is left; the message names it. If `run` panics, with the same panic. If the test fails in the
/// second process; then everything that was printed there is printed.
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
