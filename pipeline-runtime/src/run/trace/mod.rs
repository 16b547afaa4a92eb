//! Spans and events for `tracing`, with the feature of that name. Without the feature, all of this
//! is empty.
//!
//! Each run has a span `pipeline`, a child of the span in which the run was started. Each worker
//! has a span `stage`, a child of the span of its run. The thread of a worker is in the worker's
//! span for its whole life, and a task is in it during each poll. So events of a body are in the
//! span of its stage, and in the span around the call that started the run.

#[cfg_attr(feature = "tracing", path = "on.rs")]
#[cfg_attr(not(feature = "tracing"), path = "off.rs")]
mod spans;

pub(crate) use self::spans::{Around, InSpan, RunSpan, WorkerSpan};
