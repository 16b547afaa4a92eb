//! The text whose words are counted, in blocks.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::random::next;

/// A block consists of whole lines, and ends with the first line that brings it to this many bytes.
const BLOCK: usize = 64 << 10;

/// A source of text.
#[derive(Clone)]
pub(crate) enum Text {
    Files(Vec<PathBuf>),
    /// A made-up text, the same in each run.
    Made {
        megabytes: usize,
    },
}

impl Text {
    pub(crate) fn blocks(&self) -> Box<dyn Iterator<Item = io::Result<String>> + '_> {
        match self {
            Text::Files(files) => Box::new(files.iter().flat_map(|file| blocks_of(file))),
            Text::Made { megabytes } => {
                let blocks = megabytes * (1 << 20) / BLOCK;
                Box::new((0..blocks).map(|number| Ok(made(number))))
            }
        }
    }
}

fn blocks_of(path: &Path) -> Box<dyn Iterator<Item = io::Result<String>> + '_> {
    let at = move |error: io::Error| {
        io::Error::new(error.kind(), format!("{}: {error}", path.display()))
    };
    match File::open(path) {
        Err(error) => Box::new(std::iter::once(Err(at(error)))),
        Ok(file) => {
            let mut file = BufReader::new(file);
            Box::new(std::iter::from_fn(move || {
                next_block(&mut file).map_err(at).transpose()
            }))
        }
    }
}

fn next_block(file: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut block = String::new();
    while block.len() < BLOCK && file.read_line(&mut block)? > 0 {}
    Ok((!block.is_empty()).then_some(block))
}

/// Makes block number `number` of a text in which some words are frequent and many are rare.
fn made(number: usize) -> String {
    let mut block = String::with_capacity(BLOCK + 16);
    let mut random = number as u64 * 2 + 1;
    while block.len() < BLOCK {
        random = next(random);
        let rank = (random >> 33) % 100;
        let word = if rank < 90 {
            rank * rank / 100
        } else {
            (random >> 40) % 5000
        };
        block.push_str("word");
        block.push_str(&word.to_string());
        block.push(if rank == 0 { '\n' } else { ' ' });
    }
    block
}
