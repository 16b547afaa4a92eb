//! What a stage of futures borrows and owns.

use pipeline::pipeline;

async fn tick() {}

fn spawned() {
    let limit = 3;
    let pipeline = pipeline!(async {
        let numbers = generator(0..10);
        numbers >> filter(|n| *n < limit) >> stage(async |n| n + limit) >> count()
    });
    let _ = pipeline.spawn();
}

fn shared() {
    let name = String::from("ada");
    let _ = pipeline!(async move {
        let numbers = generator(0..10);
        let named = numbers >> stage(async |n| format!("{name} {n}"));
        named >> fan_out(2, async |text| text == name) >> count()
    });
}

fn shared_and_changed() {
    let mut sum = 0;
    let _ = pipeline!(async {
        let numbers = generator(0..10);
        let summed = numbers
            >> fan_out(2, async |n| {
                sum += n;
                tick().await;
                sum
            });
        summed >> count()
    });
}

fn blocked() {
    let limit = 3;
    let _ = pipeline!(async {
        let numbers = generator(0..10);
        numbers >> stage(blocking, |n| n + limit) >> count()
    });
}

fn main() {
    spawned();
    shared();
    shared_and_changed();
    blocked();
}
