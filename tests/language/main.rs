//! The language: what each verb, body, option and method means, and what `graph()` says of it.

mod batches;
mod bodies;
mod branches;
mod distinct;
mod feedback;
mod graph;
mod headers;
mod inline;
mod methods;
mod policies;
mod verbs;
