pipeline!(async move |ctx| {
    let requests = generator(requests);
    let shares = requests
        >> fan_out(4, by = |request| (request.user, ctx.get::<Day>()), async |request| {
            ask(request).await?
        });
    let totals = shares
        >> fan_out(2, by = user, transform, async |mut shares| {
            while let Some(share) = shares.next().await {
                yield share;
            }
        });
    totals >> count()
})
