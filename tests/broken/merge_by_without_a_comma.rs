pipeline!({
    let a = generator(xs);
    let b = generator(ys);
    let c = merge_by(a b, |x, y| x.time.cmp(&y.time));
    c >> count()
})
