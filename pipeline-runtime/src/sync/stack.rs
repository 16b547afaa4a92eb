//! The size of a thread's stack.
//!
//! A worker moves each item by value from its input to its body and to its output, so its stack holds several
//! copies of the item. If items are large, the worker's stack gets room for these copies, in addition to the
//! usual size.

/// A thread's stack.
#[derive(Clone, Copy, Default)]
pub(crate) struct Stack(Option<usize>);

/// Smaller items are not worth a stack of another size.
const LARGE: usize = 4 << 10;

/// How many copies of its largest item a worker may have on its stack. Without optimisation 65 were
/// counted, with it 18. The rest is for iterators that a body or a method adds. A large stack is cheap: the
/// system gives memory only to the parts that are used.
const COPIES: usize = 160;

/// The most that large items add to a stack.
const MOST: usize = 1 << 30;

impl Stack {
    /// A stack of `bytes`.
    pub(crate) fn of(bytes: usize) -> Self {
        Stack(Some(bytes))
    }

    /// A stack for a worker whose largest item has `size` bytes.
    pub(crate) fn for_items(size: usize) -> Self {
        let copies = size.saturating_mul(COPIES).min(MOST);
        Stack((size > LARGE).then(|| usual() + copies))
    }

    /// Its size in bytes; none if the usual one.
    #[cfg_attr(pipeline_schedules, allow(dead_code, reason = "a model has no stacks"))]
    pub(crate) fn bytes(self) -> Option<usize> {
        self.0
    }

    /// This stack, or `other` if this has the usual size.
    pub(crate) fn or(self, other: Self) -> Self {
        Stack(self.0.or(other.0))
    }
}

/// What the standard library gives a thread.
fn usual() -> usize {
    const STANDARD: usize = 2 << 20;
    let asked = std::env::var("RUST_MIN_STACK").ok();
    asked
        .and_then(|asked| asked.parse().ok())
        .unwrap_or(STANDARD)
}
