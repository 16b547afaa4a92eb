use pipeline::pipeline;

fn main() {
    // No process sees all items, so none can count them.
    let mut seen = 0;
    let _ = pipeline!({
        let numbers = generator(0..10_u64);
        let numbered = numbers
            >> stage(at = "workers", |n: u64| {
                seen += 1;
                (seen, n)
            });
        numbered >> count()
    });
}
