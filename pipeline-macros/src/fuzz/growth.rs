//! Pipelines of any length. Their expansions must not grow faster than the pipelines.

use std::fmt::Write;

use proc_macro2::TokenStream;

/// A way to make a pipeline longer.
pub struct Shape {
    pub name: &'static str,
    /// Makes a declaration of about this many stages.
    text: fn(usize) -> String,
}

pub const SHAPES: [Shape; 11] = [
    Shape {
        name: "chain of stages",
        text: |stages| {
            format!(
                "generator(xs) {} >> count()",
                ">> stage(|x| f(x)?) ".repeat(stages)
            )
        },
    },
    Shape {
        name: "stages, each with a name",
        text: |stages| {
            in_turn(stages, 1, |n, from| {
                format!("let s{n} = {from} >> stage(|x| f(x)?);")
            })
        },
    },
    Shape {
        name: "fan-outs",
        text: |stages| {
            in_turn(stages, 1, |n, from| {
                format!("let s{n} = {from} >> fan_out(2, |x| f(x)?);")
            })
        },
    },
    Shape {
        name: "methods in one stage",
        text: |stages| {
            format!(
                "generator(xs) {} >> count()",
                ">> map(|x| f(x)) ".repeat(stages)
            )
        },
    },
    Shape {
        name: "tee and zip, again and again",
        text: |stages| {
            in_turn(stages, 3, |n, from| {
                format!(
                    "let (a, b) = {from} >> tee(); let c = a >> stage(f); let s{n} = zip(c, b);"
                )
            })
        },
    },
    Shape {
        name: "tee and zip around long branches",
        text: |stages| {
            let branch = ">> stage(f) ".repeat(stages / 2);
            format!(
                "let (a, b) = generator(xs) >> tee(); let c = a {branch}; let d = b {branch}; zip(c, d) >> count()"
            )
        },
    },
    Shape {
        name: "one wide fan-in",
        text: |stages| {
            let mut text = String::new();
            for n in 1..=stages {
                let _ = write!(text, "let s{n} = generator(xs);");
            }
            let names: Vec<String> = (1..=stages).map(|n| format!("s{n}")).collect();
            format!(
                "{text} let all = fan_in({}); all >> count()",
                names.join(", ")
            )
        },
    },
    Shape {
        name: "fan-ins of two in turn",
        text: |stages| {
            in_turn(stages, 2, |n, from| {
                format!("let t{n} = generator(xs); let s{n} = fan_in({from}, t{n});")
            })
        },
    },
    Shape {
        name: "loops in turn",
        text: |stages| {
            in_turn(stages, 2, |n, from| {
                format!(
                    "let o{n} = {from} >> feedback(b{n}, bound = 9, full = fail); let (b{n}, s{n}) = o{n} >> split(f);"
                )
            })
        },
    },
    Shape {
        name: "loops and zips in turn",
        text: |stages| {
            in_turn(stages, 5, |n, from| {
                format!(
                    "let o{n} = {from} >> feedback(b{n}, bound = 9, full = fail); let (b{n}, d{n}) = o{n} >> split(f); let (x, y) = d{n} >> tee(); let s{n} = zip(x, y) >> stage(f);"
                )
            })
        },
    },
    Shape {
        name: "mistakes",
        text: |stages| {
            in_turn(stages, 1, |n, from| {
                format!("let s{n} = {from} >> stage(|x| f(x)?, x);")
            })
        },
    },
];

/// Returns a generator, followed by `link` for each number and the stream before it. A link has
/// `size` stages.
fn in_turn(stages: usize, size: usize, link: fn(usize, &str) -> String) -> String {
    let links = stages / size;
    let mut text = "let s0 = generator(xs);".to_owned();
    for n in 1..=links {
        text += &link(n, &format!("s{}", n - 1));
    }
    format!("{text} s{links} >> count()")
}

impl Shape {
    /// Returns the declaration, for threads or for futures.
    pub fn declaration(&self, stages: usize, header: &str) -> TokenStream {
        let text = format!("{header} {{ {} }}", (self.text)(stages));
        text.parse().expect("it is made of tokens")
    }
}

/// Returns the expansion of `declaration`.
#[cfg(fuzzing)]
pub fn expansion(declaration: &TokenStream) -> TokenStream {
    crate::compile(
        crate::ast::Form::Pipeline,
        &quote::quote!(::pipeline),
        declaration.clone(),
    )
}
