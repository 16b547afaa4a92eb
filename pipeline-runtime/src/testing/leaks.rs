//! That nothing outlives a closure.

#[cfg(not(pipeline_schedules))]
mod alone;
#[cfg(not(pipeline_schedules))]
mod held;
#[cfg(not(pipeline_schedules))]
mod tasks;

#[cfg(not(pipeline_schedules))]
pub(crate) use self::tasks::listed;

/// Runs `run`, and asserts that of it no thread is left, no open file and no task of a pipeline.
///
/// It looks at once and only once when `run` has returned, so that what ends a little later is left too:
/// such as a thread that nobody joined. What `run` returns is not dropped before. Threads and files are
/// those that the kernel lists for the process (`/proc/self/task`, `/proc/self/fd`); tasks are the workers
/// of async pipelines, whether they live in a future or are spawned.
///
/// ```
/// use std::thread;
///
/// use pipeline_runtime::testing;
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
/// `cargo test` runs other tests beside this one, whose threads and files come and go. So the first call in
/// a test starts the test's executable again, for this test alone. There it looks, at this call and at all
/// that follow, while here it waits; then the test goes on here, where `run` is only run. So the whole
/// test runs twice, and what it does outside of its process, such as to a file, it does twice. It is not to
/// be one of `#[should_panic]` for what is left: there it would pass.
///
/// A test is recognised by its thread's name. In `main`, in a test of `--test-threads=1`, in an example of
/// a documentation and on a thread without a name nothing runs twice: it looks right there, and what
/// others leave meanwhile counts.
///
/// # What counts
///
/// A thread counts until its last instruction, thread-locals' destructors included: `JoinHandle::join`
/// waits for that, the end of a [`std::thread::scope`] alone does not. What is started once for the process
/// and stays, such as the threads of a global pool, has to be there before. A runtime of tokio that is made
/// in `run` has to be dropped in it; one that is made before keeps for some seconds a thread that it starts
/// for `spawn_blocking`. Memory does not count.
///
/// It exists on Linux only. With `--cfg pipeline_schedules` it only runs `run`: there
/// [`schedules`](super::schedules()) counts the threads, which the kernel does not know.
///
/// # Panics
///
/// If something is left, with what it is. If `run` panics, with the same. If the test fails in its own
/// process: then it prints all that was printed there.
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
