pipeline!({
    let lines = generator(text.lines());
    lines >> stage(|line| for word in line.split(' ') { yield }) >> coun
})
