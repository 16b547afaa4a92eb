// Bodies that wait, yields, methods with `async` closures, a sink, retries, dead letters, the context.
pipeline!(async |ctx| -> Result<(u64, Vec<Failure<String>>, usize), MyError> {
    let numbers = generator({
        let mut n: u64 = 0;
        loop {
            ticks.next().await;
            yield n;
            n += 1;
        }
    });
    let urls: String = receive(rx) >> skip_while(async |url| seen.contains(url).await);
    let (pages, failed) = urls
        >> stage(on_error = retry(3, SECOND), async |url| {
            println!("{ctx:?}");
            client.get(&url).await?
        });
    let words = pages >> filter(|page| !page.is_empty()) >> stage(name = "split", |page| {
        for word in page.split(' ') {
            yield word.to_owned();
        }
    });
    let lengths = words
        >> stage({
            let mut dictionary = Dictionary::open(&path).await?;
            async move |word| {
                ctx.check()?;
                dictionary.look_up(&word).await?
            }
        })
        >> inspect(async |entry| log(entry).await)
        >> map(|entry| entry.len());
    let total: u64 = lengths >> take(1000) >> sum();
    let failures = failed >> sink(async |mut failed| {
        let mut all = Vec::new();
        while let Some(failure) = failed.next().await {
            all.push(failure);
        }
        all
    });
    let even = numbers >> filter(|n| n % 2 == 0) >> stage(format) >> chunks(3) >> map(Vec::len) >> count();
    (total, failures, even)
})
