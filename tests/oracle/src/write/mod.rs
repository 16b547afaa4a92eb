//! Writes declarations from seeds: each as pipelines and as plain iterators.

mod meet;
mod text;
mod words;

use std::fmt::Write;

use crate::dice::Dice;
use text::{Filler, Text, calls};
use words::{CONSUMERS, FORKS, MEETINGS, METHODS, Method, Order, SOURCES, Verb, verbs};

/// Returns the file with the declarations of `count` seeds.
#[must_use]
pub fn file(seed: u64, count: u64) -> String {
    let mut file = format!(
        "// Written by tests/oracle/src/write: do not edit.\n\
         use pipeline_oracle::Declaration;\n\
         pub const FIRST: u64 = {seed};\npub const COUNT: u64 = {count};\n\
         pub const ALL: &[&Declaration] = &["
    );
    for seed in seed..seed + count {
        write!(file, "&d{seed}::DECLARATION, ").expect("a string is written");
    }
    file += "];\n";
    for seed in seed..seed + count {
        file += &Writer::new(seed).declaration();
    }
    file
}

/// A stream that has no reader yet.
#[derive(Clone)]
struct Open {
    name: String,
    /// A bit set of the sources from which the items come.
    sources: u64,
    /// Whether it may be zipped with another.
    is_in_step: bool,
    /// Whether its edge has a capacity. Inputs of a fan-in must not have one.
    is_limited: bool,
}

struct Writer {
    seed: u64,
    dice: Dice,
    places: u64,
    streams: usize,
    open: Vec<Open>,
    variables: [String; 2],
    body: Text,
    is_async: bool,
    is_early: bool,
    minds_order: bool,
    is_unordered: bool,
    /// Whether items may be left out, depending on the speed of the stages.
    is_lossy: bool,
    /// Whether there is a meeting that waits for its streams in turn.
    is_met: bool,
    verbs: Vec<Verb>,
    /// Whether the declaration avoids words that depend on an unspecified order, so that all values
    /// can be compared.
    spares_order: bool,
    /// The words that this seed must use.
    wanted: Wanted,
}

fn is_limited(text: &Text) -> bool {
    text.threads.contains("capacity")
}

/// Words that a seed must use. Consecutive seeds use all words of the language.
struct Wanted {
    method: Option<usize>,
    verb: Option<usize>,
    fork: Option<usize>,
    meeting: Option<usize>,
    consumer: Option<usize>,
}

impl Writer {
    fn new(seed: u64) -> Self {
        let turn = |of: usize, each: u64| (seed / each % of as u64) as usize;
        let verbs = verbs();
        Writer {
            seed,
            dice: Dice::new(seed),
            places: 0,
            streams: 0,
            open: Vec::new(),
            variables: [String::new(), String::new()],
            body: Text::default(),
            is_async: true,
            is_early: false,
            minds_order: false,
            is_unordered: false,
            is_lossy: false,
            is_met: false,
            spares_order: seed % 4 != 0,
            wanted: Wanted {
                method: Some(turn(METHODS.len(), 1)),
                verb: Some(turn(verbs.len() + 1, 1)),
                fork: (seed % 3 == 0).then(|| turn(FORKS.len(), 3)),
                meeting: (seed % 2 == 1).then(|| turn(MEETINGS.len(), 2)),
                consumer: Some(turn(CONSUMERS.len(), 1)),
            },
            verbs,
        }
    }

    fn declaration(mut self) -> String {
        self.source();
        if self.wanted.meeting.is_some() || self.dice.one_in(4) {
            self.source();
        }
        let steps = 1 + self.dice.below(3);
        for _ in 0..steps {
            self.step();
        }
        if self.wanted.fork.is_some() {
            let from = self.take_open();
            self.fork(from);
        }
        self.meet();
        let tails = self.tails();
        self.module(&tails)
    }

    fn name(&mut self) -> String {
        self.streams += 1;
        format!("s{}", self.streams)
    }

    fn number<const COUNT: usize>(&mut self, templates: [&str; COUNT]) -> [String; COUNT] {
        let mut filler = Filler {
            dice: &mut self.dice,
            places: self.places,
        };
        let texts = filler.number(templates);
        self.places = filler.places;
        texts
    }

    fn closures(&mut self, template: &str) -> [String; 2] {
        let mut filler = Filler {
            dice: &mut self.dice,
            places: self.places,
        };
        let texts = filler.closures(template);
        self.places = filler.places;
        texts
    }

    fn notes(&mut self, order: Order) {
        self.minds_order |= order != Order::Each;
        self.is_early |= order == Order::Early;
    }

    fn line(&mut self, name: &str, text: &Text) {
        for (body, text) in [
            (&mut self.body.threads, &text.threads),
            (&mut self.body.futures, &text.futures),
            (&mut self.body.plain, &text.plain),
        ] {
            writeln!(body, "        let {name} = {text};").expect("a string is written");
        }
    }

    fn source(&mut self) {
        let source = self.dice.pick(SOURCES);
        let name = self.name();
        let [text, one, other, plain] = self.number([
            source.text,
            source.variable[0].unwrap_or_default(),
            source.variable[1].unwrap_or_default(),
            source.plain,
        ]);
        let variable = format!("from_{name}");
        if source.variable[0].is_some() {
            for (variables, value) in self.variables.iter_mut().zip([one, other]) {
                writeln!(variables, "        let {variable} = {value};")
                    .expect("a string is written");
            }
        }
        let text = text.replace("VARIABLE", &variable);
        let mut text = Text {
            threads: text.clone(),
            futures: text,
            plain,
        };
        let is_limited = is_limited(&text);
        self.is_lossy |= !source.is_whole;
        text.add(&self.methods(false));
        self.line(&name, &text);
        self.open.push(Open {
            name,
            sources: 1 << self.streams,
            is_in_step: true,
            is_limited,
        });
    }

    /// Writes some methods in a row.
    fn methods(&mut self, in_loop: bool) -> Text {
        let mut text = Text::default();
        let count = *self.dice.pick(&[0, 0, 1, 1, 2, 3]);
        for _ in 0..count {
            let wanted = self.wanted.method.take().map(|at| &METHODS[at]);
            let method = wanted.unwrap_or_else(|| self.dice.pick(METHODS));
            if self.is_racy() && self.spares_order && method.order != Order::Each {
                continue;
            }
            if !in_loop || method.loops {
                text.add(&self.method(method));
            }
        }
        text
    }

    fn method(&mut self, method: &Method) -> Text {
        self.notes(method.order);
        self.is_async &= method.is_async;
        let [template] = self.number([method.text]);
        let [threads, futures] = self.closures(&template);
        Text {
            plain: format!(".{}(move |i| i.{})", method.flow, calls(&threads)),
            threads: format!(" >> {threads}"),
            futures: format!(" >> {futures}"),
        }
    }

    fn take_open(&mut self) -> Open {
        let at = self.dice.below(self.open.len() as u64) as usize;
        self.open.swap_remove(at)
    }

    fn step(&mut self) {
        let mut from = self.take_open();
        match self.wanted.verb.take() {
            Some(at) if at < self.verbs.len() => self.verb(&mut from, self.verbs[at]),
            Some(_) => self.feedback(&mut from),
            None => match self.dice.below(8) {
                0 if self.open.len() < 2 => return self.fork(from),
                1 => self.feedback(&mut from),
                _ => {
                    let verb = *self.dice.pick(&self.verbs);
                    self.verb(&mut from, verb);
                }
            },
        }
        self.open.push(from);
    }

    fn notes_verb(&mut self, verb: Verb) {
        self.notes(verb.order);
        self.is_unordered |= !verb.keeps;
        self.is_lossy |= !verb.is_whole;
    }

    /// Returns whether the items may depend on the speed of the stages.
    fn is_racy(&self) -> bool {
        self.is_unordered || self.is_lossy
    }

    fn verb(&mut self, from: &mut Open, verb: Verb) {
        self.notes_verb(verb);
        let name = self.name();
        let mut text = self.filled(verb, &from.name);
        from.is_limited = is_limited(&text);
        text.add(&self.methods(false));
        self.line(&name, &text);
        from.name = name;
        from.is_in_step &= verb.keeps;
    }

    fn filled(&mut self, verb: Verb, from: &str) -> Text {
        let [text, futures, plain] =
            self.number([verb.text, verb.futures.unwrap_or_default(), verb.plain]);
        let [threads, mut awaited] = self.closures(&text);
        if verb.futures.is_some() {
            awaited = futures;
        }
        Text {
            threads: format!("{from} >> {threads}"),
            futures: format!("{from} >> {awaited}"),
            plain: format!("{from}{plain}"),
        }
    }

    fn fork(&mut self, from: Open) {
        let wanted = self.wanted.fork.take();
        let at = wanted.unwrap_or_else(|| self.dice.below(FORKS.len() as u64) as usize);
        let fork = &FORKS[at];
        self.notes_verb(fork.verb);
        let names = [self.name(), self.name()];
        let name = |text: &str| text.replace("ONE", &names[0]).replace("OTHER", &names[1]);
        let text = self.filled(fork.verb, &from.name);
        let text = Text {
            threads: name(&text.threads),
            futures: name(&text.futures),
            plain: text.plain,
        };
        self.line(&format!("({})", names.join(", ")), &text);
        let branch = Open {
            is_in_step: from.is_in_step && fork.is_in_step,
            is_limited: is_limited(&text),
            ..from
        };
        let [one, other] = names;
        self.branch(one, ["", ""], &branch);
        self.branch(other, fork.other, &branch);
    }

    /// Writes one branch of a fork with the verb that it needs first.
    fn branch(&mut self, branch: String, first: [&str; 2], like: &Open) {
        let name = self.name();
        let mut text = Text {
            threads: branch.clone(),
            futures: branch.clone(),
            plain: branch.clone(),
        };
        let [first, plain] = self.number(first);
        if !first.is_empty() {
            text.threads += &format!(" >> {first}");
            text.futures += &format!(" >> {first}");
            text.plain += &plain;
        }
        text.add(&self.methods(false));
        let is_bare = text.threads == branch;
        if !is_bare {
            self.line(&name, &text);
        }
        self.open.push(Open {
            name: if is_bare { branch } else { name },
            ..like.clone()
        });
    }

    fn feedback(&mut self, from: &mut Open) {
        self.is_unordered = true;
        let (open, back, name) = (self.name(), self.name(), self.name());
        let through = self.methods(true);
        let [threads, plain] = self.number([
            "@|n| { if c.again(#1, &n) { BACK(c.less(&n))~; } PASSED(n)~; }@",
            "move |n| (if c.again(#1, &n) { vec![c.less(&n)] } else { vec![] }, vec![n])",
        ]);
        let [threads, futures] = self.closures(&threads);
        let named = |text: &str| text.replace("BACK", &back).replace("PASSED", &name);
        let seeds = format!(
            "{} >> feedback({back}, bound = 100_000, full = fail)",
            from.name
        );
        let text = |closure: &str, through: &str| {
            format!(
                "        let {open} = {seeds};\n        let ({back}, {name}) = {open}{through} >> route({});\n",
                named(closure)
            )
        };
        self.body.threads += &text(&threads, &through.threads);
        self.body.futures += &text(&futures, &through.futures);
        let plain = format!(
            "        let {name} = {}.feedback(move |s| s{}, {plain});\n",
            from.name, through.plain
        );
        self.body.plain += &plain;
        from.name = name;
        from.is_in_step = false;
        from.is_limited = false;
    }

    /// Writes the consumers of all open streams. Returns them with their types.
    fn tails(&mut self) -> Vec<(Text, &'static str)> {
        let open = std::mem::take(&mut self.open);
        open.into_iter().map(|from| self.tail(&from.name)).collect()
    }

    fn tail(&mut self, from: &str) -> (Text, &'static str) {
        let wanted = self.wanted.consumer.take().map(|at| &CONSUMERS[at]);
        // Most other consumers compare less than all items.
        let all = self.dice.one_in(3).then_some(&CONSUMERS[0]);
        let other = || self.dice.pick(CONSUMERS);
        let mut consumer = wanted.or(all).unwrap_or_else(other);
        while self.is_racy() && self.spares_order && consumer.order != Order::Each {
            consumer = self.dice.pick(CONSUMERS);
        }
        self.notes(consumer.order);
        let mut text = Text {
            threads: from.to_owned(),
            futures: from.to_owned(),
            plain: from.to_owned(),
        };
        let methods = self.methods(false);
        text.add(&methods);
        let [template, futures, plain] = self.number([
            consumer.text,
            consumer.futures.unwrap_or_default(),
            consumer.plain.unwrap_or_default(),
        ]);
        let [threads, mut awaited] = self.closures(&template);
        if consumer.futures.is_some() {
            awaited = futures;
        }
        let plain = if plain.is_empty() {
            calls(&threads)
        } else {
            plain
        };
        let flow = if consumer.order == Order::Each {
            "value"
        } else {
            "value_by_order"
        };
        let value = consumer.value;
        text.add(&Text {
            threads: format!(" >> {threads}"),
            futures: format!(" >> {awaited}"),
            plain: format!(".{flow}::<{value}>(move |mut i| i.{plain})"),
        });
        (text, value)
    }

    fn module(&self, tails: &[(Text, &str)]) -> String {
        let one_or_tuple = |parts: Vec<String>| match &parts[..] {
            [one] => one.clone(),
            several => format!("({})", several.join(", ")),
        };
        let of = |text: fn(&Text) -> &String| {
            tails
                .iter()
                .map(|(tail, _)| text(tail).clone())
                .collect::<Vec<_>>()
        };
        let ty = one_or_tuple(tails.iter().map(|(_, ty)| (*ty).to_owned()).collect());
        let names: Vec<String> = (0..tails.len()).map(|at| format!("v{at}")).collect();
        let seen: Vec<String> = names.iter().map(|name| format!("{name}.seen()")).collect();
        let (names, seen) = (one_or_tuple(names), seen.join(", "));
        let declared = |header: &str, variables: &str, body: &str, tail: String| {
            format!(
                "{variables}        let declared = pipeline!({header} || -> Result<{ty}, Refused> {{\n{body}        {tail}\n        }});\n"
            )
        };
        let threads = declared(
            "move",
            &self.variables[0],
            &self.body.threads,
            one_or_tuple(of(|text| &text.threads)),
        );
        let futures = declared(
            "async move",
            &self.variables[1],
            &self.body.futures,
            one_or_tuple(of(|text| &text.futures)),
        );
        let plain = format!(
            "{}        vec![{}]\n",
            self.body.plain,
            of(|text| &text.plain).join(", ")
        );
        let is_loose = self.is_racy() && self.minds_order;
        let Writer {
            seed,
            places,
            is_early,
            is_async,
            is_lossy,
            ..
        } = self;
        let hosts = |engine: &str, own: &str, text: &str| {
            format!(
                "    pub mod {engine} {{\n        #[allow(unused_imports)]\n        use super::*;\n        #[allow(unused_imports)]\n        use pipeline_oracle::own::{own}::Own;\n        pub fn run(c: Case, run: Run) -> Ended {{\n        let _ = c;\n{text}        run.{engine}(declared, |{names}| vec![{seen}])\n        }}\n    }}\n"
            )
        };
        let by_futures = if *is_async {
            hosts("futures", "of_streams", &futures)
        } else {
            String::new()
        };
        let futures_run = if *is_async {
            "Some(futures::run)"
        } else {
            "None"
        };
        format!(
            "pub mod d{seed} {{\n    use pipeline_oracle::prelude::*;\n\
             \x20   pub const DECLARATION: Declaration = Declaration {{ seed: {seed}, text: r#\"{threads}\"#, places: {places}, is_early: {is_early}, is_loose: {is_loose}, is_lossy: {is_lossy}, threads: threads::run, futures: {futures_run}, plain: plain::run }};\n\
             {}{by_futures}\
             \x20   mod plain {{\n        #[allow(unused_imports)]\n        use super::*;\n        #[allow(unused_imports)]\n        use pipeline_oracle::{{flow::Plain, own::of_iterators::Own}};\n        pub fn run(c: Case) -> Vec<Expected> {{\n        let _ = c;\n{plain}        }}\n    }}\n}}\n",
            hosts("threads", "of_iterators", &threads),
        )
    }
}
