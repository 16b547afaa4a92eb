//! `?` converts into the error type that the header names.

use pipeline::pipeline;

#[derive(Debug)]
struct MyError;

#[derive(Debug)]
struct NoError;

fn fails() -> Result<u32, NoError> {
    Err(NoError)
}

// The header's type cannot be made of it.
fn stage() {
    let _ = pipeline!(|| -> Result<u32, MyError> {
        generator(["1"]) >> stage(|text| text.parse::<u32>()?) >> sum()
    })
    .run();
}

fn fan_out() {
    let _ = pipeline!(|| -> Result<u32, MyError> {
        generator(["1"]) >> fan_out(2, |text| text.parse::<u32>()?) >> sum()
    })
    .run();
}

fn yielding_stage() {
    let _ = pipeline!(|| -> Result<u32, MyError> {
        generator(["1"])
            >> stage(|text| {
                yield text.parse::<u32>()?;
            })
            >> sum()
    })
    .run();
}

// No header: a box of what is an error.
fn no_header() {
    let _ = pipeline!({ generator(0..3) >> stage(|n: u32| n + fails()?) >> sum::<u32>() }).run();
}

// A closure that names its own `Result`.
fn typed_closure() {
    let _ = pipeline!(|| -> Result<u32, MyError> {
        generator(0..3) >> stage(|n: u32| -> Result<u32, NoError> { Ok(n + fails()?) }) >> sum()
    })
    .run();
}

// In a generator, in a sink.
fn generator() {
    let _ =
        pipeline!(|| -> Result<usize, MyError> { generator(0.."1".parse::<u32>()?) >> count() })
            .run();
}

fn sink() {
    let _ = pipeline!(|| -> Result<u32, MyError> {
        generator(["1"]) >> sink(|texts| texts.count() as u32 + "1".parse::<u32>()?)
    })
    .run();
}

fn main() {}
