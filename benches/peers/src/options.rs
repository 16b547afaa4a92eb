//! The command line.

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::tree;

pub(crate) const HELP: &str = "\
usage: peers [--only CASES] [--by-hand] [--quick] [--rounds N] [--beside PEERS] [--instructions]
             [--csv] [--without-tools] [--tree FOLDER] [--out FOLDER]

  --only CASES     only the cases whose names begin with one of CASES, as in `--only light,tee`
  --by-hand        only `pipeline!`, and the programs by hand that it is compared with
  --quick          a quarter of the items, fewer rounds, and not the cases that take long: seconds for a case
  --rounds N       how often each program runs; 7 by default, 5 with --quick, 3 with --instructions
  --beside PEERS   also run each program of `pipeline!` by PEERS, the binary of another checkout, in turns
  --instructions   --by-hand, with instructions, which valgrind counts, in place of time
  --csv            print a line for each program: its key, unit, median, lower and upper quartile, ratio to the
                   program by hand, CPU time in ns per item, ratio to PEERS. The lines are sorted by key
  --without-tools  leave out the programs that need Go or a C++ compiler
  --tree FOLDER    what `heavy_tree` digests; by default the documentation that comes with Rust
  --out FOLDER     where benchmarks.md and benchmarks.svg go

Only a complete run writes docs/ by itself. What another run has to say without --out is printed.
";

const ROUNDS: usize = 7;
const QUICK_ROUNDS: usize = 5;
const INSTRUCTION_ROUNDS: usize = 3;

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct Options {
    pub(crate) only: Option<String>,
    pub(crate) rounds: usize,
    pub(crate) is_quick: bool,
    pub(crate) is_by_hand: bool,
    pub(crate) is_csv: bool,
    pub(crate) counts_instructions: bool,
    /// The binary of another build.
    pub(crate) beside: Option<PathBuf>,
    without_tools: bool,
    tree: Option<PathBuf>,
    out: Option<PathBuf>,
}

impl Options {
    /// Returns `None` if the user asks for help.
    pub(crate) fn parse(arguments: &[String]) -> Outcome<Option<Self>> {
        let mut options = Options::default();
        let mut rounds = None;
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--help" => return Ok(None),
                "--by-hand" => options.is_by_hand = true,
                "--instructions" => options.counts_instructions = true,
                "--csv" => options.is_csv = true,
                "--beside" => options.beside = Some(value()?.into()),
                "--quick" => options.is_quick = true,
                "--without-tools" => options.without_tools = true,
                "--only" => options.only = Some(value()?.clone()),
                "--rounds" => rounds = Some(value()?.parse()?),
                "--tree" => options.tree = Some(value()?.into()),
                "--out" => options.out = Some(value()?.into()),
                unknown => return Err(format!("{unknown} is unknown; see --help").into()),
            }
        }
        options.rounds = rounds.unwrap_or(match options {
            Options {
                counts_instructions: true,
                ..
            } => INSTRUCTION_ROUNDS,
            Options { is_quick: true, .. } => QUICK_ROUNDS,
            _ => ROUNDS,
        });
        options.is_by_hand |= options.counts_instructions;
        if options.rounds == 0 {
            return Err("--rounds is to be at least 1".into());
        }
        Ok(Some(options))
    }

    pub(crate) fn includes(&self, case: &str) -> bool {
        let only = self.only.as_deref();
        only.is_none_or(|only| only.split(',').any(|name| case.starts_with(name)))
    }

    /// Returns whether programs in other languages take part.
    pub(crate) fn needs_tools(&self) -> bool {
        !self.without_tools && !self.is_by_hand
    }

    /// Returns whether to run a case that takes long even with few items.
    pub(crate) fn includes_long(&self, case: &str) -> bool {
        let is_short = self.is_quick || self.is_by_hand;
        self.includes(case) && (!is_short || self.only.is_some())
    }

    /// Returns the folder for the page and the chart, or `None` if they are only printed.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let is_partial = self.only.is_some() || self.is_quick || !self.needs_tools();
        let is_other = self.tree.is_some() || self.beside.is_some() || self.is_csv;
        let is_complete = !is_partial && !is_other && self.rounds >= ROUNDS;
        let docs = is_complete.then(|| workspace().join("docs"));
        self.out.clone().or(docs)
    }

    /// Returns the folder that `heavy_tree` digests, and its description. A quick run has no time
    /// for a large one.
    pub(crate) fn tree(&self) -> Option<(PathBuf, &str)> {
        if let Some(tree) = &self.tree {
            return Some((tree.clone(), "a folder"));
        }
        if self.is_quick {
            return Some((workspace().join("examples"), "this repository's examples"));
        }
        let tree = tree::documentation()?;
        Some((tree, "the documentation that comes with Rust"))
    }
}

pub(crate) fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
