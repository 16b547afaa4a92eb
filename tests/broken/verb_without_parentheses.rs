pipeline!({
    let lines = generator(text.lines());
    lines >> stage >> count()
})
