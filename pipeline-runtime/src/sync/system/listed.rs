//! Waits until the kernel no longer lists a thread.
//!
//! A join returns when the thread has run its last instruction. In one of thousands of joins, Linux
//! lists the thread in `/proc/self/task` for some microseconds more. So the joining thread looks
//! there too. That look, and the one by which the thread learns its own number, cost two
//! microseconds a thread; starting and joining it costs ten and more.

/// The kernel's number of a thread; `None` where the kernel does not tell it.
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
        /// Returns the number of the current thread.
        pub(crate) fn current() -> Self {
            // The link's target is `PROCESS/task/THREAD`.
            let link = fs::read_link("/proc/thread-self").ok();
            let id = link.and_then(|link| link.file_name()?.to_str()?.parse().ok());
            Listed(id)
        }

        /// Waits until the thread, which was joined, is no longer listed.
        pub(crate) fn await_end(self) {
            let Some(id) = self.0 else { return };
            let entry = format!("/proc/self/task/{id}");
            for looks in 0_u32.. {
                if !fs::exists(&entry).unwrap_or(false) || !is_exiting(&entry) {
                    return;
                }
                // The thread may need this core to exit.
                if looks < 100 {
                    thread::yield_now();
                } else {
                    thread::sleep(Duration::from_micros(100));
                }
            }
        }
    }

    /// Returns whether the thread that is listed there is exiting. A joined thread is. A thread
    /// that is not exiting is a later one with the same number.
    fn is_exiting(entry: &str) -> bool {
        let stat = fs::read_to_string(format!("{entry}/stat")).unwrap_or_default();
        // `ID (NAME) STATE PARENT GROUP SESSION TERMINAL FOREGROUND FLAGS …`, where a name may have
        // spaces.
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
        let flags = fields
            .split(' ')
            .nth(6)
            .and_then(|flags| flags.parse().ok());
        flags.is_some_and(|flags: u64| flags & EXITING != 0)
    }
}
