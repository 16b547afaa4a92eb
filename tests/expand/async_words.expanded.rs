fn expanded() {
    ::pipeline::__private::AsyncPipeline::returning::<
        Result<(u64, Vec<Failure<String>>, usize), MyError>,
        _,
        _,
        _,
        _,
    >(
        0,
        |run_| {
            #[allow(dead_code)]
            trait MissingMethods_: ::pipeline::__private::Hinted {
                fn chunks(
                    self,
                    _: ::core::primitive::usize,
                ) -> <Self as ::pipeline::__private::Hinted>::Batches
                where
                    for<'l> ::pipeline::__private::Stream<
                        'l,
                    >: ::pipeline::__private::Chunks,
                {
                    ::pipeline::__private::never()
                }
            }
            impl<I: ::pipeline::__private::Hinted> MissingMethods_ for I {}
            let (to_numbers_, numbers_) = run_.edge();
            let (to_urls_, urls_) = run_.edge::<String>();
            let (to_pages_, pages_) = run_.edge();
            let (to_failed_, failed_) = run_.edge();
            let (to_words_, words_) = run_.edge();
            run_.generator("numbers", to_numbers_)
                .yields(async |mut out_| {
                    let out_ = &mut out_;
                    let mut n: u64 = 0;
                    loop {
                        ticks.next().await;
                        if let ::core::result::Result::Err(_) = out_.send(n).await {
                            return ::core::result::Result::Ok(());
                        }
                        n += 1;
                    }
                });
            run_.generator("urls", to_urls_)
                .work(async |source_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(
                            source_
                                .receive(rx)
                                .skip_while_async(async |mut each_| {
                                    let each_ = &mut each_;
                                    while let ::core::option::Option::Some(item_) = each_
                                        .next()
                                        .await
                                    {
                                        let made_ = async {
                                            match &item_ {
                                                url => seen.contains(url).await,
                                            }
                                        }
                                            .await;
                                        each_.give((item_, made_));
                                    }
                                }),
                        )
                        .await
                });
            run_.stage("pages+failed", urls_, to_pages_)
                .retry_after(3, SECOND)
                .dead_letters(to_failed_)
                .work(async |mut urls_, mut out_| {
                    let (urls_, out_) = (&mut urls_, &mut out_);
                    let ctx = &out_.context();
                    while let ::core::option::Option::Some(item_) = out_
                        .next(urls_)
                        .await
                    {
                        let made_ = async {
                            let url = item_;
                            ::core::result::Result::Ok({
                                println!("{ctx:?}");
                                client.get(&url).await?
                            })
                        }
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.stage("split", pages_, to_words_)
                .work(async |pages_, mut out_| {
                    let out_ = &mut out_;
                    let pages_ = &mut pages_.filter(|page| !page.is_empty()).boxed();
                    while let ::core::option::Option::Some(page) = pages_.next().await {
                        for word in page.split(' ') {
                            if let ::core::result::Result::Err(_) = out_
                                .send(word.to_owned())
                                .await
                            {
                                return ::core::result::Result::Ok(());
                            }
                        }
                        out_.end().await;
                    }
                    ::core::result::Result::Ok(())
                });
            let total_ = run_
                .sink("lengths", words_)
                .work::<
                    u64,
                    _,
                    _,
                >(async |words_| {
                    let ctx = &(&words_).context();
                    let mut dictionary = Dictionary::open(&path).await?;
                    ::core::result::Result::Ok(
                        words_
                            .try_map_async(async move |mut each_| {
                                let each_ = &mut each_;
                                while let ::core::option::Option::Some(item_) = each_
                                    .next()
                                    .await
                                {
                                    let made_ = async {
                                        let word = item_;
                                        ::core::result::Result::Ok({
                                            ctx.check()?;
                                            dictionary.look_up(&word).await?
                                        })
                                    }
                                        .await;
                                    each_.give(made_);
                                }
                            })
                            .inspect_async(async |mut each_| {
                                let each_ = &mut each_;
                                while let ::core::option::Option::Some(item_) = each_
                                    .next()
                                    .await
                                {
                                    let made_ = async {
                                        match &item_ {
                                            entry => log(entry).await,
                                        }
                                    }
                                        .await;
                                    each_.give((item_, made_));
                                }
                            })
                            .map(|entry| entry.len())
                            .take(1000)
                            .sum()
                            .await,
                    )
                });
            let failures_ = run_
                .sink("failures", failed_)
                .work(async |mut failed| {
                    ::core::result::Result::Ok({
                        let mut all = Vec::new();
                        while let Some(failure) = failed.next().await {
                            all.push(failure);
                        }
                        all
                    })
                });
            let even_ = run_
                .sink("even", numbers_)
                .work(async |numbers_| {
                    let site_ = &(&numbers_).site();
                    ::core::result::Result::Ok(
                        (::pipeline::__private::async_values)(
                                site_
                                    .items(
                                        (::pipeline::__private::async_values)(
                                                numbers_.filter(|n| n % 2 == 0).map(format),
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
            run_.value(move || (total_.get(), failures_.get(), even_.get()))
        },
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
                    edge("numbers", &["numbers"], "even", Window),
                    edge("urls", &["urls"], "pages+failed", Window),
                    edge("pages", &["pages+failed"], "split", Window),
                    edge("failed", &["pages+failed"], "failures", Window),
                    edge("words", &["split"], "lengths", Window),
                ],
            }
        },
    )
}
