fn expanded() {
    ::pipeline::__private::AsyncPipeline::new(
        move |run_| {
            let (to_paragraphs_generator_, paragraphs_generator_) = run_.edge();
            let (to_paragraphs_, paragraphs_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            let (to_stored_, stored_) = run_.edge();
            let (to_longest_, longest_) = run_.edge();
            run_.generator("paragraphs.generator", to_paragraphs_generator_)
                .work(async move |source_, mut out_| {
                    let out_ = &mut out_;
                    out_.send_all(source_.items(text.lines())).await
                });
            run_.stage("paragraphs", paragraphs_generator_, to_paragraphs_)
                .work(async move |paragraphs_generator_, out_| {
                    let (paragraphs_generator_, mut out_) = out_
                        .transform(paragraphs_generator_);
                    let out_ = &mut out_;
                    let mut lines = paragraphs_generator_;
                    let mut paragraph = Vec::new();
                    while let Some(line) = lines.next().await {
                        if line.is_empty() {
                            if let ::core::result::Result::Err(_) = out_
                                .send(std::mem::take(&mut paragraph))
                                .await
                            {
                                return ::core::result::Result::Ok(());
                            }
                        } else {
                            paragraph.push(line);
                        }
                    }
                    if let ::core::result::Result::Err(_) = out_.send(paragraph).await {
                        return ::core::result::Result::Ok(());
                    }
                    ::core::result::Result::Ok(())
                });
            run_.fan_out("stored", 4, paragraphs_, to_stored_)
                .each_worker(async move |paragraphs_, mut out_| {
                    let ctx = &out_.context();
                    let (paragraphs_, mut out_) = out_.transform(paragraphs_);
                    let out_ = &mut out_;
                    let store = open(ctx).await?;
                    let mut paragraphs = paragraphs_;
                    ::core::result::Result::Ok({
                        while let Some(lines) = paragraphs.next().await {
                            if let ::core::result::Result::Err(_) = out_
                                .send(store.put(lines).await?)
                                .await
                            {
                                return ::core::result::Result::Ok(());
                            }
                        }
                    })
                });
            run_.fan_out("longest", 2, stored_, to_longest_)
                .share_loop(async move |stored_, out_| {
                    let (stored_, mut out_) = out_.transform(stored_);
                    let out_ = &mut out_;
                    let made_ = async {
                        match stored_ {
                            sizes => sizes.max().await,
                        }
                    }
                        .await;
                    out_.give(made_).await
                })
                .work(async move |work_, stored_, out_| { work_(stored_, out_).await });
            let output_ = run_
                .sink("output", longest_)
                .work(async move |longest_| {
                    ::core::result::Result::Ok(longest_.max().await)
                });
            run_.value(move || output_.get())
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("paragraphs.generator", "generator"),
                    stage("paragraphs", "transform"),
                    stage("stored", "fan_out"),
                    stage("longest", "fan_out"),
                    stage("output", "max"),
                ],
                edges: &[
                    edge(
                        "paragraphs_generator",
                        &["paragraphs.generator"],
                        "paragraphs",
                        Window,
                    ),
                    edge("paragraphs", &["paragraphs"], "stored", Window),
                    edge("stored", &["stored"], "longest", Window),
                    edge("longest", &["longest"], "output", Window),
                ],
            }
        },
    )
}
