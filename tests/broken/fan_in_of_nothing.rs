pipeline!({
    let lines = generator(text.lines());
    let all = fan_in();
    all >> for_each(|line| line.)
})
