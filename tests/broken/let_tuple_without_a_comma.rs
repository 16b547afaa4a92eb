pipeline!({
    let lines = generator(text.lines());
    let (a b) = lines >> split(|line| line.);
    a >> count()
})
