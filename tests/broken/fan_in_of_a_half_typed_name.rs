pipeline!({
    let lines = generator(text.lines());
    let all = fan_in(lines, more.);
    all >> for_each(|line| line.)
})
