pipeline!({
    let lines = generator(text.lines());
    let first = lines >> segment(words(&dictionary));
    let best = first >> segment(name = "best", capacity = 8, best(10));
    best >> collect::<Vec<_>>()
})
