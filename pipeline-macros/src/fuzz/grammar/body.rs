//! Bodies, and the expressions in them.

use arbitrary::{Result, Unstructured};

/// Code that is called for each item. `CODE` is an expression.
const BODIES: [&str; 14] = [
    "f::<A, B>",
    "|x| CODE",
    "|x: &str| CODE?",
    "|(x, y)| { let z = f(x)?; CODE }",
    "move |x| -> Result<A, B> { CODE }",
    "|x| for y in x { yield CODE; }",
    "|x| { if x > 1 { yield f(x)?; } yield CODE }",
    "{ let mut seen = Set::<A>::new(); move |x| seen.insert(CODE) }",
    "{ let db = open(path)?; move |x| { yield db.get(x)?; } }",
    "|x| match x { A | B => CODE, C if x => return Ok(1), _ => f(x)? }",
    "|x| { loop { if x { break CODE; } } }",
    "|x| { fn g() -> Option<A> { f()? } format!(\"{x} {}\", CODE) }",
    "|x| pipeline!({ generator(x?) >> stage(|y| { yield y; }) >> count() }).run()?",
    "|x| panic!(\"{ctx}\")",
];

/// Code that is awaited for each item.
const AWAITED: [&str; 4] = [
    "async |x| f(CODE).await?",
    "async move |x| { ctx.check()?; yield f(x).await; yield CODE; }",
    "{ let one = f().await?; async move |x| one + CODE }",
    "async |x| -> Result<A, B> { CODE }",
];

pub fn body(source: &mut Unstructured<'_>, is_async: bool) -> Result<String> {
    let awaited = is_async && source.arbitrary()?;
    let bodies = if awaited { &AWAITED[..] } else { &BODIES[..] };
    let form = *source.choose(bodies)?;
    Ok(form.replace("CODE", &expression(source, 3)?))
}

/// Expressions that contain another.
const AROUND: [&str; 15] = [
    "(CODE)",
    "[CODE; 3]",
    "f(CODE, 1)",
    "{ CODE }",
    "{ let y = CODE; y }",
    "CODE.map(|y| y?)",
    "S { a: CODE, ..b }",
    "if x { CODE } else { 2 }",
    "match CODE { A | B => 1, _ => 2 }",
    "async { CODE }",
    "|y| CODE",
    "vec![CODE]",
    "unsafe { CODE }",
    "-CODE",
    "CODE as Vec<A>",
];

const INNERMOST: [&str; 14] = [
    "x",
    "1",
    "0..3",
    "'a'",
    "\"{x}\"",
    "r#\"\"#",
    "()",
    "a::<B, C>()",
    "<A as B>::C",
    "ctx.get::<A>()",
    "x.0.1",
    "!x",
    "b\"x\"",
    "x < y",
];

pub fn expression(source: &mut Unstructured<'_>, depth: usize) -> Result<String> {
    if depth == 0 || source.ratio(1, 2)? {
        return Ok((*source.choose(&INNERMOST)?).to_owned());
    }
    let around = *source.choose(&AROUND)?;
    Ok(around.replace("CODE", &expression(source, depth - 1)?))
}
