fn expanded() {
    ::pipeline::__private::AsyncPipeline::new(
        |run_| {
            let (to_urls_receive_, urls_receive_) = run_.edge();
            let (to_urls_, urls_) = run_.edge();
            let (to_pages_, pages_) = run_.edge();
            let (to_failed_, failed_) = run_.edge();
            let (to_sizes_, sizes_) = run_.edge();
            run_.generator("urls.receive", to_urls_receive_)
                .work(async |source_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(source_.receive(urls)).await
                });
            run_.stage("urls", run_.debounce(urls_receive_, pause), to_urls_)
                .work(async |items_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(items_).await
                });
            run_.fan_out("pages+failed", 8, urls_, to_pages_)
                .timeout(Duration::from_secs(5))
                .retry(2)
                .dead_letters(to_failed_)
                .work(async |mut urls_, mut out_| {
                    let (urls_, out_) = (&mut urls_, &mut out_);
                    let ctx = &out_.context();
                    let limit_ = out_.limit();
                    while let ::core::option::Option::Some(item_) = out_
                        .next(urls_)
                        .await
                    {
                        let made_ = limit_
                            .try_of(async {
                                let url = item_;
                                ::core::result::Result::Ok({
                                    ctx.check()?;
                                    get(&url).await?
                                })
                            })
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.stage("sizes", pages_, to_sizes_)
                .timeout(limit)
                .work(async |mut pages_, mut out_| {
                    let (pages_, out_) = (&mut pages_, &mut out_);
                    let limit_ = out_.limit();
                    while let ::core::option::Option::Some(item_) = pages_.next().await {
                        let made_ = limit_
                            .of(async {
                                match item_ {
                                    page => measure(page).await,
                                }
                            })
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                });
            let output_0_ = run_
                .sink("output_0", run_.sample(sizes_, period))
                .work(async |items_| {
                    ::core::result::Result::Ok(items_.sum::<u64>().await)
                });
            let output_1_ = run_
                .sink("output_1", failed_)
                .work(async |failed_| {
                    ::core::result::Result::Ok(failed_.count().await)
                });
            run_.value(move || (output_0_.get(), output_1_.get()))
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("urls.receive", "receive"),
                    stage("urls", "debounce"),
                    stage("pages+failed", "fan_out"),
                    stage("sizes", "stage"),
                    stage("output_0", "sum"),
                    stage("output_1", "count"),
                ],
                edges: &[
                    edge("urls_receive", &["urls.receive"], "urls", Window),
                    edge("urls", &["urls"], "pages+failed", Window),
                    edge("pages", &["pages+failed"], "sizes", Window),
                    edge("failed", &["pages+failed"], "output_1", Window),
                    edge("sizes", &["sizes"], "output_0", Window),
                ],
            }
        },
    )
}
