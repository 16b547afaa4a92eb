fn expanded() {
    ::pipeline::__private::StreamPipeline::returning::<
        Result<Hit, Failed>,
        _,
        _,
        _,
        _,
    >(
        0,
        move |run_, outside_| {
            let ctx = run_.context();
            let (to_files_, files_) = run_.edge();
            let (to_hits_, hits_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            let (to_output_, output_) = run_.edge();
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_.generator("files", to_files_).items(|| walk(&folder));
                scope_
                    .fan_out("hits", 4, files_, to_hits_)
                    .try_yields(|path, out_| ::core::result::Result::Ok({
                        for line in read(&path)? {
                            if line.contains(&word) {
                                if let ::core::result::Result::Err(_) = out_
                                    .send(Hit::new(&path, line))
                                {
                                    return ::core::result::Result::Ok(());
                                }
                            }
                        }
                    }));
                scope_
                    .stage("output.filter", hits_, to_output_)
                    .through(|hits_| {
                        hits_.filter(|hit| !ctx.is_cancelled() && hit.is_text())
                    });
                scope_.output("output", output_, outside_);
                scope_.join()?;
                ::core::result::Result::Ok(())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("files", "generator"),
                    stage("hits", "fan_out"),
                    stage("output.filter", "filter"),
                    stage("output", "output"),
                ],
                edges: &[
                    edge("files", &["files"], "hits", Window),
                    edge("hits", &["hits"], "output.filter", Window),
                    edge("output", &["output.filter"], "output", Window),
                ],
            }
        },
    )
}
