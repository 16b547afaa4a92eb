//! What the command line says.

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::tree;

pub(crate) const HELP: &str = "\
usage: peers [--only CASE] [--rounds N] [--quick] [--without-tools] [--tree FOLDER] [--out FOLDER]

  --only CASE      only the cases whose names begin so
  --rounds N       how often each program runs; 7 by default
  --quick          few items, one round, and not the cases that take long: to see that all of it works
  --without-tools  leave out the programs that need Go or a C++ compiler
  --tree FOLDER    what `heavy_tree` digests; by default the documentation that comes with Rust
  --out FOLDER     where benchmarks.md and benchmarks.svg go

Only a complete run writes docs/ by itself. What another run has to say without --out is printed.
";

const ROUNDS: usize = 7;

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) only: Option<String>,
    pub(crate) rounds: usize,
    pub(crate) is_quick: bool,
    pub(crate) without_tools: bool,
    tree: Option<PathBuf>,
    out: Option<PathBuf>,
}

impl Options {
    /// `None` where help is asked for.
    pub(crate) fn parse(arguments: &[String]) -> Outcome<Option<Self>> {
        let mut options = Options::default();
        let mut rounds = None;
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--help" => return Ok(None),
                "--quick" => options.is_quick = true,
                "--without-tools" => options.without_tools = true,
                "--only" => options.only = Some(value()?.clone()),
                "--rounds" => rounds = Some(value()?.parse()?),
                "--tree" => options.tree = Some(value()?.into()),
                "--out" => options.out = Some(value()?.into()),
                unknown => return Err(format!("{unknown} is unknown; see --help").into()),
            }
        }
        let default = if options.is_quick { 1 } else { ROUNDS };
        options.rounds = rounds.unwrap_or(default);
        if options.rounds == 0 {
            return Err("--rounds is to be at least 1".into());
        }
        Ok(Some(options))
    }

    pub(crate) fn includes(&self, case: &str) -> bool {
        let only = self.only.as_deref();
        only.is_none_or(|only| case.starts_with(only))
    }

    /// A case that takes long even with few items.
    pub(crate) fn includes_long(&self, case: &str) -> bool {
        self.includes(case) && (!self.is_quick || self.only.is_some())
    }

    /// Where the page and the chart go, unless they are only shown.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let is_partial = self.only.is_some() || self.is_quick || self.without_tools;
        let is_complete = !is_partial && self.tree.is_none() && self.rounds >= ROUNDS;
        let docs = is_complete.then(|| workspace().join("docs"));
        self.out.clone().or(docs)
    }

    /// What `heavy_tree` digests, and how to call it. A quick run has no time for a large one.
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
