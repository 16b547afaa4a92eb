pipeline!(async |ctx| {
    let urls = receive(urls) >> debounce(pause);
    let (pages, failed) = urls
        >> fan_out(8, timeout = Duration::from_secs(5), on_error = retry(2), async |url| {
            ctx.check()?;
            get(&url).await?
        });
    let sizes = pages >> stage(timeout = limit, async |page| measure(page).await);
    (sizes >> sample(period) >> sum::<u64>(), failed >> count())
})
