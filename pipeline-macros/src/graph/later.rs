//! Looks ahead in the declaration: for methods that are consumers only if nothing reads their
//! result, and for messages about names that are used before their `let`.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;

use crate::ast::{Call, Chain, Declaration, Let, Statement, Tail};
use crate::names;

/// The names in a statement, or in the tail.
struct Line {
    declares: Vec<String>,
    /// The names of streams that the line reads.
    reads: Vec<String>,
}

pub struct Lines {
    rows: Vec<Line>,
    /// The lines that declare each name. `reading` has the lines that read its stream.
    declaring: HashMap<String, Vec<usize>>,
    reading: HashMap<String, Vec<usize>>,
    /// The names of streams that close loops.
    fed_back: HashSet<String>,
}

impl Lines {
    pub fn of(declaration: &Declaration) -> Self {
        let mut rows: Vec<Line> = declaration
            .statements
            .iter()
            .map(Line::of_statement)
            .collect();
        rows.push(Line::of_tail(&declaration.tail));
        let mut declaring: HashMap<String, Vec<usize>> = HashMap::new();
        let mut reading: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, line) in rows.iter().enumerate() {
            for name in &line.declares {
                declaring.entry(name.clone()).or_default().push(at);
            }
            for name in &line.reads {
                reading.entry(name.clone()).or_default().push(at);
            }
        }
        let chains = declaration.chains();
        let calls = chains.into_iter().flat_map(|chain| &chain.calls);
        let fed_back = calls.filter_map(Call::back).map(names::text).collect();
        Lines {
            rows,
            declaring,
            reading,
            fed_back,
        }
    }

    /// Returns whether the stream that line `at` declares as `name` is read before the name is
    /// declared again.
    pub fn are_reading(&self, name: &str, at: usize) -> bool {
        let declared = first_from(&self.declaring, name, at + 1);
        match first_from(&self.reading, name, at + 1) {
            // A line may read a stream and declare its name again.
            Some(read) => declared.is_none_or(|declared| read <= declared),
            None => declared.is_none() && self.fed_back.contains(name),
        }
    }

    /// Returns whether line `at` or a later one declares `name`.
    pub fn declare(&self, name: &str, at: usize) -> bool {
        first_from(&self.declaring, name, at).is_some()
    }

    /// Returns the names on the cycle from a name that line `at` declares to `name`, which this
    /// line reads.
    pub fn cycle(&self, name: &str, at: usize) -> Option<Vec<&str>> {
        let from = first_from(&self.declaring, name, at)?;
        let mut path = self.path(name, from, at, &mut HashSet::new())?;
        // A cycle ends with its first name.
        path.push(path[0]);
        Some(path)
    }

    /// Returns the names on the path from a name that line `target` declares to `name`, which line
    /// `from` declares. `None` if there is no path.
    fn path<'a>(
        &'a self,
        name: &str,
        from: usize,
        target: usize,
        seen: &mut HashSet<usize>,
    ) -> Option<Vec<&'a str>> {
        let line = &self.rows[from];
        let name = line.declares.iter().find(|declared| *declared == name)?;
        if from == target {
            return Some(vec![name]);
        }
        if !seen.insert(from) {
            return None;
        }
        line.reads.iter().find_map(|read| {
            let before = last_before(&self.declaring, read, from);
            let source = before.or_else(|| first_from(&self.declaring, read, from))?;
            let mut path = self.path(read, source, target, seen)?;
            path.push(name);
            Some(path)
        })
    }
}

/// Returns the first line of `name` that is not before line `at`.
fn first_from(lines: &HashMap<String, Vec<usize>>, name: &str, at: usize) -> Option<usize> {
    let lines = lines.get(name)?;
    lines.get(lines.partition_point(|&line| line < at)).copied()
}

/// Returns the last line of `name` before line `at`.
fn last_before(lines: &HashMap<String, Vec<usize>>, name: &str, at: usize) -> Option<usize> {
    let lines = lines.get(name)?;
    let index = lines.partition_point(|&line| line < at);
    index.checked_sub(1).map(|last| lines[last])
}

impl Line {
    fn of_statement(statement: &Statement) -> Self {
        match statement {
            Statement::Let(Let { names, chain, .. }) => Line {
                declares: names.iter().map(|name| names::text(&name.ident)).collect(),
                reads: chain.iter().flat_map(reads).collect(),
            },
            Statement::Kept(_) | Statement::Ordinary(_) => Line {
                declares: Vec::new(),
                reads: Vec::new(),
            },
            Statement::Chain(chain) => Line {
                declares: Vec::new(),
                reads: reads(chain),
            },
        }
    }

    fn of_tail(tail: &Tail) -> Self {
        Line {
            declares: Vec::new(),
            reads: tail.chains().into_iter().flat_map(reads).collect(),
        }
    }
}

fn reads(chain: &Chain) -> Vec<String> {
    // A name without a call is the name of a value.
    let head = chain.head.iter().filter(|_| !chain.calls.is_empty());
    let merged = chain.calls.iter().flat_map(Call::inputs);
    let idents: Vec<&Ident> = head.chain(merged).collect();
    idents.into_iter().map(names::text).collect()
}
