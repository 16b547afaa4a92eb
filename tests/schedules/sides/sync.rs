//! The runtime's `sync`, in both implementations.

#[allow(dead_code, unused_imports, reason = "what needs no comparison")]
#[allow(unexpected_cfgs, reason = "the features are the runtime's")]
#[path = "../../../pipeline-runtime/src/sync/schedules/mod.rs"]
pub(crate) mod schedules;
#[allow(dead_code, reason = "what is not tried")]
#[path = "../../../pipeline-runtime/src/sync/stack.rs"]
pub(crate) mod stack;
#[allow(dead_code, unused_imports, reason = "what needs no comparison")]
#[allow(unexpected_cfgs, reason = "the features are the runtime's")]
#[path = "../../../pipeline-runtime/src/sync/system/mod.rs"]
pub(crate) mod system;

/// The path that the model's `select_biased!` names.
pub(crate) use self::schedules::channel;
