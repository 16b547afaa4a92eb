fn expanded() {
    ::pipeline::__private::AsyncPipeline::new(
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("paths", "generator"),
                    stage("sums", "fan_out"),
                    stage("output", "collect"),
                ],
                edges: &[
                    ring("paths", &["paths"], "sums", Window),
                    queue("sums", &["sums"], "output", Window),
                ],
            }
        },
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
                    let out_ = &mut out_;
                    let paths_ = &mut paths_;
                    let mut body_ = paths_
                        .async_body(async |path| ::core::result::Result::Ok({
                            let text = tokio::fs::read(&path).await?;
                            (path, md5(&text))
                        }));
                    while let ::core::option::Option::Some(item_) = out_
                        .next(paths_)
                        .await
                    {
                        out_.try_give(body_(item_).await).await;
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
    )
}
