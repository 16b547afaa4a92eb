pipeline!({
    let lines = generator(text.lines());
    lin >> for_each(|line| line.)
})
