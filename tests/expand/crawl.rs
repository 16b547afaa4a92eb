pipeline!(|ctx| {
    let seeds = generator([start]);
    let urls = seeds >> feedback(links, bound = 10_000, full = fail);
    let (pages, links) = urls
        >> route({
            let mut seen = HashSet::new();
            move |url: Url| {
                if seen.insert(url.clone()) {
                    let page = fetch(&url)?;
                    for link in page.links() {
                        links(link);
                    }
                    pages(page);
                }
            }
        });
    let links = links >> filter(|link| allowed(link) && !ctx.is_draining());
    pages >> batch_within(100, Duration::from_secs(1)) >> for_each(|batch| store(batch))
})
