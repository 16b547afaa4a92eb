pipeline!({
    let lines = generator(text.lines());
    let a = lines >> route(|line| a(line.));
    a >> count()
})
