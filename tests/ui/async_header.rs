//! `async` stands where it stands in Rust: before a block, or before a closure's bars.

use pipeline::pipeline;

fn before_no_block() {
    let _ = pipeline!(async generator(0..3) >> count());
}

fn behind_the_move() {
    let _ = pipeline!(move async { generator(0..3) >> count() });
}

fn twice() {
    let _ = pipeline!(async async { generator(0..3) >> count() });
}

fn move_twice() {
    let _ = pipeline!(async move move || { generator(0..3) >> count() });
}

fn two_names() {
    let _ = pipeline!(async |ctx, other| { generator(0..3) >> count() });
}

fn nothing_behind() {
    let _ = pipeline!(async {});
}

fn main() {}
