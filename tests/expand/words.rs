// Yields, methods that fuse into a neighbour, a body made by each worker, a named item type.
pipeline!(|ctx| {
    let lines: String = receive(rx) >> skip_while(String::is_empty);
    let words = lines >> stage(name = "split", |line| {
        for word in line.split(' ') {
            yield word.to_owned();
        }
    });
    let lengths = words >> filter(|word| !word.is_empty()) >> stage(capacity = 8, {
        let mut seen = HashSet::new();
        move |word| {
            ctx.check()?;
            let new = seen.insert(word.clone());
            (word.len(), new)
        }
    });
    lengths >> map(|(length, _)| length) >> max()
})
