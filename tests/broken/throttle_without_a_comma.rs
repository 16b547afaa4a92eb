pipeline!({
    let lines = generator(text.lines());
    lines >> throttle(10 Duration::from_secs(1).) >> for_each(|line| line.)
})
