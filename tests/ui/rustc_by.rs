use pipeline::pipeline;

struct Request {
    user: String,
    price: f64,
}

fn requests() -> Vec<Request> {
    Vec::new()
}

fn main() {
    let _ = pipeline!({ generator(requests()) >> fan_out(2, by = |one| one.price, |one| one.user) >> count() }).run();
    let _ = pipeline!({ generator(requests()) >> fan_out(2, by = |one| one.name, |one| one.user) >> count() }).run();
    let user = String::len;
    let _ = pipeline!({ generator(requests()) >> fan_out(2, by = user, |one| one.user) >> count() }).run();
}
