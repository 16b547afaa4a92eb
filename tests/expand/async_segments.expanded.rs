fn expanded() {
    ::pipeline::__private::AsyncPipeline::new(
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
                    ring("requests", &["requests"], "open", Window),
                    queue("open", &["open"], "again+done", Window),
                    queue("again", &["again+done"], "open", Items(100)).closing(),
                    queue("done", &["again+done"], "names+parts", Window),
                    ring("names", &["names+parts"], "short+long", Items(8)),
                    ring("parts", &["names+parts"], "scores", Items(8)),
                    ring("short", &["short+long"], "output_1.fan_out", Window),
                    ring("long", &["short+long"], "for_each", Window),
                    queue("scores", &["scores"], "hashed", Window),
                    queue("hashed", &["hashed"], "drawn", Window),
                    queue("drawn", &["drawn"], "stored", Window),
                    ring("generated", &["generated"], "stored", Window),
                    ring("stored", &["stored"], "sum", Window),
                    queue("output_1_fan_out", &["output_1.fan_out"], "output_1", Window),
                ],
            }
        },
        ::pipeline::__private::Box::new(move |run| {
            let ctx = run.context();
            let open_loop = &run.cycle();
            let (to_requests, requests) = open_loop.seeds();
            let (to_open, open) = open_loop.edge();
            let (to_again, again) = open_loop.back_edge_or_drop(100);
            let (to_done, done) = run.edge();
            let (to_names, names) = run.edge_with_capacity(8);
            let (to_parts, parts) = run.edge_with_capacity(8);
            let (to_short, short) = run.edge();
            let (to_long, long) = run.edge();
            let (to_scores, scores) = run.edge();
            let (to_hashed, hashed) = (::pipeline::__private::async_edge_of_values)(
                run.edge(),
                0,
            );
            let (to_drawn, drawn) = run.edge();
            let (to_generated, generated) = run.edge();
            let (to_stored, stored) = run.edge();
            let (to_output_1_fan_out, output_1_fan_out) = (::pipeline::__private::async_edge_of_values)(
                run.edge(),
                0,
            );
            run.generator("requests", to_requests)
                .yields(async move |ref mut out| {
                    while let Some(request) = listener.accept().await? {
                        if let ::core::result::Result::Err(_) = out.send(request).await {
                            return ::core::result::Result::Ok(());
                        }
                    }
                    ::core::result::Result::Ok(())
                });
            run.feedback("open", requests, again, to_open);
            run.route("again+done", open)
                .to(&to_again)
                .to(&to_done)
                .work(async move |ref mut open, ref mut out| {
                    let again = out.branch_async(to_again);
                    let done = out.branch_async(to_done);
                    let mut body = open
                        .async_body(async |request| ::core::result::Result::Ok(
                            if true {
                                match request.next().await? {
                                    Some(rest) => again(rest).await,
                                    None => done(request).await,
                                }
                            } else {
                                ::pipeline::__private::never()
                            },
                        ));
                    while let ::core::option::Option::Some(item) = out.next(open).await {
                        let made = body(item).await;
                        out.try_end(made).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run.tee("names+parts", done, [to_names, to_parts])
                .work(async move |done, ref mut out| { out.send_all(done).await });
            run.split("short+long", names, to_short, to_long)
                .work(async move |names, ref mut out| {
                    let names = &mut names.throttle(100, SECOND).boxed();
                    let mut test = names
                        .async_test(async |name| ::core::result::Result::Ok(
                            known(name).await?,
                        ));
                    while let ::core::option::Option::Some(item) = out.next(names).await
                    {
                        let yes = test(&item).await;
                        out.try_give(item, yes).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run.fan_out("scores", 4, parts, to_scores)
                .ordered()
                .share_async({
                    let ctx = ::core::clone::Clone::clone(run.context());
                    async move |part| {
                        let ctx = &ctx;
                        ::core::result::Result::Ok(ctx.scorer().score(part).await?)
                    }
                })
                .work(async move |body, ref mut parts, ref mut out| {
                    while let ::core::option::Option::Some(item) = out.next(parts).await
                    {
                        out.try_give(body(item).await).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run.fan_out("hashed", 2, scores, to_hashed)
                .ordered()
                .share(move |score| hash(score))
                .work(async move |body, ref mut scores, ref mut out| {
                    let body = &mut scores.blocking(move |item| body(item));
                    while let ::core::option::Option::Some(item) = out.next(scores).await
                    {
                        out.give(body.call(item).await).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run.fan_out("drawn", 2, hashed, to_drawn)
                .ordered()
                .each_worker(async move |ref mut hashed, ref mut out| {
                    let ctx = &out.context();
                    let mut body = {
                        let mut canvas = Canvas::new();
                        out.yielding(
                            hashed,
                            async move |hash, out| {
                                if let ::core::result::Result::Err(_) = out
                                    .send(canvas.draw(hash, ctx.limit()))
                                    .await
                                {
                                    return;
                                }
                            },
                        )
                    };
                    while let ::core::option::Option::Some(item) = out.next(hashed).await
                    {
                        body(item, out).await;
                        out.end().await;
                    }
                    ::core::result::Result::Ok(())
                });
            run.generator("generated", to_generated)
                .work(async move |source, ref mut out| {
                    out.send_all(source.items(names_of(requests))).await
                });
            run.stage("stored", (generated, drawn), to_stored)
                .skip_errors()
                .stop_after(10)
                .work(async move |ref mut items, ref mut out| {
                    let body = &mut items
                        .blocking(move |(name, score)| ::core::result::Result::Ok(
                            store(name, score)?,
                        ));
                    while let ::core::option::Option::Some(item) = out.next(items).await
                    {
                        out.try_give(body.call(item).await).await;
                    }
                    ::core::result::Result::Ok(())
                });
            let sum = run
                .sink("sum", run.batch_within(stored, 50, ctx.time()))
                .work(async move |items| {
                    ::core::result::Result::Ok(
                        items
                            .filter(|batch| batch.len() > 1)
                            .fold_async(
                                0,
                                async |ref mut each| {
                                    let mut body = each
                                        .folding(async |sum, batch| sum + send(batch).await);
                                    while let ::core::option::Option::Some((sum, item)) = each
                                        .next()
                                        .await
                                    {
                                        each.give(body(sum, item).await);
                                    }
                                },
                            )
                            .await,
                    )
                });
            run.sink("for_each", long)
                .work(async move |long| {
                    ::core::result::Result::Ok(
                        long
                            .map_async(async |ref mut each| {
                                let mut body = each.body(async |name| report(name).await);
                                while let ::core::option::Option::Some(item) = each
                                    .next()
                                    .await
                                {
                                    each.give(body(item).await);
                                }
                            })
                            .batch(10)
                            .for_each(drop)
                            .await,
                    )
                });
            run.fan_out("output_1.fan_out", 2, short, to_output_1_fan_out)
                .share(parse)
                .work(async move |body, ref mut short, ref mut out| {
                    while let ::core::option::Option::Some(item) = out.next(short).await
                    {
                        out.give(body(item)).await;
                    }
                    ::core::result::Result::Ok(())
                });
            let output_1 = run
                .sink("output_1", output_1_fan_out)
                .work(async move |output_1_fan_out| {
                    ::core::result::Result::Ok(output_1_fan_out.collect().await)
                });
            run.value(move || (sum.get(), output_1.get()))
        }),
    )
}
