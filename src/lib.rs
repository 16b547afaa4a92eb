//! pipeline
pub use pipeline_runtime::*;
