fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let ctx = run_.context();
            let urls_loop_ = &run_.cycle();
            let (to_seeds_, seeds_) = run_.edge();
            let (to_urls_, urls_) = urls_loop_.edge();
            let (to_pages_, pages_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            let (to_links_, links_) = urls_loop_.edge();
            let (to_links_2_, links_2_) = urls_loop_.back_edge_or_fail(10_000);
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_.generator("seeds", to_seeds_).items(|| [start]);
                scope_.feedback("urls", seeds_, links_2_, to_urls_);
                scope_
                    .route("pages+links", urls_)
                    .to(&to_pages_)
                    .to(&to_links_)
                    .on_worker(|route_| {
                        let pages = (&route_).branch(to_pages_);
                        let links = (&route_).branch(to_links_);
                        route_
                            .try_map({
                                let mut seen = HashSet::new();
                                move |url: Url| ::core::result::Result::Ok({
                                    if seen.insert(url.clone()) {
                                        let page = fetch(&url)?;
                                        for link in page.links() {
                                            links(link);
                                        }
                                        pages(page);
                                    }
                                })
                            })
                    });
                let output_ = scope_
                    .sink(
                        "output",
                        scope_.batch_within(pages_, 100, Duration::from_secs(1)),
                        |items_| items_.for_each(|batch| store(batch)),
                    );
                scope_
                    .stage("links", links_, to_links_2_)
                    .through(|links_| {
                        links_.filter(|link| allowed(link) && !ctx.is_draining())
                    });
                scope_.join()?;
                ::core::result::Result::Ok(output_.get())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("seeds", "generator"),
                    stage("urls", "feedback"),
                    stage("pages+links", "route"),
                    stage("output", "for_each"),
                    stage("links", "filter"),
                ],
                edges: &[
                    edge("seeds", &["seeds"], "urls", Window),
                    edge("urls", &["urls"], "pages+links", Window),
                    edge("pages", &["pages+links"], "output", Window),
                    edge("links", &["pages+links"], "links", Window),
                    edge("links_2", &["links"], "urls", Items(10000)).closing(),
                ],
            }
        },
    )
}
