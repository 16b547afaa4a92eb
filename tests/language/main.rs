//! The language: the meaning of each verb, body, option and method, and how `graph()` shows it.

mod batches;
mod bodies;
mod branches;
mod by_key;
mod distinct;
mod feedback;
mod graph;
mod headers;
mod inline;
mod lossy;
mod meetings;
mod methods;
mod newest;
mod pictures;
mod policies;
mod segments;
mod transform;
mod verbs;
