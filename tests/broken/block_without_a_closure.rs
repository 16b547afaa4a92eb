pipeline!({
    let lines = generator(text.lines());
    lines >> stage({ let mut seen = HashSet::; }) >> coun
})
