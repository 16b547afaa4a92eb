//! A thread's end to the kernel's knowledge.
//!
//! A join returns when the thread has run its last instruction. Linux may list the thread in
//! `/proc/self/task` for some microseconds more, once in thousands of joins. So the joining thread looks
//! there too. Both looks, with the thread's own for its number, cost two microseconds a thread, where its
//! start and join cost ten and more.

/// The kernel's number of a thread; none where the kernel does not tell it.
pub(crate) struct Listed(#[cfg(target_os = "linux")] Option<u32>);

#[cfg(not(target_os = "linux"))]
impl Listed {
    pub(crate) fn current() -> Self {
        Listed()
    }

    #[allow(clippy::unused_self, reason = "the signature is Linux's")]
    pub(crate) fn await_end(self) {}
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::thread;
    use std::time::Duration;

    use super::Listed;

    /// Set by the kernel in a thread that will run no code of the process any more (`PF_EXITING`).
    const EXITING: u64 = 0x4;

    impl Listed {
        /// That of the current thread.
        pub(crate) fn current() -> Self {
            // It reads `PROCESS/task/THREAD`.
            let link = fs::read_link("/proc/thread-self").ok();
            let id = link.and_then(|link| link.file_name()?.to_str()?.parse().ok());
            Listed(id)
        }

        /// Waits until the thread, which was joined, is not listed any more.
        pub(crate) fn await_end(self) {
            let Some(id) = self.0 else { return };
            let entry = format!("/proc/self/task/{id}");
            for looks in 0_u32.. {
                if !fs::exists(&entry).unwrap_or(false) || !is_exiting(&entry) {
                    return;
                }
                // It may need this core.
                if looks < 100 {
                    thread::yield_now();
                } else {
                    thread::sleep(Duration::from_micros(100));
                }
            }
        }
    }

    /// Whether what is listed there is on its way out. A joined thread is; one that is not has the same
    /// number by chance, and came later.
    fn is_exiting(entry: &str) -> bool {
        let stat = fs::read_to_string(format!("{entry}/stat")).unwrap_or_default();
        // `ID (NAME) STATE PARENT GROUP SESSION TERMINAL FOREGROUND FLAGS …`, where a name may have spaces.
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
        let flags = fields
            .split(' ')
            .nth(6)
            .and_then(|flags| flags.parse().ok());
        flags.is_some_and(|flags: u64| flags & EXITING != 0)
    }
}
