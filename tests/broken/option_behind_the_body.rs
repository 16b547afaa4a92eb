pipeline!({
    let lines = generator(text.lines());
    lines >> stage(|line| line.trim()., capacity = size.) >> count()
})
