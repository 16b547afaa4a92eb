//! Cancellation: a tree of flags that a pipeline and everything inside it look at.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;

use crossbeam_channel::Receiver;

use crate::sync::{Arc, Mutex, Signal, Weak, lock};

/// Tells a pipeline, and every pipeline inside it, to stop.
///
/// Cheap to clone and shared between threads: all clones are one context. A context's
/// [children](Context::child) are cancelled with it; cancelling a child leaves its parent alone.
/// Every run has a context of its own, a child of the one it was given to
/// ([`Pipeline::run_with`](crate::Pipeline::run_with)) and of the pipeline it runs inside.
///
/// ```
/// use pipeline_runtime::Context;
///
/// let all = Context::new();
/// let part = all.child();
/// part.cancel();
/// assert!(part.is_cancelled() && !all.is_cancelled());
///
/// let other = all.child();
/// all.cancel();
/// assert!(other.check().is_err());
/// ```
#[derive(Clone)]
pub struct Context {
    node: Arc<Node>,
}

struct Node {
    cancelled: Signal,
    /// Each with the key under which this node is listed there.
    parents: Vec<(Arc<Node>, u64)>,
    children: Mutex<Children>,
}

#[derive(Default)]
struct Children {
    next_key: u64,
    /// A child takes itself out when it is dropped, so a long-lived parent does not grow.
    nodes: BTreeMap<u64, Weak<Node>>,
}

/// The error of [`Context::check`]: the work it was called from is no longer wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the pipeline was cancelled")
    }
}

impl std::error::Error for Cancelled {}

impl Context {
    /// A context with no parent.
    #[must_use]
    pub fn new() -> Self {
        Context::below(&[])
    }

    /// A context that is cancelled with this one, and can be cancelled alone.
    #[must_use]
    pub fn child(&self) -> Self {
        Context::below(&[self])
    }

    /// A context that is cancelled with any of `parents`.
    pub(crate) fn below(parents: &[&Context]) -> Self {
        let node = Arc::new_cyclic(|child| Node {
            cancelled: Signal::new(),
            parents: parents
                .iter()
                .map(|parent| (Arc::clone(&parent.node), parent.node.adopt(child.clone())))
                .collect(),
            children: Mutex::default(),
        });
        let context = Context { node };
        // A parent cancelled before the adoption never heard of it; one cancelled later has.
        if parents.iter().any(|parent| parent.is_cancelled()) {
            context.cancel();
        }
        context
    }

    /// Stops, at their next item, all pipelines that run with this context, and its children.
    ///
    /// Returns at once; [`run`](crate::Pipeline::run) returns
    /// [`Error::Cancelled`](crate::Error::Cancelled) when the last thread has ended. A second call
    /// does nothing.
    pub fn cancel(&self) {
        let mut pending = vec![Arc::clone(&self.node)];
        while let Some(node) = pending.pop() {
            if node.cancelled.raise() {
                pending.extend(node.living_children());
            }
        }
    }

    /// Whether this context, or one above it, was cancelled.
    #[must_use]
    #[inline]
    pub fn is_cancelled(&self) -> bool {
        self.node.cancelled.is_raised()
    }

    /// For bodies that work long on one item: `ctx.check()?` ends the body after a cancel.
    ///
    /// # Errors
    ///
    /// [`Cancelled`], once the context is.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }

    /// Disconnects at the cancel: what a `select!` waits for beside its own business.
    pub(crate) fn quit(&self) -> &Receiver<Infallible> {
        self.node.cancelled.waiter()
    }

    /// The context of the pipeline that this thread works for.
    pub(crate) fn current() -> Option<Context> {
        // Gone already where a pipeline runs in the drop of another of the thread's locals.
        let current = CURRENT.try_with(|current| current.borrow().clone());
        current.ok().flatten()
    }

    /// Makes this the [current](Context::current) context of the thread until the guard is dropped.
    pub(crate) fn enter(&self) -> Entered {
        CURRENT.set(Some(self.clone()));
        Entered
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

pub(crate) struct Entered;

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(None);
    }
}

impl Node {
    fn adopt(&self, child: Weak<Node>) -> u64 {
        let mut children = lock(&self.children);
        let key = children.next_key;
        children.next_key += 1;
        children.nodes.insert(key, child);
        key
    }

    fn living_children(&self) -> Vec<Arc<Node>> {
        let children = lock(&self.children);
        children.nodes.values().filter_map(Weak::upgrade).collect()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Parents that go with their last child go here, one after the other: each in the drop of
        // the one below would overflow the stack in a deep tree.
        let mut parents = std::mem::take(&mut self.parents);
        while let Some((parent, key)) = parents.pop() {
            lock(&parent.children).nodes.remove(&key);
            if let Some(mut parent) = Arc::into_inner(parent) {
                parents.append(&mut parent.parents);
            }
        }
    }
}

impl Default for Context {
    fn default() -> Self {
        Context::new()
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}
