pipeline!({
    let lines = generator(text.lines());
    lines >> for_each(|line| line.)
    let words = generator(text.words());
    words >> count()
})
