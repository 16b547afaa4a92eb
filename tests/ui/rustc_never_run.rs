//! A pipeline does nothing until it is run.

#![deny(unused_must_use)]

use pipeline::pipeline;

fn main() {
    pipeline!({ generator(0..3) >> count() });
    pipeline!({ generator(0..3) >> count() }).run();
    pipeline!(move || { generator(0..3) >> count() }).spawn();
}
