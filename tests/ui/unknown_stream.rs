use pipeline::pipeline;

fn main() {
    let total: u32 = pipeline!({
        let numbers = generator(0..10);
        nubers >> sum()
    })
    .run()
    .unwrap();
}
