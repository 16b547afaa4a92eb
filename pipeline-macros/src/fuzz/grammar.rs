//! Makes correct declarations with every verb, option, header and kind of body, and then puts
//! mistakes into most of them.

#![allow(clippy::format_push_string, reason = "text is easier to read so")]

use arbitrary::{Result, Unstructured};
use proc_macro2::TokenStream;

use super::mistakes::{Random, vocabulary, with_mistake};
use crate::verbs::VERBS;

mod body;
mod room;

use body::{body, expression};

/// Returns the declaration that the bytes select.
pub fn declaration(bytes: &[u8]) -> Option<TokenStream> {
    let mut source = Unstructured::new(bytes);
    let mistakes = source.int_in_range(0..=4).ok()?;
    let mut random = Random(source.arbitrary::<u64>().ok()? | 1);
    let text = whole(&mut source).ok()?;
    let mut declaration: TokenStream = text.parse().expect("it is made of tokens");
    let words = vocabulary();
    for _ in 0..mistakes {
        declaration = with_mistake(declaration, &mut random, &words);
    }
    Some(declaration)
}

const HEADERS: [&str; 10] = [
    "",
    "||",
    "move ||",
    "|ctx|",
    "move |ctx| -> Result<Vec<A>, E>",
    "async",
    "async move",
    "async |ctx|",
    "async move |ctx|",
    "async || -> Result<(A, B), E>",
];

/// Returns a declaration without a mistake.
fn whole(source: &mut Unstructured<'_>) -> Result<String> {
    let header = *source.choose(&HEADERS)?;
    let mut maker = Maker {
        source,
        is_async: header.starts_with("async"),
        live: Vec::new(),
        values: Vec::new(),
        made: 0,
        is_in_loop: false,
        text: String::new(),
    };
    for _ in 0..maker.source.int_in_range(1..=12)? {
        maker.statement()?;
    }
    maker.tail()?;
    let text = maker.text;
    Ok(format!("{header} {{ {text} }}"))
}

struct Maker<'s, 'b> {
    source: &'s mut Unstructured<'b>,
    is_async: bool,
    /// Streams without a reader.
    live: Vec<String>,
    values: Vec<String>,
    made: usize,
    /// Whether the streams are in a loop, where none may lose items.
    is_in_loop: bool,
    text: String,
}

impl Maker<'_, '_> {
    fn statement(&mut self) -> Result<()> {
        let made = match self.source.int_in_range(0..=11)? {
            _ if self.live.is_empty() => self.begin()?,
            0 => self.begin()?,
            1 => return self.value(),
            2 | 3 => return self.fork(),
            4 if self.live.len() > 1 => self.join()?,
            5 => return self.feedback(),
            _ => {
                let from = self.take()?;
                let links = self.links()?;
                format!("{from} {links}")
            }
        };
        let name = self.name()?;
        let ty = self
            .source
            .choose(&["", "", "", ": Vec<(A, B)>", ": &'a [u8; 4]"])?;
        self.text += &format!("let {name}{ty} = {made};\n");
        self.live.push(name);
        Ok(())
    }

    /// Returns a new name.
    fn name(&mut self) -> Result<String> {
        self.made += 1;
        let name = *self
            .source
            .choose(&["s", "to_", "run", "out", "r#type", "ctx", "item"])?;
        Ok(format!("{name}{}", self.made))
    }

    /// Takes a stream that has no reader yet.
    fn take(&mut self) -> Result<String> {
        let at = self.source.choose_index(self.live.len())?;
        Ok(self.live.swap_remove(at))
    }

    fn begin(&mut self) -> Result<String> {
        let options = self.room(&[])? + &self.options(&["name = \"begin\""])?;
        Ok(match self.source.int_in_range(0..=5)? {
            0 => format!("receive({options}{})", self.code()?),
            1 => {
                let yields = self.code()?;
                let word = if self.is_async && self.source.arbitrary()? {
                    "async"
                } else {
                    ""
                };
                format!("generator({options}{word} {{ for x in xs {{ yield {yields}; }} }})")
            }
            2 => format!(
                "generator({options}{{ loop {{ yield f({})?; }} }})",
                self.code()?
            ),
            _ => format!("generator({options}{})", self.code()?),
        })
    }

    /// Returns some of the known options, with their commas.
    fn options(&mut self, known: &[&str]) -> Result<String> {
        let mut options = String::new();
        for option in known {
            if self.source.ratio(1, 4)? {
                options += &format!("{option}, ");
            }
        }
        Ok(options)
    }

    fn code(&mut self) -> Result<String> {
        expression(self.source, 2)
    }

    /// `>> VERB(…) >> VERB(…)`, which ends in a stream.
    fn links(&mut self) -> Result<String> {
        let mut links = String::new();
        for _ in 0..self.source.int_in_range(1..=3)? {
            links += &self.link()?;
        }
        Ok(links)
    }

    fn link(&mut self) -> Result<String> {
        let in_neighbours = VERBS.into_iter().filter(|verb| verb.runs.is_hosted());
        Ok(match self.source.int_in_range(0..=12)? {
            12 => {
                let options = self.options(&["capacity = n + 1", "name = \"a part\""])?;
                format!(">> segment({options}words({})) ", self.code()?)
            }
            11 => self.transform()?,
            10 => {
                let verb = *self.source.choose(&in_neighbours.collect::<Vec<_>>())?;
                format!(">> {} ", verb.usage)
            }
            0..=2 => self.stage()?,
            3 | 4 => self.fan_out()?,
            5 => format!(">> batch({}) ", self.code()?),
            6 => {
                let verb = self
                    .source
                    .choose(&["batch_within(9, ", "debounce(", "sample("])?;
                format!(">> {verb}{}) ", self.code()?)
            }
            7 => {
                let word = self.source.choose(&["", "even, "])?;
                let items = self.source.choose(&["1", "n * 2", "f(x)?"])?;
                format!(">> throttle({word}{items}, t) ")
            }
            8 => format!(">> flat_map::<A, _>(|x| {}) >> take(2 + n) ", self.code()?),
            _ => {
                let wait = if self.is_async && self.source.arbitrary()? {
                    "async"
                } else {
                    ""
                };
                format!(">> filter({wait} |x| {}) >> chunks(3) ", self.code()?)
            }
        })
    }

    fn stage(&mut self) -> Result<String> {
        let room = self.room(&[])?;
        let options = self.policies()?;
        let body = self.body()?;
        Ok(format!(">> stage({room}{options}{body}) "))
    }

    fn fan_out(&mut self) -> Result<String> {
        let workers = self.source.choose(&["1", "2", "n * 2"])?;
        let ordered = *self
            .source
            .choose(&["", "", "ordered, ", "ordered, window = 5 * n, "])?;
        let by = self.source.choose(&["", "by = |x| x.a, ", "by = f, "])?;
        let room = if ordered.is_empty() {
            self.room(&[])?
        } else {
            self.options(&["capacity = 3"])?
        };
        let options = self.policies()?;
        let body = self.body()?;
        Ok(format!(
            ">> fan_out({workers}, {by}{ordered}{room}{options}{body}) "
        ))
    }

    /// Returns a body, and a `timeout` if the body may have one.
    fn body(&mut self) -> Result<String> {
        let body = body(self.source, self.is_async)?;
        let may_wait = body.contains("async") && !body.contains("yield");
        if may_wait && self.source.ratio(1, 4)? {
            return Ok(format!("timeout = 2 * t, {body}"));
        }
        Ok(body)
    }

    fn transform(&mut self) -> Result<String> {
        let options = self.room(&[])? + &self.options(&["name = \"a loop\""])?;
        let code = self.code()?;
        let wait = if self.is_async { "async move" } else { "" };
        let body = *self.source.choose(&[
            "f::<A>",
            "|items| CODE",
            "|mut items| { loop { yield CODE; } }",
            "|items| { for x in [CODE] { yield f(x)?; } yield g()?; }",
            "|items| -> Result<A, E> { items.all(CODE) }",
            "{ let a = CODE; WAIT |items| { yield a; } }",
        ])?;
        let wait_before = if body.starts_with('|') { wait } else { "" };
        let body = body.replace("CODE", &code).replace("WAIT", wait);
        let verb = *self
            .source
            .choose(&["transform(", "fan_out(2, transform, "])?;
        Ok(format!(">> {verb}{options}{wait_before} {body}) "))
    }

    fn policies(&mut self) -> Result<String> {
        self.options(&[
            "on_error = retry(3, |n| t * n)",
            "stop_after = n + 9",
            "name = \"a stage\"",
        ])
    }

    /// `let (a, b) = STREAM >> VERB(…);`
    fn fork(&mut self) -> Result<()> {
        let from = self.take()?;
        let (one, other) = (self.name()?, self.name()?);
        let code = self.code()?;
        let room = self.room(&[&one, &other])?;
        let verb = match self.source.int_in_range(0..=5)? {
            0 | 1 => format!("tee({room})"),
            2 => format!("split({room}|x| {code})"),
            3 => format!("route(|x| {{ {one}(f(x)); {other}({code}); }})"),
            4 => {
                format!("route({room}|x| if x? {{ {one}({code}) }} else {{ {other}(1) }})")
            }
            _ => format!("stage(keep, on_error = retry(n, t, |e| e.is_late()), |x| f({code})?)"),
        };
        self.text += &format!("let ({one}, {other}) = {from} >> {verb};\n");
        self.live.extend([one, other]);
        Ok(())
    }

    fn join(&mut self) -> Result<String> {
        let most = self.live.len().min(5);
        let count = self.source.int_in_range(2..=most)?;
        let mut inputs = Vec::new();
        for _ in 0..count {
            inputs.push(self.take()?);
        }
        let of_pairs = if count == 2 {
            "latest(INPUTS)"
        } else {
            "zip(INPUTS)"
        };
        let form = *self.source.choose(&[
            of_pairs,
            "fan_in(INPUTS)",
            "fan_in(INPUTS, ROOM)",
            "fan_in(INPUTS, prefer)",
            "concat(INPUTS)",
            "concat(INPUTS, allow = deadlock)",
            "merge_by(INPUTS, |x, y| f(x, y))",
            "zip(INPUTS)",
            "zip(INPUTS, allow = deadlock)",
        ])?;
        let form = form.replace("ROOM", &self.room(&[])?);
        Ok(form.replace("INPUTS", &inputs.join(", ")))
    }

    /// Returns a loop through a stage.
    fn feedback(&mut self) -> Result<()> {
        let from = self.take()?;
        let (open, again, done) = (self.name()?, self.name()?, self.name()?);
        let code = self.code()?;
        let full = self.source.choose(&["fail", "drop"])?;
        self.is_in_loop = true;
        let links = self.links()?;
        self.is_in_loop = false;
        self.text += &format!(
            "let {open} = {from} >> feedback({again}, bound = {code}, full = {full});
             let ({again}, {done}) = {open} {links} >> split(|x| {code});\n"
        );
        self.live.push(done);
        Ok(())
    }

    /// Returns a consumer, as a value or as a statement.
    fn value(&mut self) -> Result<()> {
        let from = self.take()?;
        let consumer = self.consumer()?;
        if self.source.arbitrary()? {
            self.text += &format!("{from} >> {consumer};\n");
        } else {
            let name = self.name()?;
            self.text += &format!("let {name} = {from} >> {consumer};\n");
            self.values.push(name);
        }
        Ok(())
    }

    fn consumer(&mut self) -> Result<String> {
        let code = self.code()?;
        let wait = if self.is_async { "async" } else { "" };
        Ok(match self.source.int_in_range(0..=5)? {
            0 => "collect::<Vec<_>>()".to_owned(),
            1 => format!("fold({code}, |all, x| all)"),
            2 => format!("for_each(|x| {code})"),
            3 => format!("sink(name = \"end\", {wait} |items| {code})"),
            4 => format!("any({wait} |x| {code})"),
            _ => "count()".to_owned(),
        })
    }

    /// Returns a tail that reads all streams that are left.
    fn tail(&mut self) -> Result<()> {
        if let ([only], []) = (&self.live[..], &self.values[..])
            && self.source.arbitrary()?
        {
            self.text += only;
            return Ok(());
        }
        let mut given = std::mem::take(&mut self.values);
        for stream in std::mem::take(&mut self.live) {
            given.push(format!("{stream} >> {}", self.consumer()?));
        }
        self.text += &match &given[..] {
            [] => String::new(),
            [only] => only.clone(),
            given => format!("({})", given.join(", ")),
        };
        Ok(())
    }
}

#[cfg(test)]
#[test]
fn declarations_use_every_verb_and_the_options_that_change_much() {
    let mut random = Random(0x9ee7);
    let mut text = String::new();
    for _ in 0..500 {
        let bytes: Vec<u8> = (0..400)
            .map(|_| u8::try_from(random.below(256)).expect("it is below 256"))
            .collect();
        text += &whole(&mut Unstructured::new(&bytes)).expect("any bytes make a declaration");
    }
    for verb in VERBS {
        assert!(text.contains(&format!("{}(", verb.name)), "{}", verb.name);
    }
    for option in [
        "full = merge",
        "full = drop_oldest(",
        "window",
        "timeout",
        "prefer",
    ] {
        assert!(text.contains(option), "{option}");
    }
}
