// Written by tests/oracle/src/write: do not edit.
use pipeline_oracle::Declaration;
pub const FIRST: u64 = 0;
pub const COUNT: u64 = 44;
pub const ALL: &[&Declaration] = &[&d0::DECLARATION, &d1::DECLARATION, &d2::DECLARATION, &d3::DECLARATION, &d4::DECLARATION, &d5::DECLARATION, &d6::DECLARATION, &d7::DECLARATION, &d8::DECLARATION, &d9::DECLARATION, &d10::DECLARATION, &d11::DECLARATION, &d12::DECLARATION, &d13::DECLARATION, &d14::DECLARATION, &d15::DECLARATION, &d16::DECLARATION, &d17::DECLARATION, &d18::DECLARATION, &d19::DECLARATION, &d20::DECLARATION, &d21::DECLARATION, &d22::DECLARATION, &d23::DECLARATION, &d24::DECLARATION, &d25::DECLARATION, &d26::DECLARATION, &d27::DECLARATION, &d28::DECLARATION, &d29::DECLARATION, &d30::DECLARATION, &d31::DECLARATION, &d32::DECLARATION, &d33::DECLARATION, &d34::DECLARATION, &d35::DECLARATION, &d36::DECLARATION, &d37::DECLARATION, &d38::DECLARATION, &d39::DECLARATION, &d40::DECLARATION, &d41::DECLARATION, &d42::DECLARATION, &d43::DECLARATION, ];
pub mod d0 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 0, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> batch(c.size(3)) >> map(move |batch| c.total(4, batch)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(8, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(10), move |n| for n in c.yields(9, n) { yield n; });
        let (s7, s8) = s6 >> tee();
        let s10 = s8 >> through(c.plan(12)) >> batch(c.size(13)) >> flatten();
        let s11 = fan_in(s7, s10);
        let s12 = s11 >> fan_out(c.workers(15), capacity = c.capacity(16), move |n| c.map(14, n));
        s12 >> take_while(move |n| c.goes_on(18, n)) >> map(move |n| c.number_of_table(20, &n)) >> copied() >> map(N::new) >> collect::<Vec<N>>()
        });
"#, places: 22, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> batch(c.size(3)) >> map(move |batch| c.total(4, batch)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(8, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(10), move |n| for n in c.yields(9, n) { yield n; });
        let (s7, s8) = s6 >> tee();
        let s10 = s8 >> through(c.plan(12)) >> batch(c.size(13)) >> flatten();
        let s11 = fan_in(s7, s10);
        let s12 = s11 >> fan_out(c.workers(15), capacity = c.capacity(16), move |n| c.map(14, n));
        s12 >> take_while(move |n| c.goes_on(18, n)) >> map(move |n| c.number_of_table(20, &n)) >> copied() >> map(N::new) >> collect::<Vec<N>>()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> batch(c.size(3)) >> map(move |batch| c.total(4, batch)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(8, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(10), async move |n| { c.turn(11).await; for n in c.yields(9, n) { yield n; } });
        let (s7, s8) = s6 >> tee();
        let s10 = s8 >> through(c.plan(12)) >> batch(c.size(13)) >> flatten();
        let s11 = fan_in(s7, s10);
        let s12 = s11 >> fan_out(c.workers(15), capacity = c.capacity(16), async move |n| { c.turn(17).await; c.map(14, n) });
        s12 >> take_while(async move |n| { c.turn(19).await; c.goes_on(18, n) }) >> map(move |n| c.number_of_table(20, &n)) >> copied() >> map(N::new) >> collect::<Vec<N>>()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = s1.each(move |i| i.map(move |n| c.map(1, n))).each(move |i| i.map(move |n| c.map(2, n))).row(move |i| i.batch(c.size(3)).map(move |batch| c.total(4, batch))).row(move |i| i.through(c.plan(6)).batch(c.size(7)).flatten());
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(8, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s6 = s5.shared_by(c.workers(10)).each(move |i| i.flat_map(move |n| c.yields(9, n)));
        let (s7, s8) = s6.fork(move |n| (vec![n.clone()], vec![n]));
        let s10 = s8.row(move |i| i.through(c.plan(12)).batch(c.size(13)).flatten());
        let s11 = s7.fan_in(s10);
        let s12 = s11.shared_by(c.workers(15)).each(move |i| i.map(move |n| c.map(14, n)));
        vec![s12.row(move |i| i.take_while(move |n| c.goes_on(18, n))).each(move |i| i.map(move |n| c.number_of_table(20, &n)).copied().map(N::new)).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d1 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 1, text: r#"        let declared = pipeline!(move || -> Result<(usize, Option<N>), Refused> {
        let s1 = generator( c.some(0)) >> filter(move |n| c.keeps(1, n)) >> peekable() >> distinct();
        let s2 = generator({ for n in c.source(3) { yield n; } }) >> skip_while(move |n| c.goes_on(4, n));
        let s3 = s1 >> stage(capacity = c.capacity(7), move |n| for n in c.yields(6, n) { yield n; }) >> skip(c.count(9));
        let s4 = s3 >> stage(capacity = c.capacity(11), move |n| for n in c.many(10, n) { yield n; }) >> enumerate() >> map(move |(i, n)| c.seen(12, i as u64, n)) >> through(c.plan(13)) >> fuse() >> any_of_std(c, 15) >> fuse();
        (s2 >> count(), s4 >> min())
        });
"#, places: 17, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(usize, Option<N>), Refused> {
        let s1 = generator( c.some(0)) >> filter(move |n| c.keeps(1, n)) >> peekable() >> distinct();
        let s2 = generator({ for n in c.source(3) { yield n; } }) >> skip_while(move |n| c.goes_on(4, n));
        let s3 = s1 >> stage(capacity = c.capacity(7), move |n| for n in c.yields(6, n) { yield n; }) >> skip(c.count(9));
        let s4 = s3 >> stage(capacity = c.capacity(11), move |n| for n in c.many(10, n) { yield n; }) >> enumerate() >> map(move |(i, n)| c.seen(12, i as u64, n)) >> through(c.plan(13)) >> fuse() >> any_of_std(c, 15) >> fuse();
        (s2 >> count(), s4 >> min())
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.filter(move |n| c.keeps(1, n))).each(move |i| i.peekable()).each(move |i| i.distinct());
        let s2 = Flow::of(c.source(3)).row(move |i| i.skip_while(move |n| c.goes_on(4, n)));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.yields(6, n))).row(move |i| i.skip(c.count(9)));
        let s4 = s3.each(move |i| i.flat_map(move |n| c.many(10, n))).row(move |i| i.enumerate().map(move |(i, n)| c.seen(12, i as u64, n))).row(move |i| i.through(c.plan(13)).fuse()).row(move |i| i.any_of_std(c, 15).fuse());
        vec![s2.value::<usize>(move |mut i| i.count()), s4.value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d2 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 2, text: r#"        let from_s2 = c.channel(3);
        let declared = pipeline!(move || -> Result<(N, Option<N>), Refused> {
        let s1 = generator( c.source(0)) >> filter_map(move |n| c.may(1, n));
        let s2 = receive( from_s2) >> map_while(move |n| c.may_go_on(4, n)) >> skip(c.count(6)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) });
        let s3 = s1 >> stage(move |n| for n in c.many(9, n) { yield n; }) >> map_while(move |n| c.may_go_on(10, n));
        let s4 = s2 >> stage( move |n| c.map(13, n)) >> flat_map(move |n| c.many(14, n)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(15, N::new(n.number + *sum)) }) >> fuse();
        let s5 = s3 >> stage(on_error = skip, capacity = c.capacity(17), move |n| c.fails(16, n)?) >> peekable();
        (s4 >> sum::<N>(), s5 >> distinct(move |n| n.number % 5) >> stored() >> rev() >> fuse() >> last())
        });
"#, places: 21, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.channel(3);
        let declared = pipeline!(move || -> Result<(N, Option<N>), Refused> {
        let s1 = generator( c.source(0)) >> filter_map(move |n| c.may(1, n));
        let s2 = receive( from_s2) >> map_while(move |n| c.may_go_on(4, n)) >> skip(c.count(6)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) });
        let s3 = s1 >> stage(move |n| for n in c.many(9, n) { yield n; }) >> map_while(move |n| c.may_go_on(10, n));
        let s4 = s2 >> stage( move |n| c.map(13, n)) >> flat_map(move |n| c.many(14, n)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(15, N::new(n.number + *sum)) }) >> fuse();
        let s5 = s3 >> stage(on_error = skip, capacity = c.capacity(17), move |n| c.fails(16, n)?) >> peekable();
        (s4 >> sum::<N>(), s5 >> distinct(move |n| n.number % 5) >> stored() >> rev() >> fuse() >> last())
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).each(move |i| i.filter_map(move |n| c.may(1, n)));
        let s2 = Flow::of(c.some(3)).row(move |i| i.map_while(move |n| c.may_go_on(4, n))).row(move |i| i.skip(c.count(6))).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) }));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.many(9, n))).row(move |i| i.map_while(move |n| c.may_go_on(10, n)));
        let s4 = s2.each(move |i| i.map(move |n| c.map(13, n))).each(move |i| i.flat_map(move |n| c.many(14, n))).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(15, N::new(n.number + *sum)) })).each(move |i| i.fuse());
        let s5 = s3.or_skips(usize::MAX, move |n| Ok(vec![c.fails(16, n)?])).each(move |i| i.peekable());
        vec![s4.value::<N>(move |mut i| i.sum::<N>()), s5.row(move |i| i.distinct_by_key(move |n| n.number % 5)).row(move |i| i.stored().rev()).each(move |i| i.fuse()).value_by_order::<Option<N>>(move |mut i| i.last())]
        }
    }
}
pub mod d3 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 3, text: r#"        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator( c.source(0)) >> flat_map(move |n| c.many(1, n));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> through(c.plan(5).with_an_end()) >> through(c.plan(6)) >> filter(move |n| c.keeps(7, n));
        let (s3, s4) = s2 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s5 = s3 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s4 >> stage(move |n| c.map(11, n)) >> filter_map(move |n| c.may(13, n));
        let s9 = s5 >> stage(move |n| c.map(16, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> map(move |n| c.map(18, n));
        let s7 = fan_in(s8, s9);
        let s10 = s7 >> fan_out(c.workers(21), move |n| for n in c.yields(20, n) { yield n; });
        s10 >> product::<N>()
        });
"#, places: 24, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator( c.source(0)) >> flat_map(move |n| c.many(1, n));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> through(c.plan(5).with_an_end()) >> through(c.plan(6)) >> filter(move |n| c.keeps(7, n));
        let (s3, s4) = s2 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s5 = s3 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s4 >> stage(move |n| c.map(11, n)) >> filter_map(move |n| c.may(13, n));
        let s9 = s5 >> stage(move |n| c.map(16, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> map(move |n| c.map(18, n));
        let s7 = fan_in(s8, s9);
        let s10 = s7 >> fan_out(c.workers(21), move |n| for n in c.yields(20, n) { yield n; });
        s10 >> product::<N>()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<N, Refused> {
        let s1 = generator( c.source(0)) >> flat_map(move |n| c.many(1, n));
        let s2 = s1 >> stage(capacity = c.capacity(3), async move |n| { c.turn(4).await; c.fails(2, n)? }) >> through(c.plan(5).with_an_end()) >> through(c.plan(6)) >> filter(move |n| c.keeps(7, n));
        let (s3, s4) = s2 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s5 = s3 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s4 >> stage(async move |n| { c.turn(12).await; c.map(11, n) }) >> filter_map(async move |n| { c.turn(15).await; c.may(13, n) });
        let s9 = s5 >> stage(async move |n| { c.turn(17).await; c.map(16, n) }) >> throttle(1_000_000, Duration::from_micros(1)) >> map(async move |n| { c.turn(19).await; c.map(18, n) });
        let s7 = fan_in(s8, s9);
        let s10 = s7 >> fan_out(c.workers(21), async move |n| { c.turn(22).await; for n in c.yields(20, n) { yield n; } });
        s10 >> product::<N>()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).each(move |i| i.flat_map(move |n| c.many(1, n)));
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(2, n)?])).row(move |i| i.through(c.plan(5).with_an_end())).row(move |i| i.through(c.plan(6)).filter(move |n| c.keeps(7, n)));
        let (s3, s4) = s2.fork(move |n| (if c.keeps(9, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s5 = s3.each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s8 = s4.each(move |i| i.map(move |n| c.map(11, n))).each(move |i| i.filter_map(move |n| c.may(13, n)));
        let s9 = s5.each(move |i| i.map(move |n| c.map(16, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).each(move |i| i.map(move |n| c.map(18, n)));
        let s7 = s8.fan_in(s9);
        let s10 = s7.shared_by(c.workers(21)).each(move |i| i.flat_map(move |n| c.yields(20, n)));
        vec![s10.value::<N>(move |mut i| i.product::<N>())]
        }
    }
}
pub mod d4 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 4, text: r#"        let declared = pipeline!(move || -> Result<(Option<N>, usize, bool), Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> map(move |n| c.many(2, n)) >> flatten() >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = generator({ for n in c.source(6) { yield n; } });
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(7, n)?) >> fuse() >> through(c.plan(8)) >> fuse();
        let (s4, s5) = s2 >> stage(move |n| c.fails(9, n)?);
        let s7 = s5 >> map(move |failure| c.letter(10, failure)) >> map_while(move |n| c.may_go_on(11, n));
        let s8 = s7 >> stage(capacity = c.capacity(14), move |n| for n in c.yields(13, n) { yield n; }) >> any_of_std(c, 16) >> fuse();
        (s3 >> fuse() >> through(c.plan(17)) >> batch(c.size(18)) >> flatten() >> map(move |n| c.number_of_table(20, &n)) >> copied() >> map(N::new) >> max(), s4 >> any_of_std(c, 22) >> fuse() >> peekable() >> count(), s8 >> all(move |n| c.goes_on(24, &n)))
        });
"#, places: 26, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Option<N>, usize, bool), Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> map(move |n| c.many(2, n)) >> flatten() >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = generator({ for n in c.source(6) { yield n; } });
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(7, n)?) >> fuse() >> through(c.plan(8)) >> fuse();
        let (s4, s5) = s2 >> stage(move |n| c.fails(9, n)?);
        let s7 = s5 >> map(move |failure| c.letter(10, failure)) >> map_while(move |n| c.may_go_on(11, n));
        let s8 = s7 >> stage(capacity = c.capacity(14), move |n| for n in c.yields(13, n) { yield n; }) >> any_of_std(c, 16) >> fuse();
        (s3 >> fuse() >> through(c.plan(17)) >> batch(c.size(18)) >> flatten() >> map(move |n| c.number_of_table(20, &n)) >> copied() >> map(N::new) >> max(), s4 >> any_of_std(c, 22) >> fuse() >> peekable() >> count(), s8 >> all(move |n| c.goes_on(24, &n)))
        });
        run.threads(declared, |(v0, v1, v2)| vec![v0.seen(), v1.seen(), v2.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).each(move |i| i.map(move |n| c.many(2, n)).flatten()).row(move |i| i.map_while(move |n| c.may_go_on(4, n)).batch(c.size(5)).flatten());
        let s2 = Flow::of(c.source(6));
        let s3 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.fuse()).row(move |i| i.through(c.plan(8)).fuse());
        let (s4, s5) = s2.letters(Box::new(move |n| Ok(vec![c.fails(9, n)?])));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(10, n))).row(move |i| i.map_while(move |n| c.may_go_on(11, n)));
        let s8 = s7.each(move |i| i.flat_map(move |n| c.yields(13, n))).row(move |i| i.any_of_std(c, 16).fuse());
        vec![s3.each(move |i| i.fuse()).row(move |i| i.through(c.plan(17)).batch(c.size(18)).flatten()).each(move |i| i.map(move |n| c.number_of_table(20, &n)).copied().map(N::new)).value::<Option<N>>(move |mut i| i.max()), s4.row(move |i| i.any_of_std(c, 22).fuse()).each(move |i| i.peekable()).value::<usize>(move |mut i| i.count()), s8.value_by_order::<bool>(move |mut i| i.all(move |n| c.goes_on(24, &n)))]
        }
    }
}
pub mod d5 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 5, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> skip(c.count(4));
        let s2 = s1 >> stage(stop_after = c.size(6) as u64, capacity = c.capacity(7), move |n| c.fails(5, n)?);
        s2 >> enumerate() >> map(move |(i, n)| c.seen(9, i as u64, n)) >> skip_while(move |n| c.goes_on(11, n)) >> through(c.plan(13)) >> fuse() >> min()
        });
"#, places: 14, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> skip(c.count(4));
        let s2 = s1 >> stage(stop_after = c.size(6) as u64, capacity = c.capacity(7), move |n| c.fails(5, n)?);
        s2 >> enumerate() >> map(move |(i, n)| c.seen(9, i as u64, n)) >> skip_while(move |n| c.goes_on(11, n)) >> through(c.plan(13)) >> fuse() >> min()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> skip(c.count(4));
        let s2 = s1 >> stage(stop_after = c.size(6) as u64, capacity = c.capacity(7), async move |n| { c.turn(8).await; c.fails(5, n)? });
        s2 >> enumerate() >> map(move |(i, n)| c.seen(9, i as u64, n)) >> skip_while(async move |n| { c.turn(12).await; c.goes_on(11, n) }) >> through(c.plan(13)) >> fuse() >> min()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.flat_map(move |n| c.many(1, n)).filter(move |n| c.keeps(2, n))).row(move |i| i.skip(c.count(4)));
        let s2 = s1.or_skips(c.size(6), move |n| Ok(vec![c.fails(5, n)?]));
        vec![s2.row(move |i| i.enumerate().map(move |(i, n)| c.seen(9, i as u64, n))).row(move |i| i.skip_while(move |n| c.goes_on(11, n))).row(move |i| i.through(c.plan(13)).fuse()).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d6 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 6, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(4), ordered, on_error = skip, capacity = c.capacity(5), move |n| c.fails(3, n)?) >> inspect(move |n| c.look(7, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(10, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s6 >> tee(capacity = c.capacity(12));
        let s12 = s8 >> stage(move |n| c.map(13, n));
        let s13 = s7 >> stage(move |n| c.map(15, n)) >> chain(c.some(17));
        let s11 = fan_in(s12, s13) >> peekable();
        s11 >> count()
        });
"#, places: 18, is_early: false, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(4), ordered, on_error = skip, capacity = c.capacity(5), move |n| c.fails(3, n)?) >> inspect(move |n| c.look(7, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(10, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s6 >> tee(capacity = c.capacity(12));
        let s12 = s8 >> stage(move |n| c.map(13, n));
        let s13 = s7 >> stage(move |n| c.map(15, n)) >> chain(c.some(17));
        let s11 = fan_in(s12, s13) >> peekable();
        s11 >> count()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(1, n.clone()).or_else(|_| c.fails(1, n.clone())).or_else(|_| c.fails(1, n))?]));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(vec![c.fails(3, n)?])).each(move |i| i.inspect(move |n| c.look(7, n)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(10, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s7, s8) = s6.fork(move |n| (vec![n.clone()], vec![n]));
        let s12 = s8.each(move |i| i.map(move |n| c.map(13, n)));
        let s13 = s7.each(move |i| i.map(move |n| c.map(15, n))).each(move |i| i.chain(c.some(17)));
        let s11 = s12.fan_in(s13).each(move |i| i.peekable());
        vec![s11.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d7 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 7, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| { let n = c.fails(1, n)?; for n in c.few(2, n) { yield n; } }) >> fuse() >> inspect(move |n| c.look(4, n)) >> map(move |n| c.map(6, n));
        let s3 = s2 >> fan_out(c.workers(8), ordered, move |n| c.map(7, n)) >> flat_map(move |n| c.many(10, n)) >> filter(move |n| c.keeps(11, n)) >> through(c.plan(13)) >> fuse() >> peekable();
        s3 >> zip(c.source(15)) >> map(move |(a, b)| c.join(16, a, b)) >> fold(7_u64, move |sum, n| c.next_sum(17, sum, &n))
        });
"#, places: 19, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| { let n = c.fails(1, n)?; for n in c.few(2, n) { yield n; } }) >> fuse() >> inspect(move |n| c.look(4, n)) >> map(move |n| c.map(6, n));
        let s3 = s2 >> fan_out(c.workers(8), ordered, move |n| c.map(7, n)) >> flat_map(move |n| c.many(10, n)) >> filter(move |n| c.keeps(11, n)) >> through(c.plan(13)) >> fuse() >> peekable();
        s3 >> zip(c.source(15)) >> map(move |(a, b)| c.join(16, a, b)) >> fold(7_u64, move |sum, n| c.next_sum(17, sum, &n))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = s1.or_ends(move |n| Ok(c.few(2, c.fails(1, n)?).collect())).each(move |i| i.fuse()).each(move |i| i.inspect(move |n| c.look(4, n))).each(move |i| i.map(move |n| c.map(6, n)));
        let s3 = s2.each(move |i| i.map(move |n| c.map(7, n))).each(move |i| i.flat_map(move |n| c.many(10, n)).filter(move |n| c.keeps(11, n))).row(move |i| i.through(c.plan(13)).fuse()).each(move |i| i.peekable());
        vec![s3.row(move |i| i.zip(c.source(15)).map(move |(a, b)| c.join(16, a, b))).value_by_order::<u64>(move |mut i| i.fold(7_u64, move |sum, n| c.next_sum(17, sum, &n)))]
        }
    }
}
pub mod d8 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 8, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = generator(capacity = c.capacity(4),  c.source(3)) >> map(move |n| c.number_of_table(5, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(9), move |n| { let n = c.fails(7, n)?; for n in c.few(8, n) { yield n; } }) >> batch(c.size(10)) >> flatten();
        let s4 = s3 >> stage(on_error = skip, move |n| { let n = c.fails(11, n)?; for n in c.few(12, n) { yield n; } }) >> filter_map(move |n| c.may(14, n)) >> flat_map(move |n| c.many(15, n)) >> chain(c.source(18));
        let s5 = zip(s4, s1) >> map(move |(a, b)| c.join(19, a, b)) >> map_while(move |n| c.may_go_on(20, n)) >> batch(c.size(21)) >> flatten() >> throttle(1_000_000, Duration::from_micros(1));
        s5 >> take(c.count(23)) >> flat_map(move |n| c.many(24, n)) >> filter(move |n| c.keeps(26, n)) >> reduce(move |a, b| c.join(27, a, b))
        });
"#, places: 29, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = generator(capacity = c.capacity(4),  c.source(3)) >> map(move |n| c.number_of_table(5, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(9), move |n| { let n = c.fails(7, n)?; for n in c.few(8, n) { yield n; } }) >> batch(c.size(10)) >> flatten();
        let s4 = s3 >> stage(on_error = skip, move |n| { let n = c.fails(11, n)?; for n in c.few(12, n) { yield n; } }) >> filter_map(move |n| c.may(14, n)) >> flat_map(move |n| c.many(15, n)) >> chain(c.source(18));
        let s5 = zip(s4, s1) >> map(move |(a, b)| c.join(19, a, b)) >> map_while(move |n| c.may_go_on(20, n)) >> batch(c.size(21)) >> flatten() >> throttle(1_000_000, Duration::from_micros(1));
        s5 >> take(c.count(23)) >> flat_map(move |n| c.many(24, n)) >> filter(move |n| c.keeps(26, n)) >> reduce(move |a, b| c.join(27, a, b))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = generator(capacity = c.capacity(4),  c.source(3)) >> map(move |n| c.number_of_table(5, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(9), move |n| { let n = c.fails(7, n)?; for n in c.few(8, n) { yield n; } }) >> batch(c.size(10)) >> flatten();
        let s4 = s3 >> stage(on_error = skip, async move |n| { c.turn(13).await; { let n = c.fails(11, n)?; for n in c.few(12, n) { yield n; } } }) >> filter_map(move |n| c.may(14, n)) >> flat_map(async move |n| { c.turn(17).await; c.many(15, n) }) >> chain(c.source(18));
        let s5 = zip(s4, s1) >> map(move |(a, b)| c.join(19, a, b)) >> map_while(move |n| c.may_go_on(20, n)) >> batch(c.size(21)) >> flatten() >> throttle(1_000_000, Duration::from_micros(1));
        s5 >> take(c.count(23)) >> flat_map(move |n| c.many(24, n)) >> filter(move |n| c.keeps(26, n)) >> reduce(move |a, b| c.join(27, a, b))
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.map(move |n| c.of_table(2, &n)).cloned());
        let s2 = Flow::of(c.source(3)).each(move |i| i.map(move |n| c.number_of_table(5, &n)).copied().map(N::new));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(c.few(8, c.fails(7, n)?).collect())).each(move |i| i.batch(c.size(10)).flatten());
        let s4 = s3.or_skips(usize::MAX, move |n| Ok(c.few(12, c.fails(11, n)?).collect())).each(move |i| i.filter_map(move |n| c.may(14, n))).each(move |i| i.flat_map(move |n| c.many(15, n))).each(move |i| i.chain(c.source(18)));
        let s5 = s4.zip(s1, move |a, b| c.join(19, a, b)).row(move |i| i.map_while(move |n| c.may_go_on(20, n)).batch(c.size(21)).flatten()).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        vec![s5.row(move |i| i.take(c.count(23))).each(move |i| i.flat_map(move |n| c.many(24, n))).each(move |i| i.filter(move |n| c.keeps(26, n))).value_by_order::<Option<N>>(move |mut i| i.reduce(move |a, b| c.join(27, a, b)))]
        }
    }
}
pub mod d9 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 9, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, bool, bool), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator({ for n in c.source(1) { yield n; } });
        let s3 = s1 >> stage(capacity = c.capacity(3), { let mut seen = 0; move |n| { seen += 1; c.seen(2, seen, n) } }) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s4 = s2 >> stage(capacity = c.capacity(7), move |n| for n in c.yields(6, n) { yield n; });
        let (s5, s6) = s4 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> batch_within(c.size(11), Duration::from_secs(3600)) >> flatten();
        (s3 >> map(move |n| c.number_of_table(13, &n)) >> copied() >> map(N::new) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s5 >> all(move |n| c.goes_on(14, &n)), s8 >> through(c.plan(15)) >> fuse() >> map(move |n| c.of_table(16, &n)) >> cloned() >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(18, N::new(n.number + *sum)) }) >> any(move |n| !c.goes_on(19, &n)))
        });
"#, places: 20, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, bool, bool), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator({ for n in c.source(1) { yield n; } });
        let s3 = s1 >> stage(capacity = c.capacity(3), { let mut seen = 0; move |n| { seen += 1; c.seen(2, seen, n) } }) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s4 = s2 >> stage(capacity = c.capacity(7), move |n| for n in c.yields(6, n) { yield n; });
        let (s5, s6) = s4 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> batch_within(c.size(11), Duration::from_secs(3600)) >> flatten();
        (s3 >> map(move |n| c.number_of_table(13, &n)) >> copied() >> map(N::new) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s5 >> all(move |n| c.goes_on(14, &n)), s8 >> through(c.plan(15)) >> fuse() >> map(move |n| c.of_table(16, &n)) >> cloned() >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(18, N::new(n.number + *sum)) }) >> any(move |n| !c.goes_on(19, &n)))
        });
        run.threads(declared, |(v0, v1, v2)| vec![v0.seen(), v1.seen(), v2.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<(Option<N>, bool, bool), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator({ for n in c.source(1) { yield n; } });
        let s3 = s1 >> stage(capacity = c.capacity(3), { let mut seen = 0; move |n| { seen += 1; c.seen(2, seen, n) } }) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s4 = s2 >> stage(capacity = c.capacity(7), async move |n| { c.turn(8).await; for n in c.yields(6, n) { yield n; } });
        let (s5, s6) = s4 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> batch_within(c.size(11), Duration::from_secs(3600)) >> flatten();
        (s3 >> map(move |n| c.number_of_table(13, &n)) >> copied() >> map(N::new) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s5 >> all(move |n| c.goes_on(14, &n)), s8 >> through(c.plan(15)) >> fuse() >> map(move |n| c.of_table(16, &n)) >> cloned() >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(18, N::new(n.number + *sum)) }) >> any(move |n| !c.goes_on(19, &n)))
        });
        run.futures(declared, |(v0, v1, v2)| vec![v0.seen(), v1.seen(), v2.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = Flow::of(c.source(1));
        let s3 = s1.row(move |i| i.enumerate().map(move |(i, n)| c.seen(2, i as u64 + 1, n))).each(move |i| i.map(move |n| c.number_of_table(4, &n)).copied().map(N::new));
        let s4 = s2.each(move |i| i.flat_map(move |n| c.yields(6, n)));
        let (s5, s6) = s4.fork(move |n| (if c.keeps(9, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s8 = s6.each(move |i| i.batch_within(c.size(11), Duration::from_secs(3600)).flatten());
        vec![s3.each(move |i| i.map(move |n| c.number_of_table(13, &n)).copied().map(N::new)).value_by_order::<Option<N>>(move |mut i| i.max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))), s5.value_by_order::<bool>(move |mut i| i.all(move |n| c.goes_on(14, &n))), s8.row(move |i| i.through(c.plan(15)).fuse()).each(move |i| i.map(move |n| c.of_table(16, &n)).cloned()).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(18, N::new(n.number + *sum)) })).value_by_order::<bool>(move |mut i| i.any(move |n| !c.goes_on(19, &n)))]
        }
    }
}
pub mod d10 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 10, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.some(1));
        let s2 = generator( c.some(2)) >> through(c.plan(3)) >> fuse();
        let s3 = s1 >> stage( move |n| c.map(4, n)) >> batch(c.size(5)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(7), ordered, move |n| c.map(6, n)) >> stored() >> rev();
        let s5 = zip(s2, s4) >> map(move |(a, b)| c.join(10, a, b)) >> through(c.plan(11)) >> filter(move |n| c.keeps(12, n));
        let s6 = s5 >> stage(capacity = c.capacity(15), move |n| for n in c.many(14, n) { yield n; });
        s6 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(16, N::new(n.number + *sum)) }) >> flat_map(move |n| c.many(17, n)) >> min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))
        });
"#, places: 19, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.some(1));
        let s2 = generator( c.some(2)) >> through(c.plan(3)) >> fuse();
        let s3 = s1 >> stage( move |n| c.map(4, n)) >> batch(c.size(5)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(7), ordered, move |n| c.map(6, n)) >> stored() >> rev();
        let s5 = zip(s2, s4) >> map(move |(a, b)| c.join(10, a, b)) >> through(c.plan(11)) >> filter(move |n| c.keeps(12, n));
        let s6 = s5 >> stage(capacity = c.capacity(15), move |n| for n in c.many(14, n) { yield n; });
        s6 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(16, N::new(n.number + *sum)) }) >> flat_map(move |n| c.many(17, n)) >> min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).each(move |i| i.chain(c.some(1)));
        let s2 = Flow::of(c.some(2)).row(move |i| i.through(c.plan(3)).fuse());
        let s3 = s1.each(move |i| i.map(move |n| c.map(4, n))).each(move |i| i.batch(c.size(5)).flatten());
        let s4 = s3.each(move |i| i.map(move |n| c.map(6, n))).row(move |i| i.stored().rev());
        let s5 = s2.zip(s4, move |a, b| c.join(10, a, b)).row(move |i| i.through(c.plan(11)).filter(move |n| c.keeps(12, n)));
        let s6 = s5.each(move |i| i.flat_map(move |n| c.many(14, n)));
        vec![s6.row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(16, N::new(n.number + *sum)) })).each(move |i| i.flat_map(move |n| c.many(17, n))).value_by_order::<Option<N>>(move |mut i| i.min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))))]
        }
    }
}
pub mod d11 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 11, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Vec<N>, N), Refused> {
        let s1 = receive( from_s1) >> chain(c.source(1));
        let s2 = generator({ for n in c.source(3) { yield n; } });
        let s3 = s1 >> fan_out(c.workers(5), ordered, move |n| c.map(4, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s2 >> feedback(s8, bound = 100_000, full = fail);
        let (s8, s9) = s7 >> route(move |n| { if c.again(9, &n) { s8(c.less(&n)); } s9(n); });
        (s6 >> sink(move |items| items.collect::<Vec<N>>()), s9 >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n)) >> sum::<N>())
        });
"#, places: 13, is_early: false, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Vec<N>, N), Refused> {
        let s1 = receive( from_s1) >> chain(c.source(1));
        let s2 = generator({ for n in c.source(3) { yield n; } });
        let s3 = s1 >> fan_out(c.workers(5), ordered, move |n| c.map(4, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s2 >> feedback(s8, bound = 100_000, full = fail);
        let (s8, s9) = s7 >> route(move |n| { if c.again(9, &n) { s8(c.less(&n)); } s9(n); });
        (s6 >> sink(move |items| items.collect::<Vec<N>>()), s9 >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n)) >> sum::<N>())
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<(Vec<N>, N), Refused> {
        let s1 = receive( from_s1) >> chain(c.source(1));
        let s2 = generator({ for n in c.source(3) { yield n; } });
        let s3 = s1 >> fan_out(c.workers(5), ordered, move |n| c.map(4, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s2 >> feedback(s8, bound = 100_000, full = fail);
        let (s8, s9) = s7 >> route(async move |n| { c.turn(10).await; { if c.again(9, &n) { s8(c.less(&n)).await; } s9(n).await; } });
        (s6 >> sink(async move |items| items.collect::<Vec<N>>().await), s9 >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n)) >> sum::<N>())
        });
        run.futures(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.chain(c.source(1)));
        let s2 = Flow::of(c.source(3));
        let s3 = s1.each(move |i| i.map(move |n| c.map(4, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(7, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s9 = s2.feedback(move |s| s, move |n| (if c.again(9, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s6.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s9.each(move |i| i.flat_map(move |n| c.many(11, n)).filter(move |n| c.keeps(12, n))).value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d12 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 12, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> fan_out(c.workers(6), ordered, move |n| for n in c.yields(5, n) { yield n; }) >> map_while(move |n| c.may_go_on(7, n)) >> batch(c.size(8)) >> flatten();
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(9, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s2 >> tee(capacity = c.capacity(11));
        let s9 = s7 >> any_of_std_with_an_end(c, 12) >> through(c.plan(14)) >> fuse() >> batch_within(c.size(15), Duration::from_secs(3600)) >> map(move |batch| c.total(16, batch));
        let s10 = s8 >> distinct() >> distinct(move |n| n.number % 5);
        let s12 = s10 >> stage(move |n| c.map(18, n));
        let s11 = fan_in(s12, s6) >> through(c.plan(21)) >> filter(move |n| c.keeps(22, n));
        let s13 = s11 >> stage(capacity = c.capacity(25), move |n| { let n = c.fails(23, n)?; for n in c.few(24, n) { yield n; } });
        let s15 = s9 >> stage(move |n| c.map(27, n));
        let s16 = s13 >> stage(move |n| c.map(30, n)) >> stored() >> cycle() >> map_while(move |n| c.may_go_on(32, n)) >> batch(c.size(33)) >> flatten() >> filter(move |n| c.keeps(34, n));
        let s14 = fan_in(s15, s16);
        s14 >> take_while(move |n| c.goes_on(36, n)) >> min_by_key(move |n| n.number % 5)
        });
"#, places: 38, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> fan_out(c.workers(6), ordered, move |n| for n in c.yields(5, n) { yield n; }) >> map_while(move |n| c.may_go_on(7, n)) >> batch(c.size(8)) >> flatten();
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(9, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s2 >> tee(capacity = c.capacity(11));
        let s9 = s7 >> any_of_std_with_an_end(c, 12) >> through(c.plan(14)) >> fuse() >> batch_within(c.size(15), Duration::from_secs(3600)) >> map(move |batch| c.total(16, batch));
        let s10 = s8 >> distinct() >> distinct(move |n| n.number % 5);
        let s12 = s10 >> stage(move |n| c.map(18, n));
        let s11 = fan_in(s12, s6) >> through(c.plan(21)) >> filter(move |n| c.keeps(22, n));
        let s13 = s11 >> stage(capacity = c.capacity(25), move |n| { let n = c.fails(23, n)?; for n in c.few(24, n) { yield n; } });
        let s15 = s9 >> stage(move |n| c.map(27, n));
        let s16 = s13 >> stage(move |n| c.map(30, n)) >> stored() >> cycle() >> map_while(move |n| c.may_go_on(32, n)) >> batch(c.size(33)) >> flatten() >> filter(move |n| c.keeps(34, n));
        let s14 = fan_in(s15, s16);
        s14 >> take_while(move |n| c.goes_on(36, n)) >> min_by_key(move |n| n.number % 5)
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.batch(c.size(2)).flatten());
        let s2 = Flow::of(c.source(3));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.yields(5, n))).row(move |i| i.map_while(move |n| c.may_go_on(7, n)).batch(c.size(8)).flatten());
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(9, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s7, s8) = s2.fork(move |n| (vec![n.clone()], vec![n]));
        let s9 = s7.row(move |i| i.any_of_std_with_an_end(c, 12)).row(move |i| i.through(c.plan(14)).fuse()).row(move |i| i.batch_within(c.size(15), Duration::from_secs(3600)).map(move |batch| c.total(16, batch)));
        let s10 = s8.each(move |i| i.distinct()).row(move |i| i.distinct_by_key(move |n| n.number % 5));
        let s12 = s10.each(move |i| i.map(move |n| c.map(18, n)));
        let s11 = s12.fan_in(s6).row(move |i| i.through(c.plan(21)).filter(move |n| c.keeps(22, n)));
        let s13 = s11.or_ends(move |n| Ok(c.few(24, c.fails(23, n)?).collect()));
        let s15 = s9.each(move |i| i.map(move |n| c.map(27, n)));
        let s16 = s13.each(move |i| i.map(move |n| c.map(30, n))).row(move |i| i.stored().cycle()).row(move |i| i.map_while(move |n| c.may_go_on(32, n)).batch(c.size(33)).flatten()).each(move |i| i.filter(move |n| c.keeps(34, n)));
        let s14 = s15.fan_in(s16);
        vec![s14.row(move |i| i.take_while(move |n| c.goes_on(36, n))).value_by_order::<Option<N>>(move |mut i| i.min_by_key(move |n| n.number % 5))]
        }
    }
}
pub mod d13 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 13, text: r#"        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.some(0));
        let s2 = s1 >> fan_out(c.workers(2), ordered, capacity = c.capacity(3), move |n| c.fails(1, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> flatten() >> peekable() >> through(c.plan(5).with_an_end());
        let s3 = s2 >> stage(stop_after = c.size(8) as u64, capacity = c.capacity(9), move |n| c.fails(7, n)?) >> flat_map(move |n| c.many(10, n)) >> inspect(move |n| c.look(12, n)) >> enumerate() >> map(move |(i, n)| c.seen(13, i as u64, n));
        let (s4, s5) = s3 >> stage(move |n| c.fails(14, n)?);
        let s6 = s4 >> map(move |n| c.many(15, n)) >> flatten() >> chain(c.some(17));
        let s7 = s5 >> map(move |failure| c.letter(18, failure)) >> batch_within(c.size(20), Duration::from_secs(3600)) >> flatten() >> batch_within(c.size(22), Duration::from_secs(3600)) >> flatten();
        let s8 = fan_in(s7, s6) >> map(move |n| c.of_table(24, &n)) >> cloned();
        s8 >> count()
        });
"#, places: 26, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.some(0));
        let s2 = s1 >> fan_out(c.workers(2), ordered, capacity = c.capacity(3), move |n| c.fails(1, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> flatten() >> peekable() >> through(c.plan(5).with_an_end());
        let s3 = s2 >> stage(stop_after = c.size(8) as u64, capacity = c.capacity(9), move |n| c.fails(7, n)?) >> flat_map(move |n| c.many(10, n)) >> inspect(move |n| c.look(12, n)) >> enumerate() >> map(move |(i, n)| c.seen(13, i as u64, n));
        let (s4, s5) = s3 >> stage(move |n| c.fails(14, n)?);
        let s6 = s4 >> map(move |n| c.many(15, n)) >> flatten() >> chain(c.some(17));
        let s7 = s5 >> map(move |failure| c.letter(18, failure)) >> batch_within(c.size(20), Duration::from_secs(3600)) >> flatten() >> batch_within(c.size(22), Duration::from_secs(3600)) >> flatten();
        let s8 = fan_in(s7, s6) >> map(move |n| c.of_table(24, &n)) >> cloned();
        s8 >> count()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(1, n)?])).each(move |i| i.batch_within(c.size(4), Duration::from_secs(3600)).flatten()).each(move |i| i.peekable()).row(move |i| i.through(c.plan(5).with_an_end()));
        let s3 = s2.or_skips(c.size(8), move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.flat_map(move |n| c.many(10, n))).each(move |i| i.inspect(move |n| c.look(12, n))).row(move |i| i.enumerate().map(move |(i, n)| c.seen(13, i as u64, n)));
        let (s4, s5) = s3.letters(Box::new(move |n| Ok(vec![c.fails(14, n)?])));
        let s6 = s4.each(move |i| i.map(move |n| c.many(15, n)).flatten()).each(move |i| i.chain(c.some(17)));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(18, n))).each(move |i| i.batch_within(c.size(20), Duration::from_secs(3600)).flatten()).each(move |i| i.batch_within(c.size(22), Duration::from_secs(3600)).flatten());
        let s8 = s7.fan_in(s6).each(move |i| i.map(move |n| c.of_table(24, &n)).cloned());
        vec![s8.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d14 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 14, text: r#"        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1)) >> distinct();
        let s2 = s1 >> fan_out(c.workers(3), ordered, on_error = skip, move |n| c.fails(2, n)?) >> through(c.plan(4)) >> filter(move |n| c.keeps(5, n));
        let s3 = s2 >> stage(move |n| c.fails(6, n)?) >> batch(c.size(7)) >> map(move |batch| c.total(8, batch));
        s3 >> batch(c.size(9)) >> flatten() >> map(move |n| (n.clone(), n)) >> unzip()
        });
"#, places: 10, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1)) >> distinct();
        let s2 = s1 >> fan_out(c.workers(3), ordered, on_error = skip, move |n| c.fails(2, n)?) >> through(c.plan(4)) >> filter(move |n| c.keeps(5, n));
        let s3 = s2 >> stage(move |n| c.fails(6, n)?) >> batch(c.size(7)) >> map(move |batch| c.total(8, batch));
        s3 >> batch(c.size(9)) >> flatten() >> map(move |n| (n.clone(), n)) >> unzip()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1)) >> distinct();
        let s2 = s1 >> fan_out(c.workers(3), ordered, on_error = skip, move |n| c.fails(2, n)?) >> through(c.plan(4)) >> filter(move |n| c.keeps(5, n));
        let s3 = s2 >> stage(move |n| c.fails(6, n)?) >> batch(c.size(7)) >> map(move |batch| c.total(8, batch));
        s3 >> batch(c.size(9)) >> flatten() >> map(move |n| (n.clone(), n)) >> unzip()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).each(move |i| i.distinct());
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(2, n)?])).row(move |i| i.through(c.plan(4)).filter(move |n| c.keeps(5, n)));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(6, n)?])).row(move |i| i.batch(c.size(7)).map(move |batch| c.total(8, batch)));
        vec![s3.each(move |i| i.batch(c.size(9)).flatten()).value_by_order::<(Vec<N>, Vec<N>)>(move |mut i| i.map(move |n| (n.clone(), n)).unzip())]
        }
    }
}
pub mod d15 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 15, text: r#"        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.some(0)) >> distinct() >> map(move |n| c.map(1, n)) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = s1 >> fan_out(c.workers(5), move |n| c.map(4, n));
        let s3 = s2 >> fan_out(c.workers(8), ordered, capacity = c.capacity(9), move |n| for n in c.yields(7, n) { yield n; }) >> map(move |n| c.number_of_table(11, &n)) >> copied() >> map(N::new);
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(12, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s7 = s5 >> fuse() >> chain(c.source(15));
        let s8 = fan_in(s4, s7);
        let s9 = s8 >> stage(move |n| c.map(16, n)) >> batch_within(c.size(18), Duration::from_secs(3600)) >> flatten();
        s9 >> for_each(move |n| c.look(19, &n))
        });
"#, places: 20, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.some(0)) >> distinct() >> map(move |n| c.map(1, n)) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = s1 >> fan_out(c.workers(5), move |n| c.map(4, n));
        let s3 = s2 >> fan_out(c.workers(8), ordered, capacity = c.capacity(9), move |n| for n in c.yields(7, n) { yield n; }) >> map(move |n| c.number_of_table(11, &n)) >> copied() >> map(N::new);
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(12, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s7 = s5 >> fuse() >> chain(c.source(15));
        let s8 = fan_in(s4, s7);
        let s9 = s8 >> stage(move |n| c.map(16, n)) >> batch_within(c.size(18), Duration::from_secs(3600)) >> flatten();
        s9 >> for_each(move |n| c.look(19, &n))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<(), Refused> {
        let s1 = generator( c.some(0)) >> distinct() >> map(move |n| c.map(1, n)) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = s1 >> fan_out(c.workers(5), async move |n| { c.turn(6).await; c.map(4, n) });
        let s3 = s2 >> fan_out(c.workers(8), ordered, capacity = c.capacity(9), async move |n| { c.turn(10).await; for n in c.yields(7, n) { yield n; } }) >> map(move |n| c.number_of_table(11, &n)) >> copied() >> map(N::new);
        let (s4, s5) = s3 >> route(async move |n| { c.turn(13).await; { if c.keeps(12, &n) { s4(n.clone()).await; s4(N::new(7)).await; } s5(n).await; } });
        let s7 = s5 >> fuse() >> chain(c.source(15));
        let s8 = fan_in(s4, s7);
        let s9 = s8 >> stage(async move |n| { c.turn(17).await; c.map(16, n) }) >> batch_within(c.size(18), Duration::from_secs(3600)) >> flatten();
        s9 >> for_each(move |n| c.look(19, &n))
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.distinct()).each(move |i| i.map(move |n| c.map(1, n))).row(move |i| i.through(c.plan(2)).filter(move |n| c.keeps(3, n)));
        let s2 = s1.shared_by(c.workers(5)).each(move |i| i.map(move |n| c.map(4, n)));
        let s3 = s2.each(move |i| i.flat_map(move |n| c.yields(7, n))).each(move |i| i.map(move |n| c.number_of_table(11, &n)).copied().map(N::new));
        let (s4, s5) = s3.fork(move |n| (if c.keeps(12, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s7 = s5.each(move |i| i.fuse()).each(move |i| i.chain(c.source(15)));
        let s8 = s4.fan_in(s7);
        let s9 = s8.each(move |i| i.map(move |n| c.map(16, n))).each(move |i| i.batch_within(c.size(18), Duration::from_secs(3600)).flatten());
        vec![s9.value::<()>(move |mut i| i.for_each(move |n| c.look(19, &n)))]
        }
    }
}
pub mod d16 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 16, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(bool, bool), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator(capacity = c.capacity(2),  c.some(1));
        let s3 = s2 >> fan_out(c.workers(4), move |n| for n in c.yields(3, n) { yield n; });
        (s1 >> is_sorted(), s3 >> distinct(move |n| n.number % 5) >> ge(c.source(6)))
        });
"#, places: 8, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(bool, bool), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator(capacity = c.capacity(2),  c.some(1));
        let s3 = s2 >> fan_out(c.workers(4), move |n| for n in c.yields(3, n) { yield n; });
        (s1 >> is_sorted(), s3 >> distinct(move |n| n.number % 5) >> ge(c.source(6)))
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<(bool, bool), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator(capacity = c.capacity(2),  c.some(1));
        let s3 = s2 >> fan_out(c.workers(4), async move |n| { c.turn(5).await; for n in c.yields(3, n) { yield n; } });
        (s1 >> is_sorted(), s3 >> distinct(move |n| n.number % 5) >> ge(c.source(6)))
        });
        run.futures(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = Flow::of(c.some(1));
        let s3 = s2.shared_by(c.workers(4)).each(move |i| i.flat_map(move |n| c.yields(3, n)));
        vec![s1.value_by_order::<bool>(move |mut i| i.is_sorted()), s3.row(move |i| i.distinct_by_key(move |n| n.number % 5)).value_by_order::<bool>(move |mut i| i.ge(c.source(6)))]
        }
    }
}
pub mod d17 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 17, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> peekable() >> any_of_std(c, 2) >> fuse() >> distinct();
        let s2 = generator(capacity = c.capacity(4),  c.source(3)) >> batch(c.size(5)) >> flatten() >> through(c.plan(7)) >> batch(c.size(8)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(10), capacity = c.capacity(11), move |n| c.fails(9, n)?);
        let s5 = s3 >> stage(move |n| c.map(13, n));
        let s4 = fan_in(s5, s1);
        let s6 = s4 >> stage(on_error = retry(2), move |n: N| c.fails(16, n)?);
        s6 >> count()
        });
"#, places: 18, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> peekable() >> any_of_std(c, 2) >> fuse() >> distinct();
        let s2 = generator(capacity = c.capacity(4),  c.source(3)) >> batch(c.size(5)) >> flatten() >> through(c.plan(7)) >> batch(c.size(8)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(10), capacity = c.capacity(11), move |n| c.fails(9, n)?);
        let s5 = s3 >> stage(move |n| c.map(13, n));
        let s4 = fan_in(s5, s1);
        let s6 = s4 >> stage(on_error = retry(2), move |n: N| c.fails(16, n)?);
        s6 >> count()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.peekable()).row(move |i| i.any_of_std(c, 2).fuse()).each(move |i| i.distinct());
        let s2 = Flow::of(c.source(3)).each(move |i| i.batch(c.size(5)).flatten()).row(move |i| i.through(c.plan(7)).batch(c.size(8)).flatten());
        let s3 = s2.shared_by(c.workers(10)).or_ends(move |n| Ok(vec![c.fails(9, n)?]));
        let s5 = s3.each(move |i| i.map(move |n| c.map(13, n)));
        let s4 = s5.fan_in(s1);
        let s6 = s4.or_ends(move |n| Ok(vec![c.fails(16, n.clone()).or_else(|_| c.fails(16, n.clone())).or_else(|_| c.fails(16, n))?]));
        vec![s6.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d18 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 18, text: r#"        let declared = pipeline!(move || -> Result<(usize, N), Refused> {
        let s1 = generator( c.some(0)) >> enumerate() >> map(move |(i, n)| c.seen(1, i as u64, n)) >> step_by(c.size(2));
        let s2 = s1 >> fan_out(c.workers(4), on_error = skip, move |n| { let n = c.fails(3, n)?; for n in c.few(5, n) { yield n; } });
        let s3 = s2 >> stage(on_error = retry(2), move |n: N| c.fails(7, n)?);
        let s4 = s3 >> fan_out(c.workers(9), ordered, move |n| c.fails(8, n)?) >> flat_map(move |n| c.many(10, n)) >> filter(move |n| c.keeps(11, n));
        let (s5, s6) = s4 >> tee();
        (s5 >> flat_map(move |n| c.many(13, n)) >> count(), s6 >> sum::<N>())
        });
"#, places: 15, is_early: false, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(usize, N), Refused> {
        let s1 = generator( c.some(0)) >> enumerate() >> map(move |(i, n)| c.seen(1, i as u64, n)) >> step_by(c.size(2));
        let s2 = s1 >> fan_out(c.workers(4), on_error = skip, move |n| { let n = c.fails(3, n)?; for n in c.few(5, n) { yield n; } });
        let s3 = s2 >> stage(on_error = retry(2), move |n: N| c.fails(7, n)?);
        let s4 = s3 >> fan_out(c.workers(9), ordered, move |n| c.fails(8, n)?) >> flat_map(move |n| c.many(10, n)) >> filter(move |n| c.keeps(11, n));
        let (s5, s6) = s4 >> tee();
        (s5 >> flat_map(move |n| c.many(13, n)) >> count(), s6 >> sum::<N>())
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<(usize, N), Refused> {
        let s1 = generator( c.some(0)) >> enumerate() >> map(move |(i, n)| c.seen(1, i as u64, n)) >> step_by(c.size(2));
        let s2 = s1 >> fan_out(c.workers(4), on_error = skip, async move |n| { c.turn(6).await; { let n = c.fails(3, n)?; for n in c.few(5, n) { yield n; } } });
        let s3 = s2 >> stage(on_error = retry(2), move |n: N| c.fails(7, n)?);
        let s4 = s3 >> fan_out(c.workers(9), ordered, move |n| c.fails(8, n)?) >> flat_map(move |n| c.many(10, n)) >> filter(move |n| c.keeps(11, n));
        let (s5, s6) = s4 >> tee();
        (s5 >> flat_map(async move |n| { c.turn(14).await; c.many(13, n) }) >> count(), s6 >> sum::<N>())
        });
        run.futures(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.enumerate().map(move |(i, n)| c.seen(1, i as u64, n))).row(move |i| i.step_by(c.size(2)));
        let s2 = s1.shared_by(c.workers(4)).or_skips(usize::MAX, move |n| Ok(c.few(5, c.fails(3, n)?).collect()));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(7, n.clone()).or_else(|_| c.fails(7, n.clone())).or_else(|_| c.fails(7, n))?]));
        let s4 = s3.or_ends(move |n| Ok(vec![c.fails(8, n)?])).each(move |i| i.flat_map(move |n| c.many(10, n)).filter(move |n| c.keeps(11, n)));
        let (s5, s6) = s4.fork(move |n| (vec![n.clone()], vec![n]));
        vec![s5.each(move |i| i.flat_map(move |n| c.many(13, n))).value::<usize>(move |mut i| i.count()), s6.value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d19 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 19, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> skip(c.count(2)) >> any_of_std_with_an_end(c, 4);
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> route(move |n| { if c.again(5, &n) { s3(c.less(&n)); } s4(n); });
        let s5 = s4 >> fan_out(c.workers(8), ordered, on_error = skip, capacity = c.capacity(9), move |n| c.fails(7, n)?) >> throttle(1_000_000, Duration::from_micros(1));
        s5 >> count()
        });
"#, places: 12, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> skip(c.count(2)) >> any_of_std_with_an_end(c, 4);
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> route(move |n| { if c.again(5, &n) { s3(c.less(&n)); } s4(n); });
        let s5 = s4 >> fan_out(c.workers(8), ordered, on_error = skip, capacity = c.capacity(9), move |n| c.fails(7, n)?) >> throttle(1_000_000, Duration::from_micros(1));
        s5 >> count()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.skip(c.count(2))).row(move |i| i.any_of_std_with_an_end(c, 4));
        let s4 = s1.feedback(move |s| s, move |n| (if c.again(5, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s5 = s4.or_skips(usize::MAX, move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        vec![s5.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d20 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 20, text: r#"        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> skip_while(move |n| c.goes_on(1, n)) >> zip(c.source(3)) >> map(move |(a, b)| c.join(4, a, b)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s2 = s1 >> stage(capacity = c.capacity(10), move |n| c.map(9, n)) >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n));
        s2 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(13, N::new(n.number + *sum)) }) >> through(c.plan(14)) >> filter(move |n| c.keeps(15, n)) >> batch(c.size(17)) >> map(move |batch| c.total(18, batch)) >> ne(c.source(20))
        });
"#, places: 21, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> skip_while(move |n| c.goes_on(1, n)) >> zip(c.source(3)) >> map(move |(a, b)| c.join(4, a, b)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s2 = s1 >> stage(capacity = c.capacity(10), move |n| c.map(9, n)) >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n));
        s2 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(13, N::new(n.number + *sum)) }) >> through(c.plan(14)) >> filter(move |n| c.keeps(15, n)) >> batch(c.size(17)) >> map(move |batch| c.total(18, batch)) >> ne(c.source(20))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<bool, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> skip_while(move |n| c.goes_on(1, n)) >> zip(c.source(3)) >> map(move |(a, b)| c.join(4, a, b)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s2 = s1 >> stage(capacity = c.capacity(10), move |n| c.map(9, n)) >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n));
        s2 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(13, N::new(n.number + *sum)) }) >> through(c.plan(14)) >> filter(move |n| c.keeps(15, n)) >> batch(c.size(17)) >> map(move |batch| c.total(18, batch)) >> ne(c.source(20))
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).row(move |i| i.skip_while(move |n| c.goes_on(1, n))).row(move |i| i.zip(c.source(3)).map(move |(a, b)| c.join(4, a, b))).row(move |i| i.through(c.plan(6)).batch(c.size(7)).flatten());
        let s2 = s1.each(move |i| i.map(move |n| c.map(9, n))).each(move |i| i.flat_map(move |n| c.many(11, n)).filter(move |n| c.keeps(12, n)));
        vec![s2.row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(13, N::new(n.number + *sum)) })).row(move |i| i.through(c.plan(14)).filter(move |n| c.keeps(15, n))).row(move |i| i.batch(c.size(17)).map(move |batch| c.total(18, batch))).value_by_order::<bool>(move |mut i| i.ne(c.source(20)))]
        }
    }
}
pub mod d21 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 21, text: r#"        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.some(0)) >> step_by(c.size(1)) >> stored() >> rev() >> peekable();
        let s2 = generator(capacity = c.capacity(4),  c.some(3)) >> throttle(1_000_000, Duration::from_micros(1));
        let s3 = s1 >> stage(move |n| for n in c.yields(6, n) { yield n; }) >> fuse() >> any_of_std_with_an_end(c, 7);
        let s4 = s2 >> fan_out(c.workers(9), on_error = skip, move |n| { let n = c.fails(8, n)?; for n in c.few(10, n) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1));
        let (s5, s6) = s4 >> route(capacity = c.capacity(13), move |n| { if c.keeps(12, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s10 = s6 >> stage(move |n| c.map(15, n));
        let s11 = s5 >> stage(move |n| c.map(17, n)) >> map(move |n| c.map(18, n));
        let s9 = fan_in(s10, s11);
        let s12 = fan_in(s3, s9) >> distinct() >> chain(c.some(20));
        s12 >> for_each(move |n| c.look(21, &n))
        });
"#, places: 22, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.some(0)) >> step_by(c.size(1)) >> stored() >> rev() >> peekable();
        let s2 = generator(capacity = c.capacity(4),  c.some(3)) >> throttle(1_000_000, Duration::from_micros(1));
        let s3 = s1 >> stage(move |n| for n in c.yields(6, n) { yield n; }) >> fuse() >> any_of_std_with_an_end(c, 7);
        let s4 = s2 >> fan_out(c.workers(9), on_error = skip, move |n| { let n = c.fails(8, n)?; for n in c.few(10, n) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1));
        let (s5, s6) = s4 >> route(capacity = c.capacity(13), move |n| { if c.keeps(12, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s10 = s6 >> stage(move |n| c.map(15, n));
        let s11 = s5 >> stage(move |n| c.map(17, n)) >> map(move |n| c.map(18, n));
        let s9 = fan_in(s10, s11);
        let s12 = fan_in(s3, s9) >> distinct() >> chain(c.some(20));
        s12 >> for_each(move |n| c.look(21, &n))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.step_by(c.size(1))).row(move |i| i.stored().rev()).each(move |i| i.peekable());
        let s2 = Flow::of(c.some(3)).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.yields(6, n))).each(move |i| i.fuse()).row(move |i| i.any_of_std_with_an_end(c, 7));
        let s4 = s2.shared_by(c.workers(9)).or_skips(usize::MAX, move |n| Ok(c.few(10, c.fails(8, n)?).collect())).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let (s5, s6) = s4.fork(move |n| (if c.keeps(12, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s10 = s6.each(move |i| i.map(move |n| c.map(15, n)));
        let s11 = s5.each(move |i| i.map(move |n| c.map(17, n))).each(move |i| i.map(move |n| c.map(18, n)));
        let s9 = s10.fan_in(s11);
        let s12 = s3.fan_in(s9).each(move |i| i.distinct()).each(move |i| i.chain(c.some(20)));
        vec![s12.value::<()>(move |mut i| i.for_each(move |n| c.look(21, &n)))]
        }
    }
}
pub mod d22 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 22, text: r#"        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> batch(c.size(1)) >> map(move |batch| c.total(2, batch));
        let s2 = s1 >> stage(capacity = c.capacity(4), move |n| for n in c.many(3, n) { yield n; });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let (s4, s5) = s3 >> fan_out(c.workers(11), ordered, move |n| c.fails(10, n)?);
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> map(move |failure| c.letter(13, failure));
        (s6 >> filter(move |n| c.keeps(14, n)) >> sink(move |items| items.collect::<Vec<N>>()), s7 >> batch(c.size(16)) >> flatten() >> collect::<Vec<N>>())
        });
"#, places: 18, is_early: false, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> batch(c.size(1)) >> map(move |batch| c.total(2, batch));
        let s2 = s1 >> stage(capacity = c.capacity(4), move |n| for n in c.many(3, n) { yield n; });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let (s4, s5) = s3 >> fan_out(c.workers(11), ordered, move |n| c.fails(10, n)?);
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> map(move |failure| c.letter(13, failure));
        (s6 >> filter(move |n| c.keeps(14, n)) >> sink(move |items| items.collect::<Vec<N>>()), s7 >> batch(c.size(16)) >> flatten() >> collect::<Vec<N>>())
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> batch(c.size(1)) >> map(move |batch| c.total(2, batch));
        let s2 = s1 >> stage(capacity = c.capacity(4), async move |n| { c.turn(5).await; for n in c.many(3, n) { yield n; } });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, async move |n| { c.turn(8).await; c.fails(6, n)? }) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let (s4, s5) = s3 >> fan_out(c.workers(11), ordered, async move |n| { c.turn(12).await; c.fails(10, n)? });
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> map(move |failure| c.letter(13, failure));
        (s6 >> filter(move |n| c.keeps(14, n)) >> sink(async move |items| items.collect::<Vec<N>>().await), s7 >> batch(c.size(16)) >> flatten() >> collect::<Vec<N>>())
        });
        run.futures(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.batch(c.size(1)).map(move |batch| c.total(2, batch)));
        let s2 = s1.each(move |i| i.flat_map(move |n| c.many(3, n)));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(vec![c.fails(6, n)?])).each(move |i| i.map(move |n| c.number_of_table(9, &n)).copied().map(N::new));
        let (s4, s5) = s3.letters(Box::new(move |n| Ok(vec![c.fails(10, n)?])));
        let s6 = s4.each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(13, n)));
        vec![s6.each(move |i| i.filter(move |n| c.keeps(14, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s7.each(move |i| i.batch(c.size(16)).flatten()).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d23 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 23, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> map(move |batch| c.total(5, batch)) >> fuse() >> map_while(move |n| c.may_go_on(8, n));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(10, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> feedback(s7, bound = 100_000, full = fail);
        let (s7, s8) = s6 >> route(move |n| { if c.again(13, &n) { s7(c.less(&n)); } s8(n); });
        s8 >> map(move |n| c.map(15, n)) >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 18, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> map(move |batch| c.total(5, batch)) >> fuse() >> map_while(move |n| c.may_go_on(8, n));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(10, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> feedback(s7, bound = 100_000, full = fail);
        let (s7, s8) = s6 >> route(move |n| { if c.again(13, &n) { s7(c.less(&n)); } s8(n); });
        s8 >> map(move |n| c.map(15, n)) >> sink(move |items| items.collect::<Vec<N>>())
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> map(move |batch| c.total(5, batch)) >> fuse() >> map_while(async move |n| { c.turn(9).await; c.may_go_on(8, n) });
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(async move |n| { c.turn(12).await; { if c.again(10, &n) { s4(c.less(&n)).await; } s5(n).await; } });
        let s6 = s5 >> feedback(s7, bound = 100_000, full = fail);
        let (s7, s8) = s6 >> route(async move |n| { c.turn(14).await; { if c.again(13, &n) { s7(c.less(&n)).await; } s8(n).await; } });
        s8 >> map(move |n| c.map(15, n)) >> sink(async move |items| items.collect::<Vec<N>>().await)
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0));
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(2, n)?])).row(move |i| i.batch_within(c.size(4), Duration::from_secs(3600)).map(move |batch| c.total(5, batch))).each(move |i| i.fuse()).row(move |i| i.map_while(move |n| c.may_go_on(8, n)));
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(10, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s8 = s5.feedback(move |s| s, move |n| (if c.again(13, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s8.each(move |i| i.map(move |n| c.map(15, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d24 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 24, text: r#"        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator( c.source(0)) >> stored() >> rev();
        let s2 = s1 >> stage(on_error = skip, capacity = c.capacity(2), move |n| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.capacity(6), move |n| c.fails(4, n)?) >> filter(move |n| c.keeps(7, n)) >> map(move |n| c.map(10, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> peekable() >> filter_map(move |n| c.may(11, n));
        let s7 = s5 >> batch_within(c.size(13), Duration::from_secs(3600)) >> flatten();
        let s8 = fan_in(s6, s7) >> skip_while(move |n| c.goes_on(14, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> map(move |n| c.many(17, n)) >> flatten();
        let s9 = s8 >> fan_out(c.workers(20), move |n| for n in c.yields(19, n) { yield n; });
        s9 >> skip_while(move |n| c.goes_on(21, n)) >> ge(c.source(23))
        });
"#, places: 24, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator( c.source(0)) >> stored() >> rev();
        let s2 = s1 >> stage(on_error = skip, capacity = c.capacity(2), move |n| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.capacity(6), move |n| c.fails(4, n)?) >> filter(move |n| c.keeps(7, n)) >> map(move |n| c.map(10, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> peekable() >> filter_map(move |n| c.may(11, n));
        let s7 = s5 >> batch_within(c.size(13), Duration::from_secs(3600)) >> flatten();
        let s8 = fan_in(s6, s7) >> skip_while(move |n| c.goes_on(14, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> map(move |n| c.many(17, n)) >> flatten();
        let s9 = s8 >> fan_out(c.workers(20), move |n| for n in c.yields(19, n) { yield n; });
        s9 >> skip_while(move |n| c.goes_on(21, n)) >> ge(c.source(23))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).row(move |i| i.stored().rev());
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(1, n)?]));
        let s3 = s2.shared_by(c.workers(5)).or_ends(move |n| Ok(vec![c.fails(4, n)?])).each(move |i| i.filter(move |n| c.keeps(7, n))).each(move |i| i.map(move |n| c.map(10, n)));
        let (s4, s5) = s3.fork(move |n| (vec![n.clone()], vec![n]));
        let s6 = s4.each(move |i| i.peekable()).each(move |i| i.filter_map(move |n| c.may(11, n)));
        let s7 = s5.each(move |i| i.batch_within(c.size(13), Duration::from_secs(3600)).flatten());
        let s8 = s6.fan_in(s7).row(move |i| i.skip_while(move |n| c.goes_on(14, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).each(move |i| i.map(move |n| c.many(17, n)).flatten());
        let s9 = s8.shared_by(c.workers(20)).each(move |i| i.flat_map(move |n| c.yields(19, n)));
        vec![s9.row(move |i| i.skip_while(move |n| c.goes_on(21, n))).value_by_order::<bool>(move |mut i| i.ge(c.source(23)))]
        }
    }
}
pub mod d25 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 25, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> stored() >> cycle() >> map(move |n| c.number_of_table(2, &n)) >> copied() >> map(N::new);
        let s2 = s1 >> stage(stop_after = c.size(5) as u64, move |n| c.fails(4, n)?) >> take(c.count(7));
        let s3 = s2 >> fan_out(c.workers(9), move |n| for n in c.yields(8, n) { yield n; }) >> batch(c.size(10)) >> flatten();
        let s4 = s3 >> stage(stop_after = c.size(12) as u64, move |n| c.fails(11, n)?);
        s4 >> flat_map(move |n| c.many(13, n)) >> map(move |n| c.map(16, n)) >> collect::<Vec<N>>()
        });
"#, places: 19, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> stored() >> cycle() >> map(move |n| c.number_of_table(2, &n)) >> copied() >> map(N::new);
        let s2 = s1 >> stage(stop_after = c.size(5) as u64, move |n| c.fails(4, n)?) >> take(c.count(7));
        let s3 = s2 >> fan_out(c.workers(9), move |n| for n in c.yields(8, n) { yield n; }) >> batch(c.size(10)) >> flatten();
        let s4 = s3 >> stage(stop_after = c.size(12) as u64, move |n| c.fails(11, n)?);
        s4 >> flat_map(move |n| c.many(13, n)) >> map(move |n| c.map(16, n)) >> collect::<Vec<N>>()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.stored().cycle()).each(move |i| i.map(move |n| c.number_of_table(2, &n)).copied().map(N::new));
        let s2 = s1.or_skips(c.size(5), move |n| Ok(vec![c.fails(4, n)?])).row(move |i| i.take(c.count(7)));
        let s3 = s2.shared_by(c.workers(9)).each(move |i| i.flat_map(move |n| c.yields(8, n))).each(move |i| i.batch(c.size(10)).flatten());
        let s4 = s3.or_skips(c.size(12), move |n| Ok(vec![c.fails(11, n)?]));
        vec![s4.each(move |i| i.flat_map(move |n| c.many(13, n))).each(move |i| i.map(move |n| c.map(16, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d26 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 26, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> take(c.count(1)) >> skip(c.count(3));
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(5), move |n: N| c.fails(4, n)?) >> zip(c.source(6)) >> map(move |(a, b)| c.join(7, a, b));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(9, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(11), ordered, on_error = skip, capacity = c.capacity(12), move |n| c.fails(10, n)?) >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten();
        s6 >> count()
        });
"#, places: 15, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> take(c.count(1)) >> skip(c.count(3));
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(5), move |n: N| c.fails(4, n)?) >> zip(c.source(6)) >> map(move |(a, b)| c.join(7, a, b));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(9, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(11), ordered, on_error = skip, capacity = c.capacity(12), move |n| c.fails(10, n)?) >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten();
        s6 >> count()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> take(c.count(1)) >> skip(c.count(3));
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(5), move |n: N| c.fails(4, n)?) >> zip(c.source(6)) >> map(move |(a, b)| c.join(7, a, b));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(9, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(11), ordered, on_error = skip, capacity = c.capacity(12), async move |n| { c.turn(13).await; c.fails(10, n)? }) >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten();
        s6 >> count()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.take(c.count(1))).row(move |i| i.skip(c.count(3)));
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(4, n.clone()).or_else(|_| c.fails(4, n.clone())).or_else(|_| c.fails(4, n))?])).row(move |i| i.zip(c.source(6)).map(move |(a, b)| c.join(7, a, b)));
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(9, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s6 = s5.or_skips(usize::MAX, move |n| Ok(vec![c.fails(10, n)?])).each(move |i| i.batch_within(c.size(14), Duration::from_secs(3600)).flatten());
        vec![s6.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d27 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 27, text: r#"        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.source(0)) >> take_while(move |n| c.goes_on(1, n)) >> take(c.count(3));
        let s2 = generator({ for n in c.source(4) { yield n; } });
        let s3 = s1 >> stage(capacity = c.capacity(7), move |n| { let n = c.fails(5, n)?; for n in c.few(6, n) { yield n; } });
        let s4 = s2 >> stage(stop_after = c.size(10) as u64, move |n| c.fails(9, n)?) >> inspect(move |n| c.look(11, n)) >> skip_while(move |n| c.goes_on(14, n));
        let (s5, s6) = s4 >> route(capacity = c.capacity(18), move |n| { if c.keeps(17, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s7 = s5 >> map_while(move |n| c.may_go_on(19, n)) >> batch(c.size(20)) >> flatten() >> any_of_std(c, 22) >> fuse() >> through(c.plan(23)) >> filter(move |n| c.keeps(24, n));
        let s8 = s6 >> inspect(move |n| c.look(26, n)) >> map_while(move |n| c.may_go_on(29, n)) >> batch(c.size(30)) >> flatten();
        let s10 = s8 >> stage(move |n| c.map(31, n));
        let s11 = s3 >> stage(move |n| c.map(33, n));
        let s9 = fan_in(s10, s11);
        let s13 = s7 >> stage(move |n| c.map(35, n)) >> distinct();
        let s12 = fan_in(s9, s13);
        s12 >> filter(move |n| c.keeps(37, n)) >> for_each(move |n| c.look(40, &n))
        });
"#, places: 41, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.source(0)) >> take_while(move |n| c.goes_on(1, n)) >> take(c.count(3));
        let s2 = generator({ for n in c.source(4) { yield n; } });
        let s3 = s1 >> stage(capacity = c.capacity(7), move |n| { let n = c.fails(5, n)?; for n in c.few(6, n) { yield n; } });
        let s4 = s2 >> stage(stop_after = c.size(10) as u64, move |n| c.fails(9, n)?) >> inspect(move |n| c.look(11, n)) >> skip_while(move |n| c.goes_on(14, n));
        let (s5, s6) = s4 >> route(capacity = c.capacity(18), move |n| { if c.keeps(17, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s7 = s5 >> map_while(move |n| c.may_go_on(19, n)) >> batch(c.size(20)) >> flatten() >> any_of_std(c, 22) >> fuse() >> through(c.plan(23)) >> filter(move |n| c.keeps(24, n));
        let s8 = s6 >> inspect(move |n| c.look(26, n)) >> map_while(move |n| c.may_go_on(29, n)) >> batch(c.size(30)) >> flatten();
        let s10 = s8 >> stage(move |n| c.map(31, n));
        let s11 = s3 >> stage(move |n| c.map(33, n));
        let s9 = fan_in(s10, s11);
        let s13 = s7 >> stage(move |n| c.map(35, n)) >> distinct();
        let s12 = fan_in(s9, s13);
        s12 >> filter(move |n| c.keeps(37, n)) >> for_each(move |n| c.look(40, &n))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).row(move |i| i.take_while(move |n| c.goes_on(1, n))).row(move |i| i.take(c.count(3)));
        let s2 = Flow::of(c.source(4));
        let s3 = s1.or_ends(move |n| Ok(c.few(6, c.fails(5, n)?).collect()));
        let s4 = s2.or_skips(c.size(10), move |n| Ok(vec![c.fails(9, n)?])).each(move |i| i.inspect(move |n| c.look(11, n))).row(move |i| i.skip_while(move |n| c.goes_on(14, n)));
        let (s5, s6) = s4.fork(move |n| (if c.keeps(17, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s7 = s5.row(move |i| i.map_while(move |n| c.may_go_on(19, n)).batch(c.size(20)).flatten()).row(move |i| i.any_of_std(c, 22).fuse()).row(move |i| i.through(c.plan(23)).filter(move |n| c.keeps(24, n)));
        let s8 = s6.each(move |i| i.inspect(move |n| c.look(26, n))).row(move |i| i.map_while(move |n| c.may_go_on(29, n)).batch(c.size(30)).flatten());
        let s10 = s8.each(move |i| i.map(move |n| c.map(31, n)));
        let s11 = s3.each(move |i| i.map(move |n| c.map(33, n)));
        let s9 = s10.fan_in(s11);
        let s13 = s7.each(move |i| i.map(move |n| c.map(35, n))).each(move |i| i.distinct());
        let s12 = s9.fan_in(s13);
        vec![s12.each(move |i| i.filter(move |n| c.keeps(37, n))).value::<()>(move |mut i| i.for_each(move |n| c.look(40, &n)))]
        }
    }
}
pub mod d28 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 28, text: r#"        let from_s2 = c.channel(5);
        let declared = pipeline!(move || -> Result<(bool, (Vec<N>, Vec<N>), bool), Refused> {
        let s1 = generator( c.source(0)) >> map_while(move |n| c.may_go_on(1, n)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = receive(capacity = c.capacity(6),  from_s2) >> peekable();
        let s3 = s2 >> stage(on_error = skip, move |n| { let n = c.fails(7, n)?; for n in c.few(8, n) { yield n; } }) >> skip(c.count(10)) >> filter(move |n| c.keeps(11, n)) >> distinct(move |n| n.number % 5);
        let (s4, s5) = s3 >> split(capacity = c.capacity(15), move |n| c.keeps(14, n));
        let s6 = s4 >> batch(c.size(17)) >> map(move |batch| c.total(18, batch));
        let s8 = s1 >> fan_out(c.workers(21), ordered, capacity = c.capacity(22), move |n| c.map(20, n)) >> enumerate() >> map(move |(i, n)| c.seen(23, i as u64, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> any_of_std(c, 25) >> fuse();
        (s5 >> any(move |n| !c.goes_on(26, &n)), s6 >> through(c.plan(29)) >> filter(move |n| c.keeps(30, n)) >> chain(c.source(31)) >> skip_while(move |n| c.goes_on(33, n)) >> map(move |n| (n.clone(), n)) >> unzip(), s8 >> is_sorted_by_key(move |n| n.number))
        });
"#, places: 35, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.channel(5);
        let declared = pipeline!(move || -> Result<(bool, (Vec<N>, Vec<N>), bool), Refused> {
        let s1 = generator( c.source(0)) >> map_while(move |n| c.may_go_on(1, n)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = receive(capacity = c.capacity(6),  from_s2) >> peekable();
        let s3 = s2 >> stage(on_error = skip, move |n| { let n = c.fails(7, n)?; for n in c.few(8, n) { yield n; } }) >> skip(c.count(10)) >> filter(move |n| c.keeps(11, n)) >> distinct(move |n| n.number % 5);
        let (s4, s5) = s3 >> split(capacity = c.capacity(15), move |n| c.keeps(14, n));
        let s6 = s4 >> batch(c.size(17)) >> map(move |batch| c.total(18, batch));
        let s8 = s1 >> fan_out(c.workers(21), ordered, capacity = c.capacity(22), move |n| c.map(20, n)) >> enumerate() >> map(move |(i, n)| c.seen(23, i as u64, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> any_of_std(c, 25) >> fuse();
        (s5 >> any(move |n| !c.goes_on(26, &n)), s6 >> through(c.plan(29)) >> filter(move |n| c.keeps(30, n)) >> chain(c.source(31)) >> skip_while(move |n| c.goes_on(33, n)) >> map(move |n| (n.clone(), n)) >> unzip(), s8 >> is_sorted_by_key(move |n| n.number))
        });
        run.threads(declared, |(v0, v1, v2)| vec![v0.seen(), v1.seen(), v2.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).row(move |i| i.map_while(move |n| c.may_go_on(1, n))).row(move |i| i.batch_within(c.size(3), Duration::from_secs(3600)).map(move |batch| c.total(4, batch)));
        let s2 = Flow::of(c.some(5)).each(move |i| i.peekable());
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(c.few(8, c.fails(7, n)?).collect())).row(move |i| i.skip(c.count(10))).each(move |i| i.filter(move |n| c.keeps(11, n))).row(move |i| i.distinct_by_key(move |n| n.number % 5));
        let (s4, s5) = s3.fork(move |n| if c.keeps(14, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s6 = s4.row(move |i| i.batch(c.size(17)).map(move |batch| c.total(18, batch)));
        let s8 = s1.each(move |i| i.map(move |n| c.map(20, n))).row(move |i| i.enumerate().map(move |(i, n)| c.seen(23, i as u64, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).row(move |i| i.any_of_std(c, 25).fuse());
        vec![s5.value_by_order::<bool>(move |mut i| i.any(move |n| !c.goes_on(26, &n))), s6.row(move |i| i.through(c.plan(29)).filter(move |n| c.keeps(30, n))).each(move |i| i.chain(c.source(31))).row(move |i| i.skip_while(move |n| c.goes_on(33, n))).value_by_order::<(Vec<N>, Vec<N>)>(move |mut i| i.map(move |n| (n.clone(), n)).unzip()), s8.value_by_order::<bool>(move |mut i| i.is_sorted_by_key(move |n| n.number))]
        }
    }
}
pub mod d29 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 29, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten();
        let s2 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } }) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new) >> chain(c.some(5));
        let s3 = s2 >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| for n in c.yields(6, n) { yield n; });
        s3 >> map(move |n| c.map(9, n)) >> map(move |n| c.number_of_table(10, &n)) >> copied() >> map(N::new) >> flat_map(move |n| c.many(12, n)) >> collect::<Vec<N>>()
        });
"#, places: 14, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten();
        let s2 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } }) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new) >> chain(c.some(5));
        let s3 = s2 >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| for n in c.yields(6, n) { yield n; });
        s3 >> map(move |n| c.map(9, n)) >> map(move |n| c.number_of_table(10, &n)) >> copied() >> map(N::new) >> flat_map(move |n| c.many(12, n)) >> collect::<Vec<N>>()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<Vec<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten();
        let s2 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } }) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new) >> chain(c.some(5));
        let s3 = s2 >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| for n in c.yields(6, n) { yield n; });
        s3 >> map(move |n| c.map(9, n)) >> map(move |n| c.number_of_table(10, &n)) >> copied() >> map(N::new) >> flat_map(move |n| c.many(12, n)) >> collect::<Vec<N>>()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).row(move |i| i.map_while(move |n| c.may_go_on(1, n)).batch(c.size(2)).flatten());
        let s2 = s1.row(move |i| i.enumerate().map(move |(i, n)| c.seen(3, i as u64 + 1, n))).each(move |i| i.map(move |n| c.number_of_table(4, &n)).copied().map(N::new)).each(move |i| i.chain(c.some(5)));
        let s3 = s2.shared_by(c.workers(7)).each(move |i| i.flat_map(move |n| c.yields(6, n)));
        vec![s3.each(move |i| i.map(move |n| c.map(9, n))).each(move |i| i.map(move |n| c.number_of_table(10, &n)).copied().map(N::new)).each(move |i| i.flat_map(move |n| c.many(12, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d30 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 30, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Option<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(2, N::new(n.number + *sum)) });
        let s2 = s1 >> stage( move |n| c.map(4, n)) >> distinct(move |n| n.number % 5) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(6, N::new(n.number + *sum)) }) >> throttle(1_000_000, Duration::from_micros(1));
        let (s3, s4) = s2 >> tee(capacity = c.capacity(8));
        let s5 = s3 >> skip(c.count(9)) >> throttle(1_000_000, Duration::from_micros(1));
        let s6 = s4 >> distinct(move |n| n.number % 5) >> chain(c.some(12));
        (s5 >> stored() >> cycle() >> peekable() >> through(c.plan(14)) >> fuse() >> find_map(move |n| c.may(16, n)), s6 >> any_of_std_with_an_end(c, 18) >> next())
        });
"#, places: 21, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Option<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(2, N::new(n.number + *sum)) });
        let s2 = s1 >> stage( move |n| c.map(4, n)) >> distinct(move |n| n.number % 5) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(6, N::new(n.number + *sum)) }) >> throttle(1_000_000, Duration::from_micros(1));
        let (s3, s4) = s2 >> tee(capacity = c.capacity(8));
        let s5 = s3 >> skip(c.count(9)) >> throttle(1_000_000, Duration::from_micros(1));
        let s6 = s4 >> distinct(move |n| n.number % 5) >> chain(c.some(12));
        (s5 >> stored() >> cycle() >> peekable() >> through(c.plan(14)) >> fuse() >> find_map(move |n| c.may(16, n)), s6 >> any_of_std_with_an_end(c, 18) >> next())
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(2, N::new(n.number + *sum)) }));
        let s2 = s1.each(move |i| i.map(move |n| c.map(4, n))).row(move |i| i.distinct_by_key(move |n| n.number % 5)).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(6, N::new(n.number + *sum)) })).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let (s3, s4) = s2.fork(move |n| (vec![n.clone()], vec![n]));
        let s5 = s3.row(move |i| i.skip(c.count(9))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s6 = s4.row(move |i| i.distinct_by_key(move |n| n.number % 5)).each(move |i| i.chain(c.some(12)));
        vec![s5.row(move |i| i.stored().cycle()).each(move |i| i.peekable()).row(move |i| i.through(c.plan(14)).fuse()).value_by_order::<Option<N>>(move |mut i| i.find_map(move |n| c.may(16, n))), s6.row(move |i| i.any_of_std_with_an_end(c, 18)).value_by_order::<Option<N>>(move |mut i| i.next())]
        }
    }
}
pub mod d31 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 31, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, move |n| c.map(2, n));
        let s3 = s2 >> fan_out(c.workers(5), ordered, capacity = c.capacity(6), move |n| c.map(4, n)) >> zip(c.source(8)) >> map(move |(a, b)| c.join(9, a, b));
        s3 >> take(c.count(11)) >> map(move |n| c.many(13, n)) >> flatten() >> through(c.plan(14)) >> fuse() >> next()
        });
"#, places: 17, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, move |n| c.map(2, n));
        let s3 = s2 >> fan_out(c.workers(5), ordered, capacity = c.capacity(6), move |n| c.map(4, n)) >> zip(c.source(8)) >> map(move |(a, b)| c.join(9, a, b));
        s3 >> take(c.count(11)) >> map(move |n| c.many(13, n)) >> flatten() >> through(c.plan(14)) >> fuse() >> next()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, move |n| c.map(2, n));
        let s3 = s2 >> fan_out(c.workers(5), ordered, capacity = c.capacity(6), async move |n| { c.turn(7).await; c.map(4, n) }) >> zip(c.source(8)) >> map(move |(a, b)| c.join(9, a, b));
        s3 >> take(c.count(11)) >> map(move |n| c.many(13, n)) >> flatten() >> through(c.plan(14)) >> fuse() >> next()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = s1.each(move |i| i.map(move |n| c.map(2, n)));
        let s3 = s2.each(move |i| i.map(move |n| c.map(4, n))).row(move |i| i.zip(c.source(8)).map(move |(a, b)| c.join(9, a, b)));
        vec![s3.row(move |i| i.take(c.count(11))).each(move |i| i.map(move |n| c.many(13, n)).flatten()).row(move |i| i.through(c.plan(14)).fuse()).value_by_order::<Option<N>>(move |mut i| i.next())]
        }
    }
}
pub mod d32 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 32, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> through(c.plan(1)) >> fuse() >> flat_map(move |n| c.many(3, n)) >> filter(move |n| c.keeps(4, n)) >> skip_while(move |n| c.goes_on(6, n));
        let s2 = s1 >> fan_out(c.workers(8), ordered, move |n| for n in c.yields(7, n) { yield n; }) >> filter_map(move |n| c.may(9, n)) >> batch(c.size(11)) >> flatten() >> take(c.count(13));
        s2 >> nth(c.count(14))
        });
"#, places: 15, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> through(c.plan(1)) >> fuse() >> flat_map(move |n| c.many(3, n)) >> filter(move |n| c.keeps(4, n)) >> skip_while(move |n| c.goes_on(6, n));
        let s2 = s1 >> fan_out(c.workers(8), ordered, move |n| for n in c.yields(7, n) { yield n; }) >> filter_map(move |n| c.may(9, n)) >> batch(c.size(11)) >> flatten() >> take(c.count(13));
        s2 >> nth(c.count(14))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> through(c.plan(1)) >> fuse() >> flat_map(move |n| c.many(3, n)) >> filter(move |n| c.keeps(4, n)) >> skip_while(move |n| c.goes_on(6, n));
        let s2 = s1 >> fan_out(c.workers(8), ordered, move |n| for n in c.yields(7, n) { yield n; }) >> filter_map(async move |n| { c.turn(10).await; c.may(9, n) }) >> batch(c.size(11)) >> flatten() >> take(c.count(13));
        s2 >> nth(c.count(14))
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.through(c.plan(1)).fuse()).each(move |i| i.flat_map(move |n| c.many(3, n)).filter(move |n| c.keeps(4, n))).row(move |i| i.skip_while(move |n| c.goes_on(6, n)));
        let s2 = s1.each(move |i| i.flat_map(move |n| c.yields(7, n))).each(move |i| i.filter_map(move |n| c.may(9, n))).each(move |i| i.batch(c.size(11)).flatten()).row(move |i| i.take(c.count(13)));
        vec![s2.value_by_order::<Option<N>>(move |mut i| i.nth(c.count(14)))]
        }
    }
}
pub mod d33 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 33, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<usize>, bool), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, capacity = c.capacity(4), move |n| c.fails(2, n)?) >> through(c.plan(6).with_an_end());
        let s3 = s2 >> fan_out(c.workers(8), ordered, move |n| c.map(7, n));
        let s4 = s3 >> stage(move |n| c.map(9, n)) >> flat_map(move |n| c.many(11, n));
        let (s5, s6) = s4 >> route(move |n| { if c.keeps(12, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s7 = s5 >> any_of_std_with_an_end(c, 14) >> flat_map(move |n| c.many(15, n));
        let s8 = s6 >> map_while(move |n| c.may_go_on(16, n)) >> batch(c.size(17)) >> flatten();
        (s7 >> position(move |n| !c.goes_on(18, &n)), s8 >> ge(c.source(21)))
        });
"#, places: 23, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<usize>, bool), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, capacity = c.capacity(4), move |n| c.fails(2, n)?) >> through(c.plan(6).with_an_end());
        let s3 = s2 >> fan_out(c.workers(8), ordered, move |n| c.map(7, n));
        let s4 = s3 >> stage(move |n| c.map(9, n)) >> flat_map(move |n| c.many(11, n));
        let (s5, s6) = s4 >> route(move |n| { if c.keeps(12, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s7 = s5 >> any_of_std_with_an_end(c, 14) >> flat_map(move |n| c.many(15, n));
        let s8 = s6 >> map_while(move |n| c.may_go_on(16, n)) >> batch(c.size(17)) >> flatten();
        (s7 >> position(move |n| !c.goes_on(18, &n)), s8 >> ge(c.source(21)))
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(2, n)?])).row(move |i| i.through(c.plan(6).with_an_end()));
        let s3 = s2.each(move |i| i.map(move |n| c.map(7, n)));
        let s4 = s3.each(move |i| i.map(move |n| c.map(9, n))).each(move |i| i.flat_map(move |n| c.many(11, n)));
        let (s5, s6) = s4.fork(move |n| (if c.keeps(12, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s7 = s5.row(move |i| i.any_of_std_with_an_end(c, 14)).each(move |i| i.flat_map(move |n| c.many(15, n)));
        let s8 = s6.row(move |i| i.map_while(move |n| c.may_go_on(16, n)).batch(c.size(17)).flatten());
        vec![s7.value_by_order::<Option<usize>>(move |mut i| i.position(move |n| !c.goes_on(18, &n))), s8.value_by_order::<bool>(move |mut i| i.ge(c.source(21)))]
        }
    }
}
pub mod d34 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 34, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Result<u64, u64>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> through(c.plan(2)) >> batch(c.size(3)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(5), ordered, on_error = skip, capacity = c.capacity(6), move |n| c.fails(4, n)?);
        let s3 = s2 >> stage(move |n| c.map(8, n)) >> skip_while(move |n| c.goes_on(9, n)) >> chain(c.source(11)) >> filter_map(move |n| c.may(12, n));
        let s4 = s3 >> stage(move |n| c.map(13, n));
        s4 >> fuse() >> any_of_std_with_an_end(c, 16) >> try_fold(7_u64, move |sum, n| c.try_sum(17, sum, &n))
        });
"#, places: 19, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Result<u64, u64>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> through(c.plan(2)) >> batch(c.size(3)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(5), ordered, on_error = skip, capacity = c.capacity(6), move |n| c.fails(4, n)?);
        let s3 = s2 >> stage(move |n| c.map(8, n)) >> skip_while(move |n| c.goes_on(9, n)) >> chain(c.source(11)) >> filter_map(move |n| c.may(12, n));
        let s4 = s3 >> stage(move |n| c.map(13, n));
        s4 >> fuse() >> any_of_std_with_an_end(c, 16) >> try_fold(7_u64, move |sum, n| c.try_sum(17, sum, &n))
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.through(c.plan(2)).batch(c.size(3)).flatten());
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(4, n)?]));
        let s3 = s2.each(move |i| i.map(move |n| c.map(8, n))).row(move |i| i.skip_while(move |n| c.goes_on(9, n))).each(move |i| i.chain(c.source(11))).each(move |i| i.filter_map(move |n| c.may(12, n)));
        let s4 = s3.each(move |i| i.map(move |n| c.map(13, n)));
        vec![s4.each(move |i| i.fuse()).row(move |i| i.any_of_std_with_an_end(c, 16)).value_by_order::<Result<u64, u64>>(move |mut i| i.try_fold(7_u64, move |sum, n| c.try_sum(17, sum, &n)))]
        }
    }
}
pub mod d35 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 35, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = generator(capacity = c.capacity(6),  c.some(5)) >> map(move |n| c.of_table(7, &n)) >> cloned();
        let s3 = s2 >> fan_out(c.workers(9), move |n| c.map(8, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n)) >> flat_map(move |n| c.many(14, n));
        let s7 = s5 >> filter_map(move |n| c.may(15, n));
        let s8 = s6 >> stage(capacity = c.capacity(17), move |n| for n in c.yields(16, n) { yield n; });
        let s10 = s1 >> stage(move |n| c.map(18, n));
        let s9 = fan_in(s7, s10) >> filter(move |n| c.keeps(20, n));
        let s12 = s8 >> stage(move |n| c.map(22, n)) >> distinct() >> map(move |n| c.many(24, n)) >> flatten();
        let s11 = fan_in(s9, s12);
        s11 >> sum::<N>()
        });
"#, places: 28, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = generator(capacity = c.capacity(6),  c.some(5)) >> map(move |n| c.of_table(7, &n)) >> cloned();
        let s3 = s2 >> fan_out(c.workers(9), move |n| c.map(8, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n)) >> flat_map(move |n| c.many(14, n));
        let s7 = s5 >> filter_map(move |n| c.may(15, n));
        let s8 = s6 >> stage(capacity = c.capacity(17), move |n| for n in c.yields(16, n) { yield n; });
        let s10 = s1 >> stage(move |n| c.map(18, n));
        let s9 = fan_in(s7, s10) >> filter(move |n| c.keeps(20, n));
        let s12 = s8 >> stage(move |n| c.map(22, n)) >> distinct() >> map(move |n| c.many(24, n)) >> flatten();
        let s11 = fan_in(s9, s12);
        s11 >> sum::<N>()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<N, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = generator(capacity = c.capacity(6),  c.some(5)) >> map(move |n| c.of_table(7, &n)) >> cloned();
        let s3 = s2 >> fan_out(c.workers(9), async move |n| { c.turn(10).await; c.map(8, n) });
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> flat_map(move |n| c.many(11, n)) >> filter(move |n| c.keeps(12, n)) >> flat_map(move |n| c.many(14, n));
        let s7 = s5 >> filter_map(move |n| c.may(15, n));
        let s8 = s6 >> stage(capacity = c.capacity(17), move |n| for n in c.yields(16, n) { yield n; });
        let s10 = s1 >> stage(move |n| c.map(18, n));
        let s9 = fan_in(s7, s10) >> filter(async move |n| { c.turn(21).await; c.keeps(20, n) });
        let s12 = s8 >> stage(async move |n| { c.turn(23).await; c.map(22, n) }) >> distinct() >> map(move |n| c.many(24, n)) >> flatten();
        let s11 = fan_in(s9, s12);
        s11 >> sum::<N>()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.through(c.plan(2)).filter(move |n| c.keeps(3, n)));
        let s2 = Flow::of(c.some(5)).each(move |i| i.map(move |n| c.of_table(7, &n)).cloned());
        let s3 = s2.shared_by(c.workers(9)).each(move |i| i.map(move |n| c.map(8, n)));
        let (s4, s5) = s3.fork(move |n| (vec![n.clone()], vec![n]));
        let s6 = s4.each(move |i| i.flat_map(move |n| c.many(11, n)).filter(move |n| c.keeps(12, n))).each(move |i| i.flat_map(move |n| c.many(14, n)));
        let s7 = s5.each(move |i| i.filter_map(move |n| c.may(15, n)));
        let s8 = s6.each(move |i| i.flat_map(move |n| c.yields(16, n)));
        let s10 = s1.each(move |i| i.map(move |n| c.map(18, n)));
        let s9 = s7.fan_in(s10).each(move |i| i.filter(move |n| c.keeps(20, n)));
        let s12 = s8.each(move |i| i.map(move |n| c.map(22, n))).each(move |i| i.distinct()).each(move |i| i.map(move |n| c.many(24, n)).flatten());
        let s11 = s9.fan_in(s12);
        vec![s11.value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d36 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 36, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std(c, 2) >> fuse() >> throttle(1_000_000, Duration::from_micros(1)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = s1 >> fan_out(c.workers(6), move |n| for n in c.yields(5, n) { yield n; }) >> enumerate() >> map(move |(i, n)| c.seen(7, i as u64, n)) >> map(move |n| c.map(8, n));
        let s3 = s2 >> fan_out(c.workers(11), ordered, move |n| for n in c.yields(10, n) { yield n; }) >> skip_while(move |n| c.goes_on(12, n)) >> peekable();
        let s4 = s3 >> fan_out(c.workers(15), ordered, move |n| c.fails(14, n)?) >> stored() >> rev();
        let (s5, s6) = s4 >> tee();
        let s7 = s5 >> distinct(move |n| n.number % 5) >> stored() >> rev();
        let s8 = s6 >> step_by(c.size(18));
        let s9 = fan_in(s8, s7) >> batch_within(c.size(20), Duration::from_secs(3600)) >> flatten() >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(22, N::new(n.number + *sum)) }) >> any_of_std(c, 23) >> fuse();
        s9 >> digest()
        });
"#, places: 24, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std(c, 2) >> fuse() >> throttle(1_000_000, Duration::from_micros(1)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = s1 >> fan_out(c.workers(6), move |n| for n in c.yields(5, n) { yield n; }) >> enumerate() >> map(move |(i, n)| c.seen(7, i as u64, n)) >> map(move |n| c.map(8, n));
        let s3 = s2 >> fan_out(c.workers(11), ordered, move |n| for n in c.yields(10, n) { yield n; }) >> skip_while(move |n| c.goes_on(12, n)) >> peekable();
        let s4 = s3 >> fan_out(c.workers(15), ordered, move |n| c.fails(14, n)?) >> stored() >> rev();
        let (s5, s6) = s4 >> tee();
        let s7 = s5 >> distinct(move |n| n.number % 5) >> stored() >> rev();
        let s8 = s6 >> step_by(c.size(18));
        let s9 = fan_in(s8, s7) >> batch_within(c.size(20), Duration::from_secs(3600)) >> flatten() >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(22, N::new(n.number + *sum)) }) >> any_of_std(c, 23) >> fuse();
        s9 >> digest()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.any_of_std(c, 2).fuse()).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).row(move |i| i.batch_within(c.size(3), Duration::from_secs(3600)).map(move |batch| c.total(4, batch)));
        let s2 = s1.shared_by(c.workers(6)).each(move |i| i.flat_map(move |n| c.yields(5, n))).row(move |i| i.enumerate().map(move |(i, n)| c.seen(7, i as u64, n))).each(move |i| i.map(move |n| c.map(8, n)));
        let s3 = s2.each(move |i| i.flat_map(move |n| c.yields(10, n))).row(move |i| i.skip_while(move |n| c.goes_on(12, n))).each(move |i| i.peekable());
        let s4 = s3.or_ends(move |n| Ok(vec![c.fails(14, n)?])).row(move |i| i.stored().rev());
        let (s5, s6) = s4.fork(move |n| (vec![n.clone()], vec![n]));
        let s7 = s5.row(move |i| i.distinct_by_key(move |n| n.number % 5)).row(move |i| i.stored().rev());
        let s8 = s6.row(move |i| i.step_by(c.size(18)));
        let s9 = s8.fan_in(s7).each(move |i| i.batch_within(c.size(20), Duration::from_secs(3600)).flatten()).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(22, N::new(n.number + *sum)) })).row(move |i| i.any_of_std(c, 23).fuse());
        vec![s9.value_by_order::<u64>(move |mut i| i.digest())]
        }
    }
}
pub mod d37 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 37, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> any_of_std_with_an_end(c, 2) >> inspect(move |n| c.look(4, n)) >> step_by(c.size(6));
        let s2 = s1 >> fan_out(c.workers(9), move |n| c.fails(8, n)?);
        s2 >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 10, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> any_of_std_with_an_end(c, 2) >> inspect(move |n| c.look(4, n)) >> step_by(c.size(6));
        let s2 = s1 >> fan_out(c.workers(9), move |n| c.fails(8, n)?);
        s2 >> sink(move |items| items.collect::<Vec<N>>())
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).row(move |i| i.any_of_std_with_an_end(c, 2)).each(move |i| i.inspect(move |n| c.look(4, n))).row(move |i| i.step_by(c.size(6)));
        let s2 = s1.shared_by(c.workers(9)).or_ends(move |n| Ok(vec![c.fails(8, n)?]));
        vec![s2.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d38 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 38, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1) >> map(move |n| c.map(1, n));
        let s2 = s1 >> fan_out(c.workers(3), on_error = skip, move |n| { let n = c.fails(2, n)?; for n in c.few(4, n) { yield n; } });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?) >> throttle(1_000_000, Duration::from_micros(1));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(8, &n) { s5(c.less(&n)); } s6(n); });
        s6 >> collect::<Vec<N>>()
        });
"#, places: 12, is_early: false, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1) >> map(move |n| c.map(1, n));
        let s2 = s1 >> fan_out(c.workers(3), on_error = skip, move |n| { let n = c.fails(2, n)?; for n in c.few(4, n) { yield n; } });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?) >> throttle(1_000_000, Duration::from_micros(1));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(8, &n) { s5(c.less(&n)); } s6(n); });
        s6 >> collect::<Vec<N>>()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let declared = pipeline!(async move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1) >> map(move |n| c.map(1, n));
        let s2 = s1 >> fan_out(c.workers(3), on_error = skip, async move |n| { c.turn(5).await; { let n = c.fails(2, n)?; for n in c.few(4, n) { yield n; } } });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?) >> throttle(1_000_000, Duration::from_micros(1));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(async move |n| { c.turn(10).await; { if c.again(8, &n) { s5(c.less(&n)).await; } s6(n).await; } });
        s6 >> collect::<Vec<N>>()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.map(move |n| c.map(1, n)));
        let s2 = s1.shared_by(c.workers(3)).or_skips(usize::MAX, move |n| Ok(c.few(4, c.fails(2, n)?).collect()));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(vec![c.fails(6, n)?])).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(8, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s6.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d39 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 39, text: r#"        let declared = pipeline!(move || -> Result<(Option<N>, N, Vec<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = generator( c.source(1));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(2, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> stage(on_error = skip, move |n| c.fails(5, n)?) >> filter(move |n| c.keeps(7, n)) >> distinct();
        let s7 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(9, seen, n) } }) >> throttle(1_000_000, Duration::from_micros(1));
        let (s8, s9) = s7 >> route(move |n| { if c.keeps(11, &n) { s8(n.clone()); s8(N::new(7)); } s9(n); });
        let s10 = s8 >> flat_map(move |n| c.many(12, n));
        let s11 = s9 >> flat_map(move |n| c.many(14, n)) >> filter(move |n| c.keeps(15, n));
        (s6 >> flat_map(move |n| c.many(16, n)) >> filter(move |n| c.keeps(17, n)) >> filter_map(move |n| c.may(18, n)) >> max(), s10 >> batch(c.size(21)) >> flatten() >> inspect(move |n| c.look(23, n)) >> product::<N>(), s11 >> sink(move |items| items.collect::<Vec<N>>()))
        });
"#, places: 25, is_early: false, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Option<N>, N, Vec<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = generator( c.source(1));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(2, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> stage(on_error = skip, move |n| c.fails(5, n)?) >> filter(move |n| c.keeps(7, n)) >> distinct();
        let s7 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(9, seen, n) } }) >> throttle(1_000_000, Duration::from_micros(1));
        let (s8, s9) = s7 >> route(move |n| { if c.keeps(11, &n) { s8(n.clone()); s8(N::new(7)); } s9(n); });
        let s10 = s8 >> flat_map(move |n| c.many(12, n));
        let s11 = s9 >> flat_map(move |n| c.many(14, n)) >> filter(move |n| c.keeps(15, n));
        (s6 >> flat_map(move |n| c.many(16, n)) >> filter(move |n| c.keeps(17, n)) >> filter_map(move |n| c.may(18, n)) >> max(), s10 >> batch(c.size(21)) >> flatten() >> inspect(move |n| c.look(23, n)) >> product::<N>(), s11 >> sink(move |items| items.collect::<Vec<N>>()))
        });
        run.threads(declared, |(v0, v1, v2)| vec![v0.seen(), v1.seen(), v2.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(async move || -> Result<(Option<N>, N, Vec<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = generator( c.source(1));
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(async move |n| { c.turn(4).await; { if c.again(2, &n) { s4(c.less(&n)).await; } s5(n).await; } });
        let s6 = s5 >> stage(on_error = skip, async move |n| { c.turn(6).await; c.fails(5, n)? }) >> filter(async move |n| { c.turn(8).await; c.keeps(7, n) }) >> distinct();
        let s7 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(9, seen, n) } }) >> throttle(1_000_000, Duration::from_micros(1));
        let (s8, s9) = s7 >> route(move |n| { if c.keeps(11, &n) { s8(n.clone()); s8(N::new(7)); } s9(n); });
        let s10 = s8 >> flat_map(async move |n| { c.turn(13).await; c.many(12, n) });
        let s11 = s9 >> flat_map(move |n| c.many(14, n)) >> filter(move |n| c.keeps(15, n));
        (s6 >> flat_map(move |n| c.many(16, n)) >> filter(move |n| c.keeps(17, n)) >> filter_map(move |n| c.may(18, n)) >> max(), s10 >> batch(c.size(21)) >> flatten() >> inspect(async move |n| { c.turn(24).await; c.look(23, n) }) >> product::<N>(), s11 >> sink(async move |items| items.collect::<Vec<N>>().await))
        });
        run.futures(declared, |(v0, v1, v2)| vec![v0.seen(), v1.seen(), v2.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0));
        let s2 = Flow::of(c.source(1));
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(2, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s6 = s5.or_skips(usize::MAX, move |n| Ok(vec![c.fails(5, n)?])).each(move |i| i.filter(move |n| c.keeps(7, n))).each(move |i| i.distinct());
        let s7 = s1.row(move |i| i.enumerate().map(move |(i, n)| c.seen(9, i as u64 + 1, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let (s8, s9) = s7.fork(move |n| (if c.keeps(11, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s10 = s8.each(move |i| i.flat_map(move |n| c.many(12, n)));
        let s11 = s9.each(move |i| i.flat_map(move |n| c.many(14, n)).filter(move |n| c.keeps(15, n)));
        vec![s6.each(move |i| i.flat_map(move |n| c.many(16, n)).filter(move |n| c.keeps(17, n))).each(move |i| i.filter_map(move |n| c.may(18, n))).value::<Option<N>>(move |mut i| i.max()), s10.each(move |i| i.batch(c.size(21)).flatten()).each(move |i| i.inspect(move |n| c.look(23, n))).value::<N>(move |mut i| i.product::<N>()), s11.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d40 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 40, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(capacity = c.capacity(2), move |n| c.map(1, n)) >> filter_map(move |n| c.may(3, n));
        let s3 = s2 >> stage(on_error = retry(2), move |n: N| c.fails(6, n)?) >> distinct() >> skip(c.count(8)) >> any_of_std_with_an_end(c, 9);
        let s4 = s3 >> stage(move |n| { let n = c.fails(11, n)?; for n in c.few(12, n) { yield n; } }) >> map(move |n| c.number_of_table(13, &n)) >> copied() >> map(N::new);
        s4 >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(14, sum, &n); if !c.goes_on(15, &n) { break; } } sum })
        });
"#, places: 16, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(capacity = c.capacity(2), move |n| c.map(1, n)) >> filter_map(move |n| c.may(3, n));
        let s3 = s2 >> stage(on_error = retry(2), move |n: N| c.fails(6, n)?) >> distinct() >> skip(c.count(8)) >> any_of_std_with_an_end(c, 9);
        let s4 = s3 >> stage(move |n| { let n = c.fails(11, n)?; for n in c.few(12, n) { yield n; } }) >> map(move |n| c.number_of_table(13, &n)) >> copied() >> map(N::new);
        s4 >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(14, sum, &n); if !c.goes_on(15, &n) { break; } } sum })
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0));
        let s2 = s1.each(move |i| i.map(move |n| c.map(1, n))).each(move |i| i.filter_map(move |n| c.may(3, n)));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(6, n.clone()).or_else(|_| c.fails(6, n.clone())).or_else(|_| c.fails(6, n))?])).each(move |i| i.distinct()).row(move |i| i.skip(c.count(8))).row(move |i| i.any_of_std_with_an_end(c, 9));
        let s4 = s3.or_ends(move |n| Ok(c.few(12, c.fails(11, n)?).collect())).each(move |i| i.map(move |n| c.number_of_table(13, &n)).copied().map(N::new));
        vec![s4.value_by_order::<u64>(move |mut i| i.try_fold(7, move |sum, n| { let sum = c.next_sum(14, sum, &n); if c.goes_on(15, &n) { Ok(sum) } else { Err(sum) } }).unwrap_or_else(|sum| sum))]
        }
    }
}
pub mod d41 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 41, text: r#"        let from_s1 = c.channel(0);
        let from_s2 = c.std_channel(3);
        let declared = pipeline!(move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n));
        let s2 = receive( from_s2) >> step_by(c.size(4));
        let s3 = s1 >> stage(move |n| for n in c.yields(5, n) { yield n; }) >> map(move |n| c.of_table(7, &n)) >> cloned();
        (s2 >> inspect(move |n| c.look(8, n)) >> through(c.plan(10)) >> batch(c.size(11)) >> flatten() >> collect::<Vec<N>>(), s3 >> step_by(c.size(13)) >> inspect(move |n| c.look(14, n)) >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new) >> find(move |n| !c.goes_on(17, n)))
        });
"#, places: 20, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let from_s2 = c.std_channel(3);
        let declared = pipeline!(move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n));
        let s2 = receive( from_s2) >> step_by(c.size(4));
        let s3 = s1 >> stage(move |n| for n in c.yields(5, n) { yield n; }) >> map(move |n| c.of_table(7, &n)) >> cloned();
        (s2 >> inspect(move |n| c.look(8, n)) >> through(c.plan(10)) >> batch(c.size(11)) >> flatten() >> collect::<Vec<N>>(), s3 >> step_by(c.size(13)) >> inspect(move |n| c.look(14, n)) >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new) >> find(move |n| !c.goes_on(17, n)))
        });
        run.threads(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let from_s2 = c.futures_channel(3);
        let declared = pipeline!(async move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = receive( from_s1) >> flat_map(async move |n| { c.turn(2).await; c.many(1, n) });
        let s2 = receive( from_s2) >> step_by(c.size(4));
        let s3 = s1 >> stage(async move |n| { c.turn(6).await; for n in c.yields(5, n) { yield n; } }) >> map(move |n| c.of_table(7, &n)) >> cloned();
        (s2 >> inspect(async move |n| { c.turn(9).await; c.look(8, n) }) >> through(c.plan(10)) >> batch(c.size(11)) >> flatten() >> collect::<Vec<N>>(), s3 >> step_by(c.size(13)) >> inspect(async move |n| { c.turn(15).await; c.look(14, n) }) >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new) >> find(async move |n| { c.turn(19).await; !c.goes_on(17, n) }))
        });
        run.futures(declared, |(v0, v1)| vec![v0.seen(), v1.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.flat_map(move |n| c.many(1, n)));
        let s2 = Flow::of(c.some(3)).row(move |i| i.step_by(c.size(4)));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.yields(5, n))).each(move |i| i.map(move |n| c.of_table(7, &n)).cloned());
        vec![s2.each(move |i| i.inspect(move |n| c.look(8, n))).row(move |i| i.through(c.plan(10)).batch(c.size(11)).flatten()).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s3.row(move |i| i.step_by(c.size(13))).each(move |i| i.inspect(move |n| c.look(14, n))).each(move |i| i.map(move |n| c.number_of_table(16, &n)).copied().map(N::new)).value_by_order::<Option<N>>(move |mut i| i.find(move |n| !c.goes_on(17, n)))]
        }
    }
}
pub mod d42 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 42, text: r#"        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> map(move |n| c.many(1, n)) >> flatten();
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| for n in c.many(2, n) { yield n; }) >> distinct(move |n| n.number % 5) >> any_of_std(c, 6) >> fuse();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(7, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(9), on_error = skip, capacity = c.capacity(11), move |n| { let n = c.fails(8, n)?; for n in c.few(10, n) { yield n; } });
        let (s7, s8) = s6 >> tee();
        let s11 = fan_in(s8, s7);
        let s12 = s11 >> stage(move |n| c.map(13, n)) >> map(move |n| c.number_of_table(14, &n)) >> copied() >> map(N::new);
        s12 >> map(move |n| c.map(15, n)) >> count()
        });
"#, places: 18, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> map(move |n| c.many(1, n)) >> flatten();
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| for n in c.many(2, n) { yield n; }) >> distinct(move |n| n.number % 5) >> any_of_std(c, 6) >> fuse();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(7, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> fan_out(c.workers(9), on_error = skip, capacity = c.capacity(11), move |n| { let n = c.fails(8, n)?; for n in c.few(10, n) { yield n; } });
        let (s7, s8) = s6 >> tee();
        let s11 = fan_in(s8, s7);
        let s12 = s11 >> stage(move |n| c.map(13, n)) >> map(move |n| c.number_of_table(14, &n)) >> copied() >> map(N::new);
        s12 >> map(move |n| c.map(15, n)) >> count()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.source(0)).each(move |i| i.map(move |n| c.many(1, n)).flatten());
        let s2 = s1.each(move |i| i.flat_map(move |n| c.many(2, n))).row(move |i| i.distinct_by_key(move |n| n.number % 5)).row(move |i| i.any_of_std(c, 6).fuse());
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(7, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s6 = s5.shared_by(c.workers(9)).or_skips(usize::MAX, move |n| Ok(c.few(10, c.fails(8, n)?).collect()));
        let (s7, s8) = s6.fork(move |n| (vec![n.clone()], vec![n]));
        let s11 = s8.fan_in(s7);
        let s12 = s11.each(move |i| i.map(move |n| c.map(13, n))).each(move |i| i.map(move |n| c.number_of_table(14, &n)).copied().map(N::new));
        vec![s12.each(move |i| i.map(move |n| c.map(15, n))).value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d43 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 43, text: r#"        let from_s1 = c.channel(0);
        let from_s2 = c.std_channel(4);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = receive( from_s2);
        let s3 = s2 >> stage(move |n| c.fails(5, n)?) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(6, N::new(n.number + *sum)) });
        let s4 = s1 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = fan_in(s3, s6);
        let s8 = s7 >> stage(on_error = retry(2), capacity = c.capacity(11), move |n: N| c.fails(10, n)?);
        s8 >> sum::<N>()
        });
"#, places: 12, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let from_s2 = c.std_channel(4);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = receive( from_s2);
        let s3 = s2 >> stage(move |n| c.fails(5, n)?) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(6, N::new(n.number + *sum)) });
        let s4 = s1 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = fan_in(s3, s6);
        let s8 = s7 >> stage(on_error = retry(2), capacity = c.capacity(11), move |n: N| c.fails(10, n)?);
        s8 >> sum::<N>()
        });
        run.threads(declared, |v0| vec![v0.seen()])
        }
    }
    pub mod futures {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_streams::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.futures_channel(0);
        let from_s2 = c.futures_channel(4);
        let declared = pipeline!(async move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = receive( from_s2);
        let s3 = s2 >> stage(move |n| c.fails(5, n)?) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(6, N::new(n.number + *sum)) });
        let s4 = s1 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(async move |n| { c.turn(9).await; { if c.again(7, &n) { s5(c.less(&n)).await; } s6(n).await; } });
        let s7 = fan_in(s3, s6);
        let s8 = s7 >> stage(on_error = retry(2), capacity = c.capacity(11), move |n: N| c.fails(10, n)?);
        s8 >> sum::<N>()
        });
        run.futures(declared, |v0| vec![v0.seen()])
        }
    }
    mod plain {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::{flow::Plain, own::of_iterators::Own};
        pub fn run(c: Case) -> Vec<Expected> {
        let _ = c;
        let s1 = Flow::of(c.some(0)).each(move |i| i.flat_map(move |n| c.many(1, n)).filter(move |n| c.keeps(2, n)));
        let s2 = Flow::of(c.some(4));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(5, n)?])).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(6, N::new(n.number + *sum)) }));
        let s6 = s1.feedback(move |s| s, move |n| (if c.again(7, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s7 = s3.fan_in(s6);
        let s8 = s7.or_ends(move |n| Ok(vec![c.fails(10, n.clone()).or_else(|_| c.fails(10, n.clone())).or_else(|_| c.fails(10, n))?]));
        vec![s8.value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
