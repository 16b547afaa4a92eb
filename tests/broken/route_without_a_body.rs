pipeline!({
    let lines = generator(text.lines());
    let (a, b) = lines >> route();
    (a >> count(), b >> count())
})
