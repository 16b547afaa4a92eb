//! Chooses the declarations to compile: the file in `ORACLE`, or the sample.

use std::env;

fn main() {
    let sample = format!("{}/sample.rs", env!("CARGO_MANIFEST_DIR"));
    let file = env::var("ORACLE").unwrap_or(sample);
    println!("cargo::rerun-if-env-changed=ORACLE");
    println!("cargo::rerun-if-changed={file}");
    println!("cargo::rustc-env=DECLARATIONS={file}");
}
