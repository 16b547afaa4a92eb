//! Declarations of one line, on owned and on borrowed items, compiled for threads and as futures.
//!
//! When rustc proves that a future is `Send`, it erases the lifetimes in its types. For a closure
//! on borrowed items, this proof fails. So an expansion must not keep a value of such a type across
//! an `.await`. Each line here is a place where an expansion could.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::futures::executor::block_on;
use pipeline::{pipeline, segment};
use pipeline_tests::{Watchdog, yields};

struct Given {
    numbers: Vec<u32>,
    words: Vec<&'static str>,
    lines: Vec<String>,
    ages: BTreeMap<String, u32>,
}

fn given() -> Given {
    Given {
        numbers: vec![3, 1, 2],
        words: vec!["a b", "cd", "e"],
        lines: vec!["x y".to_owned(), "z".to_owned()],
        ages: BTreeMap::from([("p".to_owned(), 7), ("q".to_owned(), 9)]),
    }
}

fn is_long(word: &&str) -> bool {
    word.len() > 1
}

fn len(word: &str) -> usize {
    word.len()
}

/// A method of the consumers' values.
trait Lens {
    fn lens(self) -> usize;
}

impl<A, B> Lens for (Vec<A>, Vec<B>) {
    fn lens(self) -> usize {
        self.0.len() + self.1.len()
    }
}

/// Makes a function on threads and an async function from each line, and a test that both return
/// the same.
macro_rules! both {
    ($($name:ident($($borrowed:ident: $type:ty),*) -> $value:ty { $($line:tt)* })*) => {
        mod threads {
            use super::*;
            $(pub fn $name($($borrowed: $type),*) -> Result<$value, pipeline::Error> {
                pipeline!({ $($line)* }).run()
            })*
        }

        mod futures {
            use super::*;
            $(pub async fn $name($($borrowed: $type),*) -> Result<$value, pipeline::Error> {
                pipeline!(async { $($line)* }).run().await
            })*
        }

        #[test]
        fn each_line_compiles_as_both_and_gives_the_same() {
            let _watchdog = Watchdog::of_this_test();
            let given = given();
            $({
                $(let $borrowed = &given.$borrowed;)*
                let by_threads = threads::$name($($borrowed),*).expect(stringify!($name));
                let by_futures = block_on(futures::$name($($borrowed),*)).expect(stringify!($name));
                assert_eq!(by_futures, by_threads, "{}", stringify!($name));
            })*
        }
    };
}

both! {
    g_map(numbers: &[u32]) -> usize { generator(numbers.iter().map(|x| x + 1)) >> count() }
    g_map_pattern(numbers: &[u32]) -> usize { generator(numbers.iter().map(|&x| x + 1)) >> count() }
    g_map_method(lines: &[String]) -> usize { generator(lines.iter().map(|line| line.len())) >> sum::<usize>() }
    g_map_path(lines: &[String]) -> usize { generator(lines.iter().map(String::len)) >> sum::<usize>() }
    g_map_str(lines: &[String]) -> usize { generator(lines.iter().map(|line| line.as_str())) >> map(|line| line.len()) >> sum::<usize>() }
    g_filter(numbers: &[u32]) -> usize { generator(numbers.iter().filter(|x| **x > 1)) >> count() }
    g_filter_map(lines: &[String]) -> Vec<u32> { generator(lines.iter().filter_map(|line| line.parse::<u32>().ok())) >> collect() }
    g_copied(numbers: &[u32]) -> u32 { generator(numbers.iter().copied()) >> sum::<u32>() }
    g_copied_str(words: &[&str]) -> usize { generator(words.iter().copied()) >> count() }
    g_cloned_str(words: &[&str]) -> usize { generator(words.iter().cloned()) >> count() }
    g_cloned_string(lines: &[String]) -> Vec<String> { generator(lines.iter().cloned()) >> collect() }
    g_entries(ages: &BTreeMap<String, u32>) -> Vec<(usize, u32)> { generator(ages.iter().map(|(name, age)| (name.len(), *age))) >> collect() }
    g_keys(ages: &BTreeMap<String, u32>) -> usize { generator(ages.keys().map(|name| name.as_str())) >> map(str::len) >> sum::<usize>() }
    g_chunks(numbers: &[u32]) -> Vec<usize> { generator(numbers.chunks(2).map(|chunk| chunk.len())) >> collect() }
    g_windows(numbers: &[u32]) -> Vec<u32> { generator(numbers.windows(2).map(|pair| pair[0] + pair[1])) >> collect() }
    g_flat_map(lines: &[String]) -> Vec<String> { generator(lines.iter().flat_map(|line| line.split(' ')).map(str::to_owned)) >> collect() }
    g_lines(lines: &[String]) -> usize { generator(lines[0].lines().map(|line| line.trim())) >> count() }
    g_split(words: &[&str]) -> usize { generator(words[0].split(' ').filter(|word| !word.is_empty())) >> count() }
    g_chars(words: &[&str]) -> usize { generator(words[0].chars().filter(|c| c.is_alphabetic())) >> count() }
    g_zip(numbers: &[u32], words: &[&str]) -> usize { generator(numbers.iter().zip(words.iter()).map(|(n, word)| *n as usize + word.len())) >> sum::<usize>() }
    g_enumerate(words: &[&str]) -> usize { generator(words.iter().enumerate().map(|(at, word)| at + word.len())) >> sum::<usize>() }
    g_rev(numbers: &[u32]) -> Vec<u32> { generator(numbers.iter().rev().map(|x| x * 2)) >> collect() }
    g_boxed(numbers: &[u32]) -> u32 { generator(Box::new(numbers.iter().map(|x| x + 1)) as Box<dyn Iterator<Item = u32> + Send + '_>) >> sum::<u32>() }
    g_owned(numbers: &[u32]) -> u32 { generator(numbers.to_vec().into_iter().map(|x| x + 1)) >> sum::<u32>() }
    g_range() -> Vec<String> { generator((0..3).map(|x| x.to_string())) >> collect() }
    g_ref(numbers: &[u32]) -> u32 { generator(numbers) >> sum::<u32>() }
    g_let(words: &[&str]) -> usize { let words = generator(words.iter().copied()); words >> fan_out(4, |word| word.len()) >> sum::<usize>() }
    g_let_stage(words: &[&str]) -> usize { let words = generator(words.iter().copied()); words >> stage(|word: &str| word.len()) >> count() }
    g_let_typed(words: &[&str]) -> usize { let words: &str = generator(words.iter().copied()); words >> stage(|word| word.len()) >> sum::<usize>() }
    g_path_stage(words: &[&str]) -> usize { generator(words.iter().copied()) >> stage(len) >> sum::<usize>() }
    g_tuples(lines: &[String]) -> usize { generator(lines.iter().map(|line| (line.as_str(), line.len()))) >> fan_out(2, |(line, len)| line.len() + len) >> sum::<usize>() }
    g_fallible(lines: &[String]) -> usize { generator(lines.iter().map(|line| line.len())) >> stage(|n| u8::try_from(n)?) >> count() }
    m_map(numbers: &[u32]) -> u32 { generator(numbers) >> map(|x| x + 1) >> sum::<u32>() }
    m_map_str(lines: &[String]) -> usize { generator(lines) >> map(|line| line.as_str()) >> map(|line| line.len()) >> sum::<usize>() }
    m_filter(numbers: &[u32]) -> usize { generator(numbers) >> filter(|x| **x > 1) >> count() }
    m_filter_path(words: &[&str]) -> usize { generator(words.iter().copied()) >> filter(is_long) >> count() }
    m_filter_map(lines: &[String]) -> usize { generator(lines) >> filter_map(|line| line.split(' ').next()) >> count() }
    m_copied(numbers: &[u32]) -> u32 { generator(numbers) >> copied() >> sum::<u32>() }
    m_copied_str(words: &[&str]) -> usize { generator(words) >> copied() >> map(str::len) >> sum::<usize>() }
    m_cloned(lines: &[String]) -> Vec<String> { generator(lines) >> cloned() >> collect() }
    m_cloned_str(words: &[&str]) -> usize { generator(words) >> cloned() >> count() }
    m_zip(numbers: &[u32]) -> usize { generator(0..3) >> zip(numbers.iter().map(|x| x + 1)) >> count() }
    m_zip_array() -> Vec<(u32, char)> { generator(0..3) >> zip(['a', 'b']) >> collect() }
    m_zip_borrowed(words: &[&str]) -> Vec<(usize, String)> { generator(0..3) >> zip(words.iter().copied()) >> map(|(n, word)| (n, word.to_owned())) >> collect() }
    m_chain_array() -> usize { generator(["y"]) >> chain(["x"]) >> count() }
    m_chain_borrowed(words: &[&str]) -> usize { generator(words.iter().copied()) >> chain(["x"]) >> map(|word| word.len()) >> sum::<usize>() }
    m_chain_map(numbers: &[u32]) -> u32 { generator(numbers.iter().copied()) >> chain(numbers.iter().map(|x| x * 2)) >> sum::<u32>() }
    m_flat_map(lines: &[String]) -> usize { generator(lines) >> flat_map(|line| line.split(' ')) >> count() }
    m_flat_map_map(lines: &[String]) -> usize { generator(lines) >> flat_map(|line| line.split(' ').map(|word| word.len())) >> sum::<usize>() }
    m_flatten(lines: &[String]) -> usize { generator(lines) >> map(|line| line.split(' ')) >> flatten() >> count() }
    m_flatten_map(lines: &[String]) -> usize { generator(lines) >> map(|line| line.split(' ').map(|word| word.len())) >> flatten() >> sum::<usize>() }
    m_enumerate(words: &[&str]) -> usize { generator(words) >> enumerate() >> map(|(at, word)| at + word.len()) >> sum::<usize>() }
    m_inspect(words: &[&str]) -> usize { generator(words) >> inspect(|word| assert!(!word.is_empty())) >> count() }
    m_take_while(words: &[&str]) -> usize { generator(words) >> take_while(|word| word.len() > 1) >> count() }
    m_skip_while(words: &[&str]) -> usize { generator(words) >> skip_while(|word| word.len() > 1) >> count() }
    m_map_while(words: &[&str]) -> usize { generator(words) >> map_while(|word| word.chars().next()) >> count() }
    m_scan(numbers: &[u32]) -> Vec<u32> { generator(numbers) >> scan(0, |sum, x| { *sum += x; Some(*sum) }) >> collect() }
    m_step_by(words: &[&str]) -> usize { generator(words) >> step_by(2) >> skip(1) >> take(1) >> fuse() >> count() }
    m_cycle(words: &[&str]) -> usize { generator(words.iter().cycle()) >> take(7) >> map(|word| word.len()) >> sum::<usize>() }
    m_batch(words: &[&str]) -> usize { generator(words) >> batch(2) >> map(|words| words.len()) >> sum::<usize>() }
    m_distinct(words: &[&str]) -> usize { generator(words.iter().copied()) >> distinct() >> distinct(|word| word.len()) >> map(|word| word.len()) >> sum::<usize>() }
    c_fold(lines: &[String]) -> usize { generator(lines) >> fold(0, |sum, line| sum + line.len()) }
    c_for_each(lines: &[String]) -> () { generator(lines) >> for_each(|line| assert!(!line.is_empty())) }
    c_max_by_key(lines: &[String]) -> usize { generator(lines) >> max_by_key(|line| line.len()) >> map(|line| line.len()) >> unwrap_or(0) }
    c_min_by(words: &[&str]) -> usize { generator(words) >> min_by(|a, b| a.len().cmp(&b.len())) >> map_or(0, |word| word.len()) }
    c_max(words: &[&str]) -> Option<String> { generator(words.iter().copied()) >> max() >> map(str::to_owned) }
    c_last(words: &[&str]) -> Option<String> { generator(words.iter().copied()) >> last() >> map(str::to_owned) }
    c_reduce(words: &[&str]) -> usize { generator(words.iter().copied()) >> reduce(|a, b| if a.len() > b.len() { a } else { b }) >> map(str::len) >> unwrap_or_default() }
    c_find(words: &[&str]) -> bool { generator(words) >> find(|word| word.len() == 1) >> is_some() }
    c_find_map(words: &[&str]) -> Option<char> { generator(words) >> find_map(|word| word.chars().last()) }
    c_position(words: &[&str]) -> Option<usize> { generator(words) >> position(|word| word.len() == 1) }
    c_any(words: &[&str]) -> bool { generator(words) >> any(|word| word.len() == 1) }
    c_all(words: &[&str]) -> bool { generator(words) >> all(|word| word.len() == 1) }
    c_partition(numbers: &[u32]) -> usize { generator(numbers) >> partition::<Vec<&u32>, _>(|x| **x > 1) >> lens() }
    c_unzip(words: &[&str]) -> usize { generator(words) >> map(|word| (word.len(), *word)) >> unzip::<_, _, Vec<_>, Vec<_>>() >> lens() }
    c_collect_set(words: &[&str]) -> usize { generator(words.iter().copied()) >> collect::<BTreeSet<_>>() >> len() }
    c_collect_map(words: &[&str]) -> usize { generator(words.iter().map(|word| (*word, word.len()))) >> collect::<HashMap<_, _>>() >> len() }
    c_eq(numbers: &[u32]) -> bool { generator(numbers.iter().copied()) >> eq(numbers.iter().map(|x| x + 0)) }
    c_cmp(words: &[&str]) -> bool { generator(words.iter().copied()) >> cmp(words.iter().copied()) >> is_eq() }
    c_is_sorted(words: &[&str]) -> bool { generator(words) >> is_sorted_by_key(|word| word.len()) }
    c_try_for_each(words: &[&str]) -> Result<(), usize> { generator(words) >> try_for_each(|word| if word.len() < 9 { Ok(()) } else { Err(word.len()) }) }
    c_try_fold(words: &[&str]) -> Result<usize, ()> { generator(words) >> try_fold(0, |sum, word| if word.len() < 9 { Ok(sum + word.len()) } else { Err(()) }) }
    s_filter_stage(words: &[&str]) -> usize { let all = generator(words); all >> fan_out(2, |word| *word) >> filter(|word| word.len() > 1) >> stage(|word| word.len()) >> sum::<usize>() }
    s_map_stage(lines: &[String]) -> usize { generator(lines) >> fan_out(2, |line| line.as_str()) >> map(|line| (line, line.len())) >> stage(|(line, n)| line.len() + n) >> sum::<usize>() }
    s_copied_stage(words: &[&str]) -> usize { generator(words) >> fan_out(2, |word| word) >> copied() >> stage(|word| word.len()) >> sum::<usize>() }
    s_zip_stage(words: &[&str], numbers: &[u32]) -> usize { generator(words) >> fan_out(2, |word| word) >> zip(numbers.iter().map(|x| x + 1)) >> stage(|(word, n)| word.len() + n as usize) >> count() }
    s_flat_map_stage(lines: &[String]) -> usize { generator(lines) >> fan_out(2, |line| line) >> flat_map(|line| line.split(' ').map(|word| word.len())) >> stage(|n| n) >> sum::<usize>() }
    s_flatten_stage(lines: &[String]) -> usize { generator(lines) >> fan_out(2, |line| line) >> map(|line| line.split(' ')) >> flatten() >> stage(|word| word.len()) >> sum::<usize>() }
    s_chain_stage(words: &[&str]) -> usize { generator(words.iter().copied()) >> fan_out(2, |word| word) >> chain(["x"]) >> stage(|word| word.len()) >> sum::<usize>() }
    s_stage_filter(words: &[&str]) -> usize { generator(words) >> stage(|word| *word) >> filter(|word| word.len() > 1) >> fan_out(2, |word| word.len()) >> sum::<usize>() }
    s_stage_zip(words: &[&str], numbers: &[u32]) -> usize { generator(words) >> stage(|word| *word) >> zip(numbers.iter().map(|x| x + 1)) >> fan_out(2, |(word, n)| word.len() + n as usize) >> sum::<usize>() }
    s_filter_yield(lines: &[String]) -> usize { generator(lines) >> filter(|line| !line.is_empty()) >> fan_out(2, |line| { for word in line.split(' ') { yield word; } }) >> filter(|word| !word.is_empty()) >> stage(|word| { yield word.len(); }) >> sum::<usize>() }
    s_yield_words(lines: &[String]) -> usize { let words = generator({ for line in lines.iter().map(|line| line.as_str()) { for word in line.split(' ') { yield word; } } }); words >> count() }
    s_tee(words: &[&str]) -> (usize, usize) { let (a, b) = generator(words.iter().map(|word| *word)) >> tee(); (a >> map(|word| word.len()) >> sum::<usize>(), b >> filter(|word| word.len() > 1) >> count()) }
    s_filter_tee(words: &[&str]) -> (usize, usize) { let (a, b) = generator(words) >> fan_out(2, |word| word) >> map(|word| (word, word.len())) >> tee(); (a >> count(), b >> count()) }
    s_split(words: &[&str]) -> (usize, usize) { let (a, b) = generator(words.iter().map(|word| *word)) >> split(|word| word.len() > 1); (a >> map(|word| word.len()) >> sum::<usize>(), b >> count()) }
    s_filter_split(words: &[&str]) -> (usize, usize) { let (a, b) = generator(words) >> fan_out(2, |word| word) >> filter(|word| !word.is_empty()) >> split(|word| word.len() > 1); (a >> count(), b >> count()) }
    s_route(lines: &[String]) -> (usize, usize) { let (a, b) = generator(lines.iter().map(|line| line.as_str())) >> route(|line| if line.len() > 1 { a(line) } else { b(line.len()) }); (a >> map(|line| line.len()) >> sum::<usize>(), b >> sum::<usize>()) }
    s_filter_route(lines: &[String]) -> (usize, usize) { let (a, b) = generator(lines) >> fan_out(2, |line| line) >> filter(|line| !line.is_empty()) >> route(|line| if line.len() > 1 { a(line.as_str()) } else { b(line.len()) }); (a >> count(), b >> count()) }
    s_fan_in(words: &[&str], lines: &[String]) -> usize { let a = generator(words.iter().copied()); let b = generator(lines.iter().map(|line| line.as_str())); let all = fan_in(a, b); all >> map(|word| word.len()) >> sum::<usize>() }
    s_zip(words: &[&str], lines: &[String]) -> usize { let a = generator(words.iter().copied()); let b = generator(lines.iter().map(|line| line.as_str())); let both = zip(a, b); both >> filter(|(a, b)| a.len() + b.len() > 1) >> map(|(a, b)| a.len() + b.len()) >> sum::<usize>() }
    s_zip_stage_both(words: &[&str], lines: &[String]) -> usize { let a = generator(words.iter().copied()); let b = generator(lines.iter().map(|line| line.as_str())); let both = zip(a, b); both >> filter(|(a, b)| a.len() + b.len() > 1) >> stage(|(a, b)| a.len() + b.len()) >> sum::<usize>() }
    s_letters(words: &[&str]) -> (usize, usize) { let (good, bad) = generator(words.iter().copied()) >> stage(|word| word.parse::<u32>()?); (good >> count(), bad >> map(|failure| failure.stage.len()) >> count()) }
    s_retry(words: &[&str]) -> usize { generator(words.iter().map(|word| word.len())) >> fan_out(2, ordered, on_error = skip, |n| u8::try_from(n)?) >> map(|n| n + 1) >> count() }
    s_concat(words: &[&str]) -> usize { let a = generator(words.iter().copied()); let b = generator(words.iter().copied()); concat(a, b) >> map(|word| word.len()) >> sum::<usize>() }
    s_by(words: &[&str]) -> usize { generator(words.iter().copied()) >> fan_out(2, by = |word| &word[..1], |word| (word, word.len())) >> fan_out(2, by = |(word, _)| *word, on_error = skip, |(_, n)| u8::try_from(n)?) >> count() }
    s_by_local(words: &[&str]) -> usize { generator(words.iter()) >> fan_out(2, by = |word| words.contains(word), |word| word.len()) >> sum::<usize>() }
    s_merge_by(words: &[&str]) -> usize { let a = generator(words.iter()); let b = generator(words.iter()); merge_by(a, b, |x, y| x.cmp(y)) >> fan_out(2, |word| word.len()) >> sum::<usize>() }
    s_latest(words: &[&str]) -> Option<(usize, char)> { let a = generator(words.iter().map(|word| word.len())); let b = generator('a'..'c'); latest(a, b) >> last() }
    s_prefer(words: &[&str]) -> usize { let a = generator(words.iter()); let b = generator(words.iter()); let c = generator(words.iter()); fan_in(a, b, c, prefer) >> stage(|word| word.len()) >> sum::<usize>() }
    s_debounce(words: &[&str]) -> usize { generator(words.iter().copied()) >> debounce(std::time::Duration::MAX) >> map(|word| word.len()) >> sum::<usize>() }
    s_sample(words: &[&str]) -> usize { generator(words.iter().copied()) >> sample(std::time::Duration::MAX) >> fan_out(2, |word| word.len()) >> sum::<usize>() }
    s_batch_within(words: &[&str]) -> usize { generator(words.iter().copied()) >> batch_within(2, std::time::Duration::from_secs(1)) >> map(|words| words.iter().map(|word| word.len()).sum::<usize>()) >> sum::<usize>() }
}

/// Makes an async function from each line, for lines that wait or that use what only futures have,
/// and a test of its value.
macro_rules! waiting {
    ($($name:ident[$context:tt]($($borrowed:ident: $type:ty),*) -> $value:literal { $($line:tt)* })*) => {
        mod waiting {
            use super::*;
            use ::futures::stream::{self, StreamExt};
            $(pub async fn $name($($borrowed: $type),*) -> Result<usize, pipeline::Error> {
                pipeline!(async |$context| { $($line)* }).run().await
            })*
        }

        #[test]
        fn each_line_compiles_where_it_waits() {
            let _watchdog = Watchdog::of_this_test();
            let given = given();
            $({
                $(let $borrowed = &given.$borrowed;)*
                let value = block_on(waiting::$name($($borrowed),*)).expect(stringify!($name));
                assert_eq!(value, $value, "{}", stringify!($name));
            })*
        }
    };
}

waiting! {
    stream_1[_](numbers: &[u32]) -> 3 { generator(stream::iter(numbers.iter().map(|x| x + 1))) >> count() }
    stream_2[_](words: &[&str]) -> 6 { generator(stream::iter(words).map(|word| word.len())) >> sum::<usize>() }
    stream_3[_](words: &[&str]) -> 6 { generator(stream::iter(words).filter_map(async |word| Some(word.len()))) >> sum::<usize>() }
    stream_4[_](words: &[&str]) -> 6 { generator(stream::iter(words).then(async |word| word.len())) >> sum::<usize>() }
    body_1[_](words: &[&str]) -> 6 { generator(words.iter().copied()) >> fan_out(2, async |word| { turn().await; word.len() }) >> sum::<usize>() }
    body_2[_](words: &[&str]) -> 9 { generator(words.iter().map(|word| (*word, 1))) >> stage(async |(word, n)| { turn().await; word.len() + n }) >> filter(|n| *n > 1) >> sum::<usize>() }
    by_1[ctx](words: &[&str]) -> 3 { generator(words.iter().copied()) >> fan_out(2, by = |word| (words.contains(word), ctx.is_cancelled()), async |word| { turn().await; word.len() }) >> count() }
    by_2[_](words: &[&str]) -> 3 { generator(words.iter()) >> fan_out(2, by = |word| { if word.is_empty() { return None; } Some(word.len()) }, ordered, async |word| { turn().await; word.len() }) >> count() }
    body_3[_](words: &[&str]) -> 2 { generator(words) >> fan_out(2, |word| word) >> map(async |word| { turn().await; word.len() }) >> filter(async |n| { turn().await; *n > 1 }) >> count() }
    body_4[_](words: &[&str]) -> 5 { generator(words) >> filter(async |word| { turn().await; word.len() > 1 }) >> map(|word| word.len()) >> stage(async |n| n) >> sum::<usize>() }
    body_5[_](lines: &[String]) -> 3 { generator(lines) >> fan_out(2, |line| line) >> flat_map(async |line| { turn().await; line.split(' ') }) >> map(|word| word.len()) >> stage(async |n| n) >> sum::<usize>() }
    body_6[_](lines: &[String]) -> 4 { generator(lines) >> fold(0, async |sum, line| { turn().await; sum + line.len() }) }
    body_7[_](lines: &[String]) -> 4 { generator(lines) >> fan_out(2, |line| line) >> any(async |line| { turn().await; line.len() > 2 }) >> then_some(4) >> unwrap_or(5) }
    body_8[_](lines: &[String]) -> 1 { generator(lines) >> position(async |line| { turn().await; line.len() == 1 }) >> unwrap_or(7) }
    sink_1[_](words: &[&str]) -> 6 { generator(words) >> sink(async |items| items.map(|word| word.len()).sum::<usize>().await) }
    sink_2[_](words: &[&str]) -> 6 { generator(words) >> fan_out(2, |word| word) >> map(|word| word.len()) >> sink(async |mut items| { let mut n = 0; while let Some(len) = items.next().await { n += len; } n }) }
    sink_3[_](words: &[&str]) -> 5 { generator(words) >> fan_out(2, |word| word) >> filter(|word| word.len() > 1) >> sink(async |mut items| { let mut n = 0; while let Some(word) = items.next().await { turn().await; n += word.len(); } n }) }
    sink_4[_](words: &[&str]) -> 2 { generator(words.iter().map(|word| word.len())) >> sink(async |items| items.filter(|n| *n > 1).count().await) }
    segment_1[_](words: &[&str]) -> 6 { generator(words.iter().copied()) >> segment(segment!(async |words: &str| words >> filter(|word| word.len() > 0) >> stage(async |word| { turn().await; word }) >> map(|word| word.len()) >> fan_out(2, |n| n))) >> sum::<usize>() }
    segment_2[_](lines: &[String]) -> 4 { generator(lines) >> fan_out(2, |line| line.as_str()) >> segment(segment!(async |lines: &str, ctx| lines >> transform({ let mut all = 0; async move |mut lines| { while let Some(line) = lines.next().await { ctx.check()?; all += line.len(); } yield all; } }))) >> sum::<usize>() }
    transform_1[_](words: &[&str]) -> 6 { generator(words.iter().copied()) >> filter(|word| word.len() > 0) >> transform(async |mut words| { while let Some(word) = words.next().await { turn().await; yield word; } }) >> map(|word| word.len()) >> fan_out(2, transform, async |sizes| sizes.sum::<usize>().await) >> sum::<usize>() }
    transform_2[ctx](lines: &[String]) -> 4 { generator(lines) >> fan_out(2, |line| line.as_str()) >> map(|line| line.len()) >> transform({ let mut all = 0; async move |mut sizes| { while let Some(size) = sizes.next().await { ctx.check()?; all += size; } yield all; } }) >> sum::<usize>() }
    yields_1[_](words: &[&str]) -> 6 { generator({ for word in words.iter().map(|word| word.len()) { turn().await; yield word; } }) >> sum::<usize>() }
    yields_2[_](words: &[&str]) -> 5 { generator({ for word in words.iter().copied().filter(|word| word.len() > 1) { turn().await; yield word; } }) >> map(|word| word.len()) >> sum::<usize>() }
    yields_3[_](words: &[&str]) -> 6 { generator({ let mut all = stream::iter(words).map(|word| word.len()); while let Some(n) = all.next().await { yield n; } }) >> sum::<usize>() }
    yields_4[_](lines: &[String]) -> 3 { generator(lines) >> stage(|line| { for word in line.split(' ').map(|word| word.trim()) { yield word; } }) >> map(|word| word.len()) >> sum::<usize>() }
    yields_5[_](lines: &[String]) -> 3 { generator(lines) >> stage(async |line| { for word in line.split(' ').map(|word| word.trim()) { turn().await; yield word; } }) >> map(|word| word.len()) >> sum::<usize>() }
    unknown_1[_](words: &[&str]) -> 3 { generator(words.iter().copied()) >> chunks(2) >> map(|words| words.len()) >> sum::<usize>() }
    unknown_2[_](words: &[&str]) -> 2 { generator(words) >> map(|word| word.len()) >> ready_chunks(2) >> count() }
    unknown_3[_](words: &[&str]) -> 3 { generator(words) >> fan_out(2, |word| word) >> map(|word| word.len()) >> chunks(2) >> map(|ns| ns.len()) >> stage(|n| n) >> sum::<usize>() }
    unknown_4[_](words: &[&str]) -> 3 { generator(words) >> map(|word| word.len()) >> count_all() }
    unknown_5[_](words: &[&str]) -> 2 { generator(words) >> fan_out(2, |word| *word) >> filter(|word| word.len() > 1) >> count_all() }
    argument_1[_](words: &[&str]) -> 2 { generator(words.iter().map(|word| word.len())) >> take(async { 2 }.await) >> count() }
    argument_2[_](words: &[&str]) -> 2 { generator(words.iter().copied()) >> filter(|word| word.len() > 1) >> take({ turn().await; 2 }) >> count() }
    argument_3[_](words: &[&str]) -> 3 { generator({ turn().await; words.iter().map(|word| word.len()) }) >> count() }
    argument_4[_](words: &[&str]) -> 2 { generator(words) >> fan_out(2, |word| word) >> filter(|word| word.len() > 1) >> take({ turn().await; 2 }) >> stage(|word| word) >> count() }
    a_loop_1[_](numbers: &[u32]) -> 3 { let n = generator(numbers.iter().map(|x| x + 1)) >> feedback(back, bound = 10, full = fail); let (back, done) = n >> route(|x| if x > 100 { back(x / 2) } else { done(x) }); done >> count() }
    context_1[ctx](words: &[&str]) -> 6 { generator(words.iter().map(|word| { let _ = ctx.is_cancelled(); word.len() })) >> sum::<usize>() }
    context_2[ctx](words: &[&str]) -> 6 { generator(words) >> fan_out(2, |word| word) >> map(|word| { let _ = ctx.is_cancelled(); word.len() }) >> stage(|n| n) >> sum::<usize>() }
    context_3[ctx](words: &[&str]) -> 6 { generator(words.iter().copied()) >> stage(async |word| { ctx.check()?; word.len() }) >> sum::<usize>() }
}

async fn turn() {
    yields(1).await;
}

/// A consumer that the macro's tables do not have.
trait CountAll: ::futures::Stream {
    async fn count_all(self) -> usize
    where
        Self: Sized;
}

impl<S: ::futures::Stream> CountAll for S {
    async fn count_all(self) -> usize {
        ::futures::StreamExt::count(self).await
    }
}
