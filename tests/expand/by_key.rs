pipeline!({
    let requests = generator(requests);
    let answers = requests
        >> fan_out(workers, by = |request| &request.user, ordered, {
            let mut seen = HashMap::new();
            move |request| seen.entry(request.user).or_insert(0)
        });
    answers >> for_each(send)
})
