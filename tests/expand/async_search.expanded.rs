fn expanded() {
    ::pipeline::__private::AsyncStreamPipeline::new(
        |run_, outside_| {
            let (to_pages_generator_, pages_generator_) = run_.edge();
            let (to_pages_, pages_) = run_.edge();
            run_.generator("pages.generator", to_pages_generator_)
                .work(async |source_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(source_.items(urls)).await
                });
            run_.fan_out("pages", 4, pages_generator_, to_pages_)
                .work(async |mut pages_generator_, mut out_| {
                    let (pages_generator_, out_) = (&mut pages_generator_, &mut out_);
                    while let ::core::option::Option::Some(item_) = pages_generator_
                        .next()
                        .await
                    {
                        let made_ = async {
                            let url = item_;
                            ::core::result::Result::Ok(fetch(url).await?)
                        }
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.output("output", pages_, outside_);
            run_.value(|| ())
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("pages.generator", "generator"),
                    stage("pages", "fan_out"),
                    stage("output", "output"),
                ],
                edges: &[
                    edge("pages_generator", &["pages.generator"], "pages", Window),
                    edge("pages", &["pages"], "output", Window),
                ],
            }
        },
    )
}
