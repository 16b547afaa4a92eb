pipeline!({
    let lines = generator(text.lines());
    lines >> batch_within(10) >> for_each(|batch| batch.)
})
