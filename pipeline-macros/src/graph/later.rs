//! What stands further down in the text: for methods whose role depends on it, and for messages
//! about names used before their `let`.

use proc_macro2::Ident;

use crate::ast::{Chain, Declaration, Kind, Let, Statement, Tail};
use crate::names;

/// One statement's names, or the tail's.
struct Line {
    declares: Vec<String>,
    /// Names whose streams it reads.
    reads: Vec<String>,
}

pub struct Lines {
    lines: Vec<Line>,
    /// Names of streams that come back to a feedback, from wherever they are declared last.
    fed_back: Vec<String>,
}

impl Lines {
    pub fn of(declaration: &Declaration) -> Self {
        let mut lines: Vec<Line> = declaration
            .statements
            .iter()
            .map(Line::of_statement)
            .collect();
        lines.push(Line::of_tail(&declaration.tail));
        let chains = declaration.chains();
        let fed_back = chains.into_iter().flat_map(|chain| &chain.calls);
        let fed_back = fed_back.filter_map(|call| match &call.kind {
            Kind::Feedback { back } => Some(names::text(back)),
            _ => None,
        });
        let fed_back = fed_back.collect();
        Lines { lines, fed_back }
    }

    /// Whether the stream that line `at` declares as `name` is read before the name is used anew.
    pub fn are_reading(&self, name: &str, at: usize) -> bool {
        for line in &self.lines[at + 1..] {
            if line.reads.iter().any(|read| read == name) {
                return true;
            }
            if line.declares.iter().any(|declared| declared == name) {
                return false;
            }
        }
        self.fed_back.iter().any(|back| back == name)
    }

    /// Whether line `at` or a later one declares `name`.
    pub fn declare(&self, name: &str, at: usize) -> bool {
        self.declaring(name, at).is_some()
    }

    /// The names on the way from what line `at` declares to `name`, which it reads: a loop.
    pub fn cycle(&self, name: &str, at: usize) -> Option<Vec<&str>> {
        let mut path = self.path(name, self.declaring(name, at)?, at, &mut Vec::new())?;
        // It ends where it began: with the name that line `at` makes of `name`.
        path.push(path[0]);
        Some(path)
    }

    /// The names from one that line `target` declares to `name`, which line `from` declares, if the
    /// latter depends on the former.
    fn path<'a>(
        &'a self,
        name: &str,
        from: usize,
        target: usize,
        seen: &mut Vec<usize>,
    ) -> Option<Vec<&'a str>> {
        let line = &self.lines[from];
        let name = line.declares.iter().find(|declared| *declared == name)?;
        if from == target {
            return Some(vec![name]);
        }
        if seen.contains(&from) {
            return None;
        }
        seen.push(from);
        line.reads.iter().find_map(|read| {
            let declares = |line: &Line| line.declares.contains(read);
            let before = self.lines[..from].iter().rposition(declares);
            let source = before.or_else(|| self.declaring(read, from))?;
            let mut path = self.path(read, source, target, seen)?;
            path.push(name);
            Some(path)
        })
    }

    fn declaring(&self, name: &str, at: usize) -> Option<usize> {
        let length = self.lines[at..]
            .iter()
            .position(|line| line.declares.iter().any(|declared| declared == name))?;
        Some(at + length)
    }
}

impl Line {
    fn of_statement(statement: &Statement) -> Self {
        match statement {
            Statement::Let(Let { names, chain, .. }) => Line {
                declares: names.iter().map(|name| names::text(&name.ident)).collect(),
                reads: chain.iter().flat_map(reads).collect(),
            },
            Statement::Kept(_) => Line {
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
        let reads = match tail {
            Tail::Nothing => Vec::new(),
            Tail::One(chain) => reads(chain),
            Tail::Tuple(chains) => chains.iter().flatten().flat_map(reads).collect(),
        };
        Line {
            declares: Vec::new(),
            reads,
        }
    }
}

fn reads(chain: &Chain) -> Vec<String> {
    // A name that stands alone is a value's.
    let head = chain.head.iter().filter(|_| !chain.calls.is_empty());
    let merged = chain.calls.iter().flat_map(|call| call.kind.inputs());
    let idents: Vec<&Ident> = head.chain(merged).collect();
    idents.into_iter().map(names::text).collect()
}
