//! Items and blocks in a declaration: one message for each, and code after them may use the items.

use pipeline::pipeline;

fn items() {
    let _ = pipeline!({
        fn double(n: i32) -> i32 { n * 2 }
        struct Pair { first: i32, second: i32 }
        impl Pair { fn new(n: i32) -> Self { let first = n; Pair { first, second: n } } }
        enum Side { Left, Right }
        mod inner { pub fn triple(n: i32) -> i32 { n * 3 } }
        trait Named { fn name(&self) -> String; }
        macro_rules! add { ($n:expr) => { $n + 1 } }
        const MOST: usize = 3;
        type Pairs = Vec<Pair>;
        pub fn half(n: i32) -> i32 { n / 2 }
        let numbers = generator(0..3);
        let doubles = numbers >> fan_out(MOST, double) >> stage(inner::triple) >> stage(|n| add!(n));
        doubles >> map(Pair::new) >> collect::<Pairs>()
    });
}

fn an_item_after_a_stream() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        fn double(n: i32) -> i32 { n * 2 }
        numbers >> stage(double) >> count()
    });
}

fn an_item_with_an_attribute() {
    let _ = pipeline!({
        #[derive(Clone)]
        struct Item { n: i32 }
        generator(0..3) >> stage(|n| Item { n }) >> count()
    });
}

fn blocks() {
    let (mut ready, some) = (false, Some(3));
    let _ = pipeline!({
        unsafe { std::env::set_var("A", "b") };
        while !ready { ready = true; }
        loop { break; }
        { let n = 3; drop(n); }
        if let Some(n) = some { println!("{n}"); }
        if ready { println!("ready"); } else { println!("wait"); }
        match some { Some(n) => drop(n), None => {} }
        let numbers = generator(0..3);
        numbers >> count()
    });
}

fn blocks_that_read_a_stream() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        while let Some(n) = numbers.next() { println!("{n}"); }
    });
    let _ = pipeline!({
        let numbers = generator(0..3);
        { numbers >> count() }
    });
}

fn a_macro_without_semicolon() {
    let _ = pipeline!({
        println!("hi")
        let numbers = generator(0..3);
        numbers >> count()
    });
}

fn patterns() {
    let _ = pipeline!({
        let Some(most) = generator(0..3) >> max() else { return };
        most
    });
}

fn what_follows_the_block() {
    let _ = pipeline!({ generator(0..3) >> count() }.run());
    let _ = pipeline!({ generator(0..3) >> count() }?);
    let _ = pipeline!({ generator(0..3) >> count() };);
    // A comma after the only argument is allowed.
    let _ = pipeline!({ generator(0..3) >> count() },);
}

fn main() {}
