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
        ::pipeline::__private::Box::new(|run| {
            let (to_paths, paths) = run.edge();
            let (to_sums, sums) = run.edge();
            run.generator("paths", to_paths)
                .work(async |source, ref mut out| {
                    out.send_all(source.items(walk(&root))).await
                });
            run.fan_out("sums", 8, paths, to_sums)
                .work(async |ref mut paths, ref mut out| {
                    let mut body = paths
                        .async_body(async |path| ::core::result::Result::Ok({
                            let text = tokio::fs::read(&path).await?;
                            (path, md5(&text))
                        }));
                    while let ::core::option::Option::Some(item) = out.next(paths).await
                    {
                        out.try_give(body(item).await).await;
                    }
                    ::core::result::Result::Ok(())
                });
            let output = run
                .sink("output", sums)
                .work(async |sums| { ::core::result::Result::Ok(sums.collect().await) });
            run.value(move || output.get())
        }),
    )
}
