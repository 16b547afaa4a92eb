pipeline!(|ctx, other| {
    let lines = generator(text.lines());
    lines >> for_each(|line| ctx.)
})
