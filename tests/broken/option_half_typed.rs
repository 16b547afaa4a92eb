pipeline!({
    let lines = generator(text.lines());
    lines >> stage(capa, |line| line.trim().) >> count()
})
