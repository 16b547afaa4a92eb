fn expanded() {
    {
        let segment_of_again_: ::pipeline::__private::Segment<'_, _, _, _> = step();
        let graph_ = const {
            use ::pipeline::__private::graph::*;
            &Part {
                reader: "open",
                graph: Graph {
                    stages: &[
                        stage("open", "feedback"),
                        stage("done+rest", "split"),
                        stage("again", "segment"),
                        stage("output", "batch"),
                    ],
                    edges: &[
                        edge("open", &["open"], "done+rest", Window),
                        edge("done", &["done+rest"], "output", Window),
                        edge("rest", &["done+rest"], "again", Window),
                        edge("again", &["again"], "open", Items(1000)).closing(),
                    ],
                },
                fillers: &["output"],
                barred_from_loops: Some(
                    "in a loop, the last items would wait for ever for a full batch: use `batch_within(size, time)`",
                ),
            }
        }
            .with(::std::vec![("again", (& segment_of_again_).part())]);
        ::pipeline::__private::Segment::new(
            ::std::boxed::Box::new(|run_, numbers_, to_output_| {
                let open_loop_ = &run_.cycle();
                let (to_open_, open_) = open_loop_.edge();
                let (to_done_, done_) = run_.edge();
                let (to_rest_, rest_) = open_loop_.edge();
                let (to_again_, again_) = open_loop_.back_edge_or_fail(1000);
                run_.scope(|scope_| {
                    use ::core::iter::Iterator as _;
                    scope_.feedback("open", numbers_, again_, to_open_);
                    scope_
                        .split("done+rest", open_, to_done_, to_rest_)
                        .map(|n| *n == 1);
                    scope_.segment("again", segment_of_again_, rest_, to_again_);
                    scope_
                        .stage("output", done_, to_output_)
                        .through(|done_| (::pipeline::__private::batch)(done_, 2));
                })
            }),
            graph_,
        )
    }
}
