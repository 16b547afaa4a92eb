//! The promises of every run. Each promise has a module with its number in the name. Other modules
//! test what several promises need (contexts, clocks, `receive`), or what only async pipelines
//! promise.

mod asynchronous;
mod clock;
mod conserved;
mod context_tree;
mod context_values;
mod live_report;
mod output;
mod p2_close_is_automatic;
mod p3_errors;
mod p3_first_cause_wins;
mod p4_cancel;
mod p4_deadline;
mod p4_drain;
mod p5_memory_is_bounded;
mod p6_order;
mod p8_handover_is_prompt;
mod receive_ends;
mod timeline;
