pipeline!(move || -> Result<usize, MyError> {
    let paths = generator(files);
    let words = paths
        >> fan_out(8, at = "workers", |path: PathBuf| {
            for word in fs::read_to_string(&path)?.split_whitespace() {
                yield word.to_owned();
            }
        });
    let lengths = words >> stage(at = "counters", |word: String| word.len());
    lengths >> sum()
})
