pipeline!({
    let readings = generator(readings);
    let (work, view) = readings >> tee(capacity = 16, full = drop_oldest(view));
    let sums = work >> stage(capacity = most, full = merge(|old, new| old + new), |reading| reading.value);
    let shown = view >> fan_out(2, capacity = 1, full = drop_newest, show);
    sums >> sink(store);
    shown >> sink(print);
})
