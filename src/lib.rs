//! pipeline
#![forbid(unsafe_code)]

pub use pipeline_runtime::{
    BoxError, Cancelled, Cause, Context, Error, Payload, Pipeline, Running,
};

/// The macro.
#[macro_export]
macro_rules! pipeline {
    ($($declaration:tt)*) => {
        $crate::__private::pipeline! { $crate, $($declaration)* }
    };
}

#[doc(hidden)]
pub mod __private {
    pub use pipeline_macros::pipeline;
    pub use pipeline_runtime::private::*;
}
