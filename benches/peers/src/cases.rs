//! The cases, and the programs of each.

/// Concatenates lists of programs.
macro_rules! programs {
    ($($programs:expr),* $(,)?) => {{
        let mut all = Vec::new();
        $(all.extend($programs);)*
        all
    }};
}

mod futures;
mod tasks;
mod verbs;

use crate::case::{
    CROSSBEAM, Case, Language, PLAIN, Program, Unit, by_hand, channels, crossbeam, declared, go,
    go_plain, of_sizes,
};
use crate::options::Options;
use crate::tree;

/// A quick run has this many times fewer items.
const QUICK: u64 = 4;

pub(crate) fn all(options: &Options) -> Vec<Case> {
    let mut cases = vec![
        light(),
        one_to_one(),
        fan_in("fan_in_2", "Two"),
        fan_in("fan_in_4", "Four"),
        fan_out(),
        ordered(),
        latency(),
        one_core(),
        sixteen(),
    ];
    cases.extend(
        options
            .includes("heavy_tree")
            .then(|| heavy_tree(options))
            .flatten(),
    );
    cases.push(heavy_blocks());
    cases.push(lines());
    cases.extend(verbs::all());
    cases.extend(futures::all());
    cases.extend(tasks::all());
    if options.is_quick {
        let programs = cases.iter_mut().flat_map(|case| &mut case.programs);
        programs.for_each(|program| program.items = program.items.div_ceil(QUICK));
    }
    cases.extend(options.includes_long("memory").then(memory));
    if options.counts_instructions {
        cases.retain(Case::has_instructions);
        cases.iter_mut().for_each(Case::count_instructions);
    }
    for case in &mut cases {
        if options.is_by_hand {
            case.keep_by_hand();
        }
        if options.beside.is_some() {
            case.add_other_build();
        }
    }
    cases
}

fn case(name: &'static str, about: &str, items: u64, mut programs: Vec<Program>) -> Case {
    for program in &mut programs {
        program.items = items;
    }
    Case {
        name,
        about: about.to_owned(),
        work: name,
        unit: Unit::NanosecondsPerItem,
        is_on_one_core: false,
        rounds: None,
        by_hand: CROSSBEAM,
        programs,
    }
}

fn plain() -> [Program; 1] {
    [Program::single(PLAIN, "plain")]
}

fn go_select() -> Vec<Program> {
    let peer = "Go channels, select on quit";
    of_sizes(peer, Language::Go, "select", &[0, 64, 1024], "capacity N")
}

fn tbb() -> Vec<Program> {
    let peer = "oneTBB parallel_pipeline";
    of_sizes(peer, Language::Cpp, "tokens", &[16, 64, 1024], "N tokens")
}

fn batches() -> Vec<Program> {
    let peer = "crossbeam-channel, batches by hand";
    let sizes = [64, 256, 512, 2048];
    of_sizes(peer, Language::Rust, "batches", &sizes, "batches of N")
}

fn ring() -> Vec<Program> {
    let peer = "rtrb, spin and park by hand";
    let sizes = [64, 1024, 4096];
    of_sizes(peer, Language::Rust, "ring", &sizes, "capacity N")
}

fn light() -> Case {
    let about = "Integers: a generator, two trivial stages, a sum. Four threads, three hops, and \
        nothing to do but to hand over. Of batches by hand, eight wait in each channel.";
    let programs = programs![
        declared(),
        crossbeam(),
        batches(),
        ring(),
        channels(&["kanal", "std", "flume"]),
        by_hand("futures mpsc, one thread", "futures"),
        by_hand("tokio mpsc, two threads", "tokio"),
        go(&[0, 64, 1024]),
        go_select(),
        tbb(),
        plain(),
    ];
    case("light", about, 3_000_000, programs)
}

fn one_to_one() -> Case {
    let about = "A generator and a sum: one hop.";
    let programs = programs![
        declared(),
        crossbeam(),
        ring(),
        channels(&["kanal", "std", "flume"]),
        go(&[64, 1024]),
        plain(),
    ];
    case("one_to_one", about, 5_000_000, programs)
}

fn fan_in(name: &'static str, how_many: &str) -> Case {
    let about = format!("{how_many} generators into one sum.");
    let programs = programs![
        declared(),
        crossbeam(),
        channels(&["kanal", "std", "flume"]),
        go(&[64, 1024]),
        plain(),
    ];
    case(name, &about, 5_000_000, programs)
}

fn fan_out() -> Case {
    let about = "A generator, four workers with trivial work, a sum.";
    let programs = programs![
        declared(),
        crossbeam(),
        channels(&["kanal", "flume"]),
        go(&[64, 1024]),
        [Program::single("rayon par_bridge", "rayon")],
        tbb(),
        plain(),
    ];
    case("fan_out", about, 2_500_000, programs)
}

fn ordered() -> Case {
    let about = "The same, but what leaves the workers is in the order of what came in. By hand: \
        sequence numbers, and a map of what came too early, which nothing bounds; `pipeline!` and \
        oneTBB bound it.";
    let programs = programs![
        declared(),
        crossbeam(),
        channels(&["kanal", "flume"]),
        go(&[64, 1024]),
        tbb(),
        plain(),
    ];
    case("ordered", about, 2_000_000, programs)
}

fn latency() -> Case {
    let about = "One item at a time: the next leaves when word of the last has come back, always by a \
        crossbeam channel (in Go, one of Go's). Time there and back; what it costs to wake a thread, \
        twice. In the `feedback` loop two stages pass the item to and fro.";
    let feedback = Program::single("pipeline!, a feedback loop", "feedback");
    let programs = programs![
        declared(),
        [feedback],
        crossbeam(),
        channels(&["kanal", "std", "flume"]),
        go(&[0, 64]),
    ];
    let case = case("latency", about, 100_000, programs);
    Case {
        unit: Unit::Nanoseconds,
        ..case
    }
}

fn one_core() -> Case {
    let about = "`light`, with all of its threads on one core.";
    let programs = programs![declared(), crossbeam(), go(&[64, 1024]), plain()];
    let case = case("one_core", about, 1_000_000, programs);
    Case {
        work: "light",
        is_on_one_core: true,
        ..case
    }
}

fn sixteen() -> Case {
    let about = "Sixteen trivial stages in a row: eighteen threads, seventeen hops.";
    let programs = programs![declared(), crossbeam(), go(&[64, 1024]), plain()];
    case("sixteen", about, 500_000, programs)
}

fn heavy() -> Vec<Program> {
    programs![
        declared(),
        crossbeam(),
        [Program::single("rayon par_bridge", "rayon")],
        go(&[64, 1024]),
        [
            Program::single("one thread, Rust", "plain"),
            go_plain("one thread, Go"),
        ],
    ]
}

const ONE_THREAD: &str = "Go's md5 is assembly and Rust's is `fast-md5`: the two rows of one thread \
    say how much of a difference comes from there.";

/// Returns `None` if there is no tree.
fn heavy_tree(options: &Options) -> Option<Case> {
    let Some((tree, name)) = options.tree() else {
        eprintln!(
            "heavy_tree: left out, as there is no documentation of Rust; --tree names another"
        );
        return None;
    };
    let (files, bytes) = tree::read_all(&tree);
    let mebibytes = bytes >> 20;
    let about = format!(
        "The md5 of each file in {name}: {files} files, {mebibytes} MiB, read before. A walk, a worker \
        for each core, a sum. {ONE_THREAD}"
    );
    let case = case("heavy_tree", &about, 1, heavy());
    Some(Case {
        unit: Unit::Milliseconds,
        ..case
    })
}

fn heavy_blocks() -> Case {
    let about = format!(
        "The md5 of 8192 blocks of 64 KiB in memory: a generator, a worker for each core, a sum. \
        {ONE_THREAD}"
    );
    let case = case("heavy_blocks", &about, 8192, heavy());
    Case {
        unit: Unit::Milliseconds,
        ..case
    }
}

fn lines() -> Case {
    let about = "Lines of logs, read from twenty texts in memory, parsed and filtered by an ordered fan-out of \
        two workers, and counted. The lines are strings. Rayon's `par_bridge` keeps no order. In the last row of \
        `pipeline!` the workers read, too: an item is a text, and its entries are yielded.";
    let batched = "pipeline!, batch(n)";
    let texts = Program::single("pipeline!, a text for each worker", "texts");
    let batches = "crossbeam-channel, batches by hand";
    let sizes = [64, 512];
    let programs = programs![
        declared(),
        of_sizes(batched, Language::Rust, "batched", &sizes, "batches of N"),
        [texts],
        crossbeam(),
        of_sizes(batches, Language::Rust, "batches", &sizes, "batches of N"),
        [Program::single("rayon par_bridge", "rayon")],
        plain(),
    ];
    case("lines", about, 3_000_000, programs)
}

/// The same pipeline with few items and with many.
fn memory() -> Case {
    let about = "`light`: the most memory that the process ever had, with a million items and with a \
        hundred millions.";
    let mut programs = Vec::new();
    for make in [|| declared().remove(0), || crossbeam().remove(1)] {
        for (items, setting) in [(1_000_000, "10⁶ items"), (100_000_000, "10⁸ items")] {
            let program: Program = make();
            let size = program.size;
            programs.push(Program {
                items,
                ..program.set(size, setting)
            });
        }
    }
    let case = case("memory", about, 0, Vec::new());
    Case {
        work: "light",
        unit: Unit::Kibibytes,
        rounds: Some(1),
        programs,
        ..case
    }
}
