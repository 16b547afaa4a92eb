pipeline!({
    let lines = generator(text.lines());
    let long =
    long >> count()
})
