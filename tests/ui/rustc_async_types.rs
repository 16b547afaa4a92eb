//! Types that do not fit, in stages of futures.

use std::num::ParseIntError;
use std::sync::mpsc;

use pipeline::pipeline;

async fn parse(text: String) -> Result<u32, ParseIntError> {
    text.parse()
}

fn main() {
    // Between stages.
    let _ = pipeline!(async {
        let numbers = generator(0..3);
        numbers >> stage(async |text: String| text.len()) >> count()
    });

    // Neither an iterator nor a stream.
    let _ = pipeline!(async { generator(1 + 2) >> count() });

    // A receiver that blocks.
    let (_, channel) = mpsc::channel::<u32>();
    let _ = pipeline!(async { receive(channel) >> count() });

    // What does not take items one after the other.
    let _ = pipeline!(async {
        let parsed = generator([String::new()]) >> stage(async |text| parse(text).await);
        let all: Result<Vec<u32>, ParseIntError> = parsed >> collect();
        all
    });

    // Futures that nothing awaits, where the type to collect into is known.
    let _ = pipeline!(async {
        let parsed: Vec<u32> = generator([String::new()]) >> map(|text| parse(text)) >> collect();
        parsed
    });

    // A function that waits, as a path: its futures are the items.
    let _ = pipeline!(async {
        let parsed = generator([String::new()]) >> stage(parse);
        parsed >> map(|number: Result<u32, _>| number.is_ok()) >> count()
    });

    // A method that no trait in scope gives streams.
    let _ = pipeline!(async { generator(0..3) >> windows(2) >> count() });

    // An error that does not convert.
    let _ = pipeline!(async || -> Result<usize, ParseIntError> {
        let read = generator(["a"]) >> stage(async |path| std::fs::read(path)?);
        read >> count()
    });
}
