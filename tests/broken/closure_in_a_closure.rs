pipeline!({
    let lines = generator(text.lines());
    lines >> stage(|line| line.split(' ').map(|word| word.))
})
