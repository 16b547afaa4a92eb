//! Promise 6: `stage` keeps the order of its stream, and a fan-in keeps the order of each input.

use std::collections::BTreeMap;

use pipeline::pipeline;
use pipeline_tests::Watchdog;

const ITEMS: u32 = 1000;
const CAPACITIES: [usize; 4] = [0, 1, 2, 64];

#[test]
fn stages_keep_the_order() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let piped: Vec<u32> = pipeline!({
            let made = generator(capacity = capacity, 0..ITEMS);
            let some = made
                >> stage(capacity = capacity, |x| {
                    for copy in 0..x % 3 {
                        yield x * 10 + copy;
                    }
                });
            let same = some >> stage(capacity = capacity, |x| x) >> filter(|x| x % 7 != 0);
            same >> stage(|x| x + 1) >> collect()
        })
        .run()
        .unwrap();
        let plain: Vec<u32> = (0..ITEMS)
            .flat_map(|x| (0..x % 3).map(move |copy| x * 10 + copy))
            .filter(|x| x % 7 != 0)
            .map(|x| x + 1)
            .collect();
        assert_eq!(piped, plain);
    }
}

#[test]
fn a_fan_out_of_one_worker_keeps_the_order() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let piped: Vec<u32> = pipeline!({
            let made = generator(capacity = capacity, 0..ITEMS);
            made >> fan_out(1, capacity = capacity, |x| x) >> collect()
        })
        .run()
        .unwrap();
        assert!(piped.into_iter().eq(0..ITEMS));
    }
}

/// The workers have light bodies and meet at every item. No item may be lost or come twice.
#[test]
fn an_ordered_fan_out_of_light_bodies_gives_every_item_in_order() {
    let _watchdog = Watchdog::of_this_test();
    for round in 0..32 {
        let of_a_window = pipeline!({
            let same = generator(0..20_000) >> fan_out(4, ordered, |x| x);
            same >> sink(|items| items.collect::<Vec<u32>>())
        });
        assert!(of_a_window.run().unwrap().into_iter().eq(0..20_000));
        let capacity = CAPACITIES[round % CAPACITIES.len()];
        let of_places = pipeline!({
            let made = generator(capacity = capacity, 0..ITEMS);
            let same = made >> fan_out(4, ordered, capacity = capacity, |x| x);
            same >> sink(|items| items.collect::<Vec<u32>>())
        });
        assert!(of_places.run().unwrap().into_iter().eq(0..ITEMS));
    }
}

#[test]
fn each_input_of_a_fan_in_keeps_its_order() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let piped: Vec<(char, u32)> = pipeline!({
            let a = generator((0..ITEMS).map(|x| ('a', x)));
            let b = generator((0..ITEMS).map(|x| ('b', x))) >> stage(|x| x);
            let ab = fan_in(a, b);
            let c = generator({
                for x in 0..ITEMS {
                    yield ('c', x);
                }
            });
            let d = generator(capacity = capacity, 0..ITEMS / 2)
                >> stage(|x| {
                    yield ('d', 2 * x);
                    yield ('d', 2 * x + 1);
                });
            fan_in(ab, c, d, capacity = capacity) >> stage(|x| x) >> collect()
        })
        .run()
        .unwrap();
        let mut inputs: BTreeMap<char, Vec<u32>> = BTreeMap::new();
        for (input, x) in piped {
            inputs.entry(input).or_default().push(x);
        }
        assert_eq!(inputs.keys().copied().collect::<String>(), "abcd");
        for (input, items) in inputs {
            assert!(
                items.into_iter().eq(0..ITEMS),
                "{input} of capacity {capacity}"
            );
        }
    }
}

#[test]
fn a_fan_out_loses_and_doubles_nothing_and_keeps_what_one_item_yields_in_order() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let piped: Vec<(u32, u32)> = pipeline!({
            let made = generator(capacity = capacity, 0..ITEMS);
            let many = made
                >> fan_out(4, capacity = capacity, |x| {
                    for copy in 0..x % 4 {
                        yield (x, copy);
                    }
                });
            many >> collect()
        })
        .run()
        .unwrap();
        let mut outputs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (x, copy) in piped {
            outputs.entry(x).or_default().push(copy);
        }
        let plain: BTreeMap<u32, Vec<u32>> = (0..ITEMS)
            .filter(|x| x % 4 > 0)
            .map(|x| (x, (0..x % 4).collect()))
            .collect();
        assert_eq!(outputs, plain);
    }
}
