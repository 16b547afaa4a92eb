use pipeline::pipeline;

fn main() {
    let words = || ["to", "be"].map(String::from);
    let _ = pipeline!({ generator(words()) >> fan_out(2, by = |word| { *word }, |word| word) >> count() }).run();
}
