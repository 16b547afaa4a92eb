pipeline!({
    let lines = generator(text.lines());
    lines >> collect::<Vec<_>>
})
