fn expanded() {
    ::pipeline::__private::AsyncPipeline::returning::<
        Result<(u64, Vec<Failure<String>>, usize), MyError>,
        _,
        _,
    >(
        0,
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("numbers", "generator"),
                    stage("urls", "receive"),
                    stage("pages+failed", "stage"),
                    stage("split", "stage"),
                    stage("lengths", "stage"),
                    stage("failures", "sink"),
                    stage("even", "stage"),
                ],
                edges: &[
                    ring("numbers", &["numbers"], "even", Window),
                    ring("urls", &["urls"], "pages+failed", Window),
                    ring("pages", &["pages+failed"], "split", Window),
                    queue("failed", &["pages+failed"], "failures", Window),
                    ring("words", &["split"], "lengths", Window),
                ],
            }
        },
        ::pipeline::__private::Box::new(|run| {
            let (to_numbers, numbers) = run.edge();
            let (to_urls, urls) = run.edge::<String>();
            let (to_pages, pages) = run.edge();
            let (to_failed, failed) = run.edge();
            let (to_words, words) = run.edge();
            run.generator("numbers", to_numbers)
                .yields(async |ref mut out| {
                    let mut n: u64 = 0;
                    loop {
                        ticks.next().await;
                        if let ::core::result::Result::Err(_) = out.send(n).await {
                            return ::core::result::Result::Ok(());
                        }
                        n += 1;
                    }
                });
            run.generator("urls", to_urls)
                .work(async |source, ref mut out| {
                    out.send_all(
                            source
                                .receive(rx)
                                .skip_while_async(async |ref mut each| {
                                    let mut body = each
                                        .test(async |url| seen.contains(url).await);
                                    while let ::core::option::Option::Some(item) = each
                                        .next()
                                        .await
                                    {
                                        let given = body(&item).await;
                                        each.give((item, given));
                                    }
                                }),
                        )
                        .await
                });
            run.stage("pages+failed", urls, to_pages)
                .retry_after(3, SECOND)
                .dead_letters(to_failed)
                .work(async |ref mut urls, ref mut out| {
                    let ctx = &out.context();
                    let mut body = urls
                        .async_body(async |url| ::core::result::Result::Ok({
                            println!("{ctx:?}");
                            client.get(&url).await?
                        }));
                    while let ::core::option::Option::Some(item) = out.next(urls).await {
                        out.try_give(body(item).await).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run.stage("split", pages, to_words)
                .work(async |pages, ref mut out| {
                    let pages = &mut pages.filter(|page| !page.is_empty()).boxed();
                    let mut body = out
                        .yielding(
                            pages,
                            async |page, out| {
                                for word in page.split(' ') {
                                    if let ::core::result::Result::Err(_) = out
                                        .send(word.to_owned())
                                        .await
                                    {
                                        return;
                                    }
                                }
                            },
                        );
                    while let ::core::option::Option::Some(item) = out.next(pages).await
                    {
                        body(item, out).await;
                        out.end().await;
                    }
                    ::core::result::Result::Ok(())
                });
            let total = run
                .sink("lengths", words)
                .work::<
                    u64,
                    _,
                    _,
                >(async |mut words| {
                    let ctx = &(&words).context();
                    let mut body = {
                        let mut dictionary = Dictionary::open(&path).await?;
                        (&mut words)
                            .async_body(async move |word| ::core::result::Result::Ok({
                                ctx.check()?;
                                dictionary.look_up(&word).await?
                            }))
                    };
                    ::core::result::Result::Ok(
                        words
                            .try_map_async(async |ref mut each| {
                                while let ::core::option::Option::Some(item) = each
                                    .next()
                                    .await
                                {
                                    each.give(body(item).await);
                                }
                            })
                            .inspect_async(async |ref mut each| {
                                let mut body = each.test(async |entry| log(entry).await);
                                while let ::core::option::Option::Some(item) = each
                                    .next()
                                    .await
                                {
                                    let given = body(&item).await;
                                    each.give((item, given));
                                }
                            })
                            .map(|entry| entry.len())
                            .take(1000)
                            .sum()
                            .await,
                    )
                });
            let failures = run
                .sink("failures", failed)
                .work(async |failed| {
                    ::core::result::Result::Ok(
                        failed
                            .consume(async |mut failed| {
                                let mut all = Vec::new();
                                while let Some(failure) = failed.next().await {
                                    all.push(failure);
                                }
                                all
                            })
                            .await,
                    )
                });
            let even = run
                .sink("even", numbers)
                .work(async |numbers| {
                    let site = &(&numbers).site();
                    ::core::result::Result::Ok(
                        (::pipeline::__private::async_values)(
                                site
                                    .items(
                                        (::pipeline::__private::async_values)(
                                                numbers.filter(|n| n % 2 == 0).map(format),
                                                0,
                                            )
                                            .chunks(3),
                                    )
                                    .map(Vec::len),
                                0,
                            )
                            .count()
                            .await,
                    )
                });
            run.value(move || (total.get(), failures.get(), even.get()))
        }),
    )
}
