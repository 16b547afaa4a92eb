//! Hygiene of streams: a stream that a user's macro declares differs from a stream of the same name
//! that the macro's caller declares, as for variables.

use std::collections::HashMap;

use proc_macro2::Ident;

use crate::ast::{Chain, Declaration, Element, Let, Statement, Tail};
use crate::names;

/// Renames streams that have the same name, but come from different macros. A branch of a `route`
/// keeps its name, because the body calls it by that name.
pub fn tell_apart(declaration: &mut Declaration) {
    let renamed = renamed(declaration);
    if renamed.is_empty() {
        return;
    }
    for name in named(declaration) {
        if let Some(text) = renamed.get(&(names::text(name), names::context(name))) {
            *name = Ident::new(text, name.span());
        }
    }
}

/// Returns a new name for each name that another macro declared first, by the name and its macro
/// context.
fn renamed(declaration: &Declaration) -> HashMap<(String, String), String> {
    let routes = declaration.routes().into_iter();
    let routes: Vec<String> = routes.map(|(name, _)| names::text(name)).collect();
    let mut first = HashMap::new();
    let mut renamed = HashMap::new();
    let lets = declaration
        .statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::Let(Let { names, .. }) => Some(names),
            Statement::Chain(_) | Statement::Kept(_) | Statement::Ordinary(_) => None,
        });
    let parameter = declaration.header.stream.iter();
    for name in parameter.chain(lets.flatten()) {
        let key = (names::text(&name.ident), names::context(&name.ident));
        let own = first.entry(key.0.clone()).or_insert_with(|| key.1.clone());
        if *own != key.1 && !routes.contains(&key.0) {
            let text = format!("{}_of_macro_{}", key.0, renamed.len() + 1);
            renamed.entry(key).or_insert(text);
        }
    }
    renamed
}

/// Returns all names of streams, at their declarations and their uses.
fn named(declaration: &mut Declaration) -> Vec<&mut Ident> {
    let parameter = declaration.header.stream.iter_mut();
    let mut named: Vec<&mut Ident> = parameter.map(|name| &mut name.ident).collect();
    for statement in &mut declaration.statements {
        match statement {
            Statement::Let(Let { names, chain, .. }) => {
                named.extend(names.iter_mut().map(|name| &mut name.ident));
                named.extend(chain.iter_mut().flat_map(in_chain));
            }
            Statement::Chain(chain) => named.extend(in_chain(chain)),
            Statement::Kept(_) | Statement::Ordinary(_) => {}
        }
    }
    match &mut declaration.tail {
        Tail::Nothing => {}
        Tail::One(chain) => named.extend(in_chain(chain)),
        Tail::Tuple(elements) => {
            let chains = elements.iter_mut().filter_map(|element| match element {
                Element::Chain(chain) => Some(chain),
                Element::Kept(_) => None,
            });
            named.extend(chains.flat_map(in_chain));
        }
    }
    named
}

fn in_chain(chain: &mut Chain) -> Vec<&mut Ident> {
    let calls = chain.calls.iter_mut();
    let streams = calls.flat_map(|call| &mut call.streams);
    chain.head.iter_mut().chain(streams).collect()
}
