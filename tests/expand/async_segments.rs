// Branches, a loop, and workers that own what they share.
pipeline!(async move |ctx| {
    let requests = generator(async {
        while let Some(request) = listener.accept().await? {
            yield request;
        }
    });
    let open = requests >> feedback(again, bound = 100, full = drop);
    let (again, done) = open >> route(async |request| {
        match request.next().await? {
            Some(rest) => again(rest).await,
            None => done(request).await,
        }
    });
    let (names, parts) = done >> tee(capacity = 8);
    let (short, long) = names >> throttle(100, SECOND) >> split(async |name| known(name).await?);
    let scores = parts >> fan_out(4, ordered, async |part| ctx.scorer().score(part).await?);
    let hashed = scores >> fan_out(2, blocking, ordered, |score| hash(score));
    let drawn = hashed >> fan_out(2, ordered, {
        let mut canvas = Canvas::new();
        move |hash| {
            yield canvas.draw(hash, ctx.limit());
        }
    });
    let generated = generator(names_of(requests));
    let pairs = zip(generated, drawn);
    let stored = pairs >> stage(blocking, stop_after = 10, |(name, score)| store(name, score)?);
    let batches = stored >> batch_within(50, ctx.time()) >> filter(|batch| batch.len() > 1);
    let sum = batches >> fold(0, async |sum, batch| sum + send(batch).await);
    long >> stage(async |name| report(name).await) >> batch(10) >> for_each(drop);
    (sum, short >> fan_out(2, parse) >> collect())
})
