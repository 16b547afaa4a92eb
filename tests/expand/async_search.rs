// A tail that is a stream, as futures.
pipeline!(async {
    let pages = generator(urls) >> fan_out(4, async |url| fetch(url).await?);
    pages
})
