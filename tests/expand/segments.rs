pipeline!({
    let (names, parts) = generator(requests) >> tee(capacity = 8);
    let names = names >> throttle(100, SECOND) >> map(name_of);
    let scores = parts >> fan_out(4, ordered, on_error = retry(2, backoff), |part| score(part)?);
    let pairs = zip(names, scores);
    let (stored, failed) = pairs >> stage(stop_after = 10, |(name, score)| store(name, score)?);
    failed >> for_each(report);
    stored >> batch(50) >> collect()
})
