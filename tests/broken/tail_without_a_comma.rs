pipeline!({
    let lines = generator(text.lines());
    let (a, b) = lines >> tee();
    (a >> count() b >> for_each(|line| line.))
})
