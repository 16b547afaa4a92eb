//! How large the stacks of threads are.
//!
//! A worker hands each item on by value, from its edge to its body and on to the next edge, and so has
//! several copies of it on its stack. Where items are large it gets a stack with room for these, beside
//! the usual one for the body.

/// A thread's stack.
#[derive(Clone, Copy, Default)]
pub(crate) struct Stack(Option<usize>);

/// Smaller items are not worth a stack of another size.
const LARGE: usize = 4 << 10;

/// How many copies of its largest item a worker may have on its stack. Without optimisation 65 were
/// counted, with it 18; the rest is for iterators that a body or a method puts between. The system
/// gives memory to those parts of a stack that were used, and to no others.
const COPIES: usize = 160;

/// The most that large items add to a stack.
const MOST: usize = 1 << 30;

impl Stack {
    /// So many bytes.
    pub(crate) fn of(bytes: usize) -> Self {
        Stack(Some(bytes))
    }

    /// One for a worker whose largest items have so many bytes.
    pub(crate) fn for_items(size: usize) -> Self {
        let copies = size.saturating_mul(COPIES).min(MOST);
        Stack((size > LARGE).then(|| usual() + copies))
    }

    /// How many bytes it has, if not the usual number.
    #[cfg_attr(pipeline_schedules, allow(dead_code, reason = "a model has no stacks"))]
    pub(crate) fn bytes(self) -> Option<usize> {
        self.0
    }

    /// This, or `other` where it is the usual one.
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
