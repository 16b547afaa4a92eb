//! The value of a body that uses `?` is wrapped already.

use pipeline::pipeline;

fn expression() {
    let _ = pipeline!({
        generator(["1", "2"]) >> stage(|text| Ok(text.parse::<u32>()?)) >> sum::<u32>()
    })
    .run();
}

fn block() {
    let _ = pipeline!({
        generator(["1", "2"])
            >> fan_out(2, |text| {
                let number: u32 = text.parse()?;
                Ok(number + 1)
            })
            >> sum::<u32>()
    })
    .run();
}

fn beside_a_return() {
    let _ = pipeline!({
        generator(["1", "2"])
            >> stage(|text| {
                if text.is_empty() {
                    return Ok(0);
                }
                for digit in text.chars() {
                    u32::from_str_radix(text, 10)?;
                }
                Ok(1)
            })
            >> count()
    })
    .run();
}

fn body_that_yields() {
    let _ = pipeline!({
        generator(["1 2", "3"])
            >> stage(|line| {
                for word in line.split(' ') {
                    yield word.parse::<u32>()?;
                }
                Ok(())
            })
            >> sum::<u32>()
    })
    .run();
}

fn generator_that_yields() {
    let _ = pipeline!({
        generator({
            for word in "1 2".split(' ') {
                yield word.parse::<u32>()?;
            }
            Ok(())
        }) >> sum::<u32>()
    })
    .run();
}

fn sink() {
    let _ = pipeline!({
        generator(["1"])
            >> sink(|texts| {
                let mut sum = 0;
                for text in texts {
                    sum += text.parse::<u32>()?;
                }
                Ok(sum)
            })
    })
    .run();
}

fn main() {}
