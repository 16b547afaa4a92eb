// Two streams into one edge, two values, an error type, and everything owned.
pipeline!(move || -> Result<(usize, Vec<u64>), MyError> {
    let odd = generator((0..).filter(|n| n % 2 == 1));
    let squares = generator({
        let mut n: u64 = 0;
        loop {
            yield n * n;
            n += 1;
        }
    });
    let all = fan_in(odd, squares, capacity = 0);
    let some = all >> take(1000) >> fan_out(workers, capacity = 2, check);
    let most = some >> stage(|n| u64::try_from(n)?) >> take(100) >> collect();
    let log = generator(messages);
    let count = log >> sink(|messages| messages.map(print).count());
    (count, most)
})
