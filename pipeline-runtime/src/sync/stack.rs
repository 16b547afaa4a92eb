//! The size of a thread's stack.
//!
//! A worker moves each item by value from its input to its body and to its output, so its stack
//! holds several copies of the item. If items are large, the worker's stack gets room for these
//! copies, in addition to the usual size.

/// The size of a thread's stack in bytes; `None` is the usual size.
#[derive(Clone, Copy, Default)]
pub(crate) struct Stack(Option<usize>);

/// Maximum size of an item that needs no stack of another size.
const LARGE: usize = 4 << 10;

/// Maximum number of copies of its largest item that a worker has on its stack. Without
/// optimisation, 190 were needed by a worker that dispatches items by key, and 65 by others; with
/// it 18. The rest is for iterators that a body or a method adds. A large stack is cheap: the
/// system provides memory only for the parts that are used.
const COPIES: usize = 320;

/// Maximum size that large items add to a stack.
const MOST: usize = 1 << 30;

/// The usual size of a main thread's stack.
const OF_MAIN: usize = 8 << 20;

impl Stack {
    /// Creates a stack for a thread that starts the stages of a run, each of which takes some of it.
    pub(crate) fn for_run() -> Self {
        Stack(Some(usual().max(OF_MAIN)))
    }

    /// Creates a stack of `bytes`.
    pub(crate) fn of(bytes: usize) -> Self {
        Stack(Some(bytes))
    }

    /// Creates a stack for a worker whose largest item has `size` bytes.
    pub(crate) fn for_items(size: usize) -> Self {
        let copies = size.saturating_mul(COPIES).min(MOST);
        Stack((size > LARGE).then(|| usual() + copies))
    }

    /// Returns the size in bytes, or `None` for the usual size.
    #[cfg_attr(pipeline_schedules, allow(dead_code, reason = "a model has no stacks"))]
    pub(crate) fn bytes(self) -> Option<usize> {
        self.0
    }

    /// Returns this stack, or `other` if this one has the usual size.
    pub(crate) fn or(self, other: Self) -> Self {
        Stack(self.0.or(other.0))
    }
}

/// Returns the stack size that the standard library gives a thread.
fn usual() -> usize {
    const STANDARD: usize = 2 << 20;
    let asked = std::env::var("RUST_MIN_STACK").ok();
    asked
        .and_then(|asked| asked.parse().ok())
        .unwrap_or(STANDARD)
}
