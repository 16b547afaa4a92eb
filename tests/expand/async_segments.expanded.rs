fn expanded() {
    ::pipeline::__private::AsyncPipeline::new(
        move |run_| {
            let ctx = run_.context();
            let open_loop_ = &run_.cycle();
            let (to_requests_, requests_) = run_.edge();
            let (to_open_, open_) = open_loop_.edge();
            let (to_again_, again_) = open_loop_.back_edge_or_drop(100);
            let (to_done_, done_) = run_.edge();
            let (to_names_, names_) = run_.edge_with_capacity(8);
            let (to_parts_, parts_) = run_.edge_with_capacity(8);
            let (to_short_, short_) = run_.edge();
            let (to_long_, long_) = run_.edge();
            let (to_scores_, scores_) = run_.edge();
            let (to_hashed_, hashed_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            let (to_drawn_, drawn_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            let (to_generated_, generated_) = run_.edge();
            let (to_stored_, stored_) = run_.edge();
            let (to_output_1_fan_out_, output_1_fan_out_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            run_.generator("requests", to_requests_)
                .yields(async move |mut out_| {
                    let out_ = &mut out_;
                    while let Some(request) = listener.accept().await? {
                        if let ::core::result::Result::Err(_) = out_.send(request).await
                        {
                            return ::core::result::Result::Ok(());
                        }
                    }
                    ::core::result::Result::Ok(())
                });
            run_.feedback("open", requests_, again_, to_open_);
            run_.route("again+done", open_)
                .to(&to_again_)
                .to(&to_done_)
                .work(async move |mut open_, mut out_| {
                    let (open_, out_) = (&mut open_, &mut out_);
                    let again = out_.branch_async(to_again_);
                    let done = out_.branch_async(to_done_);
                    while let ::core::option::Option::Some(item_) = open_.next().await {
                        let made_ = async {
                            let request = item_;
                            ::core::result::Result::Ok(
                                if true {
                                    match request.next().await? {
                                        Some(rest) => again(rest).await,
                                        None => done(request).await,
                                    }
                                } else {
                                    ::pipeline::__private::never()
                                },
                            )
                        }
                            .await;
                        out_.try_end(made_).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.tee("names+parts", done_, [to_names_, to_parts_])
                .work(async move |done_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(done_).await
                });
            run_.split("short+long", names_, to_short_, to_long_)
                .work(async move |names_, mut out_| {
                    let out_ = &mut out_;
                    let names_ = &mut names_.throttle(100, SECOND).boxed();
                    while let ::core::option::Option::Some(item_) = names_.next().await {
                        let yes_ = async {
                            let name = &item_;
                            ::core::result::Result::Ok(known(name).await?)
                        }
                            .await;
                        out_.try_give(item_, yes_).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.fan_out("scores", 4, parts_, to_scores_)
                .ordered()
                .share_loop(async move |mut parts_, mut out_| {
                    let (parts_, out_) = (&mut parts_, &mut out_);
                    let ctx = &out_.context();
                    while let ::core::option::Option::Some(item_) = out_
                        .next(parts_)
                        .await
                    {
                        let made_ = async {
                            let part = item_;
                            ::core::result::Result::Ok(ctx.scorer().score(part).await?)
                        }
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                })
                .work(async move |work_, parts_, out_| { work_(parts_, out_).await });
            run_.fan_out("hashed", 2, scores_, to_hashed_)
                .ordered()
                .share(move |score| hash(score))
                .work(async move |body_, mut scores_, mut out_| {
                    let (scores_, out_) = (&mut scores_, &mut out_);
                    let body_ = &mut scores_.blocking(move |item_| body_(item_));
                    while let ::core::option::Option::Some(item_) = out_
                        .next(scores_)
                        .await
                    {
                        out_.give(body_.call(item_).await).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.fan_out("drawn", 2, hashed_, to_drawn_)
                .ordered()
                .each_worker(async move |mut hashed_, mut out_| {
                    let (hashed_, out_) = (&mut hashed_, &mut out_);
                    let ctx = &out_.context();
                    let mut canvas = Canvas::new();
                    while let ::core::option::Option::Some(item_) = out_
                        .next(hashed_)
                        .await
                    {
                        {
                            let hash = item_;
                            if let ::core::result::Result::Err(_) = out_
                                .send(canvas.draw(hash, ctx.limit()))
                                .await
                            {
                                return ::core::result::Result::Ok(());
                            }
                        }
                        out_.end().await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.generator("generated", to_generated_)
                .work(async move |source_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(source_.items(names_of(requests))).await
                });
            run_.stage("stored", (generated_, drawn_), to_stored_)
                .skip_errors()
                .stop_after(10)
                .work(async move |mut items_, mut out_| {
                    let (items_, out_) = (&mut items_, &mut out_);
                    let body_ = &mut items_
                        .blocking(move |(name, score)| ::core::result::Result::Ok(
                            store(name, score)?,
                        ));
                    while let ::core::option::Option::Some(item_) = items_.next().await {
                        out_.try_give(body_.call(item_).await).await;
                    }
                    ::core::result::Result::Ok(())
                });
            let sum_ = run_
                .sink("sum", run_.batch_within(stored_, 50, ctx.time()))
                .work(async move |items_| {
                    ::core::result::Result::Ok(
                        items_
                            .filter(|batch| batch.len() > 1)
                            .fold_async(
                                0,
                                async |mut each_| {
                                    let each_ = &mut each_;
                                    while let ::core::option::Option::Some((sum_, item_)) = each_
                                        .next()
                                        .await
                                    {
                                        let made_ = match (sum_, item_) {
                                            (sum, batch) => sum + send(batch).await,
                                        };
                                        each_.give(made_);
                                    }
                                },
                            )
                            .await,
                    )
                });
            run_.sink("for_each", long_)
                .work(async move |long_| {
                    ::core::result::Result::Ok(
                        long_
                            .map_async(async |mut each_| {
                                let each_ = &mut each_;
                                while let ::core::option::Option::Some(item_) = each_
                                    .next()
                                    .await
                                {
                                    let made_ = async {
                                        match item_ {
                                            name => report(name).await,
                                        }
                                    }
                                        .await;
                                    each_.give(made_);
                                }
                            })
                            .batch(10)
                            .for_each(drop)
                            .await,
                    )
                });
            run_.fan_out("output_1.fan_out", 2, short_, to_output_1_fan_out_)
                .share(parse)
                .work(async move |body_, mut short_, mut out_| {
                    let (short_, out_) = (&mut short_, &mut out_);
                    while let ::core::option::Option::Some(item_) = short_.next().await {
                        out_.give(body_(item_)).await;
                    }
                    ::core::result::Result::Ok(())
                });
            let output_1_ = run_
                .sink("output_1", output_1_fan_out_)
                .work(async move |output_1_fan_out_| {
                    ::core::result::Result::Ok(output_1_fan_out_.collect().await)
                });
            run_.value(move || (sum_.get(), output_1_.get()))
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("requests", "generator"),
                    stage("open", "feedback"),
                    stage("again+done", "route"),
                    stage("names+parts", "tee"),
                    stage("short+long", "split"),
                    stage("scores", "fan_out"),
                    stage("hashed", "fan_out"),
                    stage("drawn", "fan_out"),
                    stage("generated", "generator"),
                    stage("stored", "stage"),
                    stage("sum", "fold"),
                    stage("for_each", "stage"),
                    stage("output_1.fan_out", "fan_out"),
                    stage("output_1", "collect"),
                ],
                edges: &[
                    edge("requests", &["requests"], "open", Window),
                    edge("open", &["open"], "again+done", Window),
                    edge("again", &["again+done"], "open", Items(100)).closing(),
                    edge("done", &["again+done"], "names+parts", Window),
                    edge("names", &["names+parts"], "short+long", Items(8)),
                    edge("parts", &["names+parts"], "scores", Items(8)),
                    edge("short", &["short+long"], "output_1.fan_out", Window),
                    edge("long", &["short+long"], "for_each", Window),
                    edge("scores", &["scores"], "hashed", Window),
                    edge("hashed", &["hashed"], "drawn", Window),
                    edge("drawn", &["drawn"], "stored", Window),
                    edge("generated", &["generated"], "stored", Window),
                    edge("stored", &["stored"], "sum", Window),
                    edge("output_1_fan_out", &["output_1.fan_out"], "output_1", Window),
                ],
            }
        },
    )
}
