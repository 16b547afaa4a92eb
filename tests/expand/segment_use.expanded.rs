fn expanded() {
    {
        let segment_of_first_: ::pipeline::__private::Segment<'_, _, _, _> = words(
            &dictionary,
        );
        let segment_of_best_: ::pipeline::__private::Segment<'_, _, _, _> = best(10);
        let graph_ = const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("lines", "generator"),
                    stage("first", "segment"),
                    stage("best", "segment"),
                    stage("output", "collect"),
                ],
                edges: &[
                    edge("lines", &["lines"], "first", Window),
                    edge("first", &["first"], "best", Window),
                    edge("best", &["best"], "output", Items(8)),
                ],
            }
        }
            .with(
                ::std::vec![
                    ("first", (& segment_of_first_).part()), ("best", (&
                    segment_of_best_).part())
                ],
            );
        ::pipeline::__private::Pipeline::new(
            |run_| {
                let (to_lines_, lines_) = run_.edge();
                let (to_first_, first_) = run_.edge();
                let (to_best_, best_) = run_.edge_with_capacity(8);
                run_.scope(|scope_| {
                    use ::core::iter::Iterator as _;
                    scope_.generator("lines", to_lines_).items(|| text.lines());
                    scope_.segment("first", segment_of_first_, lines_, to_first_);
                    scope_.segment("best", segment_of_best_, first_, to_best_);
                    let output_ = scope_
                        .sink("output", best_, |best_| best_.collect::<Vec<_>>());
                    scope_.join()?;
                    ::core::result::Result::Ok(output_.get())
                })
            },
            graph_,
        )
    }
}
