segment!(move |lines| {
    let words = lines >> stage(|line| for word in line.split(' ') { yield word.to_owned(); });
    let (known, unknown) = words >> split(|word| dictionary.contains(word));
    unknown >> for_each(|word| report(word));
    known >> fan_out(4, |word| score(&word)?)
})
