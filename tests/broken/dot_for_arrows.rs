pipeline!({
    let lines = generator(text.lines());
    lines.map(|line| line.trim().)
})
