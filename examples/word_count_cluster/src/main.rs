//! Counts words in any number of processes, on one machine or on several.
//!
//! ```text
//! word_count_cluster run  [FILE…]    counts in this process alone
//! word_count_cluster home [FILE…]    is the home of a job: reads the files, adds up the counts, and prints them
//! word_count_cluster work            counts for the home, until the job ends; start as many as you like, at any time
//! ```
//!
//! All three commands run the same declaration. The processes connect to a Redis server: the one at
//! `--redis URL`, or one that `home` starts on this machine, which needs `redis-server` to be
//! installed. With `--job NAME`, several jobs can share a server. Use a new name for each job on a
//! server of your own: a worker that joins a job which has just ended, ends too.
//!
//! With `--kill`, `home` starts workers itself and kills one of them again and again. At the end,
//! it counts once more in this process alone and compares the results. With `--compare`, it counts
//! in turns in this process alone and with two workers, and prints how long each took.
//!
//! Without a FILE, the program makes up a text of 64 MiB, or of `--megabytes N`. A text is UTF-8,
//! and words are separated by white space. The program prints the 10 most frequent words, or `--top
//! N` of them.
//!
//! What to look at: `at = "workers"` in the declaration. The three commands differ only in the call
//! of `run`, `run_on` or `serve_on`.

mod random;
mod server;
mod text;
mod workers;

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use pipeline::{BoxError, Pipeline, pipeline};
use pipeline_redis::Cluster;

use crate::server::Server;
use crate::text::Text;
use crate::workers::Workers;

/// A worker that has not renewed its lease for this time counts as dead. All processes of a job use
/// the same lease.
const LEASE: Duration = Duration::from_secs(2);

type Counts = BTreeMap<String, u64>;

/// Returns the pipeline that counts all words. The stage with `at = "workers"` runs in other
/// processes if the pipeline is a job, and in this process otherwise.
fn totals(text: Text) -> Pipeline<'static, Counts> {
    pipeline!(move || {
        let blocks = generator({
            for block in text.blocks() {
                yield block?;
            }
        });
        let counted = blocks >> fan_out(cores(), at = "workers", |block: String| count(&block));
        counted >> fold(Counts::new(), add)
    })
}

fn count(block: &str) -> HashMap<String, u64> {
    let mut counts = HashMap::new();
    for word in block.split_whitespace() {
        match counts.get_mut(word) {
            Some(count) => *count += 1,
            // Only the first occurrence of a word is copied.
            None => drop(counts.insert(word.to_owned(), 1)),
        }
    }
    counts
}

fn add(mut all: Counts, block: HashMap<String, u64>) -> Counts {
    for (word, count) in block {
        *all.entry(word).or_default() += count;
    }
    all
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn main() -> ExitCode {
    let arguments = match Arguments::read(env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("word_count_cluster: {message}");
            eprintln!(
                "usage: word_count_cluster run|home|work [--redis URL] [--job NAME] [--kill | --compare] [--megabytes N] [--top N] [FILE…]"
            );
            return ExitCode::from(2);
        }
    };
    let done = match arguments.command.as_str() {
        "run" => run(&arguments),
        "home" if arguments.kills => home_that_kills(&arguments),
        "home" if arguments.compares => home_that_compares(&arguments),
        "home" => home(&arguments),
        _ => work(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("word_count_cluster: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), BoxError> {
    let began = Instant::now();
    let counts = totals(arguments.text()).run()?;
    arguments.print(&counts, began);
    Ok(())
}

fn home(arguments: &Arguments) -> Result<(), BoxError> {
    let server = Server::find_or_start(arguments.redis.as_deref())?;
    eprintln!(
        "waiting for workers: word_count_cluster work --redis {} --job {}",
        server.url(),
        arguments.job
    );
    let began = Instant::now();
    let counts = totals(arguments.text()).run_on(&server.cluster()?.job(&arguments.job))?;
    arguments.print(&counts, began);
    Ok(())
}

fn home_that_kills(arguments: &Arguments) -> Result<(), BoxError> {
    let server = Server::find_or_start(arguments.redis.as_deref())?;
    let job = server.cluster()?.job(&arguments.job);
    let began = Instant::now();
    let workers = Workers::start(3, server.url(), &arguments.job)?.kill_some();
    let counts = totals(arguments.text()).run_on(&job)?;
    let killed = workers.join()?;
    arguments.print(&counts, began);
    if counts != totals(arguments.text()).run()? {
        return Err(format!("after {killed} workers were killed, the counts are wrong").into());
    }
    eprintln!("{killed} workers were killed; the counts are those of one process");
    Ok(())
}

fn home_that_compares(arguments: &Arguments) -> Result<(), BoxError> {
    const ROUNDS: usize = 7;
    let server = Server::find_or_start(arguments.redis.as_deref())?;
    let cluster = server.cluster()?;
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let began = Instant::now();
        totals(arguments.text()).run()?;
        alone.push(began.elapsed());
        // Each round is a job of its own: a worker that joins a job which has ended, ends at once.
        let job = format!("{}-{round}", arguments.job);
        let workers = Workers::start(2, server.url(), &job)?;
        // Gives the workers time to start, so that their start is not measured.
        thread::sleep(Duration::from_millis(500));
        let began = Instant::now();
        totals(arguments.text()).run_on(&cluster.job(&job))?;
        together.push(began.elapsed());
        workers.join()?;
    }
    alone.sort();
    together.sort();
    let (alone, together) = (alone[ROUNDS / 2], together[ROUNDS / 2]);
    let throughput = alone.as_secs_f64() / together.as_secs_f64();
    println!(
        "alone {alone:.2?}, with two workers beside {together:.2?}: {throughput:.2} times the throughput"
    );
    Ok(())
}

fn work(arguments: &Arguments) -> Result<(), BoxError> {
    let url = arguments.redis.as_deref().unwrap_or(server::URL);
    let cluster = server::wait_for(url)?.with_lease(LEASE);
    totals(Text::Files(Vec::new())).serve_on(&cluster.job(&arguments.job), "workers")?;
    Ok(())
}

impl Server {
    fn cluster(&self) -> Result<Cluster, BoxError> {
        Ok(Cluster::open(self.url())?.with_lease(LEASE))
    }
}

/// The parsed command line.
struct Arguments {
    command: String,
    files: Vec<PathBuf>,
    redis: Option<String>,
    job: String,
    kills: bool,
    compares: bool,
    megabytes: usize,
    top: usize,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let command = words.next().unwrap_or_default();
        if !["run", "home", "work"].contains(&command.as_str()) {
            return Err("which part is this process to play?".to_owned());
        }
        let mut arguments = Arguments {
            command,
            files: Vec::new(),
            redis: None,
            job: "word_count".to_owned(),
            kills: false,
            compares: false,
            megabytes: 64,
            top: 10,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            let number = |text: String| text.parse().map_err(|_| format!("{text} is no number"));
            match word.as_str() {
                "--redis" => arguments.redis = Some(value()?),
                "--job" => arguments.job = value()?,
                "--kill" => arguments.kills = true,
                "--compare" => arguments.compares = true,
                "--megabytes" => arguments.megabytes = number(value()?)?,
                "--top" => arguments.top = number(value()?)?,
                option if option.starts_with("--") => return Err(format!("{option} is no option")),
                file => arguments.files.push(file.into()),
            }
        }
        Ok(arguments)
    }

    fn text(&self) -> Text {
        if self.files.is_empty() {
            Text::Made {
                megabytes: self.megabytes,
            }
        } else {
            Text::Files(self.files.clone())
        }
    }

    /// Prints the most frequent words on standard output, and the elapsed time on standard error.
    fn print(&self, counts: &Counts, began: Instant) {
        let words: u64 = counts.values().sum();
        let seconds = began.elapsed().as_secs_f64();
        let mut sorted: Vec<_> = counts.iter().collect();
        // The sort is stable, so words with the same count stay in alphabetical order.
        sorted.sort_by(|(_, a), (_, b)| b.cmp(a));
        for (word, count) in sorted.into_iter().take(self.top) {
            println!("{count:>9} {word}");
        }
        eprintln!(
            "{words} words, {} different, in {seconds:.2} s",
            counts.len()
        );
    }
}
