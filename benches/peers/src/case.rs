//! A case with its programs, and the names of programs.

pub(crate) const PIPELINE: &str = "pipeline!";
/// `pipeline!` in the binary that `--beside` names.
pub(crate) const OTHER_BUILD: &str = "pipeline!, the other build";
pub(crate) const CROSSBEAM: &str = "crossbeam-channel by hand";
pub(crate) const ON_FUTURES: &str = "futures mpsc by hand";
pub(crate) const COMBINATORS: &str = "futures combinators";
pub(crate) const PLAIN: &str = "a plain loop";
pub(crate) const GO: &str = "Go channels";

/// A piece of work, and programs that do it in different ways.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) about: String,
    /// The name of the work. Several cases may have the same.
    pub(crate) work: &'static str,
    pub(crate) unit: Unit,
    pub(crate) is_on_one_core: bool,
    /// The largest number of rounds, if the case limits it.
    pub(crate) rounds: Option<usize>,
    /// The peer whose programs do the work by hand.
    pub(crate) by_hand: &'static str,
    /// The first is `pipeline!` with its defaults.
    pub(crate) programs: Vec<Program>,
}

impl Case {
    /// Keeps only the programs of `pipeline!` and those by hand.
    pub(crate) fn keep_by_hand(&mut self) {
        let kept = [PIPELINE, self.by_hand, COMBINATORS];
        self.programs.retain(|program| kept.contains(&program.peer));
    }

    /// Returns whether all items are alike, so that a number of instructions per item makes sense.
    pub(crate) fn has_instructions(&self) -> bool {
        matches!(self.unit, Unit::NanosecondsPerItem | Unit::CpuMicroseconds)
    }

    /// Counts instructions instead of time. This makes a program fifty times as slow, so it gets
    /// fewer items.
    pub(crate) fn count_instructions(&mut self) {
        self.unit = Unit::InstructionsPerItem;
        for program in &mut self.programs {
            program.items = program.items.div_ceil(10);
        }
    }

    /// Adds the programs of `pipeline!` once more, in the other build.
    pub(crate) fn add_other_build(&mut self) {
        let own = self.programs.iter();
        let own = own.filter(|program| program.peer == PIPELINE);
        let other = own.map(|program| Program {
            peer: OTHER_BUILD,
            language: Language::OtherRust,
            ..program.clone()
        });
        let other: Vec<Program> = other.collect();
        self.programs.extend(other);
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Unit {
    NanosecondsPerItem,
    /// The time of one item, which the program measures itself.
    Nanoseconds,
    Milliseconds,
    /// CPU time per item, on all cores.
    CpuMicroseconds,
    /// Instructions per item, as callgrind counts them.
    InstructionsPerItem,
    Kibibytes,
}

impl Unit {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Unit::NanosecondsPerItem => "ns per item",
            Unit::Nanoseconds => "ns",
            Unit::Milliseconds => "ms",
            Unit::CpuMicroseconds => "CPU µs per run",
            Unit::InstructionsPerItem => "instructions per item",
            Unit::Kibibytes => "KiB",
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Language {
    Rust,
    /// A program in Rust, in the binary of the other build.
    OtherRust,
    Go,
    Cpp,
}

#[derive(Clone)]
pub(crate) struct Program {
    /// The peer. Several programs may belong to one peer, each with another setting.
    pub(crate) peer: &'static str,
    pub(crate) setting: String,
    pub(crate) language: Language,
    pub(crate) variant: &'static str,
    pub(crate) size: usize,
    pub(crate) items: u64,
}

impl Program {
    fn of(peer: &'static str, language: Language, variant: &'static str) -> Self {
        Program {
            peer,
            setting: String::new(),
            language,
            variant,
            size: 0,
            items: 0,
        }
    }

    /// A program in Rust without a setting.
    pub(crate) fn single(peer: &'static str, variant: &'static str) -> Self {
        Program::of(peer, Language::Rust, variant)
    }

    pub(crate) fn set(self, size: usize, setting: impl Into<String>) -> Self {
        let setting = setting.into();
        Program {
            setting,
            size,
            ..self
        }
    }
}

/// The settings of the programs by hand. The better one counts.
const CAPACITIES: [usize; 2] = [64, 1024];

/// `pipeline!` with its defaults, and with the capacities of the other programs.
pub(crate) fn declared() -> Vec<Program> {
    let default = Program::single(PIPELINE, "default").set(0, "default");
    let mut programs = vec![default];
    programs.extend(by_hand(PIPELINE, "bounded"));
    programs
}

pub(crate) fn by_hand(peer: &'static str, variant: &'static str) -> Vec<Program> {
    of_sizes(peer, Language::Rust, variant, &CAPACITIES, "capacity N")
}

pub(crate) fn crossbeam() -> Vec<Program> {
    by_hand(CROSSBEAM, "crossbeam")
}

/// The channel libraries that can replace crossbeam, for the given variants.
pub(crate) fn channels(variants: &[&'static str]) -> Vec<Program> {
    let peers = variants.iter().map(|variant| match *variant {
        "std" => by_hand("std sync_channel by hand", "std"),
        "kanal" => by_hand("kanal by hand", "kanal"),
        _ => by_hand("flume by hand", "flume"),
    });
    peers.flatten().collect()
}

pub(crate) fn go(sizes: &[usize]) -> Vec<Program> {
    of_sizes(GO, Language::Go, "ranged", sizes, "capacity N")
}

pub(crate) fn go_plain(peer: &'static str) -> Program {
    Program::of(peer, Language::Go, "plain")
}

/// A program for each size. `N` in the setting stands for the size.
pub(crate) fn of_sizes(
    peer: &'static str,
    language: Language,
    variant: &'static str,
    sizes: &[usize],
    setting: &str,
) -> Vec<Program> {
    let program = |&size: &usize| {
        let setting = setting.replace('N', &size.to_string());
        Program::of(peer, language, variant).set(size, setting)
    };
    sizes.iter().map(program).collect()
}
