pipeline!({
    let lines = generator(text.lines());
    lines >> sta
})
