pipeline!({
    let lines = generator(text.lines());
    let (a, b) = lines >> tee();
    zip(a b) >> for_each(|pair| pair.)
})
