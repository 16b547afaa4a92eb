//! What every run promises: a module for each promise, by its number, and some for what several of
//! them need (contexts, clocks, `receive`) or what only futures promise.

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
