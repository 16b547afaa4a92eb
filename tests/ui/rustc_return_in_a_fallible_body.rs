//! `return` is not wrapped: a body that uses `?` returns a `Result`.

use pipeline::pipeline;

fn main() {
    let _ = pipeline!({
        generator(["1"])
            >> stage(|text| {
                if text.is_empty() {
                    return 0;
                }
                text.parse::<u32>()?
            })
            >> sum::<u32>()
    })
    .run();
}
