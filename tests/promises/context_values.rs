//! Values that a context carries: typed, inherited, and readable in every body.

use pipeline::{Context, pipeline};

struct User(&'static str);

struct Request(u32);

#[test]
fn the_nearest_value_of_a_type_is_read() {
    let session = Context::new().with(User("ada")).with(Request(1));
    let inner = session.with(User("bob")).child();
    assert_eq!(session.get::<User>().unwrap().0, "ada");
    assert_eq!(inner.get::<User>().unwrap().0, "bob");
    assert_eq!(inner.get::<Request>().unwrap().0, 1);
    assert!(Context::new().get::<User>().is_none());
    assert!(session.get::<u32>().is_none());
}

#[test]
fn every_body_reads_it() {
    let session = Context::new().with(User("ada"));
    let seen = pipeline!(|ctx| {
        let users = generator({
            yield ctx.get::<User>().map(|user| user.0);
        });
        let more = users
            >> fan_out(2, |user| {
                yield user;
                yield ctx.get::<User>().map(|user| user.0);
            });
        more >> map(|user| (user, ctx.get::<User>().map(|user| user.0))) >> collect::<Vec<_>>()
    })
    .run_with(&session)
    .unwrap();
    assert_eq!(seen, [(Some("ada"), Some("ada")); 2]);
}

#[test]
fn a_pipeline_inside_a_body_inherits_it_and_its_own_comes_first() {
    let session = Context::new().with(User("ada")).with(Request(7));
    let inner = Context::new().with(User("bob"));
    let seen = pipeline!({
        let seen = generator([()])
            >> stage(|()| {
                let look = || {
                    pipeline!(|ctx| {
                        let seen = generator([()])
                            >> stage(|()| {
                                let user = ctx.get::<User>().map(|user| user.0);
                                (user, ctx.get::<Request>().map(|request| request.0))
                            });
                        seen >> last()
                    })
                };
                (look().run()?, look().run_with(&inner)?)
            });
        seen >> last()
    })
    .run_with(&session)
    .unwrap();
    let (inherited, own) = seen.unwrap();
    assert_eq!(inherited, Some((Some("ada"), Some(7))));
    assert_eq!(own, Some((Some("bob"), Some(7))));
}
