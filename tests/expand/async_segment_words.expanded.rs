fn expanded() {
    ::pipeline::__private::AsyncSegment::giving::<
        Result<Score, MyError>,
    >(
        ::std::boxed::Box::new(move |
            run_,
            lines_: ::pipeline::__private::Receiver<String>,
            to_output_|
        {
            let (to_words_, words_) = run_.edge();
            run_.stage("words", lines_, to_words_)
                .work(async move |mut lines_, mut out_| {
                    let (lines_, out_) = (&mut lines_, &mut out_);
                    while let ::core::option::Option::Some(line) = lines_.next().await {
                        for word in line.split(' ') {
                            if let ::core::result::Result::Err(_) = out_
                                .send(word.to_owned())
                                .await
                            {
                                return ::core::result::Result::Ok(());
                            }
                        }
                        out_.end().await;
                    }
                    ::core::result::Result::Ok(())
                });
            run_.fan_out("output", 4, words_, to_output_)
                .share_loop(async move |mut words_, mut out_| {
                    let (words_, out_) = (&mut words_, &mut out_);
                    let ctx = &out_.context();
                    while let ::core::option::Option::Some(item_) = words_.next().await {
                        let made_ = async {
                            let word = item_;
                            ::core::result::Result::Ok(score(&word, ctx).await?)
                        }
                            .await;
                        out_.try_give(made_).await;
                    }
                    ::core::result::Result::Ok(())
                })
                .work(async move |work_, words_, out_| { work_(words_, out_).await });
        }),
        const {
            use ::pipeline::__private::graph::*;
            &Part {
                reader: "words",
                graph: Graph {
                    stages: &[stage("words", "stage"), stage("output", "fan_out")],
                    edges: &[edge("words", &["words"], "output", Window)],
                },
                fillers: &["output"],
                barred_from_loops: None,
            }
        },
    )
}
