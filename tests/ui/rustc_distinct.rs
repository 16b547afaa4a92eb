//! Items and keys that cannot be told apart, or not be kept: rustc points at the verb or the key.

use pipeline::pipeline;

struct Opaque;

fn items_without_an_equality() {
    let _ = pipeline!({ generator([Opaque]) >> distinct() >> count() }).run();
}

fn futures_of_items_without_an_equality() {
    let _ = pipeline!(async { generator([Opaque]) >> distinct() >> count() }).run();
}

fn keys_without_an_equality() {
    let _ = pipeline!({ generator([1]) >> distinct(|n| f64::from(*n)) >> count() }).run();
}

fn keys_that_borrow() {
    let _ = pipeline!({ generator([String::new()]) >> distinct(|text| text.as_str()) >> count() }).run();
}

fn main() {}
