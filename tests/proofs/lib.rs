//! Tests only. See Cargo.toml.
