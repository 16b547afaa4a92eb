//! Text, as a user types it.

#![no_main]

use pipeline_macros::{properties, text};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(declaration) = text::declaration(bytes) {
        properties::assert_soon(declaration);
    }
});
