pipeline!({
    let lines = generator(text.lines());
    lines >> stge(|line| line.trim().) >> count()
})
