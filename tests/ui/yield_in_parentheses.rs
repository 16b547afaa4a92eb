//! rustc's suggestion to remove braces or parentheses around a `yield` keeps what it sends.

#![deny(unused_braces, unused_parens)]

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let braces = numbers >> stage(|n: i32| { { yield n } });
        let parentheses = braces >> fan_out(2, |n| (yield n.abs()));
        let arm = parentheses >> stage(|n| match n { 2 => (yield 3), _ => {} });
        arm >> count()
    });
}
