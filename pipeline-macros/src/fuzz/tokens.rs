//! Makes trees of tokens from bytes, even trees that cannot come from text.

use arbitrary::{Error, Result, Unstructured};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use super::mistakes::{Words, vocabulary};

/// The most tokens of a declaration. A few bytes could make millions of tokens, which would test
/// nothing new.
const MOST: usize = 10_000;

/// Returns the declaration for the bytes. All bytes are read.
pub fn declaration(bytes: &[u8]) -> Option<TokenStream> {
    let mut source = Unstructured::new(bytes);
    let mut tree = Tree {
        open: Vec::new(),
        here: Vec::new(),
        made: 0,
        words: vocabulary(),
    };
    while !source.is_empty() {
        tree.step(&mut source).ok()?;
    }
    Some(tree.closed())
}

struct Tree {
    /// The open groups, each with the tokens before it.
    open: Vec<(Delimiter, Vec<TokenTree>)>,
    here: Vec<TokenTree>,
    /// Number of tokens that took no bytes of their own.
    made: usize,
    words: Words,
}

impl Tree {
    fn step(&mut self, source: &mut Unstructured<'_>) -> Result<()> {
        match source.arbitrary::<u8>()? % 16 {
            0..=6 => {
                let word = source.choose(&self.words)?.clone();
                self.here.extend(word);
            }
            7 | 8 => self.here.push(mark(source)?.into()),
            9 => self.here.push(literal(source)?.into()),
            10 => {
                let name = source.choose(&["r#type", "r#a", "r#stage", "été", "_", "__"])?;
                self.here.push(ident(name).into());
            }
            11 | 12 => self.open(delimiter(source)?),
            13 => self.close(),
            14 => {
                let layers = usize::from(source.arbitrary::<u8>()?) * 30;
                self.has_room(layers)?;
                let delimiter = delimiter(source)?;
                for _ in 0..layers {
                    self.open(delimiter);
                }
            }
            _ => {
                let times = source.arbitrary::<u8>()?;
                let last: Vec<TokenTree> = self.here.iter().rev().take(3).rev().cloned().collect();
                self.has_room(usize::from(times) * size(&last))?;
                for _ in 0..times {
                    self.here.extend(last.iter().cloned());
                }
            }
        }
        Ok(())
    }

    fn has_room(&mut self, tokens: usize) -> Result<()> {
        self.made += tokens;
        if self.made > MOST {
            return Err(Error::IncorrectFormat);
        }
        Ok(())
    }

    fn open(&mut self, delimiter: Delimiter) {
        self.open.push((delimiter, std::mem::take(&mut self.here)));
    }

    fn close(&mut self) {
        if let Some((delimiter, before)) = self.open.pop() {
            let inner = std::mem::replace(&mut self.here, before);
            let group = Group::new(delimiter, inner.into_iter().collect());
            self.here.push(group.into());
        }
    }

    fn closed(mut self) -> TokenStream {
        while !self.open.is_empty() {
            self.close();
        }
        self.here.into_iter().collect()
    }
}

/// Counts the tokens, including groups and their content.
fn size(tokens: &[TokenTree]) -> usize {
    let mut left = tokens.to_vec();
    let mut size = 0;
    while let Some(token) = left.pop() {
        size += 1;
        if let TokenTree::Group(group) = token {
            left.extend(group.stream());
        }
    }
    size
}

fn delimiter(source: &mut Unstructured<'_>) -> Result<Delimiter> {
    source
        .choose(&[
            Delimiter::Parenthesis,
            Delimiter::Brace,
            Delimiter::Bracket,
            Delimiter::None,
        ])
        .copied()
}

fn mark(source: &mut Unstructured<'_>) -> Result<Punct> {
    let mark = *source.choose(&[
        '>', '=', '|', '-', ':', '.', ',', ';', '?', '<', '&', '!', '\'', '#', '$', '@', '~', '*',
    ])?;
    let spacing = *source.choose(&[Spacing::Alone, Spacing::Joint])?;
    Ok(Punct::new(mark, spacing))
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn literal(source: &mut Unstructured<'_>) -> Result<Literal> {
    Ok(match source.arbitrary::<u8>()? % 10 {
        0 => Literal::u64_unsuffixed(source.arbitrary()?),
        1 => Literal::i128_suffixed(source.arbitrary()?),
        2 => Literal::f64_unsuffixed(0.5),
        3 => Literal::string(source.arbitrary()?),
        4 => Literal::byte_string(b"\0\xff\""),
        5 => Literal::character(source.arbitrary()?),
        6 => Literal::c_string(c"{ctx}"),
        7 => "0x_0".parse().expect("a literal"),
        8 => "r##\"{a:?} \"# b\"##".parse().expect("a literal"),
        _ => "99999999999999999999999usize".parse().expect("a literal"),
    })
}
