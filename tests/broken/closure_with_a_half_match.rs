pipeline!({
    let lines = generator(text.lines());
    lines >> stage(|line| match line. { "" => , other => other. })
})
