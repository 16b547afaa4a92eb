pipeline!({
    let lines = generator(text.lines());
    let (a, ) = lines >> tee();
    a >> for_each(|line| line.);
})
