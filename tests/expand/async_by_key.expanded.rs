fn expanded() {
    ::pipeline::__private::AsyncPipeline::new(
        move |run_| {
            let (to_requests_, requests_) = run_.edge();
            let (to_shares_, shares_) = run_.edge();
            let (to_totals_, totals_) = run_.edge();
            run_.generator("requests", to_requests_)
                .work(async move |source_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(source_.items(requests)).await
                });
            run_.fan_out("shares", 4, requests_, to_shares_)
                .by(move |request, hash_| {
                    let ctx = hash_.context();
                    hash_.of(&(request.user, ctx.get::<Day>()))
                })
                .share_loop(async move |mut requests_, mut out_| {
                    let (requests_, out_) = (&mut requests_, &mut out_);
                    while let ::core::option::Option::Some(item_) = requests_
                        .next()
                        .await
                    {
                        let made_ = async {
                            let request = item_;
                            ::core::result::Result::Ok({ ask(request).await? })
                        }
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                })
                .work(async move |work_, requests_, out_| {
                    work_(requests_, out_).await
                });
            run_.fan_out("totals", 2, shares_, to_totals_)
                .by(|item_, hash_| hash_.of(&user(item_)))
                .share_loop(async move |shares_, out_| {
                    let (shares_, mut out_) = out_.transform(shares_);
                    let out_ = &mut out_;
                    let mut shares = shares_;
                    while let Some(share) = shares.next().await {
                        if let ::core::result::Result::Err(_) = out_.send(share).await {
                            return ::core::result::Result::Ok(());
                        }
                    }
                    ::core::result::Result::Ok(())
                })
                .work(async move |work_, shares_, out_| { work_(shares_, out_).await });
            let output_ = run_
                .sink("output", totals_)
                .work(async move |totals_| {
                    ::core::result::Result::Ok(totals_.count().await)
                });
            run_.value(move || output_.get())
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("requests", "generator"),
                    stage("shares", "fan_out"),
                    stage("totals", "fan_out"),
                    stage("output", "count"),
                ],
                edges: &[
                    edge("requests", &["requests"], "shares", Window),
                    edge("shares", &["shares"], "totals", Window),
                    edge("totals", &["totals"], "output", Window),
                ],
            }
        },
    )
}
