use pipeline::pipeline;

struct Plain(u64);

fn main() {
    // An item that no other process can get.
    let _ = pipeline!(move || {
        let numbers = generator(0..10_u64) >> map(Plain);
        let doubled = numbers >> fan_out(2, at = "workers", |plain: Plain| plain.0 * 2);
        doubled >> sum::<u64>()
    });

    // One that would not come back.
    let _ = pipeline!(move || {
        let numbers = generator(0..10_u64);
        let doubled = numbers >> stage(at = "workers", |n: u64| Plain(n));
        doubled >> count()
    });
}
