fn expanded() {
    ::pipeline::__private::AsyncPipeline::new(
        |run_| {
            let (to_paths_, paths_) = run_.edge();
            let (to_sums_, sums_) = run_.edge();
            run_.generator("paths", to_paths_)
                .work(async |source_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(source_.items(walk(&root))).await
                });
            run_.fan_out("sums", 8, paths_, to_sums_)
                .work(async |mut paths_, mut out_| {
                    let (paths_, out_) = (&mut paths_, &mut out_);
                    while let ::core::option::Option::Some(item_) = paths_.next().await {
                        let made_ = async {
                            let path = item_;
                            ::core::result::Result::Ok({
                                let text = tokio::fs::read(&path).await?;
                                (path, md5(&text))
                            })
                        }
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                });
            let output_ = run_
                .sink("output", sums_)
                .work(async |sums_| {
                    ::core::result::Result::Ok(sums_.collect().await)
                });
            run_.value(move || output_.get())
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("paths", "generator"),
                    stage("sums", "fan_out"),
                    stage("output", "collect"),
                ],
                edges: &[
                    edge("paths", &["paths"], "sums", Window),
                    edge("sums", &["sums"], "output", Window),
                ],
            }
        },
    )
}
