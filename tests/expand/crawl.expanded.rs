fn expanded() {
    ::pipeline::__private::Pipeline::new(
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
                    channel("seeds", &["seeds"], "urls", Items(DEFAULT)),
                    channel("urls", &["urls"], "pages+links", Items(DEFAULT)),
                    rings("pages", &["pages+links"], "output", Window),
                    channel("links", &["pages+links"], "links", Items(DEFAULT)),
                    channel("links_2", &["links"], "urls", Items(10000)).closing(),
                ],
            }
        },
        ::pipeline::__private::Box::new(|run| {
            let ctx = run.context();
            let urls_loop = &run.cycle();
            let (to_seeds, seeds) = urls_loop.seeds();
            let (to_urls, urls) = urls_loop.edge();
            let (to_pages, pages) = run.edge();
            let (to_links, links) = urls_loop.edge();
            let (to_links_2, links_2) = urls_loop.back_edge_or_fail(10_000);
            run.scope(|scope| {
                scope.generator("seeds", to_seeds).items(|| [start]);
                scope.feedback("urls", seeds, links_2, to_urls);
                scope
                    .route("pages+links", urls)
                    .to(&to_pages)
                    .to(&to_links)
                    .on_worker(|route| {
                        let pages = (&route).branch(to_pages);
                        let links = (&route).branch(to_links);
                        route
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
                let output = scope
                    .sink(
                        "output",
                        scope.batch_within(pages, 100, Duration::from_secs(1)),
                        |items| items.for_each(|batch| store(batch)),
                    );
                scope
                    .stage("links", links, to_links_2)
                    .through(|links| {
                        links.filter(|link| allowed(link) && !ctx.is_draining())
                    });
                scope.join()?;
                ::core::result::Result::Ok(output.get())
            })
        }),
    )
}
