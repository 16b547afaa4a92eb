//! Prints the declarations of COUNT seeds, beginning with SEED: `write SEED COUNT`.

use std::env;

fn main() {
    let numbers: Vec<u64> = env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    let [seed, count] = numbers[..] else {
        panic!("write SEED COUNT");
    };
    print!("{}", pipeline_oracle::write::file(seed, count));
}
