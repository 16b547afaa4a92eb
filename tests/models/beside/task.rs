//! The way of items between tasks, as far as there are models of it.

#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/task/feed.rs"]
mod feed;
#[path = "../promises/feed.rs"]
mod promises;
#[allow(dead_code, unreachable_pub, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/task/room.rs"]
mod room;
#[allow(dead_code, reason = "what needs no model")]
#[path = "../../../pipeline-runtime/src/task/waiters.rs"]
mod waiters;
