//! All mistakes of one pipeline are reported together, each at its own token; what follows from
//! one of them is not reported again.

use pipeline::pipeline;

fn main() {
    let result: Vec<String> = pipeline!({
        let mut lines = generator(capcity = 4, ["a b", "c"]);
        let words = lines >> stge(|line: &str| line.to_owned());
        let loud = words >> fan_out(0, |word| word.to_uppercase());
        let numbers = loud >> stage(|word| Ok(word.parse::<u32>()?));
        let half = nubmers >> stage(|n| n / 2);
        let half = half >> stage(async |n| n);
        let unread = generator(0..3);
        let = generator(0..3);
        generator(0..3);
        (half >> collect(), numbers >> count(), unknown)
    })
    .run()
    .unwrap();
}
