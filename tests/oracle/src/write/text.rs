//! Fills in templates for each engine.

use crate::dice::Dice;

/// A text for threads, for futures and for plain iterators.
#[derive(Clone, Default)]
pub struct Text {
    pub threads: String,
    pub futures: String,
    pub plain: String,
}

impl Text {
    pub fn add(&mut self, more: &Text) {
        self.threads += &more.threads;
        self.futures += &more.futures;
        self.plain += &more.plain;
    }
}

/// Replaces the marks in templates by numbers and options.
pub struct Filler<'d> {
    pub dice: &'d mut Dice,
    /// Number of places that are used already.
    pub places: u64,
}

impl Filler<'_> {
    /// Numbers the places of templates that belong together, and writes a capacity or none.
    pub fn number<const COUNT: usize>(&mut self, templates: [&str; COUNT]) -> [String; COUNT] {
        let has_capacity = self.dice.one_in(3);
        let mut next = self.places;
        let mut texts = templates.map(str::to_owned);
        let mut place_all = |mark: &str| {
            if texts.iter().any(|text| text.contains(mark)) {
                texts
                    .iter_mut()
                    .for_each(|text| *text = text.replace(mark, &next.to_string()));
                next += 1;
            }
        };
        (1..9).for_each(|place| place_all(&format!("#{place}")));
        let option = format!("capacity = c.capacity({next})");
        self.places = next + u64::from(has_capacity);
        let [options, option] = if has_capacity {
            [format!("{option}, "), option]
        } else {
            Default::default()
        };
        texts.map(|text| text.replace("OPTIONS", &options).replace("OPTION", &option))
    }

    /// Returns the template for threads and for futures. Some closures of the latter are async.
    pub fn closures(&mut self, template: &str) -> [String; 2] {
        let pieces: Vec<&str> = template.split('@').collect();
        let (mut threads, mut futures) = (String::new(), String::new());
        for (at, piece) in pieces.iter().enumerate() {
            if at % 2 == 0 {
                threads += piece;
                futures += piece;
                continue;
            }
            let (head, body) = closure(piece);
            let plain = format!("move {head} {}", body.replace('~', ""));
            threads += &plain;
            if self.dice.one_in(2) {
                let place = self.places;
                self.places += 1;
                let body = body.replace('~', ".await");
                futures += &format!("async move {head} {{ c.turn({place}).await; {body} }}");
            } else {
                futures += &plain;
            }
        }
        [threads, futures]
    }
}

fn closure(piece: &str) -> (&str, &str) {
    let end = piece[1..].find('|').expect("it has parameters") + 2;
    (&piece[..end], piece[end..].trim_start())
}

/// Rewrites `a >> b` as method calls. In plain code, a `distinct` with a key is a method of its
/// own.
pub fn calls(chain: &str) -> String {
    let calls = chain.replace(" >> ", ".");
    calls.replace("distinct(move", "distinct_by_key(move")
}
