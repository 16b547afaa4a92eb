//! A closure that is not `async` cannot wait.

use pipeline::pipeline;

async fn parse(text: String) -> Result<u32, std::num::ParseIntError> {
    text.parse()
}

fn main() {
    // A closure that does not wait.
    let _ = pipeline!(async {
        let parsed = generator([String::new()]) >> stage(|text| parse(text).await?);
        parsed >> sum::<u32>()
    });
}
