//! The error type that a header names is `Send`.

use std::error::Error;
use std::rc::Rc;

use pipeline::pipeline;

#[derive(Debug)]
struct MyError(Rc<str>);

fn boxed() {
    let _ = pipeline!(|| -> Result<usize, Box<dyn Error>> {
        let numbers = generator(["1"]) >> stage(|text| text.parse::<u32>()?);
        numbers >> fan_out(2, |number| number + 1) >> count()
    })
    .run();
}

fn owned() {
    let _ = pipeline!(|| -> Result<usize, MyError> {
        let numbers = generator(["1"])
            >> stage(|text| text.parse::<u32>().map_err(|_| MyError("".into()))?);
        numbers >> count()
    })
    .spawn();
}

async fn futures() {
    let _ = pipeline!(async || -> Result<usize, Box<dyn Error>> {
        let numbers = generator(["1"]) >> stage(|text| text.parse::<u32>()?);
        numbers >> fan_out(2, |number| number + 1) >> count()
    })
    .run()
    .await;
}

fn main() {}
