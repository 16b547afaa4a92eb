pipeline!(|ctx {
    let lines = generator(text.lines());
    lines >> for_each(|line| ctx.)
})
