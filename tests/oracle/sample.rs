// Written by tests/oracle/src/write: do not edit.
use pipeline_oracle::Declaration;
pub const FIRST: u64 = 0;
pub const COUNT: u64 = 58;
pub const ALL: &[&Declaration] = &[&d0::DECLARATION, &d1::DECLARATION, &d2::DECLARATION, &d3::DECLARATION, &d4::DECLARATION, &d5::DECLARATION, &d6::DECLARATION, &d7::DECLARATION, &d8::DECLARATION, &d9::DECLARATION, &d10::DECLARATION, &d11::DECLARATION, &d12::DECLARATION, &d13::DECLARATION, &d14::DECLARATION, &d15::DECLARATION, &d16::DECLARATION, &d17::DECLARATION, &d18::DECLARATION, &d19::DECLARATION, &d20::DECLARATION, &d21::DECLARATION, &d22::DECLARATION, &d23::DECLARATION, &d24::DECLARATION, &d25::DECLARATION, &d26::DECLARATION, &d27::DECLARATION, &d28::DECLARATION, &d29::DECLARATION, &d30::DECLARATION, &d31::DECLARATION, &d32::DECLARATION, &d33::DECLARATION, &d34::DECLARATION, &d35::DECLARATION, &d36::DECLARATION, &d37::DECLARATION, &d38::DECLARATION, &d39::DECLARATION, &d40::DECLARATION, &d41::DECLARATION, &d42::DECLARATION, &d43::DECLARATION, &d44::DECLARATION, &d45::DECLARATION, &d46::DECLARATION, &d47::DECLARATION, &d48::DECLARATION, &d49::DECLARATION, &d50::DECLARATION, &d51::DECLARATION, &d52::DECLARATION, &d53::DECLARATION, &d54::DECLARATION, &d55::DECLARATION, &d56::DECLARATION, &d57::DECLARATION, ];
pub mod d0 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 0, text: r#"        let declared = pipeline!(move || -> Result<(Vec<N>, u64), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> batch(c.size(3)) >> map(move |batch| c.total(4, batch)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(8, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> stage(capacity = c.room(10), full = drop_oldest, move |n| c.given(c.map(9, n))) >> fan_out(c.workers(12), by = |n| n.number % 3, ordered, move |n| c.kept(c.map(11, n))) >> map_while(move |n| c.may_go_on(14, n)) >> through(c.plan(16)) >> batch(c.size(17)) >> flatten();
        let (s7, s8) = s6 >> tee();
        let s9 = s7 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(19, N::new(n.number + *sum)) }) >> through(c.plan(21)) >> batch(c.size(22)) >> flatten() >> map(move |n| c.map(24, n));
        let s10 = s8 >> map(move |n| c.many(26, n)) >> flatten() >> chain(c.source(27)) >> distinct();
        (s9 >> collect::<Vec<N>>(), s10 >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(29, sum, &n); if !c.goes_on(30, &n) { break; } } sum }))
        });
"#, places: 31, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Vec<N>, u64), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> batch(c.size(3)) >> map(move |batch| c.total(4, batch)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(8, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> stage(capacity = c.room(10), full = drop_oldest, move |n| c.given(c.map(9, n))) >> fan_out(c.workers(12), by = |n| n.number % 3, ordered, move |n| c.kept(c.map(11, n))) >> map_while(move |n| c.may_go_on(14, n)) >> through(c.plan(16)) >> batch(c.size(17)) >> flatten();
        let (s7, s8) = s6 >> tee();
        let s9 = s7 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(19, N::new(n.number + *sum)) }) >> through(c.plan(21)) >> batch(c.size(22)) >> flatten() >> map(move |n| c.map(24, n));
        let s10 = s8 >> map(move |n| c.many(26, n)) >> flatten() >> chain(c.source(27)) >> distinct();
        (s9 >> collect::<Vec<N>>(), s10 >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(29, sum, &n); if !c.goes_on(30, &n) { break; } } sum }))
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
        let declared = pipeline!(async move || -> Result<(Vec<N>, u64), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> batch(c.size(3)) >> map(move |batch| c.total(4, batch)) >> through(c.plan(6)) >> batch(c.size(7)) >> flatten();
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(8, &n) { s4(c.less(&n)); } s5(n); });
        let s6 = s5 >> stage(capacity = c.room(10), full = drop_oldest, async move |n| { c.turn(13).await; c.given(c.map(9, n)) }) >> fan_out(c.workers(12), by = |n| n.number % 3, ordered, move |n| c.kept(c.map(11, n))) >> map_while(async move |n| { c.turn(15).await; c.may_go_on(14, n) }) >> through(c.plan(16)) >> batch(c.size(17)) >> flatten();
        let (s7, s8) = s6 >> tee();
        let s9 = s7 >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(19, N::new(n.number + *sum)) }) >> through(c.plan(21)) >> batch(c.size(22)) >> flatten() >> map(async move |n| { c.turn(25).await; c.map(24, n) });
        let s10 = s8 >> map(move |n| c.many(26, n)) >> flatten() >> chain(c.source(27)) >> distinct();
        (s9 >> collect::<Vec<N>>(), s10 >> sink(async move |mut items| { let mut sum = 7; while let Some(n) = items.next().await { sum = c.next_sum(29, sum, &n); if !c.goes_on(30, &n) { break; } } sum }))
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
        let s1 = Flow::of(c.source(0));
        let s2 = s1.each(move |i| i.map(move |n| c.map(1, n))).each(move |i| i.map(move |n| c.map(2, n))).row(move |i| i.batch(c.size(3)).map(move |batch| c.total(4, batch))).row(move |i| i.through(c.plan(6)).batch(c.size(7)).flatten());
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(8, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s6 = s5.each(move |i| i.map(move |n| c.map(9, n)).map(move |n| c.map(11, n))).lacks().row(move |i| i.map_while(move |n| c.may_go_on(14, n))).row(move |i| i.through(c.plan(16)).batch(c.size(17)).flatten());
        let (s7, s8) = s6.fork(move |n| (vec![n.clone()], vec![n]));
        let s9 = s7.row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(19, N::new(n.number + *sum)) })).row(move |i| i.through(c.plan(21)).batch(c.size(22)).flatten()).each(move |i| i.map(move |n| c.map(24, n)));
        let s10 = s8.each(move |i| i.map(move |n| c.many(26, n)).flatten()).each(move |i| i.chain(c.source(27))).firsts(move |i| i.distinct());
        vec![s9.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s10.value_by_order::<u64>(move |mut i| i.try_fold(7, move |sum, n| { let sum = c.next_sum(29, sum, &n); if c.goes_on(30, &n) { Ok(sum) } else { Err(sum) } }).unwrap_or_else(|sum| sum))]
        }
    }
}
pub mod d1 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 1, text: r#"        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.source(0)) >> filter(move |n| c.keeps(1, n)) >> peekable() >> distinct();
        let s2 = generator({ for n in c.source(3) { yield n; } }) >> batch(c.size(4)) >> map(move |batch| c.total(5, batch));
        let s3 = s2 >> stage(move |n| for n in c.yields(6, n) { yield n; });
        let s4 = fan_in(s1, s3) >> fuse();
        s4 >> count()
        });
"#, places: 11, is_early: false, is_loose: true, is_lossy: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.source(0)) >> filter(move |n| c.keeps(1, n)) >> peekable() >> distinct();
        let s2 = generator({ for n in c.source(3) { yield n; } }) >> batch(c.size(4)) >> map(move |batch| c.total(5, batch));
        let s3 = s2 >> stage(move |n| for n in c.yields(6, n) { yield n; });
        let s4 = fan_in(s1, s3) >> fuse();
        s4 >> count()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.filter(move |n| c.keeps(1, n))).each(move |i| i.peekable()).firsts(move |i| i.distinct());
        let s2 = Flow::of(c.source(3)).row(move |i| i.batch(c.size(4)).map(move |batch| c.total(5, batch)));
        let s3 = s2.each(move |i| i.flat_map(move |n| c.yields(6, n)));
        let s4 = s1.fan_in(s3).each(move |i| i.fuse());
        vec![s4.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d2 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 2, text: r#"        let declared = pipeline!(move || -> Result<(N, bool, Result<u64, u64>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> filter_map(move |n| c.may(1, n));
        let s2 = generator( c.source(3)) >> map_while(move |n| c.may_go_on(4, n)) >> skip(c.count(6)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) });
        let s3 = s1 >> stage(move |n| for n in c.many(9, n) { yield n; }) >> map_while(move |n| c.may_go_on(10, n));
        let s4 = s2 >> stage(move |n| c.map(13, n)) >> batch(c.size(14)) >> flatten();
        let (s5, s6) = s3 >> split(move |n| c.keeps(16, n));
        let s7 = s5 >> any_of_std(c, 18) >> fuse();
        let s8 = s6 >> through(c.plan(20)) >> fuse() >> map_while(move |n| c.may_go_on(21, n)) >> batch(c.size(22)) >> flatten() >> flat_map(move |n| c.many(24, n));
        (s4 >> fuse() >> fuse() >> through(c.plan(26)) >> filter(move |n| c.keeps(27, n)) >> sum::<N>(), s7 >> any(move |n| !c.goes_on(29, &n)), s8 >> chain(c.some(31)) >> try_fold(7_u64, move |sum, n| c.try_sum(32, sum, &n)))
        });
"#, places: 34, is_early: true, is_loose: false, is_lossy: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(N, bool, Result<u64, u64>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> filter_map(move |n| c.may(1, n));
        let s2 = generator( c.source(3)) >> map_while(move |n| c.may_go_on(4, n)) >> skip(c.count(6)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) });
        let s3 = s1 >> stage(move |n| for n in c.many(9, n) { yield n; }) >> map_while(move |n| c.may_go_on(10, n));
        let s4 = s2 >> stage(move |n| c.map(13, n)) >> batch(c.size(14)) >> flatten();
        let (s5, s6) = s3 >> split(move |n| c.keeps(16, n));
        let s7 = s5 >> any_of_std(c, 18) >> fuse();
        let s8 = s6 >> through(c.plan(20)) >> fuse() >> map_while(move |n| c.may_go_on(21, n)) >> batch(c.size(22)) >> flatten() >> flat_map(move |n| c.many(24, n));
        (s4 >> fuse() >> fuse() >> through(c.plan(26)) >> filter(move |n| c.keeps(27, n)) >> sum::<N>(), s7 >> any(move |n| !c.goes_on(29, &n)), s8 >> chain(c.some(31)) >> try_fold(7_u64, move |sum, n| c.try_sum(32, sum, &n)))
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.filter_map(move |n| c.may(1, n)));
        let s2 = Flow::of(c.source(3)).row(move |i| i.map_while(move |n| c.may_go_on(4, n))).row(move |i| i.skip(c.count(6))).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) }));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.many(9, n))).row(move |i| i.map_while(move |n| c.may_go_on(10, n)));
        let s4 = s2.each(move |i| i.map(move |n| c.map(13, n))).each(move |i| i.batch(c.size(14)).flatten());
        let (s5, s6) = s3.fork(move |n| if c.keeps(16, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s7 = s5.row(move |i| i.any_of_std(c, 18).fuse());
        let s8 = s6.row(move |i| i.through(c.plan(20)).fuse()).row(move |i| i.map_while(move |n| c.may_go_on(21, n)).batch(c.size(22)).flatten()).each(move |i| i.flat_map(move |n| c.many(24, n)));
        vec![s4.each(move |i| i.fuse()).each(move |i| i.fuse()).row(move |i| i.through(c.plan(26)).filter(move |n| c.keeps(27, n))).value::<N>(move |mut i| i.sum::<N>()), s7.value_by_order::<bool>(move |mut i| i.any(move |n| !c.goes_on(29, &n))), s8.each(move |i| i.chain(c.some(31))).value_by_order::<Result<u64, u64>>(move |mut i| i.try_fold(7_u64, move |sum, n| c.try_sum(32, sum, &n)))]
        }
    }
}
pub mod d3 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 3, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage(capacity = c.capacity(5),  move |n| c.kept(c.map(4, n))) >> map(move |n| c.map(6, n));
        let s3 = s2 >> stage(capacity = c.capacity(9), move |n| c.fails(8, n)?);
        let (s4, s5) = s3 >> split(move |n| c.keeps(11, n));
        let s6 = s4 >> flat_map(move |n| c.many(14, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s1 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s9 = s5 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s10 = fan_in(s8, s9, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> map(move |n| c.map(17, n));
        let s11 = fan_in(s6, s10, prefer);
        s11 >> product::<N>()
        });
"#, places: 20, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage(capacity = c.capacity(5),  move |n| c.kept(c.map(4, n))) >> map(move |n| c.map(6, n));
        let s3 = s2 >> stage(capacity = c.capacity(9), move |n| c.fails(8, n)?);
        let (s4, s5) = s3 >> split(move |n| c.keeps(11, n));
        let s6 = s4 >> flat_map(move |n| c.many(14, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s1 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s9 = s5 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s10 = fan_in(s8, s9, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> map(move |n| c.map(17, n));
        let s11 = fan_in(s6, s10, prefer);
        s11 >> product::<N>()
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
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage(capacity = c.capacity(5),  move |n| c.kept(c.map(4, n))) >> map(async move |n| { c.turn(7).await; c.map(6, n) });
        let s3 = s2 >> stage(capacity = c.capacity(9), async move |n| { c.turn(10).await; c.fails(8, n)? });
        let (s4, s5) = s3 >> split(async move |n| { c.turn(12).await; c.keeps(11, n) });
        let s6 = s4 >> flat_map(move |n| c.many(14, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s1 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s9 = s5 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s10 = fan_in(s8, s9, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> map(async move |n| { c.turn(18).await; c.map(17, n) });
        let s11 = fan_in(s6, s10, prefer);
        s11 >> product::<N>()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.flat_map(move |n| c.many(1, n)));
        let s2 = Flow::of(c.source(2).map(move |n| c.map(4, n))).lacks().each(move |i| i.map(move |n| c.map(6, n)));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(8, n)?]));
        let (s4, s5) = s3.fork(move |n| if c.keeps(11, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s6 = s4.each(move |i| i.flat_map(move |n| c.many(14, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s8 = s1;
        let s9 = s5;
        let s10 = s8.fan_in(s9).each(move |i| i.map(move |n| c.map(17, n)));
        let s11 = s6.fan_in(s10);
        vec![s11.value::<N>(move |mut i| i.product::<N>())]
        }
    }
}
pub mod d4 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 4, text: r#"        let from_s1 = c.std_channel(0);
        let from_s2 = c.std_channel(6);
        let declared = pipeline!(move || -> Result<(Option<N>, Vec<N>, Vec<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> map(move |n| c.many(2, n)) >> flatten() >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = receive( from_s2);
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(7, n)?) >> fuse() >> through(c.plan(8)) >> fuse();
        let (s4, s5) = s2 >> fan_out(c.workers(10), ordered, keep,  move |n| c.answers(9, n)?);
        let s7 = s5 >> map(move |failure| c.late(12, failure)) >> map_while(move |n| c.may_go_on(13, n));
        let s8 = s7 >> fan_out(c.workers(16), transform, capacity = c.capacity(17),  move |items| for n in items { for n in c.yields(15, n) { yield n; } });
        (s3 >> filter(move |n| c.keeps(18, n)) >> max(), s4 >> collect::<Vec<N>>(), s8 >> flat_map(move |n| c.many(19, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> collect::<Vec<N>>())
        });
"#, places: 21, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let from_s2 = c.std_channel(6);
        let declared = pipeline!(move || -> Result<(Option<N>, Vec<N>, Vec<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> map(move |n| c.many(2, n)) >> flatten() >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = receive( from_s2);
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(7, n)?) >> fuse() >> through(c.plan(8)) >> fuse();
        let (s4, s5) = s2 >> fan_out(c.workers(10), ordered, keep,  move |n| c.answers(9, n)?);
        let s7 = s5 >> map(move |failure| c.late(12, failure)) >> map_while(move |n| c.may_go_on(13, n));
        let s8 = s7 >> fan_out(c.workers(16), transform, capacity = c.capacity(17),  move |items| for n in items { for n in c.yields(15, n) { yield n; } });
        (s3 >> filter(move |n| c.keeps(18, n)) >> max(), s4 >> collect::<Vec<N>>(), s8 >> flat_map(move |n| c.many(19, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> collect::<Vec<N>>())
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
        let from_s2 = c.futures_channel(6);
        let declared = pipeline!(async move || -> Result<(Option<N>, Vec<N>, Vec<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> map(move |n| c.many(2, n)) >> flatten() >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = receive( from_s2);
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(7, n)?) >> fuse() >> through(c.plan(8)) >> fuse();
        let (s4, s5) = s2 >> fan_out(c.workers(10), ordered, keep, timeout = c.patience(11),  async move |n| c.answer(9, n).await);
        let s7 = s5 >> map(move |failure| c.late(12, failure)) >> map_while(async move |n| { c.turn(14).await; c.may_go_on(13, n) });
        let s8 = s7 >> fan_out(c.workers(16), transform, capacity = c.capacity(17),  async move |mut items| while let Some(n) = items.next().await { for n in c.yields(15, n) { yield n; } });
        (s3 >> filter(move |n| c.keeps(18, n)) >> max(), s4 >> collect::<Vec<N>>(), s8 >> flat_map(async move |n| { c.turn(20).await; c.many(19, n) }) >> throttle(1_000_000, Duration::from_micros(1)) >> collect::<Vec<N>>())
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.map(move |n| c.many(2, n)).flatten()).row(move |i| i.map_while(move |n| c.may_go_on(4, n)).batch(c.size(5)).flatten());
        let s2 = Flow::of(c.some(6));
        let s3 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.fuse()).row(move |i| i.through(c.plan(8)).fuse());
        let (s4, s5) = s2.letters(Box::new(move |n| Ok(vec![c.answers(9, n)?])));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(12, n))).row(move |i| i.map_while(move |n| c.may_go_on(13, n)));
        let s8 = s7.shared_by(c.workers(16)).each(move |i| i.flat_map(move |n| c.yields(15, n)));
        vec![s3.each(move |i| i.filter(move |n| c.keeps(18, n))).value::<Option<N>>(move |mut i| i.max()), s4.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s8.each(move |i| i.flat_map(move |n| c.many(19, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d5 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 5, text: r#"        let from_s2 = c.channel(5);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> skip(c.count(4));
        let s2 = receive(capacity = c.capacity(6),  from_s2) >> flat_map(move |n| c.many(7, n)) >> skip(c.count(8));
        let s3 = s1 >> stage(stop_after = c.size(10) as u64, move |n| c.fails(9, n)?);
        let s4 = fan_in(s2, s3, prefer);
        let s5 = s4 >> fan_out(c.workers(14), ordered,  move |n| c.fails(13, n)?) >> chain(c.some(16));
        s5 >> inspect(move |n| c.look(17, n)) >> inspect(move |n| c.look(18, n)) >> min()
        });
"#, places: 19, is_early: false, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.channel(5);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> skip(c.count(4));
        let s2 = receive(capacity = c.capacity(6),  from_s2) >> flat_map(move |n| c.many(7, n)) >> skip(c.count(8));
        let s3 = s1 >> stage(stop_after = c.size(10) as u64, move |n| c.fails(9, n)?);
        let s4 = fan_in(s2, s3, prefer);
        let s5 = s4 >> fan_out(c.workers(14), ordered,  move |n| c.fails(13, n)?) >> chain(c.some(16));
        s5 >> inspect(move |n| c.look(17, n)) >> inspect(move |n| c.look(18, n)) >> min()
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
        let from_s2 = c.futures_channel(5);
        let declared = pipeline!(async move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> skip(c.count(4));
        let s2 = receive(capacity = c.capacity(6),  from_s2) >> flat_map(move |n| c.many(7, n)) >> skip(c.count(8));
        let s3 = s1 >> stage(stop_after = c.size(10) as u64, async move |n| { c.turn(11).await; c.fails(9, n)? });
        let s4 = fan_in(s2, s3, prefer);
        let s5 = s4 >> fan_out(c.workers(14), ordered, timeout = Duration::from_secs(3600),  async move |n| { c.turn(15).await; c.fails(13, n)? }) >> chain(c.some(16));
        s5 >> inspect(move |n| c.look(17, n)) >> inspect(move |n| c.look(18, n)) >> min()
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
        let s2 = Flow::of(c.some(5)).each(move |i| i.flat_map(move |n| c.many(7, n))).row(move |i| i.skip(c.count(8)));
        let s3 = s1.or_skips(c.size(10), move |n| Ok(vec![c.fails(9, n)?]));
        let s4 = s2.fan_in(s3);
        let s5 = s4.or_ends(move |n| Ok(vec![c.fails(13, n)?])).each(move |i| i.chain(c.some(16)));
        vec![s5.each(move |i| i.inspect(move |n| c.look(17, n))).each(move |i| i.inspect(move |n| c.look(18, n))).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d6 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 6, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Vec<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(6), capacity = c.room(4), full = drop_newest, move |n| for n in c.yields(3, n) { yield c.given(n); }) >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| c.kept(c.map(5, n)));
        let s4 = s3 >> fan_out(c.workers(11), ordered, move |n| c.map(10, n));
        let (s5, s6) = s4 >> route(capacity = c.capacity(14), move |n| if c.keeps(13, &n) { s5(n); } else { s6(n); });
        let s8 = s6 >> inspect(move |n| c.look(16, n));
        (s5 >> max(), s8 >> chain(c.some(18)) >> flat_map(move |n| c.many(19, n)) >> filter(move |n| c.keeps(20, n)) >> collect::<Vec<N>>())
        });
"#, places: 21, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Vec<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(6), capacity = c.room(4), full = drop_newest, move |n| for n in c.yields(3, n) { yield c.given(n); }) >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| c.kept(c.map(5, n)));
        let s4 = s3 >> fan_out(c.workers(11), ordered, move |n| c.map(10, n));
        let (s5, s6) = s4 >> route(capacity = c.capacity(14), move |n| if c.keeps(13, &n) { s5(n); } else { s6(n); });
        let s8 = s6 >> inspect(move |n| c.look(16, n));
        (s5 >> max(), s8 >> chain(c.some(18)) >> flat_map(move |n| c.many(19, n)) >> filter(move |n| c.keeps(20, n)) >> collect::<Vec<N>>())
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
        let declared = pipeline!(async move || -> Result<(Option<N>, Vec<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(6), capacity = c.room(4), full = drop_newest, async move |n| { c.turn(9).await; for n in c.yields(3, n) { yield c.given(n); } }) >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| c.kept(c.map(5, n)));
        let s4 = s3 >> fan_out(c.workers(11), ordered, async move |n| { c.turn(12).await; c.map(10, n) });
        let (s5, s6) = s4 >> route(capacity = c.capacity(14), move |n| if c.keeps(13, &n) { s5(n); } else { s6(n); });
        let s8 = s6 >> inspect(move |n| c.look(16, n));
        (s5 >> max(), s8 >> chain(c.some(18)) >> flat_map(move |n| c.many(19, n)) >> filter(move |n| c.keeps(20, n)) >> collect::<Vec<N>>())
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
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(1, n.clone()).or_else(|_| c.fails(1, n.clone())).or_else(|_| c.fails(1, n))?]));
        let s3 = s2.shared_by(2).each(move |i| i.flat_map(move |n| c.yields(3, n)).map(move |n| c.map(5, n))).lacks();
        let s4 = s3.each(move |i| i.map(move |n| c.map(10, n)));
        let (s5, s6) = s4.fork(move |n| if c.keeps(13, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s8 = s6.each(move |i| i.inspect(move |n| c.look(16, n)));
        vec![s5.value::<Option<N>>(move |mut i| i.max()), s8.each(move |i| i.chain(c.some(18))).each(move |i| i.flat_map(move |n| c.many(19, n)).filter(move |n| c.keeps(20, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d7 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 7, text: r#"        let from_s2 = c.std_channel(1);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = receive( from_s2) >> fuse();
        let s3 = s2 >> stage(move |n| { let n = c.fails(2, n)?; for n in c.few(3, n) { yield n; } }) >> through(c.plan(5)) >> fuse();
        let s4 = s1 >> segment( segment!(move |part: N| part >> segment(segment!(|all: N| all)) >> stage(move |n| c.fails(6, n)?))) >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten() >> skip(c.count(9));
        let s5 = s3 >> fan_out(c.workers(11), by = |n| n.number % 3, capacity = c.capacity(13), move |n| (n.number % 3, c.map(10, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(12, seen[key], n) } });
        let s6 = s5 >> stage(move |n| c.given(c.map(14, n)));
        let s7 = s4 >> stage(move |n| c.given(c.map(15, n)));
        let s8 = fan_in(s6, s7, capacity = c.room(18), full = drop_oldest) >> stage(move |n| c.kept(c.map(19, n)));
        s8 >> peekable() >> for_each(move |n| c.look(22, &n))
        });
"#, places: 24, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.std_channel(1);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = receive( from_s2) >> fuse();
        let s3 = s2 >> stage(move |n| { let n = c.fails(2, n)?; for n in c.few(3, n) { yield n; } }) >> through(c.plan(5)) >> fuse();
        let s4 = s1 >> segment( segment!(move |part: N| part >> segment(segment!(|all: N| all)) >> stage(move |n| c.fails(6, n)?))) >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten() >> skip(c.count(9));
        let s5 = s3 >> fan_out(c.workers(11), by = |n| n.number % 3, capacity = c.capacity(13), move |n| (n.number % 3, c.map(10, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(12, seen[key], n) } });
        let s6 = s5 >> stage(move |n| c.given(c.map(14, n)));
        let s7 = s4 >> stage(move |n| c.given(c.map(15, n)));
        let s8 = fan_in(s6, s7, capacity = c.room(18), full = drop_oldest) >> stage(move |n| c.kept(c.map(19, n)));
        s8 >> peekable() >> for_each(move |n| c.look(22, &n))
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
        let s1 = Flow::of(c.source(0));
        let s2 = Flow::of(c.some(1)).each(move |i| i.fuse());
        let s3 = s2.or_ends(move |n| Ok(c.few(3, c.fails(2, n)?).collect())).row(move |i| i.through(c.plan(5)).fuse());
        let s4 = s1.or_ends(move |n| Ok(vec![c.fails(6, n)?])).each(move |i| i.batch_within(c.size(7), Duration::from_secs(3600)).flatten()).row(move |i| i.skip(c.count(9)));
        let s5 = s3.row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; let n = c.map(10, n); seen[key] += 1; c.seen(12, seen[key], n) }) }).shared_by(c.workers(11));
        let s6 = s5.each(move |i| i.map(move |n| c.map(14, n)));
        let s7 = s4.each(move |i| i.map(move |n| c.map(15, n)));
        let s8 = s6.fan_in(s7).each(move |i| i.map(move |n| c.map(19, n))).lacks();
        vec![s8.each(move |i| i.peekable()).value::<()>(move |mut i| i.for_each(move |n| c.look(22, &n)))]
        }
    }
}
pub mod d8 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 8, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = generator(capacity = c.room(4), full = drop_oldest, c.source(3).map(move |n| c.given(n))) >> stage(capacity = c.capacity(6),  move |n| c.kept(c.map(5, n))) >> map(move |n| c.number_of_table(7, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(11), move |n| { let n = c.fails(9, n)?; for n in c.few(10, n) { yield n; } }) >> batch(c.size(12)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(14), ordered, window = c.size(15), on_error = skip, move |n| c.fails(13, n)?) >> filter_map(move |n| c.may(17, n)) >> flat_map(move |n| c.many(18, n)) >> chain(c.source(21));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s6 = s4 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s7 = fan_in(s5, s6, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> throttle(1_000_000, Duration::from_micros(1)) >> zip(c.source(23)) >> map(move |(a, b)| c.join(24, a, b));
        let s8 = s7 >> stage(capacity = c.room(26), full = drop_oldest, move |n| c.given(c.map(25, n))) >> fan_out(c.workers(28), ordered, move |n| c.kept(c.map(27, n)));
        s8 >> reduce(move |a, b| c.join(29, a, b))
        });
"#, places: 31, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = generator(capacity = c.room(4), full = drop_oldest, c.source(3).map(move |n| c.given(n))) >> stage(capacity = c.capacity(6),  move |n| c.kept(c.map(5, n))) >> map(move |n| c.number_of_table(7, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(11), move |n| { let n = c.fails(9, n)?; for n in c.few(10, n) { yield n; } }) >> batch(c.size(12)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(14), ordered, window = c.size(15), on_error = skip, move |n| c.fails(13, n)?) >> filter_map(move |n| c.may(17, n)) >> flat_map(move |n| c.many(18, n)) >> chain(c.source(21));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s6 = s4 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s7 = fan_in(s5, s6, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> throttle(1_000_000, Duration::from_micros(1)) >> zip(c.source(23)) >> map(move |(a, b)| c.join(24, a, b));
        let s8 = s7 >> stage(capacity = c.room(26), full = drop_oldest, move |n| c.given(c.map(25, n))) >> fan_out(c.workers(28), ordered, move |n| c.kept(c.map(27, n)));
        s8 >> reduce(move |a, b| c.join(29, a, b))
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
        let s2 = generator(capacity = c.room(4), full = drop_oldest, c.source(3).map(move |n| c.given(n))) >> stage(capacity = c.capacity(6),  move |n| c.kept(c.map(5, n))) >> map(move |n| c.number_of_table(7, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(11), move |n| { let n = c.fails(9, n)?; for n in c.few(10, n) { yield n; } }) >> batch(c.size(12)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(14), ordered, window = c.size(15), on_error = skip, async move |n| { c.turn(16).await; c.fails(13, n)? }) >> filter_map(move |n| c.may(17, n)) >> flat_map(async move |n| { c.turn(20).await; c.many(18, n) }) >> chain(c.source(21));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s6 = s4 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s7 = fan_in(s5, s6, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> throttle(1_000_000, Duration::from_micros(1)) >> zip(c.source(23)) >> map(move |(a, b)| c.join(24, a, b));
        let s8 = s7 >> stage(capacity = c.room(26), full = drop_oldest, move |n| c.given(c.map(25, n))) >> fan_out(c.workers(28), ordered, move |n| c.kept(c.map(27, n)));
        s8 >> reduce(move |a, b| c.join(29, a, b))
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
        let s2 = Flow::of(c.source(3).map(move |n| c.map(5, n))).lacks().each(move |i| i.map(move |n| c.number_of_table(7, &n)).copied().map(N::new));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(c.few(10, c.fails(9, n)?).collect())).each(move |i| i.batch(c.size(12)).flatten());
        let s4 = s3.or_skips(usize::MAX, move |n| Ok(vec![c.fails(13, n)?])).each(move |i| i.filter_map(move |n| c.may(17, n))).each(move |i| i.flat_map(move |n| c.many(18, n))).each(move |i| i.chain(c.source(21)));
        let s5 = s1;
        let s6 = s4;
        let s7 = s5.fan_in(s6).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).row(move |i| i.zip(c.source(23)).map(move |(a, b)| c.join(24, a, b)));
        let s8 = s7.each(move |i| i.map(move |n| c.map(25, n)).map(move |n| c.map(27, n))).lacks();
        vec![s8.value_by_order::<Option<N>>(move |mut i| i.reduce(move |a, b| c.join(29, a, b)))]
        }
    }
}
pub mod d9 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 9, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1);
        let s2 = generator(capacity = c.capacity(2), { for n in c.source(1) { yield n; } });
        let s3 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } });
        let s4 = s2 >> fan_out(c.workers(5), ordered, window = c.size(6), move |n| c.map(4, n)) >> map(move |n| c.number_of_table(8, &n)) >> copied() >> map(N::new);
        let (s5, s6) = s3 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> fuse() >> stored() >> cycle() >> any_of_std_with_an_end(c, 14);
        let s9 = s8 >> stage(move |n| c.given(vec![c.map(15, n)]));
        let s10 = s4 >> stage(move |n| c.given(vec![c.map(16, n)]));
        let s11 = fan_in(s9, s10, capacity = c.room(18), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten();
        let s12 = s5 >> stage(move |n| c.map(21, n)) >> filter(move |n| c.keeps(22, n));
        let s13 = s11 >> stage(move |n| c.map(24, n));
        let s14 = fan_in(s12, s13) >> batch(c.size(27)) >> flatten() >> map(move |n| c.of_table(28, &n)) >> cloned();
        s14 >> sum::<N>()
        });
"#, places: 30, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1);
        let s2 = generator(capacity = c.capacity(2), { for n in c.source(1) { yield n; } });
        let s3 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } });
        let s4 = s2 >> fan_out(c.workers(5), ordered, window = c.size(6), move |n| c.map(4, n)) >> map(move |n| c.number_of_table(8, &n)) >> copied() >> map(N::new);
        let (s5, s6) = s3 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> fuse() >> stored() >> cycle() >> any_of_std_with_an_end(c, 14);
        let s9 = s8 >> stage(move |n| c.given(vec![c.map(15, n)]));
        let s10 = s4 >> stage(move |n| c.given(vec![c.map(16, n)]));
        let s11 = fan_in(s9, s10, capacity = c.room(18), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten();
        let s12 = s5 >> stage(move |n| c.map(21, n)) >> filter(move |n| c.keeps(22, n));
        let s13 = s11 >> stage(move |n| c.map(24, n));
        let s14 = fan_in(s12, s13) >> batch(c.size(27)) >> flatten() >> map(move |n| c.of_table(28, &n)) >> cloned();
        s14 >> sum::<N>()
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
        let s2 = Flow::of(c.source(1));
        let s3 = s1.row(move |i| i.enumerate().map(move |(i, n)| c.seen(3, i as u64 + 1, n)));
        let s4 = s2.each(move |i| i.map(move |n| c.map(4, n))).each(move |i| i.map(move |n| c.number_of_table(8, &n)).copied().map(N::new));
        let (s5, s6) = s3.fork(move |n| (if c.keeps(9, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s8 = s6.each(move |i| i.fuse()).row(move |i| i.stored().cycle()).row(move |i| i.any_of_std_with_an_end(c, 14));
        let s9 = s8.each(move |i| i.map(move |n| c.map(15, n)));
        let s10 = s4.each(move |i| i.map(move |n| c.map(16, n)));
        let s11 = s9.fan_in(s10);
        let s12 = s5.each(move |i| i.map(move |n| c.map(21, n))).each(move |i| i.filter(move |n| c.keeps(22, n)));
        let s13 = s11.each(move |i| i.map(move |n| c.map(24, n)));
        let s14 = s12.fan_in(s13).each(move |i| i.batch(c.size(27)).flatten()).each(move |i| i.map(move |n| c.of_table(28, &n)).cloned());
        vec![s14.value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d10 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 10, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0)) >> chain(c.some(1));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(4, n)));
        let s3 = s2 >> stage( move |n| c.map(5, n));
        let (s4, s5) = s3 >> route(capacity = c.room(7), full = drop_newest(s5), move |n| if c.keeps(6, &n) { s4(n); } else { s5(c.given(n)); });
        let s7 = s5 >> stage(move |n| c.kept(c.map(8, n)));
        let s8 = s4 >> stage(move |n| c.map(10, n));
        let s9 = fan_in(s8, s1);
        let s10 = s9 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(11, seen, n) } }) >> filter(move |n| c.keeps(12, n));
        let s11 = fan_in(s7, s10, prefer) >> chain(c.source(15));
        let s12 = s11 >> fan_out(c.workers(17), by = |n| n.number % 3, move |n| (n.number % 3, c.map(16, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(18, seen[key], n) } });
        s12 >> flat_map(move |n| c.many(20, n)) >> max()
        });
"#, places: 22, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0)) >> chain(c.some(1));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(4, n)));
        let s3 = s2 >> stage( move |n| c.map(5, n));
        let (s4, s5) = s3 >> route(capacity = c.room(7), full = drop_newest(s5), move |n| if c.keeps(6, &n) { s4(n); } else { s5(c.given(n)); });
        let s7 = s5 >> stage(move |n| c.kept(c.map(8, n)));
        let s8 = s4 >> stage(move |n| c.map(10, n));
        let s9 = fan_in(s8, s1);
        let s10 = s9 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(11, seen, n) } }) >> filter(move |n| c.keeps(12, n));
        let s11 = fan_in(s7, s10, prefer) >> chain(c.source(15));
        let s12 = s11 >> fan_out(c.workers(17), by = |n| n.number % 3, move |n| (n.number % 3, c.map(16, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(18, seen[key], n) } });
        s12 >> flat_map(move |n| c.many(20, n)) >> max()
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
        let s1 = generator( c.source(0)) >> chain(c.some(1));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(4, n)));
        let s3 = s2 >> stage(blocking,  move |n| c.map(5, n));
        let (s4, s5) = s3 >> route(capacity = c.room(7), full = drop_newest(s5), move |n| if c.keeps(6, &n) { s4(n); } else { s5(c.given(n)); });
        let s7 = s5 >> stage(move |n| c.kept(c.map(8, n)));
        let s8 = s4 >> stage(move |n| c.map(10, n));
        let s9 = fan_in(s8, s1);
        let s10 = s9 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(11, seen, n) } }) >> filter(async move |n| { c.turn(13).await; c.keeps(12, n) });
        let s11 = fan_in(s7, s10, prefer) >> chain(c.source(15));
        let s12 = s11 >> fan_out(c.workers(17), by = |n| n.number % 3, async move |n| { c.turn(19).await; (n.number % 3, c.map(16, n)) }) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(18, seen[key], n) } });
        s12 >> flat_map(async move |n| { c.turn(21).await; c.many(20, n) }) >> max()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.chain(c.some(1)));
        let s2 = Flow::of(c.source(2).map(move |n| c.map(4, n))).lacks();
        let s3 = s2.each(move |i| i.map(move |n| c.map(5, n)));
        let (s4, s5) = s3.fork(move |n| if c.keeps(6, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s7 = s5.each(move |i| i.map(move |n| c.map(8, n))).lacks();
        let s8 = s4.each(move |i| i.map(move |n| c.map(10, n)));
        let s9 = s8.fan_in(s1);
        let s10 = s9.row(move |i| i.enumerate().map(move |(i, n)| c.seen(11, i as u64 + 1, n))).each(move |i| i.filter(move |n| c.keeps(12, n)));
        let s11 = s7.fan_in(s10).each(move |i| i.chain(c.source(15)));
        let s12 = s11.row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; let n = c.map(16, n); seen[key] += 1; c.seen(18, seen[key], n) }) }).shared_by(c.workers(17));
        vec![s12.each(move |i| i.flat_map(move |n| c.many(20, n))).value::<Option<N>>(move |mut i| i.max())]
        }
    }
}
pub mod d11 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 11, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0)) >> chain(c.source(1));
        let s2 = generator({ for n in c.source(3) { yield n; } }) >> map(move |n| c.map(4, n)) >> map(move |n| c.many(6, n)) >> flatten() >> map_while(move |n| c.may_go_on(7, n));
        let s3 = s2 >> transform(capacity = c.capacity(10),  move |items| for n in items { for n in c.yields(9, n) { yield n; } });
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(11, a, b));
        let s5 = s4 >> stage(on_error = skip, move |n| c.fails(12, n)?) >> distinct();
        s5 >> max_by_key(move |n| n.number % 5)
        });
"#, places: 14, is_early: true, is_loose: false, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0)) >> chain(c.source(1));
        let s2 = generator({ for n in c.source(3) { yield n; } }) >> map(move |n| c.map(4, n)) >> map(move |n| c.many(6, n)) >> flatten() >> map_while(move |n| c.may_go_on(7, n));
        let s3 = s2 >> transform(capacity = c.capacity(10),  move |items| for n in items { for n in c.yields(9, n) { yield n; } });
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(11, a, b));
        let s5 = s4 >> stage(on_error = skip, move |n| c.fails(12, n)?) >> distinct();
        s5 >> max_by_key(move |n| n.number % 5)
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
        let s1 = generator( c.source(0)) >> chain(c.source(1));
        let s2 = generator({ for n in c.source(3) { yield n; } }) >> map(async move |n| { c.turn(5).await; c.map(4, n) }) >> map(move |n| c.many(6, n)) >> flatten() >> map_while(async move |n| { c.turn(8).await; c.may_go_on(7, n) });
        let s3 = s2 >> transform(capacity = c.capacity(10),  async move |mut items| while let Some(n) = items.next().await { for n in c.yields(9, n) { yield n; } });
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(11, a, b));
        let s5 = s4 >> stage(on_error = skip, async move |n| { c.turn(13).await; c.fails(12, n)? }) >> distinct();
        s5 >> max_by_key(move |n| n.number % 5)
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.chain(c.source(1)));
        let s2 = Flow::of(c.source(3)).each(move |i| i.map(move |n| c.map(4, n))).each(move |i| i.map(move |n| c.many(6, n)).flatten()).row(move |i| i.map_while(move |n| c.may_go_on(7, n)));
        let s3 = s2.each(move |i| i.flat_map(move |n| c.yields(9, n)));
        let s4 = s3.zip(s1, move |a, b| c.join(11, a, b));
        let s5 = s4.or_skips(usize::MAX, move |n| Ok(vec![c.fails(12, n)?])).firsts(move |i| i.distinct());
        vec![s5.value_by_order::<Option<N>>(move |mut i| i.max_by_key(move |n| n.number % 5))]
        }
    }
}
pub mod d12 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 12, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Ordering, bool), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> transform( move |items| for n in items { yield c.fails(5, n)?; });
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(6, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s3 >> stage(capacity = c.capacity(9), move |n| c.fails(8, n)?);
        let s9 = s7 >> flat_map(move |n| c.many(10, n)) >> through(c.plan(11)) >> fuse();
        let s10 = s8 >> map(move |failure| c.letter(12, failure)) >> chain(c.some(13));
        (s6 >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten() >> min_by_key(move |n| n.number % 5), s9 >> throttle(1_000_000, Duration::from_micros(1)) >> cmp(c.source(17)), s10 >> take(c.count(19)) >> any(move |n| !c.goes_on(21, &n)))
        });
"#, places: 23, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Ordering, bool), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> transform( move |items| for n in items { yield c.fails(5, n)?; });
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(6, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s3 >> stage(capacity = c.capacity(9), move |n| c.fails(8, n)?);
        let s9 = s7 >> flat_map(move |n| c.many(10, n)) >> through(c.plan(11)) >> fuse();
        let s10 = s8 >> map(move |failure| c.letter(12, failure)) >> chain(c.some(13));
        (s6 >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten() >> min_by_key(move |n| n.number % 5), s9 >> throttle(1_000_000, Duration::from_micros(1)) >> cmp(c.source(17)), s10 >> take(c.count(19)) >> any(move |n| !c.goes_on(21, &n)))
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
        let declared = pipeline!(async move || -> Result<(Option<N>, Ordering, bool), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> transform( async move |mut items| while let Some(n) = items.next().await { yield c.fails(5, n)?; });
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(async move |n| { c.turn(7).await; { if c.again(6, &n) { s5(c.less(&n)).await; } s6(n).await; } });
        let (s7, s8) = s3 >> stage(capacity = c.capacity(9), move |n| c.fails(8, n)?);
        let s9 = s7 >> flat_map(move |n| c.many(10, n)) >> through(c.plan(11)) >> fuse();
        let s10 = s8 >> map(move |failure| c.letter(12, failure)) >> chain(c.some(13));
        (s6 >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten() >> min_by_key(move |n| n.number % 5), s9 >> throttle(1_000_000, Duration::from_micros(1)) >> cmp(c.source(17)), s10 >> take(c.count(19)) >> any(async move |n| { c.turn(22).await; !c.goes_on(21, &n) }))
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.batch(c.size(2)).flatten());
        let s2 = Flow::of(c.source(3));
        let s3 = s1.or_ends(move |n| Ok(vec![c.fails(5, n)?]));
        let s6 = s2.feedback(move |s| s, move |n| (if c.again(6, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s7, s8) = s3.letters(Box::new(move |n| Ok(vec![c.fails(8, n)?])));
        let s9 = s7.each(move |i| i.flat_map(move |n| c.many(10, n))).row(move |i| i.through(c.plan(11)).fuse());
        let s10 = s8.shared_by(2).each(move |i| i.inspect(move |n| c.look(12, n))).each(move |i| i.chain(c.some(13)));
        vec![s6.each(move |i| i.batch_within(c.size(14), Duration::from_secs(3600)).flatten()).value_by_order::<Option<N>>(move |mut i| i.min_by_key(move |n| n.number % 5)), s9.each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).value_by_order::<Ordering>(move |mut i| i.cmp(c.source(17))), s10.row(move |i| i.take(c.count(19))).value_by_order::<bool>(move |mut i| i.any(move |n| !c.goes_on(21, &n)))]
        }
    }
}
pub mod d13 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 13, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = generator( c.some(1)) >> batch_within(c.size(2), Duration::from_secs(3600)) >> flatten();
        let s3 = s2 >> transform( move |items| for n in items { if !c.goes_on(4, &n) { break; } yield n; }) >> peekable() >> skip(c.count(5)) >> map(move |n| c.map(6, n));
        let s4 = s3 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s5 = s1 >> fan_out(c.workers(10), on_error = skip, move |n| { let n = c.fails(9, n)?; for n in c.few(11, n) { yield n; } });
        let s6 = s4 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s7 = s5 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s8 = concat(s6, s7) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item))) >> map(move |n| c.many(13, n)) >> flatten();
        let s9 = s8 >> transform(capacity = c.capacity(16),  move |items| for n in items { yield c.fails(15, n)?; }) >> batch_within(c.size(17), Duration::from_secs(3600)) >> flatten() >> batch_within(c.size(19), Duration::from_secs(3600)) >> flatten();
        s9 >> max()
        });
"#, places: 20, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = generator( c.some(1)) >> batch_within(c.size(2), Duration::from_secs(3600)) >> flatten();
        let s3 = s2 >> transform( move |items| for n in items { if !c.goes_on(4, &n) { break; } yield n; }) >> peekable() >> skip(c.count(5)) >> map(move |n| c.map(6, n));
        let s4 = s3 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s5 = s1 >> fan_out(c.workers(10), on_error = skip, move |n| { let n = c.fails(9, n)?; for n in c.few(11, n) { yield n; } });
        let s6 = s4 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s7 = s5 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s8 = concat(s6, s7) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item))) >> map(move |n| c.many(13, n)) >> flatten();
        let s9 = s8 >> transform(capacity = c.capacity(16),  move |items| for n in items { yield c.fails(15, n)?; }) >> batch_within(c.size(17), Duration::from_secs(3600)) >> flatten() >> batch_within(c.size(19), Duration::from_secs(3600)) >> flatten();
        s9 >> max()
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
        let s1 = Flow::of(c.source(0));
        let s2 = Flow::of(c.some(1)).each(move |i| i.batch_within(c.size(2), Duration::from_secs(3600)).flatten());
        let s3 = s2.row(move |i| i.take_while(move |n| c.goes_on(4, n))).each(move |i| i.peekable()).row(move |i| i.skip(c.count(5))).each(move |i| i.map(move |n| c.map(6, n)));
        let s4 = s3.lacks();
        let s5 = s1.shared_by(c.workers(10)).or_skips(usize::MAX, move |n| Ok(c.few(11, c.fails(9, n)?).collect()));
        let s6 = s4;
        let s7 = s5;
        let s8 = s6.concat(s7).each(move |i| i.map(move |n| c.many(13, n)).flatten());
        let s9 = s8.or_ends(move |n| Ok(vec![c.fails(15, n)?])).each(move |i| i.batch_within(c.size(17), Duration::from_secs(3600)).flatten()).each(move |i| i.batch_within(c.size(19), Duration::from_secs(3600)).flatten());
        vec![s9.value::<Option<N>>(move |mut i| i.max())]
        }
    }
}
pub mod d14 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 14, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> throttle(1_000_000, Duration::from_micros(1)) >> distinct();
        let s2 = s1 >> segment( segment!(move |part: N| { let some = part >> stage(move |n| for n in c.yields(4, n) { yield n; }); some >> filter(move |n| c.keeps(5, n)) >> stage(move |n| c.map(6, n)) }));
        let s3 = s2 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> inspect(move |n| c.look(9, n));
        s3 >> collect::<Vec<N>>()
        });
"#, places: 10, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> throttle(1_000_000, Duration::from_micros(1)) >> distinct();
        let s2 = s1 >> segment( segment!(move |part: N| { let some = part >> stage(move |n| for n in c.yields(4, n) { yield n; }); some >> filter(move |n| c.keeps(5, n)) >> stage(move |n| c.map(6, n)) }));
        let s3 = s2 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> inspect(move |n| c.look(9, n));
        s3 >> collect::<Vec<N>>()
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
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> throttle(1_000_000, Duration::from_micros(1)) >> distinct();
        let s2 = s1 >> segment( segment!(async move |part: N| { let some = part >> stage(async move |n| for n in c.yields(4, n) { yield n; }); some >> filter(move |n| c.keeps(5, n)) >> stage(async move |n| c.map(6, n)) }));
        let s3 = s2 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> inspect(move |n| c.look(9, n));
        s3 >> collect::<Vec<N>>()
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks().each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).firsts(move |i| i.distinct());
        let s2 = s1.each(move |i| i.flat_map(move |n| c.yields(4, n)).filter(move |n| c.keeps(5, n)).map(move |n| c.map(6, n)));
        let s3 = s2.lacks().each(move |i| i.inspect(move |n| c.look(9, n)));
        vec![s3.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d15 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 15, text: r#"        let declared = pipeline!(move || -> Result<((), Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> distinct() >> map(move |n| c.map(3, n));
        let s2 = generator(capacity = c.room(5), full = drop_oldest, c.source(4).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(6, n)));
        let s3 = s1 >> segment( segment!(move |part: N| part >> segment(segment!(|all: N| all)) >> stage(move |n| c.fails(7, n)?))) >> batch(c.size(8)) >> flatten();
        let (s4, s5) = s2 >> fan_out(c.workers(11), ordered, capacity = c.capacity(12), move |n| c.fails(10, n)?);
        let s7 = s5 >> map(move |failure| c.letter(13, failure));
        (s7 >> filter(move |n| c.keeps(14, n)) >> distinct() >> for_each(move |n| c.look(16, &n)), s3 >> collect::<Vec<N>>(), s4 >> sink(move |items| items.collect::<Vec<N>>()))
        });
"#, places: 18, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<((), Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> distinct() >> map(move |n| c.map(3, n));
        let s2 = generator(capacity = c.room(5), full = drop_oldest, c.source(4).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(6, n)));
        let s3 = s1 >> segment( segment!(move |part: N| part >> segment(segment!(|all: N| all)) >> stage(move |n| c.fails(7, n)?))) >> batch(c.size(8)) >> flatten();
        let (s4, s5) = s2 >> fan_out(c.workers(11), ordered, capacity = c.capacity(12), move |n| c.fails(10, n)?);
        let s7 = s5 >> map(move |failure| c.letter(13, failure));
        (s7 >> filter(move |n| c.keeps(14, n)) >> distinct() >> for_each(move |n| c.look(16, &n)), s3 >> collect::<Vec<N>>(), s4 >> sink(move |items| items.collect::<Vec<N>>()))
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
        let declared = pipeline!(async move || -> Result<((), Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> distinct() >> map(move |n| c.map(3, n));
        let s2 = generator(capacity = c.room(5), full = drop_oldest, c.source(4).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(6, n)));
        let s3 = s1 >> segment( segment!(async move |part: N| part >> segment(segment!(async |all: N| all)) >> stage(async move |n| c.fails(7, n)?))) >> batch(c.size(8)) >> flatten();
        let (s4, s5) = s2 >> fan_out(c.workers(11), ordered, capacity = c.capacity(12), move |n| c.fails(10, n)?);
        let s7 = s5 >> map(move |failure| c.letter(13, failure));
        (s7 >> filter(move |n| c.keeps(14, n)) >> distinct() >> for_each(move |n| c.look(16, &n)), s3 >> collect::<Vec<N>>(), s4 >> sink(async move |items| items.collect::<Vec<N>>().await))
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks().firsts(move |i| i.distinct()).each(move |i| i.map(move |n| c.map(3, n)));
        let s2 = Flow::of(c.source(4).map(move |n| c.map(6, n))).lacks();
        let s3 = s1.or_ends(move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.batch(c.size(8)).flatten());
        let (s4, s5) = s2.letters(Box::new(move |n| Ok(vec![c.fails(10, n)?])));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(13, n)));
        vec![s7.each(move |i| i.filter(move |n| c.keeps(14, n))).firsts(move |i| i.distinct()).value::<()>(move |mut i| i.for_each(move |n| c.look(16, &n))), s3.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s4.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d16 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 16, text: r#"        let from_s1 = c.channel(0);
        let from_s2 = c.channel(1);
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = receive( from_s1);
        let s2 = receive(capacity = c.capacity(2),  from_s2);
        let s3 = s2 >> segment( segment!(move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(3, n)); let some = some >> stage(move |n| c.map(4, n)); fan_in(some, rest) }));
        let s4 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s6 = concat(s4, s5) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item))) >> distinct(move |n| n.number % 5);
        let s7 = s6 >> segment( segment!(move |part: N| { let some = part >> stage(move |n| for n in c.yields(6, n) { yield n; }); some >> filter(move |n| c.keeps(7, n)) >> stage(move |n| c.map(8, n)) }));
        s7 >> is_sorted()
        });
"#, places: 9, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let from_s2 = c.channel(1);
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = receive( from_s1);
        let s2 = receive(capacity = c.capacity(2),  from_s2);
        let s3 = s2 >> segment( segment!(move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(3, n)); let some = some >> stage(move |n| c.map(4, n)); fan_in(some, rest) }));
        let s4 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s6 = concat(s4, s5) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item))) >> distinct(move |n| n.number % 5);
        let s7 = s6 >> segment( segment!(move |part: N| { let some = part >> stage(move |n| for n in c.yields(6, n) { yield n; }); some >> filter(move |n| c.keeps(7, n)) >> stage(move |n| c.map(8, n)) }));
        s7 >> is_sorted()
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
        let from_s2 = c.futures_channel(1);
        let declared = pipeline!(async move || -> Result<bool, Refused> {
        let s1 = receive( from_s1);
        let s2 = receive(capacity = c.capacity(2),  from_s2);
        let s3 = s2 >> segment( segment!(async move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(3, n)); let some = some >> stage(async move |n| c.map(4, n)); fan_in(some, rest) }));
        let s4 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s6 = concat(s4, s5) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item))) >> distinct(move |n| n.number % 5);
        let s7 = s6 >> segment( segment!(async move |part: N| { let some = part >> stage(async move |n| for n in c.yields(6, n) { yield n; }); some >> filter(move |n| c.keeps(7, n)) >> stage(async move |n| c.map(8, n)) }));
        s7 >> is_sorted()
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
        let s2 = Flow::of(c.some(1));
        let s3 = s2.shared_by(2).each(move |i| i.map(move |n| if c.keeps(3, &n) { c.map(4, n) } else { n }));
        let s4 = s3;
        let s5 = s1;
        let s6 = s4.concat(s5).row(move |i| i.distinct_by_key(move |n| n.number % 5));
        let s7 = s6.each(move |i| i.flat_map(move |n| c.yields(6, n)).filter(move |n| c.keeps(7, n)).map(move |n| c.map(8, n)));
        vec![s7.value_by_order::<bool>(move |mut i| i.is_sorted())]
        }
    }
}
pub mod d17 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 17, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> peekable() >> any_of_std(c, 2) >> fuse() >> distinct();
        let s2 = generator(capacity = c.capacity(4), { for n in c.source(3) { yield n; } });
        let s3 = s1 >> fan_out(c.workers(6), ordered, capacity = c.capacity(7), move |n| c.map(5, n)) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new) >> peekable();
        let s4 = s3 >> stage(move |n| c.map(11, n)) >> map(move |n| c.map(13, n));
        let s5 = s4 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s6 = s2 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s7 = merge_by(s5, s6, move |x, y| c.compares(17, x, y)) >> distinct(move |n| n.number % 5);
        let s8 = s7 >> fan_out(c.workers(19), by = |n| n.number % 3, { let mut seen = [0; 3]; move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(18, seen[key], n) } });
        s8 >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 20, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> peekable() >> any_of_std(c, 2) >> fuse() >> distinct();
        let s2 = generator(capacity = c.capacity(4), { for n in c.source(3) { yield n; } });
        let s3 = s1 >> fan_out(c.workers(6), ordered, capacity = c.capacity(7), move |n| c.map(5, n)) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new) >> peekable();
        let s4 = s3 >> stage(move |n| c.map(11, n)) >> map(move |n| c.map(13, n));
        let s5 = s4 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s6 = s2 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s7 = merge_by(s5, s6, move |x, y| c.compares(17, x, y)) >> distinct(move |n| n.number % 5);
        let s8 = s7 >> fan_out(c.workers(19), by = |n| n.number % 3, { let mut seen = [0; 3]; move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(18, seen[key], n) } });
        s8 >> sink(move |items| items.collect::<Vec<N>>())
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.peekable()).row(move |i| i.any_of_std(c, 2).fuse()).firsts(move |i| i.distinct());
        let s2 = Flow::of(c.source(3));
        let s3 = s1.each(move |i| i.map(move |n| c.map(5, n))).each(move |i| i.map(move |n| c.number_of_table(9, &n)).copied().map(N::new)).each(move |i| i.peekable());
        let s4 = s3.each(move |i| i.map(move |n| c.map(11, n))).each(move |i| i.map(move |n| c.map(13, n)));
        let s5 = s4.sorted();
        let s6 = s2.sorted();
        let s7 = s5.merge(s6).row(move |i| i.distinct_by_key(move |n| n.number % 5));
        let s8 = s7.row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(18, seen[key], n) }) }).shared_by(c.workers(19));
        vec![s8.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d18 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 18, text: r#"        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> enumerate() >> map(move |(i, n)| c.seen(1, i as u64, n)) >> step_by(c.size(2));
        let s2 = s1 >> fan_out(c.workers(4), ordered, move |n| for n in c.yields(3, n) { yield n; }) >> stored() >> rev();
        let s3 = s2 >> transform( move |items| for n in items { yield c.fails(6, n)?; });
        let s4 = s3 >> fan_out(c.workers(8), ordered, move |n| c.fails(7, n)?) >> flat_map(move |n| c.many(9, n)) >> filter(move |n| c.keeps(10, n)) >> map_while(move |n| c.may_go_on(12, n));
        let (s5, s6) = s4 >> fan_out(c.workers(16), ordered, keep,  move |n| c.answers(15, n)?);
        let s8 = s6 >> map(move |failure| c.late(18, failure)) >> fuse();
        (s5 >> flat_map(move |n| c.many(19, n)) >> filter(move |n| c.keeps(20, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> stage(capacity = c.room(22), full = merge(|old, new| [old, new].into_iter().sum()), move |n| c.given(n)) >> stage(move |n| c.kept(n)) >> sum::<N>(), s8 >> filter(move |n| c.keeps(23, n)) >> collect::<Vec<N>>())
        });
"#, places: 25, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> enumerate() >> map(move |(i, n)| c.seen(1, i as u64, n)) >> step_by(c.size(2));
        let s2 = s1 >> fan_out(c.workers(4), ordered, move |n| for n in c.yields(3, n) { yield n; }) >> stored() >> rev();
        let s3 = s2 >> transform( move |items| for n in items { yield c.fails(6, n)?; });
        let s4 = s3 >> fan_out(c.workers(8), ordered, move |n| c.fails(7, n)?) >> flat_map(move |n| c.many(9, n)) >> filter(move |n| c.keeps(10, n)) >> map_while(move |n| c.may_go_on(12, n));
        let (s5, s6) = s4 >> fan_out(c.workers(16), ordered, keep,  move |n| c.answers(15, n)?);
        let s8 = s6 >> map(move |failure| c.late(18, failure)) >> fuse();
        (s5 >> flat_map(move |n| c.many(19, n)) >> filter(move |n| c.keeps(20, n)) >> throttle(1_000_000, Duration::from_micros(1)) >> stage(capacity = c.room(22), full = merge(|old, new| [old, new].into_iter().sum()), move |n| c.given(n)) >> stage(move |n| c.kept(n)) >> sum::<N>(), s8 >> filter(move |n| c.keeps(23, n)) >> collect::<Vec<N>>())
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.enumerate().map(move |(i, n)| c.seen(1, i as u64, n))).row(move |i| i.step_by(c.size(2)));
        let s2 = s1.each(move |i| i.flat_map(move |n| c.yields(3, n))).row(move |i| i.stored().rev());
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(6, n)?]));
        let s4 = s3.or_ends(move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.flat_map(move |n| c.many(9, n)).filter(move |n| c.keeps(10, n))).row(move |i| i.map_while(move |n| c.may_go_on(12, n)));
        let (s5, s6) = s4.letters(Box::new(move |n| Ok(vec![c.answers(15, n)?])));
        let s8 = s6.shared_by(2).each(move |i| i.inspect(move |n| c.look(18, n))).each(move |i| i.fuse());
        vec![s5.each(move |i| i.flat_map(move |n| c.many(19, n)).filter(move |n| c.keeps(20, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).value::<N>(move |mut i| i.sum::<N>()), s8.each(move |i| i.filter(move |n| c.keeps(23, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d19 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 19, text: r#"        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> skip(c.count(2)) >> any_of_std_with_an_end(c, 4);
        let s2 = generator( c.some(5)) >> skip_while(move |n| c.goes_on(6, n)) >> map_while(move |n| c.may_go_on(9, n)) >> batch(c.size(10)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(13), ordered, capacity = c.capacity(14), move |n| c.fails(12, n)?);
        let s4 = s3 >> fan_out(c.workers(16), ordered, window = c.size(17), on_error = skip, move |n| c.fails(15, n)?) >> map_while(move |n| c.may_go_on(18, n)) >> batch(c.size(19)) >> flatten();
        let s5 = s1 >> enumerate();
        let s6 = s4 >> enumerate();
        let s7 = latest(s5, s6) >> scan(Newest::default(), |newest, pair| Some(newest.take(pair))) >> flatten();
        s7 >> map(move |n| c.of_table(20, &n)) >> cloned() >> map(move |n| c.number_of_table(21, &n)) >> copied() >> map(N::new) >> filter(move |n| c.keeps(22, n)) >> count()
        });
"#, places: 25, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> skip(c.count(2)) >> any_of_std_with_an_end(c, 4);
        let s2 = generator( c.some(5)) >> skip_while(move |n| c.goes_on(6, n)) >> map_while(move |n| c.may_go_on(9, n)) >> batch(c.size(10)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(13), ordered, capacity = c.capacity(14), move |n| c.fails(12, n)?);
        let s4 = s3 >> fan_out(c.workers(16), ordered, window = c.size(17), on_error = skip, move |n| c.fails(15, n)?) >> map_while(move |n| c.may_go_on(18, n)) >> batch(c.size(19)) >> flatten();
        let s5 = s1 >> enumerate();
        let s6 = s4 >> enumerate();
        let s7 = latest(s5, s6) >> scan(Newest::default(), |newest, pair| Some(newest.take(pair))) >> flatten();
        s7 >> map(move |n| c.of_table(20, &n)) >> cloned() >> map(move |n| c.number_of_table(21, &n)) >> copied() >> map(N::new) >> filter(move |n| c.keeps(22, n)) >> count()
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.skip(c.count(2))).row(move |i| i.any_of_std_with_an_end(c, 4));
        let s2 = Flow::of(c.some(5)).row(move |i| i.skip_while(move |n| c.goes_on(6, n))).row(move |i| i.map_while(move |n| c.may_go_on(9, n)).batch(c.size(10)).flatten());
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(12, n)?]));
        let s4 = s3.or_skips(usize::MAX, move |n| Ok(vec![c.fails(15, n)?])).row(move |i| i.map_while(move |n| c.may_go_on(18, n)).batch(c.size(19)).flatten());
        let s5 = s1;
        let s6 = s4;
        let s7 = s5.fan_in(s6).lacks();
        vec![s7.each(move |i| i.map(move |n| c.of_table(20, &n)).cloned()).each(move |i| i.map(move |n| c.number_of_table(21, &n)).copied().map(N::new)).each(move |i| i.filter(move |n| c.keeps(22, n))).value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d20 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 20, text: r#"        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> skip_while(move |n| c.goes_on(3, n)) >> zip(c.source(5)) >> map(move |(a, b)| c.join(6, a, b)) >> through(c.plan(8)) >> batch(c.size(9)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(12), ordered, on_error = skip, capacity = c.capacity(13), move |n| c.fails(11, n)?) >> flat_map(move |n| c.many(14, n)) >> filter(move |n| c.keeps(15, n));
        s2 >> batch_within(c.size(16), Duration::from_secs(3600)) >> map(move |batch| c.total(17, batch)) >> ne(c.source(19))
        });
"#, places: 21, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> skip_while(move |n| c.goes_on(3, n)) >> zip(c.source(5)) >> map(move |(a, b)| c.join(6, a, b)) >> through(c.plan(8)) >> batch(c.size(9)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(12), ordered, on_error = skip, capacity = c.capacity(13), move |n| c.fails(11, n)?) >> flat_map(move |n| c.many(14, n)) >> filter(move |n| c.keeps(15, n));
        s2 >> batch_within(c.size(16), Duration::from_secs(3600)) >> map(move |batch| c.total(17, batch)) >> ne(c.source(19))
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
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> skip_while(move |n| c.goes_on(3, n)) >> zip(c.source(5)) >> map(move |(a, b)| c.join(6, a, b)) >> through(c.plan(8)) >> batch(c.size(9)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(12), ordered, on_error = skip, capacity = c.capacity(13), move |n| c.fails(11, n)?) >> flat_map(move |n| c.many(14, n)) >> filter(move |n| c.keeps(15, n));
        s2 >> batch_within(c.size(16), Duration::from_secs(3600)) >> map(move |batch| c.total(17, batch)) >> ne(c.source(19))
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks().row(move |i| i.skip_while(move |n| c.goes_on(3, n))).row(move |i| i.zip(c.source(5)).map(move |(a, b)| c.join(6, a, b))).row(move |i| i.through(c.plan(8)).batch(c.size(9)).flatten());
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(11, n)?])).each(move |i| i.flat_map(move |n| c.many(14, n)).filter(move |n| c.keeps(15, n)));
        vec![s2.row(move |i| i.batch_within(c.size(16), Duration::from_secs(3600)).map(move |batch| c.total(17, batch))).value_by_order::<bool>(move |mut i| i.ne(c.source(19)))]
        }
    }
}
pub mod d21 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 21, text: r#"        let declared = pipeline!(move || -> Result<(N, usize), Refused> {
        let s1 = generator( c.some(0)) >> step_by(c.size(1)) >> stored() >> rev() >> peekable();
        let s2 = generator( c.source(3)) >> batch(c.size(4)) >> map(move |batch| c.total(5, batch));
        let s3 = s2 >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| c.map(6, n)) >> batch(c.size(10)) >> flatten();
        let (s4, s5) = s1 >> stage(capacity = c.room(12), full = drop_oldest(s5), move |n| c.fails(11, n).map_err(|refused| c.given(refused))?);
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> stage(move |failure| c.kept(c.letter(15, failure)));
        let s8 = latest(s6, s3) >> debounce(Duration::from_secs(3600)) >> map(move |(a, b)| c.join(16, a, b));
        let s9 = s8 >> fan_out(c.workers(18), transform,  move |items| for n in items { for n in c.yields(17, n) { yield n; } });
        (s7 >> product::<N>(), s9 >> count())
        });
"#, places: 19, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(N, usize), Refused> {
        let s1 = generator( c.some(0)) >> step_by(c.size(1)) >> stored() >> rev() >> peekable();
        let s2 = generator( c.source(3)) >> batch(c.size(4)) >> map(move |batch| c.total(5, batch));
        let s3 = s2 >> fan_out(c.workers(7), capacity = c.capacity(8), move |n| c.map(6, n)) >> batch(c.size(10)) >> flatten();
        let (s4, s5) = s1 >> stage(capacity = c.room(12), full = drop_oldest(s5), move |n| c.fails(11, n).map_err(|refused| c.given(refused))?);
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> stage(move |failure| c.kept(c.letter(15, failure)));
        let s8 = latest(s6, s3) >> debounce(Duration::from_secs(3600)) >> map(move |(a, b)| c.join(16, a, b));
        let s9 = s8 >> fan_out(c.workers(18), transform,  move |items| for n in items { for n in c.yields(17, n) { yield n; } });
        (s7 >> product::<N>(), s9 >> count())
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.step_by(c.size(1))).row(move |i| i.stored().rev()).each(move |i| i.peekable());
        let s2 = Flow::of(c.source(3)).row(move |i| i.batch(c.size(4)).map(move |batch| c.total(5, batch)));
        let s3 = s2.shared_by(c.workers(7)).each(move |i| i.map(move |n| c.map(6, n))).each(move |i| i.batch(c.size(10)).flatten());
        let (s4, s5) = s1.letters(Box::new(move |n| Ok(vec![c.fails(11, n)?])));
        let s6 = s4.each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(15, n))).lacks();
        let s8 = s6.last_of_each(s3, move |a, b| c.join(16, a, b));
        let s9 = s8.shared_by(c.workers(18)).each(move |i| i.flat_map(move |n| c.yields(17, n)));
        vec![s7.value::<N>(move |mut i| i.product::<N>()), s9.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d22 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 22, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n)));
        let s2 = generator(capacity = c.room(4), full = drop_oldest, c.source(3).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(5, n)));
        let s3 = s2 >> fan_out(c.workers(7), move |n| for n in c.yields(6, n) { yield n; }) >> filter_map(move |n| c.may(8, n));
        let s4 = s3 >> segment(capacity = c.capacity(12),  segment!(move |part: N| { let some = part >> stage(move |n| for n in c.yields(9, n) { yield n; }); some >> filter(move |n| c.keeps(10, n)) >> stage(move |n| c.map(11, n)) })) >> chain(c.source(13));
        let s5 = s1 >> fan_out(c.workers(15), ordered, move |n| c.map(14, n));
        let s6 = s5 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s7 = s4 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s8 = merge_by(s6, s7, move |x, y| c.compares(17, x, y));
        let s9 = s8 >> debounce(Duration::from_secs(3600));
        s9 >> batch(c.size(19)) >> flatten() >> min()
        });
"#, places: 21, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n)));
        let s2 = generator(capacity = c.room(4), full = drop_oldest, c.source(3).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(5, n)));
        let s3 = s2 >> fan_out(c.workers(7), move |n| for n in c.yields(6, n) { yield n; }) >> filter_map(move |n| c.may(8, n));
        let s4 = s3 >> segment(capacity = c.capacity(12),  segment!(move |part: N| { let some = part >> stage(move |n| for n in c.yields(9, n) { yield n; }); some >> filter(move |n| c.keeps(10, n)) >> stage(move |n| c.map(11, n)) })) >> chain(c.source(13));
        let s5 = s1 >> fan_out(c.workers(15), ordered, move |n| c.map(14, n));
        let s6 = s5 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s7 = s4 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s8 = merge_by(s6, s7, move |x, y| c.compares(17, x, y));
        let s9 = s8 >> debounce(Duration::from_secs(3600));
        s9 >> batch(c.size(19)) >> flatten() >> min()
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
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n)));
        let s2 = generator(capacity = c.room(4), full = drop_oldest, c.source(3).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(5, n)));
        let s3 = s2 >> fan_out(c.workers(7), move |n| for n in c.yields(6, n) { yield n; }) >> filter_map(move |n| c.may(8, n));
        let s4 = s3 >> segment(capacity = c.capacity(12),  segment!(async move |part: N| { let some = part >> stage(async move |n| for n in c.yields(9, n) { yield n; }); some >> filter(move |n| c.keeps(10, n)) >> stage(async move |n| c.map(11, n)) })) >> chain(c.source(13));
        let s5 = s1 >> fan_out(c.workers(15), ordered, async move |n| { c.turn(16).await; c.map(14, n) });
        let s6 = s5 >> transform(async move |mut items| { let mut all = Vec::new(); while let Some(n) = items.next().await { all.push(n); } all.sort(); for n in all { yield n; } });
        let s7 = s4 >> transform(async move |mut items| { let mut all = Vec::new(); while let Some(n) = items.next().await { all.push(n); } all.sort(); for n in all { yield n; } });
        let s8 = merge_by(s6, s7, move |x, y| c.compares(17, x, y));
        let s9 = s8 >> debounce(Duration::from_secs(3600));
        s9 >> batch(c.size(19)) >> flatten() >> min()
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks();
        let s2 = Flow::of(c.source(3).map(move |n| c.map(5, n))).lacks();
        let s3 = s2.shared_by(c.workers(7)).each(move |i| i.flat_map(move |n| c.yields(6, n))).each(move |i| i.filter_map(move |n| c.may(8, n)));
        let s4 = s3.each(move |i| i.flat_map(move |n| c.yields(9, n)).filter(move |n| c.keeps(10, n)).map(move |n| c.map(11, n))).each(move |i| i.chain(c.source(13)));
        let s5 = s1.each(move |i| i.map(move |n| c.map(14, n)));
        let s6 = s5.sorted();
        let s7 = s4.sorted();
        let s8 = s6.merge(s7);
        let s9 = s8.row(move |mut i| std::iter::once_with(move || i.last()).flatten());
        vec![s9.each(move |i| i.batch(c.size(19)).flatten()).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d23 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 23, text: r#"        let from_s2 = c.channel(2);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0));
        let s2 = receive( from_s2);
        let s3 = s2 >> fan_out(c.workers(4), transform,  move |items| for n in items { for n in c.yields(3, n) { yield n; } });
        let s4 = s1 >> stage(move |n| c.map(5, n)) >> flat_map(move |n| c.many(6, n)) >> filter(move |n| c.keeps(7, n)) >> chain(c.some(8));
        let s5 = fan_in(s3, s4) >> peekable();
        let s6 = s5 >> fan_out(c.workers(13), by = move |n| c.keeps(14, n), move |n| for n in c.yields(12, n) { yield n; }) >> map(move |n| c.map(15, n));
        s6 >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 18, is_early: false, is_loose: false, is_lossy: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.channel(2);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0));
        let s2 = receive( from_s2);
        let s3 = s2 >> fan_out(c.workers(4), transform,  move |items| for n in items { for n in c.yields(3, n) { yield n; } });
        let s4 = s1 >> stage(move |n| c.map(5, n)) >> flat_map(move |n| c.many(6, n)) >> filter(move |n| c.keeps(7, n)) >> chain(c.some(8));
        let s5 = fan_in(s3, s4) >> peekable();
        let s6 = s5 >> fan_out(c.workers(13), by = move |n| c.keeps(14, n), move |n| for n in c.yields(12, n) { yield n; }) >> map(move |n| c.map(15, n));
        s6 >> sink(move |items| items.collect::<Vec<N>>())
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
        let s1 = Flow::of(c.source(0));
        let s2 = Flow::of(c.some(2));
        let s3 = s2.shared_by(c.workers(4)).each(move |i| i.flat_map(move |n| c.yields(3, n)));
        let s4 = s1.each(move |i| i.map(move |n| c.map(5, n))).each(move |i| i.flat_map(move |n| c.many(6, n)).filter(move |n| c.keeps(7, n))).each(move |i| i.chain(c.some(8)));
        let s5 = s3.fan_in(s4).each(move |i| i.peekable());
        let s6 = s5.shared_by(c.workers(13)).each(move |i| i.inspect(move |n| _ = c.keeps(14, n)).flat_map(move |n| c.yields(12, n))).each(move |i| i.map(move |n| c.map(15, n)));
        vec![s6.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d24 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 24, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(bool, Option<N>), Refused> {
        let s1 = receive( from_s1) >> stored() >> rev();
        let s2 = s1 >> fan_out(c.workers(2), by = move |n| c.keeps(3, n), capacity = c.capacity(4), move |n| for n in c.yields(1, n) { yield n; });
        let s3 = s2 >> transform(capacity = c.capacity(7),  move |items| for n in items { yield c.fails(6, n)?; });
        let (s4, s5) = s3 >> map(move |n| c.given(n)) >> tee(capacity = c.room(8), full = drop_oldest(s5));
        let s7 = s5 >> stage(move |n| c.kept(c.map(10, n))) >> zip(c.source(11)) >> map(move |(a, b)| c.join(12, a, b));
        (s4 >> ge(c.source(13)), s7 >> flat_map(move |n| c.many(14, n)) >> batch(c.size(17)) >> flatten() >> chain(c.source(18)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))))
        });
"#, places: 19, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(bool, Option<N>), Refused> {
        let s1 = receive( from_s1) >> stored() >> rev();
        let s2 = s1 >> fan_out(c.workers(2), by = move |n| c.keeps(3, n), capacity = c.capacity(4), move |n| for n in c.yields(1, n) { yield n; });
        let s3 = s2 >> transform(capacity = c.capacity(7),  move |items| for n in items { yield c.fails(6, n)?; });
        let (s4, s5) = s3 >> map(move |n| c.given(n)) >> tee(capacity = c.room(8), full = drop_oldest(s5));
        let s7 = s5 >> stage(move |n| c.kept(c.map(10, n))) >> zip(c.source(11)) >> map(move |(a, b)| c.join(12, a, b));
        (s4 >> ge(c.source(13)), s7 >> flat_map(move |n| c.many(14, n)) >> batch(c.size(17)) >> flatten() >> chain(c.source(18)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))))
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.stored().rev());
        let s2 = s1.shared_by(c.workers(2)).each(move |i| i.inspect(move |n| _ = c.keeps(3, n)).flat_map(move |n| c.yields(1, n)));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(6, n)?]));
        let (s4, s5) = s3.fork(move |n| (vec![n.clone()], vec![n]));
        let s7 = s5.each(move |i| i.map(move |n| c.map(10, n))).lacks().row(move |i| i.zip(c.source(11)).map(move |(a, b)| c.join(12, a, b)));
        vec![s4.value_by_order::<bool>(move |mut i| i.ge(c.source(13))), s7.each(move |i| i.flat_map(move |n| c.many(14, n))).each(move |i| i.batch(c.size(17)).flatten()).each(move |i| i.chain(c.source(18))).value_by_order::<Option<N>>(move |mut i| i.max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))))]
        }
    }
}
pub mod d25 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 25, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = receive( from_s1) >> stored() >> cycle() >> map(move |n| c.number_of_table(2, &n)) >> copied() >> map(N::new);
        let s2 = generator(capacity = c.room(5), full = drop_oldest, c.source(4).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(6, n)));
        let s3 = s1 >> fan_out(c.workers(8), by = |n| n.number, ordered, capacity = c.capacity(9), move |n| c.fails(7, n)?);
        let s4 = s3 >> fan_out(c.workers(12), by = |n| n.number % 3, move |n| (n.number % 3, c.map(11, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(13, seen[key], n) } }) >> batch(c.size(14)) >> flatten();
        let s5 = s4 >> fan_out(c.workers(16), stop_after = c.size(18) as u64,  move |n| c.answers(15, n)?);
        let s6 = s2 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s7 = s5 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s8 = fan_in(s6, s7, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item)));
        let s9 = s8 >> fan_out(c.workers(21), ordered, window = c.size(22), on_error = skip, capacity = c.capacity(23), move |n| c.fails(20, n)?);
        s9 >> throttle(1_000_000, Duration::from_micros(1)) >> for_each(move |n| c.look(25, &n))
        });
"#, places: 26, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = receive( from_s1) >> stored() >> cycle() >> map(move |n| c.number_of_table(2, &n)) >> copied() >> map(N::new);
        let s2 = generator(capacity = c.room(5), full = drop_oldest, c.source(4).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(6, n)));
        let s3 = s1 >> fan_out(c.workers(8), by = |n| n.number, ordered, capacity = c.capacity(9), move |n| c.fails(7, n)?);
        let s4 = s3 >> fan_out(c.workers(12), by = |n| n.number % 3, move |n| (n.number % 3, c.map(11, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(13, seen[key], n) } }) >> batch(c.size(14)) >> flatten();
        let s5 = s4 >> fan_out(c.workers(16), stop_after = c.size(18) as u64,  move |n| c.answers(15, n)?);
        let s6 = s2 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s7 = s5 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s8 = fan_in(s6, s7, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item)));
        let s9 = s8 >> fan_out(c.workers(21), ordered, window = c.size(22), on_error = skip, capacity = c.capacity(23), move |n| c.fails(20, n)?);
        s9 >> throttle(1_000_000, Duration::from_micros(1)) >> for_each(move |n| c.look(25, &n))
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
        let s2 = Flow::of(c.source(4).map(move |n| c.map(6, n))).lacks();
        let s3 = s1.or_ends(move |n| Ok(vec![c.fails(7, n)?]));
        let s4 = s3.row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; let n = c.map(11, n); seen[key] += 1; c.seen(13, seen[key], n) }) }).shared_by(c.workers(12)).each(move |i| i.batch(c.size(14)).flatten());
        let s5 = s4.shared_by(c.workers(16)).or_skips(c.size(18), move |n| Ok(vec![c.answers(15, n)?]));
        let s6 = s2;
        let s7 = s5;
        let s8 = s6.fan_in(s7);
        let s9 = s8.or_skips(usize::MAX, move |n| Ok(vec![c.fails(20, n)?]));
        vec![s9.each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).value::<()>(move |mut i| i.for_each(move |n| c.look(25, &n)))]
        }
    }
}
pub mod d26 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 26, text: r#"        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> map(move |n| c.of_table(3, &n)) >> cloned();
        let s2 = s1 >> fan_out(c.workers(5), by = |n| n.number % 3, { let mut seen = [0; 3]; move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(4, seen[key], n) } });
        s2 >> throttle(1_000_000, Duration::from_micros(1)) >> sum::<N>()
        });
"#, places: 8, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> map(move |n| c.of_table(3, &n)) >> cloned();
        let s2 = s1 >> fan_out(c.workers(5), by = |n| n.number % 3, { let mut seen = [0; 3]; move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(4, seen[key], n) } });
        s2 >> throttle(1_000_000, Duration::from_micros(1)) >> sum::<N>()
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
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> map(move |n| c.of_table(3, &n)) >> cloned();
        let s2 = s1 >> fan_out(c.workers(5), by = |n| n.number % 3, { let mut seen = [0; 3]; move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(4, seen[key], n) } });
        s2 >> throttle(1_000_000, Duration::from_micros(1)) >> sum::<N>()
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks().each(move |i| i.map(move |n| c.of_table(3, &n)).cloned());
        let s2 = s1.row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; seen[key] += 1; c.seen(4, seen[key], n) }) }).shared_by(c.workers(5));
        vec![s2.each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d27 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 27, text: r#"        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> take_while(move |n| c.goes_on(1, n)) >> take(c.count(3));
        let s2 = generator(capacity = c.capacity(5),  c.source(4)) >> flat_map(move |n| c.many(6, n)) >> filter(move |n| c.keeps(7, n));
        let s3 = s2 >> fan_out(c.workers(9), by = |n| n.number, transform,  move |items| for n in items { yield c.map(8, n); });
        let s4 = s1 >> stage( move |n| c.map(10, n)) >> filter_map(move |n| c.may(12, n));
        let s5 = s4 >> fan_out(c.workers(16), capacity = c.room(14), full = drop_newest, move |n| for n in c.yields(13, n) { yield c.given(n); }) >> fan_out(c.workers(17), capacity = c.capacity(18), move |n| c.kept(c.map(15, n)));
        let (s6, s7) = s3 >> route(capacity = c.room(20), full = drop_newest(s7), move |n| if c.keeps(19, &n) { s6(n); } else { s7(c.given(n)); });
        let s8 = s6 >> inspect(move |n| c.look(22, n));
        let s9 = s7 >> stage(move |n| c.kept(c.map(25, n)));
        let s10 = fan_in(s9, s5, prefer);
        let s11 = s10 >> fan_out(c.workers(27), ordered, move |n| for n in c.yields(26, n) { yield n; });
        (s8 >> distinct() >> sum::<N>(), s11 >> map(move |n| c.map(29, n)) >> collect::<Vec<N>>())
        });
"#, places: 31, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> take_while(move |n| c.goes_on(1, n)) >> take(c.count(3));
        let s2 = generator(capacity = c.capacity(5),  c.source(4)) >> flat_map(move |n| c.many(6, n)) >> filter(move |n| c.keeps(7, n));
        let s3 = s2 >> fan_out(c.workers(9), by = |n| n.number, transform,  move |items| for n in items { yield c.map(8, n); });
        let s4 = s1 >> stage( move |n| c.map(10, n)) >> filter_map(move |n| c.may(12, n));
        let s5 = s4 >> fan_out(c.workers(16), capacity = c.room(14), full = drop_newest, move |n| for n in c.yields(13, n) { yield c.given(n); }) >> fan_out(c.workers(17), capacity = c.capacity(18), move |n| c.kept(c.map(15, n)));
        let (s6, s7) = s3 >> route(capacity = c.room(20), full = drop_newest(s7), move |n| if c.keeps(19, &n) { s6(n); } else { s7(c.given(n)); });
        let s8 = s6 >> inspect(move |n| c.look(22, n));
        let s9 = s7 >> stage(move |n| c.kept(c.map(25, n)));
        let s10 = fan_in(s9, s5, prefer);
        let s11 = s10 >> fan_out(c.workers(27), ordered, move |n| for n in c.yields(26, n) { yield n; });
        (s8 >> distinct() >> sum::<N>(), s11 >> map(move |n| c.map(29, n)) >> collect::<Vec<N>>())
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
        let declared = pipeline!(async move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> take_while(async move |n| { c.turn(2).await; c.goes_on(1, n) }) >> take(c.count(3));
        let s2 = generator(capacity = c.capacity(5),  c.source(4)) >> flat_map(move |n| c.many(6, n)) >> filter(move |n| c.keeps(7, n));
        let s3 = s2 >> fan_out(c.workers(9), by = |n| n.number, transform,  async move |mut items| while let Some(n) = items.next().await { yield c.map(8, n); });
        let s4 = s1 >> stage(timeout = Duration::from_secs(3600),  async move |n| { c.turn(11).await; c.map(10, n) }) >> filter_map(move |n| c.may(12, n));
        let s5 = s4 >> fan_out(c.workers(16), capacity = c.room(14), full = drop_newest, move |n| for n in c.yields(13, n) { yield c.given(n); }) >> fan_out(c.workers(17), capacity = c.capacity(18), move |n| c.kept(c.map(15, n)));
        let (s6, s7) = s3 >> route(capacity = c.room(20), full = drop_newest(s7), move |n| if c.keeps(19, &n) { s6(n); } else { s7(c.given(n)); });
        let s8 = s6 >> inspect(async move |n| { c.turn(24).await; c.look(22, n) });
        let s9 = s7 >> stage(move |n| c.kept(c.map(25, n)));
        let s10 = fan_in(s9, s5, prefer);
        let s11 = s10 >> fan_out(c.workers(27), ordered, async move |n| { c.turn(28).await; for n in c.yields(26, n) { yield n; } });
        (s8 >> distinct() >> sum::<N>(), s11 >> map(move |n| c.map(29, n)) >> collect::<Vec<N>>())
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.take_while(move |n| c.goes_on(1, n))).row(move |i| i.take(c.count(3)));
        let s2 = Flow::of(c.source(4)).each(move |i| i.flat_map(move |n| c.many(6, n)).filter(move |n| c.keeps(7, n)));
        let s3 = s2.shared_by(c.workers(9)).each(move |i| i.map(move |n| c.map(8, n)));
        let s4 = s1.each(move |i| i.map(move |n| c.map(10, n))).each(move |i| i.filter_map(move |n| c.may(12, n)));
        let s5 = s4.shared_by(2).each(move |i| i.flat_map(move |n| c.yields(13, n)).map(move |n| c.map(15, n))).lacks();
        let (s6, s7) = s3.fork(move |n| if c.keeps(19, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s8 = s6.each(move |i| i.inspect(move |n| c.look(22, n)));
        let s9 = s7.each(move |i| i.map(move |n| c.map(25, n))).lacks();
        let s10 = s9.fan_in(s5);
        let s11 = s10.each(move |i| i.flat_map(move |n| c.yields(26, n)));
        vec![s8.firsts(move |i| i.distinct()).value::<N>(move |mut i| i.sum::<N>()), s11.each(move |i| i.map(move |n| c.map(29, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d28 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 28, text: r#"        let from_s2 = c.channel(5);
        let declared = pipeline!(move || -> Result<(bool, Option<N>, Vec<N>), Refused> {
        let s1 = generator( c.source(0)) >> map_while(move |n| c.may_go_on(1, n)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = receive(capacity = c.capacity(6),  from_s2) >> peekable();
        let s3 = s2 >> fan_out(c.workers(8), move |n| c.fails(7, n)?) >> skip(c.count(10)) >> filter(move |n| c.keeps(11, n)) >> distinct(move |n| n.number % 5);
        let (s4, s5) = s3 >> route(capacity = c.room(15), full = drop_newest(s5), move |n| if c.keeps(14, &n) { s4(n); } else { s5(c.given(n)); });
        let s6 = s4 >> map(move |n| c.of_table(19, &n)) >> cloned() >> any_of_std(c, 21) >> fuse();
        let s7 = s5 >> stage(move |n| c.kept(c.map(22, n)));
        let s8 = s1 >> fan_out(c.workers(24), ordered, window = c.size(25), on_error = skip, capacity = c.capacity(26), move |n| c.fails(23, n)?) >> any_of_std(c, 28) >> fuse();
        (s7 >> any(move |n| !c.goes_on(29, &n)), s6 >> min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s8 >> batch_within(c.size(31), Duration::from_secs(3600)) >> map(move |batch| c.total(32, batch)) >> step_by(c.size(33)) >> collect::<Vec<N>>())
        });
"#, places: 35, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.channel(5);
        let declared = pipeline!(move || -> Result<(bool, Option<N>, Vec<N>), Refused> {
        let s1 = generator( c.source(0)) >> map_while(move |n| c.may_go_on(1, n)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = receive(capacity = c.capacity(6),  from_s2) >> peekable();
        let s3 = s2 >> fan_out(c.workers(8), move |n| c.fails(7, n)?) >> skip(c.count(10)) >> filter(move |n| c.keeps(11, n)) >> distinct(move |n| n.number % 5);
        let (s4, s5) = s3 >> route(capacity = c.room(15), full = drop_newest(s5), move |n| if c.keeps(14, &n) { s4(n); } else { s5(c.given(n)); });
        let s6 = s4 >> map(move |n| c.of_table(19, &n)) >> cloned() >> any_of_std(c, 21) >> fuse();
        let s7 = s5 >> stage(move |n| c.kept(c.map(22, n)));
        let s8 = s1 >> fan_out(c.workers(24), ordered, window = c.size(25), on_error = skip, capacity = c.capacity(26), move |n| c.fails(23, n)?) >> any_of_std(c, 28) >> fuse();
        (s7 >> any(move |n| !c.goes_on(29, &n)), s6 >> min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s8 >> batch_within(c.size(31), Duration::from_secs(3600)) >> map(move |batch| c.total(32, batch)) >> step_by(c.size(33)) >> collect::<Vec<N>>())
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
        let s3 = s2.shared_by(c.workers(8)).or_ends(move |n| Ok(vec![c.fails(7, n)?])).row(move |i| i.skip(c.count(10))).each(move |i| i.filter(move |n| c.keeps(11, n))).row(move |i| i.distinct_by_key(move |n| n.number % 5));
        let (s4, s5) = s3.fork(move |n| if c.keeps(14, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s6 = s4.each(move |i| i.map(move |n| c.of_table(19, &n)).cloned()).row(move |i| i.any_of_std(c, 21).fuse());
        let s7 = s5.each(move |i| i.map(move |n| c.map(22, n))).lacks();
        let s8 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(23, n)?])).row(move |i| i.any_of_std(c, 28).fuse());
        vec![s7.value_by_order::<bool>(move |mut i| i.any(move |n| !c.goes_on(29, &n))), s6.value_by_order::<Option<N>>(move |mut i| i.min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))), s8.row(move |i| i.batch_within(c.size(31), Duration::from_secs(3600)).map(move |batch| c.total(32, batch))).row(move |i| i.step_by(c.size(33))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d29 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 29, text: r#"        let declared = pipeline!(move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten();
        let s2 = generator( c.source(3)) >> filter(move |n| c.keeps(4, n)) >> step_by(c.size(5)) >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten();
        let s3 = s1 >> fan_out(c.workers(10), on_error = skip, capacity = c.capacity(12), move |n| { let n = c.fails(9, n)?; for n in c.few(11, n) { yield n; } });
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(13, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s6 = s4 >> chain(c.source(15)) >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> fuse() >> batch(c.size(16)) >> flatten() >> flat_map(move |n| c.many(17, n));
        let s8 = s2 >> fan_out(c.workers(19), move |n| for n in c.yields(18, n) { yield n; });
        let s9 = s8 >> stage(move |n| c.given(c.map(21, n)));
        let s10 = s6 >> stage(move |n| c.given(c.map(23, n)));
        let s11 = fan_in(s9, s10, capacity = c.room(25), full = drop_oldest) >> stage(move |n| c.kept(c.map(26, n)));
        let s12 = s11 >> fan_out(c.workers(29), on_error = skip, move |n| { let n = c.fails(28, n)?; for n in c.few(30, n) { yield n; } });
        (s7 >> peekable() >> collect::<Vec<N>>(), s12 >> map(move |n| c.many(31, n)) >> flatten() >> min())
        });
"#, places: 33, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten();
        let s2 = generator( c.source(3)) >> filter(move |n| c.keeps(4, n)) >> step_by(c.size(5)) >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten();
        let s3 = s1 >> fan_out(c.workers(10), on_error = skip, capacity = c.capacity(12), move |n| { let n = c.fails(9, n)?; for n in c.few(11, n) { yield n; } });
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(13, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s6 = s4 >> chain(c.source(15)) >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> fuse() >> batch(c.size(16)) >> flatten() >> flat_map(move |n| c.many(17, n));
        let s8 = s2 >> fan_out(c.workers(19), move |n| for n in c.yields(18, n) { yield n; });
        let s9 = s8 >> stage(move |n| c.given(c.map(21, n)));
        let s10 = s6 >> stage(move |n| c.given(c.map(23, n)));
        let s11 = fan_in(s9, s10, capacity = c.room(25), full = drop_oldest) >> stage(move |n| c.kept(c.map(26, n)));
        let s12 = s11 >> fan_out(c.workers(29), on_error = skip, move |n| { let n = c.fails(28, n)?; for n in c.few(30, n) { yield n; } });
        (s7 >> peekable() >> collect::<Vec<N>>(), s12 >> map(move |n| c.many(31, n)) >> flatten() >> min())
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.map_while(move |n| c.may_go_on(1, n)).batch(c.size(2)).flatten());
        let s2 = Flow::of(c.source(3)).each(move |i| i.filter(move |n| c.keeps(4, n))).row(move |i| i.step_by(c.size(5))).each(move |i| i.batch_within(c.size(7), Duration::from_secs(3600)).flatten());
        let s3 = s1.shared_by(c.workers(10)).or_skips(usize::MAX, move |n| Ok(c.few(11, c.fails(9, n)?).collect()));
        let (s4, s5) = s3.fork(move |n| (if c.keeps(13, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s6 = s4.each(move |i| i.chain(c.source(15))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s7 = s5.each(move |i| i.fuse()).each(move |i| i.batch(c.size(16)).flatten()).each(move |i| i.flat_map(move |n| c.many(17, n)));
        let s8 = s2.shared_by(c.workers(19)).each(move |i| i.flat_map(move |n| c.yields(18, n)));
        let s9 = s8.each(move |i| i.map(move |n| c.map(21, n)));
        let s10 = s6.each(move |i| i.map(move |n| c.map(23, n)));
        let s11 = s9.fan_in(s10).each(move |i| i.map(move |n| c.map(26, n))).lacks();
        let s12 = s11.shared_by(c.workers(29)).or_skips(usize::MAX, move |n| Ok(c.few(30, c.fails(28, n)?).collect()));
        vec![s7.each(move |i| i.peekable()).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s12.each(move |i| i.map(move |n| c.many(31, n)).flatten()).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d30 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 30, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(2, N::new(n.number + *sum)) });
        let s2 = s1 >> fan_out(c.workers(5), ordered, window = c.size(6), move |n| c.map(4, n)) >> inspect(move |n| c.look(7, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let (s3, s4) = s2 >> tee(capacity = c.capacity(8));
        let s6 = s4 >> skip_while(move |n| c.goes_on(10, n));
        let s7 = s6 >> stage(move |n| c.map(12, n)) >> peekable();
        let s8 = s3 >> stage(move |n| c.map(13, n)) >> fuse() >> inspect(move |n| c.look(16, n));
        let s9 = fan_in(s7, s8) >> peekable();
        s9 >> for_each(move |n| c.look(21, &n))
        });
"#, places: 22, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(2, N::new(n.number + *sum)) });
        let s2 = s1 >> fan_out(c.workers(5), ordered, window = c.size(6), move |n| c.map(4, n)) >> inspect(move |n| c.look(7, n)) >> throttle(1_000_000, Duration::from_micros(1));
        let (s3, s4) = s2 >> tee(capacity = c.capacity(8));
        let s6 = s4 >> skip_while(move |n| c.goes_on(10, n));
        let s7 = s6 >> stage(move |n| c.map(12, n)) >> peekable();
        let s8 = s3 >> stage(move |n| c.map(13, n)) >> fuse() >> inspect(move |n| c.look(16, n));
        let s9 = fan_in(s7, s8) >> peekable();
        s9 >> for_each(move |n| c.look(21, &n))
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(2, N::new(n.number + *sum)) }));
        let s2 = s1.each(move |i| i.map(move |n| c.map(4, n))).each(move |i| i.inspect(move |n| c.look(7, n))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let (s3, s4) = s2.fork(move |n| (vec![n.clone()], vec![n]));
        let s6 = s4.row(move |i| i.skip_while(move |n| c.goes_on(10, n)));
        let s7 = s6.each(move |i| i.map(move |n| c.map(12, n))).each(move |i| i.peekable());
        let s8 = s3.each(move |i| i.map(move |n| c.map(13, n))).each(move |i| i.fuse()).each(move |i| i.inspect(move |n| c.look(16, n)));
        let s9 = s7.fan_in(s8).each(move |i| i.peekable());
        vec![s9.value::<()>(move |mut i| i.for_each(move |n| c.look(21, &n)))]
        }
    }
}
pub mod d31 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 31, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = generator( c.some(2)) >> zip(c.source(3)) >> map(move |(a, b)| c.join(4, a, b));
        let s3 = s2 >> fan_out(c.workers(6), ordered, window = c.size(7), move |n| for n in c.yields(5, n) { yield n; });
        let s4 = s1 >> fan_out(c.workers(10), on_error = skip, capacity = c.capacity(12), move |n| { let n = c.fails(9, n)?; for n in c.few(11, n) { yield n; } }) >> map(move |n| c.many(13, n)) >> flatten();
        let (s5, s6) = s3 >> stage(capacity = c.room(15), full = drop_oldest(s6), move |n| c.fails(14, n).map_err(|refused| c.given(refused))?);
        let s8 = s6 >> stage(move |failure| c.kept(c.letter(17, failure))) >> map(move |n| c.number_of_table(18, &n)) >> copied() >> map(N::new);
        let s9 = s4 >> stage(move |n| c.given(vec![c.map(19, n)]));
        let s10 = s8 >> stage(move |n| c.given(vec![c.map(20, n)]));
        let s11 = fan_in(s9, s10, capacity = c.room(23), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> map(move |n| c.of_table(25, &n)) >> cloned() >> throttle(1_000_000, Duration::from_micros(1));
        let s12 = s5 >> stage(move |n| c.given(vec![c.map(27, n)]));
        let s13 = s11 >> stage(move |n| c.given(vec![c.map(30, n)]));
        let s14 = fan_in(s12, s13, capacity = c.room(33), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> filter(move |n| c.keeps(34, n));
        s14 >> batch(c.size(37)) >> flatten() >> collect::<Vec<N>>()
        });
"#, places: 39, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = generator( c.some(2)) >> zip(c.source(3)) >> map(move |(a, b)| c.join(4, a, b));
        let s3 = s2 >> fan_out(c.workers(6), ordered, window = c.size(7), move |n| for n in c.yields(5, n) { yield n; });
        let s4 = s1 >> fan_out(c.workers(10), on_error = skip, capacity = c.capacity(12), move |n| { let n = c.fails(9, n)?; for n in c.few(11, n) { yield n; } }) >> map(move |n| c.many(13, n)) >> flatten();
        let (s5, s6) = s3 >> stage(capacity = c.room(15), full = drop_oldest(s6), move |n| c.fails(14, n).map_err(|refused| c.given(refused))?);
        let s8 = s6 >> stage(move |failure| c.kept(c.letter(17, failure))) >> map(move |n| c.number_of_table(18, &n)) >> copied() >> map(N::new);
        let s9 = s4 >> stage(move |n| c.given(vec![c.map(19, n)]));
        let s10 = s8 >> stage(move |n| c.given(vec![c.map(20, n)]));
        let s11 = fan_in(s9, s10, capacity = c.room(23), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> map(move |n| c.of_table(25, &n)) >> cloned() >> throttle(1_000_000, Duration::from_micros(1));
        let s12 = s5 >> stage(move |n| c.given(vec![c.map(27, n)]));
        let s13 = s11 >> stage(move |n| c.given(vec![c.map(30, n)]));
        let s14 = fan_in(s12, s13, capacity = c.room(33), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> filter(move |n| c.keeps(34, n));
        s14 >> batch(c.size(37)) >> flatten() >> collect::<Vec<N>>()
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
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = generator( c.some(2)) >> zip(c.source(3)) >> map(move |(a, b)| c.join(4, a, b));
        let s3 = s2 >> fan_out(c.workers(6), ordered, window = c.size(7), async move |n| { c.turn(8).await; for n in c.yields(5, n) { yield n; } });
        let s4 = s1 >> fan_out(c.workers(10), on_error = skip, capacity = c.capacity(12), move |n| { let n = c.fails(9, n)?; for n in c.few(11, n) { yield n; } }) >> map(move |n| c.many(13, n)) >> flatten();
        let (s5, s6) = s3 >> stage(capacity = c.room(15), full = drop_oldest(s6), move |n| c.fails(14, n).map_err(|refused| c.given(refused))?);
        let s8 = s6 >> stage(move |failure| c.kept(c.letter(17, failure))) >> map(move |n| c.number_of_table(18, &n)) >> copied() >> map(N::new);
        let s9 = s4 >> stage(move |n| c.given(vec![c.map(19, n)]));
        let s10 = s8 >> stage(async move |n| { c.turn(22).await; c.given(vec![c.map(20, n)]) });
        let s11 = fan_in(s9, s10, capacity = c.room(23), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> map(move |n| c.of_table(25, &n)) >> cloned() >> throttle(1_000_000, Duration::from_micros(1));
        let s12 = s5 >> stage(async move |n| { c.turn(29).await; c.given(vec![c.map(27, n)]) });
        let s13 = s11 >> stage(async move |n| { c.turn(32).await; c.given(vec![c.map(30, n)]) });
        let s14 = fan_in(s12, s13, capacity = c.room(33), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> filter(async move |n| { c.turn(36).await; c.keeps(34, n) });
        s14 >> batch(c.size(37)) >> flatten() >> collect::<Vec<N>>()
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
        let s2 = Flow::of(c.some(2)).row(move |i| i.zip(c.source(3)).map(move |(a, b)| c.join(4, a, b)));
        let s3 = s2.each(move |i| i.flat_map(move |n| c.yields(5, n)));
        let s4 = s1.shared_by(c.workers(10)).or_skips(usize::MAX, move |n| Ok(c.few(11, c.fails(9, n)?).collect())).each(move |i| i.map(move |n| c.many(13, n)).flatten());
        let (s5, s6) = s3.letters(Box::new(move |n| Ok(vec![c.fails(14, n)?])));
        let s8 = s6.shared_by(2).each(move |i| i.inspect(move |n| c.look(17, n))).lacks().each(move |i| i.map(move |n| c.number_of_table(18, &n)).copied().map(N::new));
        let s9 = s4.each(move |i| i.map(move |n| c.map(19, n)));
        let s10 = s8.each(move |i| i.map(move |n| c.map(20, n)));
        let s11 = s9.fan_in(s10).each(move |i| i.map(move |n| c.of_table(25, &n)).cloned()).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s12 = s5.each(move |i| i.map(move |n| c.map(27, n)));
        let s13 = s11.each(move |i| i.map(move |n| c.map(30, n)));
        let s14 = s12.fan_in(s13).each(move |i| i.filter(move |n| c.keeps(34, n)));
        vec![s14.each(move |i| i.batch(c.size(37)).flatten()).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d32 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 32, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> through(c.plan(1)) >> fuse() >> flat_map(move |n| c.many(3, n)) >> filter(move |n| c.keeps(4, n)) >> skip_while(move |n| c.goes_on(6, n));
        let s2 = s1 >> fan_out(c.workers(8), ordered, window = c.size(9), on_error = skip, move |n| c.fails(7, n)?) >> filter_map(move |n| c.may(10, n)) >> batch(c.size(12)) >> flatten() >> take(c.count(14));
        s2 >> nth(c.count(15))
        });
"#, places: 16, is_early: true, is_loose: false, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> through(c.plan(1)) >> fuse() >> flat_map(move |n| c.many(3, n)) >> filter(move |n| c.keeps(4, n)) >> skip_while(move |n| c.goes_on(6, n));
        let s2 = s1 >> fan_out(c.workers(8), ordered, window = c.size(9), on_error = skip, move |n| c.fails(7, n)?) >> filter_map(move |n| c.may(10, n)) >> batch(c.size(12)) >> flatten() >> take(c.count(14));
        s2 >> nth(c.count(15))
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
        let s2 = s1 >> fan_out(c.workers(8), ordered, window = c.size(9), on_error = skip, move |n| c.fails(7, n)?) >> filter_map(async move |n| { c.turn(11).await; c.may(10, n) }) >> batch(c.size(12)) >> flatten() >> take(c.count(14));
        s2 >> nth(c.count(15))
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
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.filter_map(move |n| c.may(10, n))).each(move |i| i.batch(c.size(12)).flatten()).row(move |i| i.take(c.count(14)));
        vec![s2.value_by_order::<Option<N>>(move |mut i| i.nth(c.count(15)))]
        }
    }
}
pub mod d33 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 33, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>, ()), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = generator({ for n in c.source(2) { yield n; } }) >> through(c.plan(3).with_an_end()) >> map(move |n| c.many(5, n)) >> flatten();
        let s3 = s1 >> fan_out(c.workers(7), by = |n| n.number % 5, ordered, window = c.size(8), move |n| c.map(6, n));
        let s4 = s3 >> fan_out(c.workers(10), by = move |n| c.keeps(11, n), capacity = c.capacity(12), move |n| for n in c.yields(9, n) { yield n; });
        let (s5, s6) = s2 >> split(move |n| c.keeps(13, n));
        let s7 = s5 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s6 >> flat_map(move |n| c.many(14, n));
        (s4 >> sink(move |items| items.collect::<Vec<N>>()), s8 >> sink(move |items| items.collect::<Vec<N>>()), s7 >> for_each(move |n| c.look(15, &n)))
        });
"#, places: 16, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>, ()), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = generator({ for n in c.source(2) { yield n; } }) >> through(c.plan(3).with_an_end()) >> map(move |n| c.many(5, n)) >> flatten();
        let s3 = s1 >> fan_out(c.workers(7), by = |n| n.number % 5, ordered, window = c.size(8), move |n| c.map(6, n));
        let s4 = s3 >> fan_out(c.workers(10), by = move |n| c.keeps(11, n), capacity = c.capacity(12), move |n| for n in c.yields(9, n) { yield n; });
        let (s5, s6) = s2 >> split(move |n| c.keeps(13, n));
        let s7 = s5 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s6 >> flat_map(move |n| c.many(14, n));
        (s4 >> sink(move |items| items.collect::<Vec<N>>()), s8 >> sink(move |items| items.collect::<Vec<N>>()), s7 >> for_each(move |n| c.look(15, &n)))
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
        let declared = pipeline!(async move || -> Result<(Vec<N>, Vec<N>, ()), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = generator({ for n in c.source(2) { yield n; } }) >> through(c.plan(3).with_an_end()) >> map(move |n| c.many(5, n)) >> flatten();
        let s3 = s1 >> fan_out(c.workers(7), by = |n| n.number % 5, ordered, window = c.size(8), move |n| c.map(6, n));
        let s4 = s3 >> fan_out(c.workers(10), by = move |n| c.keeps(11, n), capacity = c.capacity(12), move |n| for n in c.yields(9, n) { yield n; });
        let (s5, s6) = s2 >> split(move |n| c.keeps(13, n));
        let s7 = s5 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s6 >> flat_map(move |n| c.many(14, n));
        (s4 >> sink(async move |items| items.collect::<Vec<N>>().await), s8 >> sink(async move |items| items.collect::<Vec<N>>().await), s7 >> for_each(move |n| c.look(15, &n)))
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
        let s2 = Flow::of(c.source(2)).row(move |i| i.through(c.plan(3).with_an_end())).each(move |i| i.map(move |n| c.many(5, n)).flatten());
        let s3 = s1.each(move |i| i.map(move |n| c.map(6, n)));
        let s4 = s3.shared_by(c.workers(10)).each(move |i| i.inspect(move |n| _ = c.keeps(11, n)).flat_map(move |n| c.yields(9, n)));
        let (s5, s6) = s2.fork(move |n| if c.keeps(13, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s7 = s5.each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s8 = s6.each(move |i| i.flat_map(move |n| c.many(14, n)));
        vec![s4.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s8.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s7.value::<()>(move |mut i| i.for_each(move |n| c.look(15, &n)))]
        }
    }
}
pub mod d34 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 34, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> through(c.plan(2)) >> batch(c.size(3)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(5), by = |n| n.number % 3, capacity = c.capacity(7), move |n| (n.number % 3, c.map(4, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(6, seen[key], n) } });
        let s3 = s2 >> fan_out(c.workers(10), stop_after = c.size(12) as u64,  move |n| c.answers(9, n)?);
        let s4 = s3 >> transform(capacity = c.capacity(14),  move |items| for n in items { yield c.fails(13, n)?; }) >> filter_map(move |n| c.may(15, n)) >> chain(c.source(16));
        s4 >> chain(c.some(17)) >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 19, is_early: true, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> through(c.plan(2)) >> batch(c.size(3)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(5), by = |n| n.number % 3, capacity = c.capacity(7), move |n| (n.number % 3, c.map(4, n))) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(6, seen[key], n) } });
        let s3 = s2 >> fan_out(c.workers(10), stop_after = c.size(12) as u64,  move |n| c.answers(9, n)?);
        let s4 = s3 >> transform(capacity = c.capacity(14),  move |items| for n in items { yield c.fails(13, n)?; }) >> filter_map(move |n| c.may(15, n)) >> chain(c.source(16));
        s4 >> chain(c.some(17)) >> sink(move |items| items.collect::<Vec<N>>())
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
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> through(c.plan(2)) >> batch(c.size(3)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(5), by = |n| n.number % 3, capacity = c.capacity(7), async move |n| { c.turn(8).await; (n.number % 3, c.map(4, n)) }) >> stage({ let mut seen = [0; 3]; move |(key, n): (u64, N)| { let key = key as usize; seen[key] += 1; c.seen(6, seen[key], n) } });
        let s3 = s2 >> fan_out(c.workers(10), stop_after = c.size(12) as u64, timeout = c.patience(11),  async move |n| c.answer(9, n).await);
        let s4 = s3 >> transform(capacity = c.capacity(14),  async move |mut items| while let Some(n) = items.next().await { yield c.fails(13, n)?; }) >> filter_map(move |n| c.may(15, n)) >> chain(c.source(16));
        s4 >> chain(c.some(17)) >> sink(async move |items| items.collect::<Vec<N>>().await)
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.through(c.plan(2)).batch(c.size(3)).flatten());
        let s2 = s1.row(move |i| { let mut seen = [0; 3]; i.map(move |n| { let key = (n.number % 3) as usize; let n = c.map(4, n); seen[key] += 1; c.seen(6, seen[key], n) }) }).shared_by(c.workers(5));
        let s3 = s2.shared_by(c.workers(10)).or_skips(c.size(12), move |n| Ok(vec![c.answers(9, n)?]));
        let s4 = s3.or_ends(move |n| Ok(vec![c.fails(13, n)?])).each(move |i| i.filter_map(move |n| c.may(15, n))).each(move |i| i.chain(c.source(16)));
        vec![s4.each(move |i| i.chain(c.some(17))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d35 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 35, text: r#"        let from_s2 = c.std_channel(5);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = receive(capacity = c.capacity(6),  from_s2);
        let s3 = s1 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> filter(move |n| c.keeps(8, n)) >> chain(c.source(10));
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(12, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s6 >> stage(move |n| c.map(13, n));
        let s8 = s7 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s9 = s3 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s10 = concat(s8, s9) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item)));
        let s11 = s10 >> stage(on_error = retry(1),  move |n: N| c.answers(16, n)?);
        s11 >> filter(move |n| c.keeps(18, n)) >> min()
        });
"#, places: 20, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.std_channel(5);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = receive(capacity = c.capacity(6),  from_s2);
        let s3 = s1 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> filter(move |n| c.keeps(8, n)) >> chain(c.source(10));
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(12, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s6 >> stage(move |n| c.map(13, n));
        let s8 = s7 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s9 = s3 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s10 = concat(s8, s9) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item)));
        let s11 = s10 >> stage(on_error = retry(1),  move |n: N| c.answers(16, n)?);
        s11 >> filter(move |n| c.keeps(18, n)) >> min()
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
        let from_s2 = c.futures_channel(5);
        let declared = pipeline!(async move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> through(c.plan(2)) >> filter(move |n| c.keeps(3, n));
        let s2 = receive(capacity = c.capacity(6),  from_s2);
        let s3 = s1 >> enumerate() >> debounce(c.moment(7)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> filter(move |n| c.keeps(8, n)) >> chain(c.source(10));
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(12, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s6 >> stage(move |n| c.map(13, n));
        let s8 = s7 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s9 = s3 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s10 = concat(s8, s9) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item)));
        let s11 = s10 >> stage(on_error = retry(1), timeout = c.patience(17),  async move |n: N| c.answer(16, n).await);
        s11 >> filter(async move |n| { c.turn(19).await; c.keeps(18, n) }) >> min()
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.through(c.plan(2)).filter(move |n| c.keeps(3, n)));
        let s2 = Flow::of(c.some(5));
        let s3 = s1.lacks().each(move |i| i.filter(move |n| c.keeps(8, n))).each(move |i| i.chain(c.source(10)));
        let s6 = s2.feedback(move |s| s, move |n| (if c.again(12, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s7 = s6.each(move |i| i.map(move |n| c.map(13, n)));
        let s8 = s7;
        let s9 = s3;
        let s10 = s8.concat(s9);
        let s11 = s10.or_ends(move |n| Ok(vec![c.answers(16, n.clone()).or_else(|_| c.answers(16, n))?]));
        vec![s11.each(move |i| i.filter(move |n| c.keeps(18, n))).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d36 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 36, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(u64, bool), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std(c, 2) >> fuse() >> throttle(1_000_000, Duration::from_micros(1)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = s1 >> enumerate() >> sample(c.moment(5)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> chain(c.some(6)) >> through(c.plan(8)) >> filter(move |n| c.keeps(9, n)) >> peekable();
        let s3 = s2 >> stage(capacity = c.room(11), full = drop_oldest, move |n| c.given(c.map(10, n))) >> fan_out(c.workers(13), by = |n| n.number % 3, ordered, move |n| c.kept(c.map(12, n))) >> map_while(move |n| c.may_go_on(15, n)) >> batch(c.size(16)) >> flatten();
        let s4 = s3 >> transform( move |items| for n in items { yield c.fails(17, n)?; }) >> chain(c.some(18));
        let (s5, s6) = s4 >> route(move |n| if c.keeps(19, &n) { s5(n); } else { s6(n); });
        let s7 = s5 >> stored() >> rev();
        let s8 = s6 >> map(move |n| c.map(22, n));
        (s7 >> stored() >> cycle() >> batch_within(c.size(24), Duration::from_secs(3600)) >> flatten() >> take_while(move |n| c.goes_on(25, n)) >> digest(), s8 >> lt(c.source(28)))
        });
"#, places: 29, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(u64, bool), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std(c, 2) >> fuse() >> throttle(1_000_000, Duration::from_micros(1)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = s1 >> enumerate() >> sample(c.moment(5)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> chain(c.some(6)) >> through(c.plan(8)) >> filter(move |n| c.keeps(9, n)) >> peekable();
        let s3 = s2 >> stage(capacity = c.room(11), full = drop_oldest, move |n| c.given(c.map(10, n))) >> fan_out(c.workers(13), by = |n| n.number % 3, ordered, move |n| c.kept(c.map(12, n))) >> map_while(move |n| c.may_go_on(15, n)) >> batch(c.size(16)) >> flatten();
        let s4 = s3 >> transform( move |items| for n in items { yield c.fails(17, n)?; }) >> chain(c.some(18));
        let (s5, s6) = s4 >> route(move |n| if c.keeps(19, &n) { s5(n); } else { s6(n); });
        let s7 = s5 >> stored() >> rev();
        let s8 = s6 >> map(move |n| c.map(22, n));
        (s7 >> stored() >> cycle() >> batch_within(c.size(24), Duration::from_secs(3600)) >> flatten() >> take_while(move |n| c.goes_on(25, n)) >> digest(), s8 >> lt(c.source(28)))
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.any_of_std(c, 2).fuse()).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).row(move |i| i.batch_within(c.size(3), Duration::from_secs(3600)).map(move |batch| c.total(4, batch)));
        let s2 = s1.lacks().each(move |i| i.chain(c.some(6))).row(move |i| i.through(c.plan(8)).filter(move |n| c.keeps(9, n))).each(move |i| i.peekable());
        let s3 = s2.each(move |i| i.map(move |n| c.map(10, n)).map(move |n| c.map(12, n))).lacks().row(move |i| i.map_while(move |n| c.may_go_on(15, n)).batch(c.size(16)).flatten());
        let s4 = s3.or_ends(move |n| Ok(vec![c.fails(17, n)?])).each(move |i| i.chain(c.some(18)));
        let (s5, s6) = s4.fork(move |n| if c.keeps(19, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s7 = s5.row(move |i| i.stored().rev());
        let s8 = s6.each(move |i| i.map(move |n| c.map(22, n)));
        vec![s7.row(move |i| i.stored().cycle()).each(move |i| i.batch_within(c.size(24), Duration::from_secs(3600)).flatten()).row(move |i| i.take_while(move |n| c.goes_on(25, n))).value_by_order::<u64>(move |mut i| i.digest()), s8.value_by_order::<bool>(move |mut i| i.lt(c.source(28)))]
        }
    }
}
pub mod d37 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 37, text: r#"        let from_s2 = c.std_channel(8);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> any_of_std_with_an_end(c, 2) >> inspect(move |n| c.look(4, n)) >> step_by(c.size(6));
        let s2 = receive(capacity = c.capacity(9),  from_s2) >> step_by(c.size(10));
        let s3 = s1 >> debounce(c.moment(11));
        let s4 = s3 >> scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) });
        let s5 = s2 >> scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) });
        let s6 = merge_by(s4, s5, move |x, y| c.compares(13, x, y));
        s6 >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 15, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.std_channel(8);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> any_of_std_with_an_end(c, 2) >> inspect(move |n| c.look(4, n)) >> step_by(c.size(6));
        let s2 = receive(capacity = c.capacity(9),  from_s2) >> step_by(c.size(10));
        let s3 = s1 >> debounce(c.moment(11));
        let s4 = s3 >> scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) });
        let s5 = s2 >> scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) });
        let s6 = merge_by(s4, s5, move |x, y| c.compares(13, x, y));
        s6 >> sink(move |items| items.collect::<Vec<N>>())
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
        let s2 = Flow::of(c.some(8)).row(move |i| i.step_by(c.size(10)));
        let s3 = s1.lacks();
        let s4 = s3.row(move |i| i.scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) }));
        let s5 = s2.row(move |i| i.scan(0, move |most, n| { *most = n.number.max(*most); Some(N::new(*most)) }));
        let s6 = s4.merge(s5);
        vec![s6.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d38 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 38, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0)) >> map(move |n| c.map(1, n));
        let s2 = s1 >> sample(c.moment(2));
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.room(4), full = merge(pile), move |n| for n in c.yields(3, n) { yield c.given(vec![n]); }) >> stage(move |pile| c.kept(pile)) >> flatten();
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        s6 >> min()
        });
"#, places: 10, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0)) >> map(move |n| c.map(1, n));
        let s2 = s1 >> sample(c.moment(2));
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.room(4), full = merge(pile), move |n| for n in c.yields(3, n) { yield c.given(vec![n]); }) >> stage(move |pile| c.kept(pile)) >> flatten();
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        s6 >> min()
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
        let s1 = generator( c.source(0)) >> map(move |n| c.map(1, n));
        let s2 = s1 >> sample(c.moment(2));
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.room(4), full = merge(pile), move |n| for n in c.yields(3, n) { yield c.given(vec![n]); }) >> stage(async move |pile| { c.turn(6).await; c.kept(pile) }) >> flatten();
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(async move |n| { c.turn(9).await; { if c.again(7, &n) { s5(c.less(&n)).await; } s6(n).await; } });
        s6 >> min()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.map(move |n| c.map(1, n)));
        let s2 = s1.lacks();
        let s3 = s2.shared_by(c.workers(5)).each(move |i| i.flat_map(move |n| c.yields(3, n)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(7, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s6.value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d39 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 39, text: r#"        let from_s2 = c.std_channel(1);
        let declared = pipeline!(move || -> Result<(Option<N>, Vec<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = receive( from_s2) >> filter(move |n| c.keeps(2, n)) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s3 = s1 >> debounce(Duration::from_secs(3600));
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(6, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s7 = s5 >> filter_map(move |n| c.may(8, n));
        let s8 = s4 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s9 = s2 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s10 = merge_by(s8, s9, move |x, y| c.compares(11, x, y));
        (s7 >> through(c.plan(12)) >> batch(c.size(13)) >> flatten() >> sink(move |mut items| items.next()), s10 >> map(move |n| c.map(15, n)) >> batch(c.size(16)) >> flatten() >> collect::<Vec<N>>())
        });
"#, places: 18, is_early: true, is_loose: false, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.std_channel(1);
        let declared = pipeline!(move || -> Result<(Option<N>, Vec<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = receive( from_s2) >> filter(move |n| c.keeps(2, n)) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s3 = s1 >> debounce(Duration::from_secs(3600));
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(6, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s7 = s5 >> filter_map(move |n| c.may(8, n));
        let s8 = s4 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s9 = s2 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s10 = merge_by(s8, s9, move |x, y| c.compares(11, x, y));
        (s7 >> through(c.plan(12)) >> batch(c.size(13)) >> flatten() >> sink(move |mut items| items.next()), s10 >> map(move |n| c.map(15, n)) >> batch(c.size(16)) >> flatten() >> collect::<Vec<N>>())
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
        let from_s2 = c.futures_channel(1);
        let declared = pipeline!(async move || -> Result<(Option<N>, Vec<N>), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } });
        let s2 = receive( from_s2) >> filter(async move |n| { c.turn(3).await; c.keeps(2, n) }) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s3 = s1 >> debounce(Duration::from_secs(3600));
        let (s4, s5) = s3 >> route(async move |n| { c.turn(7).await; { if c.keeps(6, &n) { s4(n.clone()).await; s4(N::new(7)).await; } s5(n).await; } });
        let s7 = s5 >> filter_map(async move |n| { c.turn(9).await; c.may(8, n) });
        let s8 = s4 >> transform(async move |mut items| { let mut all = Vec::new(); while let Some(n) = items.next().await { all.push(n); } all.sort(); for n in all { yield n; } });
        let s9 = s2 >> transform(async move |mut items| { let mut all = Vec::new(); while let Some(n) = items.next().await { all.push(n); } all.sort(); for n in all { yield n; } });
        let s10 = merge_by(s8, s9, move |x, y| c.compares(11, x, y));
        (s7 >> through(c.plan(12)) >> batch(c.size(13)) >> flatten() >> sink(async move |mut items| items.next().await), s10 >> map(move |n| c.map(15, n)) >> batch(c.size(16)) >> flatten() >> collect::<Vec<N>>())
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
        let s1 = Flow::of(c.source(0));
        let s2 = Flow::of(c.some(1)).each(move |i| i.filter(move |n| c.keeps(2, n))).each(move |i| i.map(move |n| c.number_of_table(4, &n)).copied().map(N::new));
        let s3 = s1.row(move |mut i| std::iter::once_with(move || i.last()).flatten());
        let (s4, s5) = s3.fork(move |n| (if c.keeps(6, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s7 = s5.each(move |i| i.filter_map(move |n| c.may(8, n)));
        let s8 = s4.sorted();
        let s9 = s2.sorted();
        let s10 = s8.merge(s9);
        vec![s7.row(move |i| i.through(c.plan(12)).batch(c.size(13)).flatten()).value_by_order::<Option<N>>(move |mut i| i.next()), s10.each(move |i| i.map(move |n| c.map(15, n))).each(move |i| i.batch(c.size(16)).flatten()).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d40 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 40, text: r#"        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = generator( c.source(0));
        let s2 = s1 >> sample(Duration::from_secs(3600)) >> filter_map(move |n| c.may(2, n)) >> through(c.plan(4)) >> batch(c.size(5)) >> flatten() >> chain(c.source(7));
        let s3 = s2 >> enumerate() >> debounce(c.moment(8)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> skip(c.count(9)) >> any_of_std_with_an_end(c, 10);
        let s4 = s3 >> debounce(c.moment(12));
        s4 >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(13, sum, &n); if !c.goes_on(14, &n) { break; } } sum })
        });
"#, places: 15, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = generator( c.source(0));
        let s2 = s1 >> sample(Duration::from_secs(3600)) >> filter_map(move |n| c.may(2, n)) >> through(c.plan(4)) >> batch(c.size(5)) >> flatten() >> chain(c.source(7));
        let s3 = s2 >> enumerate() >> debounce(c.moment(8)) >> scan(Rising::default(), |rising, n| Some(rising.take(n))) >> skip(c.count(9)) >> any_of_std_with_an_end(c, 10);
        let s4 = s3 >> debounce(c.moment(12));
        s4 >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(13, sum, &n); if !c.goes_on(14, &n) { break; } } sum })
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
        let s1 = Flow::of(c.source(0));
        let s2 = s1.row(move |mut i| std::iter::once_with(move || i.last()).flatten()).each(move |i| i.filter_map(move |n| c.may(2, n))).row(move |i| i.through(c.plan(4)).batch(c.size(5)).flatten()).each(move |i| i.chain(c.source(7)));
        let s3 = s2.lacks().row(move |i| i.skip(c.count(9))).row(move |i| i.any_of_std_with_an_end(c, 10));
        let s4 = s3.lacks();
        vec![s4.value_by_order::<u64>(move |mut i| i.try_fold(7, move |sum, n| { let sum = c.next_sum(13, sum, &n); if c.goes_on(14, &n) { Ok(sum) } else { Err(sum) } }).unwrap_or_else(|sum| sum))]
        }
    }
}
pub mod d41 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 41, text: r#"        let from_s2 = c.std_channel(3);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n));
        let s2 = receive(capacity = c.capacity(4),  from_s2) >> take_while(move |n| c.goes_on(5, n)) >> zip(c.source(7)) >> map(move |(a, b)| c.join(8, a, b));
        let s3 = s1 >> enumerate() >> stage(capacity = c.room(10), full = drop_newest, move |(i, n)| c.given((i, c.map(9, n)))) >> stage(move |(i, n)| c.kept((i, c.map(11, n)))) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s4 = s2 >> stage(move |n| for n in c.many(13, n) { yield n; });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> inspect(move |n| c.look(15, n)) >> route(move |n| { if c.again(17, &n) { s6(c.less(&n)); } s7(n); });
        let s8 = s7 >> enumerate();
        let s9 = s3 >> enumerate();
        let s10 = latest(s8, s9) >> scan(Newest::default(), |newest, pair| Some(newest.take(pair))) >> flatten() >> filter(move |n| c.keeps(21, n));
        s10 >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 22, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.std_channel(3);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n));
        let s2 = receive(capacity = c.capacity(4),  from_s2) >> take_while(move |n| c.goes_on(5, n)) >> zip(c.source(7)) >> map(move |(a, b)| c.join(8, a, b));
        let s3 = s1 >> enumerate() >> stage(capacity = c.room(10), full = drop_newest, move |(i, n)| c.given((i, c.map(9, n)))) >> stage(move |(i, n)| c.kept((i, c.map(11, n)))) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s4 = s2 >> stage(move |n| for n in c.many(13, n) { yield n; });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> inspect(move |n| c.look(15, n)) >> route(move |n| { if c.again(17, &n) { s6(c.less(&n)); } s7(n); });
        let s8 = s7 >> enumerate();
        let s9 = s3 >> enumerate();
        let s10 = latest(s8, s9) >> scan(Newest::default(), |newest, pair| Some(newest.take(pair))) >> flatten() >> filter(move |n| c.keeps(21, n));
        s10 >> sink(move |items| items.collect::<Vec<N>>())
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
        let from_s2 = c.futures_channel(3);
        let declared = pipeline!(async move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(async move |n| { c.turn(2).await; c.many(1, n) });
        let s2 = receive(capacity = c.capacity(4),  from_s2) >> take_while(async move |n| { c.turn(6).await; c.goes_on(5, n) }) >> zip(c.source(7)) >> map(move |(a, b)| c.join(8, a, b));
        let s3 = s1 >> enumerate() >> stage(capacity = c.room(10), full = drop_newest, async move |(i, n)| { c.turn(12).await; c.given((i, c.map(9, n))) }) >> stage(move |(i, n)| c.kept((i, c.map(11, n)))) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s4 = s2 >> stage(async move |n| { c.turn(14).await; for n in c.many(13, n) { yield n; } });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> inspect(async move |n| { c.turn(16).await; c.look(15, n) }) >> route(async move |n| { c.turn(19).await; { if c.again(17, &n) { s6(c.less(&n)).await; } s7(n).await; } });
        let s8 = s7 >> enumerate();
        let s9 = s3 >> enumerate();
        let s10 = latest(s8, s9) >> scan(Newest::default(), |newest, pair| Some(newest.take(pair))) >> flatten() >> filter(move |n| c.keeps(21, n));
        s10 >> sink(async move |items| items.collect::<Vec<N>>().await)
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.flat_map(move |n| c.many(1, n)));
        let s2 = Flow::of(c.some(3)).row(move |i| i.take_while(move |n| c.goes_on(5, n))).row(move |i| i.zip(c.source(7)).map(move |(a, b)| c.join(8, a, b)));
        let s3 = s1.each(move |i| i.map(move |n| c.map(9, n)).map(move |n| c.map(11, n))).lacks();
        let s4 = s2.each(move |i| i.flat_map(move |n| c.many(13, n)));
        let s7 = s4.feedback(move |s| s.each(move |i| i.inspect(move |n| c.look(15, n))), move |n| (if c.again(17, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s8 = s7;
        let s9 = s3;
        let s10 = s8.fan_in(s9).lacks().each(move |i| i.filter(move |n| c.keeps(21, n)));
        vec![s10.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d42 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 42, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> map(move |n| c.many(1, n)) >> flatten();
        let s2 = s1 >> enumerate() >> stage(capacity = c.room(3), full = drop_oldest, move |(i, n)| c.given((i, c.map(2, n)))) >> stage(capacity = c.capacity(5), move |(i, n)| c.kept((i, c.map(4, n)))) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s3 = s2 >> stage( move |n| c.map(8, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(10, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s6 >> stage(move |n| c.fails(11, n)?);
        let s9 = s7 >> fuse() >> map(move |n| c.map(14, n));
        let s10 = s8 >> map(move |failure| c.letter(16, failure));
        let s11 = fan_in(s9, s10);
        let s12 = s11 >> stage(stop_after = c.size(19) as u64, move |n| c.fails(18, n)?);
        s12 >> product::<N>()
        });
"#, places: 21, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> map(move |n| c.many(1, n)) >> flatten();
        let s2 = s1 >> enumerate() >> stage(capacity = c.room(3), full = drop_oldest, move |(i, n)| c.given((i, c.map(2, n)))) >> stage(capacity = c.capacity(5), move |(i, n)| c.kept((i, c.map(4, n)))) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s3 = s2 >> stage( move |n| c.map(8, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(10, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s6 >> stage(move |n| c.fails(11, n)?);
        let s9 = s7 >> fuse() >> map(move |n| c.map(14, n));
        let s10 = s8 >> map(move |failure| c.letter(16, failure));
        let s11 = fan_in(s9, s10);
        let s12 = s11 >> stage(stop_after = c.size(19) as u64, move |n| c.fails(18, n)?);
        s12 >> product::<N>()
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
        let s1 = receive( from_s1) >> map(move |n| c.many(1, n)) >> flatten();
        let s2 = s1 >> enumerate() >> stage(capacity = c.room(3), full = drop_oldest, async move |(i, n)| { c.turn(6).await; c.given((i, c.map(2, n))) }) >> stage(capacity = c.capacity(5), async move |(i, n)| { c.turn(7).await; c.kept((i, c.map(4, n))) }) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        let s3 = s2 >> stage(timeout = Duration::from_secs(3600),  async move |n| { c.turn(9).await; c.map(8, n) });
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(10, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s6 >> stage(async move |n| { c.turn(12).await; c.fails(11, n)? });
        let s9 = s7 >> fuse() >> map(async move |n| { c.turn(15).await; c.map(14, n) });
        let s10 = s8 >> map(move |failure| c.letter(16, failure));
        let s11 = fan_in(s9, s10);
        let s12 = s11 >> stage(stop_after = c.size(19) as u64, move |n| c.fails(18, n)?);
        s12 >> product::<N>()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.map(move |n| c.many(1, n)).flatten());
        let s2 = s1.each(move |i| i.map(move |n| c.map(2, n)).map(move |n| c.map(4, n))).lacks();
        let s3 = s2.each(move |i| i.map(move |n| c.map(8, n)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(10, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s7, s8) = s6.letters(Box::new(move |n| Ok(vec![c.fails(11, n)?])));
        let s9 = s7.each(move |i| i.fuse()).each(move |i| i.map(move |n| c.map(14, n)));
        let s10 = s8.shared_by(2).each(move |i| i.inspect(move |n| c.look(16, n)));
        let s11 = s9.fan_in(s10);
        let s12 = s11.or_skips(c.size(19), move |n| Ok(vec![c.fails(18, n)?]));
        vec![s12.value::<N>(move |mut i| i.product::<N>())]
        }
    }
}
pub mod d43 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 43, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = generator({ for n in c.source(4) { yield n; } });
        let s3 = s1 >> stage(capacity = c.room(6), full = drop_oldest, move |n| c.given(c.map(5, n))) >> fan_out(c.workers(8), ordered, capacity = c.capacity(9), move |n| c.kept(c.map(7, n)));
        let (s4, s5) = s3 >> fan_out(c.workers(12), ordered, capacity = c.capacity(13), move |n| c.fails(11, n)?);
        let s6 = s4 >> filter_map(move |n| c.may(15, n));
        let s7 = s5 >> map(move |failure| c.letter(17, failure));
        let s8 = latest(s6, s7) >> debounce(Duration::from_secs(3600)) >> map(move |(a, b)| c.join(19, a, b));
        let s9 = s8 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s10 = s2 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s11 = merge_by(s9, s10, move |x, y| c.compares(21, x, y)) >> fuse();
        let s12 = s11 >> stage( move |n| c.map(22, n));
        s12 >> min()
        });
"#, places: 25, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = generator({ for n in c.source(4) { yield n; } });
        let s3 = s1 >> stage(capacity = c.room(6), full = drop_oldest, move |n| c.given(c.map(5, n))) >> fan_out(c.workers(8), ordered, capacity = c.capacity(9), move |n| c.kept(c.map(7, n)));
        let (s4, s5) = s3 >> fan_out(c.workers(12), ordered, capacity = c.capacity(13), move |n| c.fails(11, n)?);
        let s6 = s4 >> filter_map(move |n| c.may(15, n));
        let s7 = s5 >> map(move |failure| c.letter(17, failure));
        let s8 = latest(s6, s7) >> debounce(Duration::from_secs(3600)) >> map(move |(a, b)| c.join(19, a, b));
        let s9 = s8 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s10 = s2 >> transform(move |items| { let mut all: Vec<N> = items.collect(); all.sort(); for n in all { yield n; } });
        let s11 = merge_by(s9, s10, move |x, y| c.compares(21, x, y)) >> fuse();
        let s12 = s11 >> stage( move |n| c.map(22, n));
        s12 >> min()
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
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = generator({ for n in c.source(4) { yield n; } });
        let s3 = s1 >> stage(capacity = c.room(6), full = drop_oldest, async move |n| { c.turn(10).await; c.given(c.map(5, n)) }) >> fan_out(c.workers(8), ordered, capacity = c.capacity(9), move |n| c.kept(c.map(7, n)));
        let (s4, s5) = s3 >> fan_out(c.workers(12), ordered, capacity = c.capacity(13), async move |n| { c.turn(14).await; c.fails(11, n)? });
        let s6 = s4 >> filter_map(async move |n| { c.turn(16).await; c.may(15, n) });
        let s7 = s5 >> map(move |failure| c.letter(17, failure));
        let s8 = latest(s6, s7) >> debounce(Duration::from_secs(3600)) >> map(move |(a, b)| c.join(19, a, b));
        let s9 = s8 >> transform(async move |mut items| { let mut all = Vec::new(); while let Some(n) = items.next().await { all.push(n); } all.sort(); for n in all { yield n; } });
        let s10 = s2 >> transform(async move |mut items| { let mut all = Vec::new(); while let Some(n) = items.next().await { all.push(n); } all.sort(); for n in all { yield n; } });
        let s11 = merge_by(s9, s10, move |x, y| c.compares(21, x, y)) >> fuse();
        let s12 = s11 >> stage(timeout = Duration::from_secs(3600),  async move |n| { c.turn(23).await; c.map(22, n) });
        s12 >> min()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.flat_map(move |n| c.many(1, n)).filter(move |n| c.keeps(2, n)));
        let s2 = Flow::of(c.source(4));
        let s3 = s1.each(move |i| i.map(move |n| c.map(5, n)).map(move |n| c.map(7, n))).lacks();
        let (s4, s5) = s3.letters(Box::new(move |n| Ok(vec![c.fails(11, n)?])));
        let s6 = s4.each(move |i| i.filter_map(move |n| c.may(15, n)));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(17, n)));
        let s8 = s6.last_of_each(s7, move |a, b| c.join(19, a, b));
        let s9 = s8.sorted();
        let s10 = s2.sorted();
        let s11 = s9.merge(s10).each(move |i| i.fuse());
        let s12 = s11.each(move |i| i.map(move |n| c.map(22, n)));
        vec![s12.value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d44 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 44, text: r#"        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator( c.source(0)) >> inspect(move |n| c.look(1, n));
        let s2 = s1 >> stage(capacity = c.room(4), full = drop_oldest, move |n| c.given(c.map(3, n))) >> fan_out(c.workers(6), by = |n| n.number % 3, ordered, capacity = c.capacity(7), move |n| c.kept(c.map(5, n))) >> inspect(move |n| c.look(9, n));
        let s3 = s2 >> stage(capacity = c.room(12), full = drop_oldest, move |n| c.given(c.map(11, n))) >> fan_out(c.workers(14), ordered, capacity = c.capacity(15), move |n| c.kept(c.map(13, n))) >> map(move |n| c.many(17, n)) >> flatten();
        s3 >> fuse() >> distinct() >> batch_within(c.size(18), Duration::from_secs(3600)) >> map(move |batch| c.total(19, batch)) >> stage(capacity = c.room(21), full = merge(|old, new| [old, new].into_iter().sum()), move |n| c.given(n)) >> stage(move |n| c.kept(n)) >> sum::<N>()
        });
"#, places: 23, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator( c.source(0)) >> inspect(move |n| c.look(1, n));
        let s2 = s1 >> stage(capacity = c.room(4), full = drop_oldest, move |n| c.given(c.map(3, n))) >> fan_out(c.workers(6), by = |n| n.number % 3, ordered, capacity = c.capacity(7), move |n| c.kept(c.map(5, n))) >> inspect(move |n| c.look(9, n));
        let s3 = s2 >> stage(capacity = c.room(12), full = drop_oldest, move |n| c.given(c.map(11, n))) >> fan_out(c.workers(14), ordered, capacity = c.capacity(15), move |n| c.kept(c.map(13, n))) >> map(move |n| c.many(17, n)) >> flatten();
        s3 >> fuse() >> distinct() >> batch_within(c.size(18), Duration::from_secs(3600)) >> map(move |batch| c.total(19, batch)) >> stage(capacity = c.room(21), full = merge(|old, new| [old, new].into_iter().sum()), move |n| c.given(n)) >> stage(move |n| c.kept(n)) >> sum::<N>()
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
        let s1 = generator( c.source(0)) >> inspect(move |n| c.look(1, n));
        let s2 = s1 >> stage(capacity = c.room(4), full = drop_oldest, move |n| c.given(c.map(3, n))) >> fan_out(c.workers(6), by = |n| n.number % 3, ordered, capacity = c.capacity(7), async move |n| { c.turn(8).await; c.kept(c.map(5, n)) }) >> inspect(async move |n| { c.turn(10).await; c.look(9, n) });
        let s3 = s2 >> stage(capacity = c.room(12), full = drop_oldest, async move |n| { c.turn(16).await; c.given(c.map(11, n)) }) >> fan_out(c.workers(14), ordered, capacity = c.capacity(15), move |n| c.kept(c.map(13, n))) >> map(move |n| c.many(17, n)) >> flatten();
        s3 >> fuse() >> distinct() >> batch_within(c.size(18), Duration::from_secs(3600)) >> map(move |batch| c.total(19, batch)) >> stage(capacity = c.room(21), full = merge(|old, new| [old, new].into_iter().sum()), move |n| c.given(n)) >> stage(move |n| c.kept(n)) >> sum::<N>()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.inspect(move |n| c.look(1, n)));
        let s2 = s1.each(move |i| i.map(move |n| c.map(3, n)).map(move |n| c.map(5, n))).lacks().each(move |i| i.inspect(move |n| c.look(9, n)));
        let s3 = s2.each(move |i| i.map(move |n| c.map(11, n)).map(move |n| c.map(13, n))).lacks().each(move |i| i.map(move |n| c.many(17, n)).flatten());
        vec![s3.each(move |i| i.fuse()).firsts(move |i| i.distinct()).row(move |i| i.batch_within(c.size(18), Duration::from_secs(3600)).map(move |batch| c.total(19, batch))).value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d45 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 45, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> fuse();
        let s2 = generator(capacity = c.capacity(3),  c.source(2)) >> step_by(c.size(4));
        let s3 = s1 >> fan_out(c.workers(9), capacity = c.room(7), full = drop_newest, move |n| for n in c.yields(6, n) { yield c.given(n); }) >> fan_out(c.workers(10), capacity = c.capacity(11), move |n| c.kept(c.map(8, n)));
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(14, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s6 >> stage(capacity = c.room(16), full = merge(|old, new| if old.number % 2 == 0 { old } else { new }), move |n| c.given(c.map(15, n))) >> stage(move |n| c.kept(c.map(17, n)));
        let (s8, s9) = s3 >> fan_out(c.workers(21), ordered, move |n| c.fails(20, n)?);
        let s11 = s9 >> map(move |failure| c.letter(23, failure)) >> batch_within(c.size(24), Duration::from_secs(3600)) >> flatten();
        let s12 = s7 >> stage(move |n| c.map(26, n)) >> batch_within(c.size(29), Duration::from_secs(3600)) >> flatten() >> inspect(move |n| c.look(31, n));
        let s13 = fan_in(s12, s11);
        let s14 = s13 >> transform(capacity = c.capacity(35),  move |items| for n in items { yield c.fails(34, n)?; });
        let s15 = s8 >> stage(move |n| c.given(vec![c.map(36, n)]));
        let s16 = s14 >> stage(move |n| c.given(vec![c.map(38, n)]));
        let s17 = fan_in(s15, s16, capacity = c.room(40), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> throttle(1_000_000, Duration::from_micros(1)) >> batch_within(c.size(44), Duration::from_secs(3600)) >> flatten();
        s17 >> collect::<Vec<N>>()
        });
"#, places: 46, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> fuse();
        let s2 = generator(capacity = c.capacity(3),  c.source(2)) >> step_by(c.size(4));
        let s3 = s1 >> fan_out(c.workers(9), capacity = c.room(7), full = drop_newest, move |n| for n in c.yields(6, n) { yield c.given(n); }) >> fan_out(c.workers(10), capacity = c.capacity(11), move |n| c.kept(c.map(8, n)));
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(14, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s6 >> stage(capacity = c.room(16), full = merge(|old, new| if old.number % 2 == 0 { old } else { new }), move |n| c.given(c.map(15, n))) >> stage(move |n| c.kept(c.map(17, n)));
        let (s8, s9) = s3 >> fan_out(c.workers(21), ordered, move |n| c.fails(20, n)?);
        let s11 = s9 >> map(move |failure| c.letter(23, failure)) >> batch_within(c.size(24), Duration::from_secs(3600)) >> flatten();
        let s12 = s7 >> stage(move |n| c.map(26, n)) >> batch_within(c.size(29), Duration::from_secs(3600)) >> flatten() >> inspect(move |n| c.look(31, n));
        let s13 = fan_in(s12, s11);
        let s14 = s13 >> transform(capacity = c.capacity(35),  move |items| for n in items { yield c.fails(34, n)?; });
        let s15 = s8 >> stage(move |n| c.given(vec![c.map(36, n)]));
        let s16 = s14 >> stage(move |n| c.given(vec![c.map(38, n)]));
        let s17 = fan_in(s15, s16, capacity = c.room(40), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> throttle(1_000_000, Duration::from_micros(1)) >> batch_within(c.size(44), Duration::from_secs(3600)) >> flatten();
        s17 >> collect::<Vec<N>>()
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
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> fuse();
        let s2 = generator(capacity = c.capacity(3),  c.source(2)) >> step_by(c.size(4));
        let s3 = s1 >> fan_out(c.workers(9), capacity = c.room(7), full = drop_newest, async move |n| { c.turn(12).await; for n in c.yields(6, n) { yield c.given(n); } }) >> fan_out(c.workers(10), capacity = c.capacity(11), async move |n| { c.turn(13).await; c.kept(c.map(8, n)) });
        let s4 = s2 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(14, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s6 >> stage(capacity = c.room(16), full = merge(|old, new| if old.number % 2 == 0 { old } else { new }), async move |n| { c.turn(18).await; c.given(c.map(15, n)) }) >> stage(async move |n| { c.turn(19).await; c.kept(c.map(17, n)) });
        let (s8, s9) = s3 >> fan_out(c.workers(21), ordered, move |n| c.fails(20, n)?);
        let s11 = s9 >> map(move |failure| c.letter(23, failure)) >> batch_within(c.size(24), Duration::from_secs(3600)) >> flatten();
        let s12 = s7 >> stage(async move |n| { c.turn(28).await; c.map(26, n) }) >> batch_within(c.size(29), Duration::from_secs(3600)) >> flatten() >> inspect(async move |n| { c.turn(32).await; c.look(31, n) });
        let s13 = fan_in(s12, s11);
        let s14 = s13 >> transform(capacity = c.capacity(35),  async move |mut items| while let Some(n) = items.next().await { yield c.fails(34, n)?; });
        let s15 = s8 >> stage(async move |n| { c.turn(37).await; c.given(vec![c.map(36, n)]) });
        let s16 = s14 >> stage(move |n| c.given(vec![c.map(38, n)]));
        let s17 = fan_in(s15, s16, capacity = c.room(40), full = merge(pile)) >> stage(async move |pile| { c.turn(42).await; c.kept(pile) }) >> flatten() >> throttle(1_000_000, Duration::from_micros(1)) >> batch_within(c.size(44), Duration::from_secs(3600)) >> flatten();
        s17 >> collect::<Vec<N>>()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.fuse());
        let s2 = Flow::of(c.source(2)).row(move |i| i.step_by(c.size(4)));
        let s3 = s1.shared_by(2).each(move |i| i.flat_map(move |n| c.yields(6, n)).map(move |n| c.map(8, n))).lacks();
        let s6 = s2.feedback(move |s| s, move |n| (if c.again(14, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s7 = s6.each(move |i| i.map(move |n| c.map(15, n)).map(move |n| c.map(17, n))).lacks();
        let (s8, s9) = s3.letters(Box::new(move |n| Ok(vec![c.fails(20, n)?])));
        let s11 = s9.shared_by(2).each(move |i| i.inspect(move |n| c.look(23, n))).each(move |i| i.batch_within(c.size(24), Duration::from_secs(3600)).flatten());
        let s12 = s7.each(move |i| i.map(move |n| c.map(26, n))).each(move |i| i.batch_within(c.size(29), Duration::from_secs(3600)).flatten()).each(move |i| i.inspect(move |n| c.look(31, n)));
        let s13 = s12.fan_in(s11);
        let s14 = s13.or_ends(move |n| Ok(vec![c.fails(34, n)?]));
        let s15 = s8.each(move |i| i.map(move |n| c.map(36, n)));
        let s16 = s14.each(move |i| i.map(move |n| c.map(38, n)));
        let s17 = s15.fan_in(s16).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).each(move |i| i.batch_within(c.size(44), Duration::from_secs(3600)).flatten());
        vec![s17.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d46 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 46, text: r#"        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.some(0)) >> map(move |n| c.of_table(1, &n)) >> cloned();
        let s2 = s1 >> transform(capacity = c.room(4), full = drop_oldest, move |items| for n in items { yield c.given(c.map(3, n)); }) >> stage( move |n| c.kept(c.map(5, n)));
        s2 >> map(move |n| c.number_of_table(6, &n)) >> copied() >> map(N::new) >> count()
        });
"#, places: 8, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.some(0)) >> map(move |n| c.of_table(1, &n)) >> cloned();
        let s2 = s1 >> transform(capacity = c.room(4), full = drop_oldest, move |items| for n in items { yield c.given(c.map(3, n)); }) >> stage( move |n| c.kept(c.map(5, n)));
        s2 >> map(move |n| c.number_of_table(6, &n)) >> copied() >> map(N::new) >> count()
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
        let declared = pipeline!(async move || -> Result<usize, Refused> {
        let s1 = generator( c.some(0)) >> map(move |n| c.of_table(1, &n)) >> cloned();
        let s2 = s1 >> transform(capacity = c.room(4), full = drop_oldest, async move |mut items| while let Some(n) = items.next().await { yield c.given(c.map(3, n)); }) >> stage( move |n| c.kept(c.map(5, n)));
        s2 >> map(move |n| c.number_of_table(6, &n)) >> copied() >> map(N::new) >> count()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.map(move |n| c.of_table(1, &n)).cloned());
        let s2 = s1.each(move |i| i.map(move |n| c.map(3, n)).map(move |n| c.map(5, n))).lacks();
        vec![s2.each(move |i| i.map(move |n| c.number_of_table(6, &n)).copied().map(N::new)).value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d47 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 47, text: r#"        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s2 = generator({ for n in c.source(5) { yield n; } });
        let s3 = s2 >> stage(capacity = c.room(7), full = merge(|old, new| if old.number % 2 == 0 { old } else { new }), move |n| c.given(c.map(6, n))) >> stage(capacity = c.capacity(9), move |n| c.kept(c.map(8, n)));
        let s4 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s6 = fan_in(s4, s5, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> map(move |n| c.map(12, n));
        s6 >> sum::<N>()
        });
"#, places: 13, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s2 = generator({ for n in c.source(5) { yield n; } });
        let s3 = s2 >> stage(capacity = c.room(7), full = merge(|old, new| if old.number % 2 == 0 { old } else { new }), move |n| c.given(c.map(6, n))) >> stage(capacity = c.capacity(9), move |n| c.kept(c.map(8, n)));
        let s4 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s6 = fan_in(s4, s5, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> map(move |n| c.map(12, n));
        s6 >> sum::<N>()
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
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s2 = generator({ for n in c.source(5) { yield n; } });
        let s3 = s2 >> stage(capacity = c.room(7), full = merge(|old, new| if old.number % 2 == 0 { old } else { new }), move |n| c.given(c.map(6, n))) >> stage(capacity = c.capacity(9), move |n| c.kept(c.map(8, n)));
        let s4 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s5 = s1 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s6 = fan_in(s4, s5, prefer) >> scan(InTurn::default(), |turn, item| Some(turn.take(item))) >> map(move |n| c.map(12, n));
        s6 >> sum::<N>()
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks().each(move |i| i.map(move |n| c.number_of_table(4, &n)).copied().map(N::new));
        let s2 = Flow::of(c.source(5));
        let s3 = s2.each(move |i| i.map(move |n| c.map(6, n)).map(move |n| c.map(8, n))).lacks();
        let s4 = s3;
        let s5 = s1;
        let s6 = s4.fan_in(s5).each(move |i| i.map(move |n| c.map(12, n)));
        vec![s6.value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d48 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 48, text: r#"        let from_s1 = c.channel(0);
        let from_s2 = c.channel(2);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> chain(c.some(1));
        let s2 = receive(capacity = c.capacity(3),  from_s2) >> through(c.plan(4)) >> batch(c.size(5)) >> flatten() >> enumerate() >> map(move |(i, n)| c.seen(6, i as u64, n));
        let s3 = s2 >> stage(capacity = c.room(8), full = merge(pile), move |n| c.given(vec![c.map(7, n)])) >> stage(move |pile| c.kept(pile)) >> flatten() >> batch(c.size(10)) >> flatten() >> batch_within(c.size(11), Duration::from_secs(3600)) >> map(move |batch| c.total(12, batch));
        let (s4, s5) = s1 >> fan_out(c.workers(15), ordered, keep,  move |n| c.answers(14, n)?);
        let s6 = s4 >> enumerate() >> map(move |(i, n)| c.seen(17, i as u64, n));
        let s7 = s5 >> map(move |failure| c.late(19, failure)) >> stored() >> cycle();
        let s8 = s6 >> stage(move |n| c.given(vec![c.map(20, n)]));
        let s9 = s3 >> stage(move |n| c.given(vec![c.map(22, n)]));
        let s10 = fan_in(s8, s9, capacity = c.room(24), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten();
        let s11 = s10 >> stage(capacity = c.room(26), full = drop_oldest, move |n| c.given(c.map(25, n))) >> fan_out(c.workers(28), ordered, move |n| c.kept(c.map(27, n))) >> peekable() >> batch(c.size(30)) >> map(move |batch| c.total(31, batch));
        let s12 = s11 >> stage(move |n| c.map(32, n));
        let s13 = fan_in(s7, s12);
        let s14 = s13 >> fan_out(c.workers(37), ordered, capacity = c.capacity(38), move |n| c.fails(36, n)?) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(39, N::new(n.number + *sum)) }) >> map(move |n| c.number_of_table(41, &n)) >> copied() >> map(N::new) >> chain(c.source(42));
        s14 >> stored() >> cycle() >> product::<N>()
        });
"#, places: 45, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let from_s2 = c.channel(2);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> chain(c.some(1));
        let s2 = receive(capacity = c.capacity(3),  from_s2) >> through(c.plan(4)) >> batch(c.size(5)) >> flatten() >> enumerate() >> map(move |(i, n)| c.seen(6, i as u64, n));
        let s3 = s2 >> stage(capacity = c.room(8), full = merge(pile), move |n| c.given(vec![c.map(7, n)])) >> stage(move |pile| c.kept(pile)) >> flatten() >> batch(c.size(10)) >> flatten() >> batch_within(c.size(11), Duration::from_secs(3600)) >> map(move |batch| c.total(12, batch));
        let (s4, s5) = s1 >> fan_out(c.workers(15), ordered, keep,  move |n| c.answers(14, n)?);
        let s6 = s4 >> enumerate() >> map(move |(i, n)| c.seen(17, i as u64, n));
        let s7 = s5 >> map(move |failure| c.late(19, failure)) >> stored() >> cycle();
        let s8 = s6 >> stage(move |n| c.given(vec![c.map(20, n)]));
        let s9 = s3 >> stage(move |n| c.given(vec![c.map(22, n)]));
        let s10 = fan_in(s8, s9, capacity = c.room(24), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten();
        let s11 = s10 >> stage(capacity = c.room(26), full = drop_oldest, move |n| c.given(c.map(25, n))) >> fan_out(c.workers(28), ordered, move |n| c.kept(c.map(27, n))) >> peekable() >> batch(c.size(30)) >> map(move |batch| c.total(31, batch));
        let s12 = s11 >> stage(move |n| c.map(32, n));
        let s13 = fan_in(s7, s12);
        let s14 = s13 >> fan_out(c.workers(37), ordered, capacity = c.capacity(38), move |n| c.fails(36, n)?) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(39, N::new(n.number + *sum)) }) >> map(move |n| c.number_of_table(41, &n)) >> copied() >> map(N::new) >> chain(c.source(42));
        s14 >> stored() >> cycle() >> product::<N>()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.chain(c.some(1)));
        let s2 = Flow::of(c.some(2)).row(move |i| i.through(c.plan(4)).batch(c.size(5)).flatten()).row(move |i| i.enumerate().map(move |(i, n)| c.seen(6, i as u64, n)));
        let s3 = s2.each(move |i| i.map(move |n| c.map(7, n))).each(move |i| i.batch(c.size(10)).flatten()).row(move |i| i.batch_within(c.size(11), Duration::from_secs(3600)).map(move |batch| c.total(12, batch)));
        let (s4, s5) = s1.letters(Box::new(move |n| Ok(vec![c.answers(14, n)?])));
        let s6 = s4.row(move |i| i.enumerate().map(move |(i, n)| c.seen(17, i as u64, n)));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(19, n))).row(move |i| i.stored().cycle());
        let s8 = s6.each(move |i| i.map(move |n| c.map(20, n)));
        let s9 = s3.each(move |i| i.map(move |n| c.map(22, n)));
        let s10 = s8.fan_in(s9);
        let s11 = s10.each(move |i| i.map(move |n| c.map(25, n)).map(move |n| c.map(27, n))).lacks().each(move |i| i.peekable()).row(move |i| i.batch(c.size(30)).map(move |batch| c.total(31, batch)));
        let s12 = s11.each(move |i| i.map(move |n| c.map(32, n)));
        let s13 = s7.fan_in(s12);
        let s14 = s13.or_ends(move |n| Ok(vec![c.fails(36, n)?])).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(39, N::new(n.number + *sum)) })).each(move |i| i.map(move |n| c.number_of_table(41, &n)).copied().map(N::new)).each(move |i| i.chain(c.source(42)));
        vec![s14.row(move |i| i.stored().cycle()).value::<N>(move |mut i| i.product::<N>())]
        }
    }
}
pub mod d49 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 49, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.source(1)) >> distinct(move |n| n.number % 5);
        let s2 = generator( c.source(2));
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.room(4), full = merge(pile), move |n| for n in c.yields(3, n) { yield c.given(vec![n]); }) >> stage(capacity = c.capacity(6), move |pile| c.kept(pile)) >> flatten() >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(9), move |n| c.fails(8, n)?) >> chain(c.source(11));
        let s5 = fan_in(s1, s4, prefer);
        s5 >> map(move |n| c.map(13, n)) >> max()
        });
"#, places: 16, is_early: false, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.source(1)) >> distinct(move |n| n.number % 5);
        let s2 = generator( c.source(2));
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.room(4), full = merge(pile), move |n| for n in c.yields(3, n) { yield c.given(vec![n]); }) >> stage(capacity = c.capacity(6), move |pile| c.kept(pile)) >> flatten() >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(9), move |n| c.fails(8, n)?) >> chain(c.source(11));
        let s5 = fan_in(s1, s4, prefer);
        s5 >> map(move |n| c.map(13, n)) >> max()
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
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.source(1)) >> distinct(move |n| n.number % 5);
        let s2 = generator( c.source(2));
        let s3 = s2 >> fan_out(c.workers(5), capacity = c.room(4), full = merge(pile), move |n| for n in c.yields(3, n) { yield c.given(vec![n]); }) >> stage(capacity = c.capacity(6), move |pile| c.kept(pile)) >> flatten() >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(9), async move |n| { c.turn(10).await; c.fails(8, n)? }) >> chain(c.source(11));
        let s5 = fan_in(s1, s4, prefer);
        s5 >> map(async move |n| { c.turn(14).await; c.map(13, n) }) >> max()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.chain(c.source(1))).row(move |i| i.distinct_by_key(move |n| n.number % 5));
        let s2 = Flow::of(c.source(2));
        let s3 = s2.shared_by(c.workers(5)).each(move |i| i.flat_map(move |n| c.yields(3, n))).each(move |i| i.batch_within(c.size(7), Duration::from_secs(3600)).flatten());
        let s4 = s3.shared_by(c.workers(9)).or_ends(move |n| Ok(vec![c.fails(8, n)?])).each(move |i| i.chain(c.source(11)));
        let s5 = s1.fan_in(s4);
        vec![s5.each(move |i| i.map(move |n| c.map(13, n))).value::<Option<N>>(move |mut i| i.max())]
        }
    }
}
pub mod d50 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 50, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> batch(c.size(4)) >> flatten();
        let s2 = s1 >> stage(capacity = c.capacity(7),  move |n| c.map(5, n)) >> map(move |n| c.number_of_table(8, &n)) >> copied() >> map(N::new) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(11, &n) { s4(c.less(&n)); } s5(n); });
        s5 >> min()
        });
"#, places: 15, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> batch(c.size(4)) >> flatten();
        let s2 = s1 >> stage(capacity = c.capacity(7),  move |n| c.map(5, n)) >> map(move |n| c.number_of_table(8, &n)) >> copied() >> map(N::new) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(11, &n) { s4(c.less(&n)); } s5(n); });
        s5 >> min()
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
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage(capacity = c.capacity(3),  move |n| c.kept(c.map(2, n))) >> batch(c.size(4)) >> flatten();
        let s2 = s1 >> stage(timeout = Duration::from_secs(3600), capacity = c.capacity(7),  async move |n| { c.turn(6).await; c.map(5, n) }) >> map(move |n| c.number_of_table(8, &n)) >> copied() >> map(N::new) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(async move |n| { c.turn(13).await; { if c.again(11, &n) { s4(c.less(&n)).await; } s5(n).await; } });
        s5 >> min()
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks().each(move |i| i.batch(c.size(4)).flatten());
        let s2 = s1.each(move |i| i.map(move |n| c.map(5, n))).each(move |i| i.map(move |n| c.number_of_table(8, &n)).copied().map(N::new)).each(move |i| i.map(move |n| c.number_of_table(9, &n)).copied().map(N::new));
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(11, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s5.value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d51 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 51, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0));
        let s2 = generator(capacity = c.room(2), full = drop_oldest, c.source(1).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(3, n)));
        let s3 = s1 >> fan_out(c.workers(5), ordered,  move |n| c.fails(4, n)?) >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten();
        let s4 = s3 >> stage(on_error = retry(2), move |n: N| c.fails(8, n)?);
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> route(move |n| { if c.again(10, &n) { s6(c.less(&n)); } s7(n); });
        let (s8, s9) = s7 >> stage(capacity = c.room(13), full = drop_oldest(s9), move |n| c.fails(12, n).map_err(|refused| c.given(refused))?);
        let s11 = s9 >> stage(move |failure| c.kept(c.letter(15, failure)));
        let s12 = s8 >> stage(move |n| c.given(c.map(16, n)));
        let s13 = s11 >> stage(move |n| c.given(c.map(18, n)));
        let s14 = fan_in(s12, s13, capacity = c.room(20), full = drop_oldest) >> stage(move |n| c.kept(c.map(21, n))) >> peekable();
        let s15 = s14 >> fan_out(c.workers(26), capacity = c.room(24), full = drop_newest, move |n| for n in c.yields(23, n) { yield c.given(n); }) >> fan_out(c.workers(27), move |n| c.kept(c.map(25, n))) >> batch_within(c.size(30), Duration::from_secs(3600)) >> flatten();
        let s16 = s2 >> stage(move |n| c.map(32, n)) >> peekable();
        let s17 = s15 >> stage(move |n| c.map(35, n)) >> chain(c.some(36));
        let s18 = fan_in(s16, s17) >> inspect(move |n| c.look(38, n));
        s18 >> max()
        });
"#, places: 40, is_early: false, is_loose: false, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.source(0));
        let s2 = generator(capacity = c.room(2), full = drop_oldest, c.source(1).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(3, n)));
        let s3 = s1 >> fan_out(c.workers(5), ordered,  move |n| c.fails(4, n)?) >> batch_within(c.size(7), Duration::from_secs(3600)) >> flatten();
        let s4 = s3 >> stage(on_error = retry(2), move |n: N| c.fails(8, n)?);
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> route(move |n| { if c.again(10, &n) { s6(c.less(&n)); } s7(n); });
        let (s8, s9) = s7 >> stage(capacity = c.room(13), full = drop_oldest(s9), move |n| c.fails(12, n).map_err(|refused| c.given(refused))?);
        let s11 = s9 >> stage(move |failure| c.kept(c.letter(15, failure)));
        let s12 = s8 >> stage(move |n| c.given(c.map(16, n)));
        let s13 = s11 >> stage(move |n| c.given(c.map(18, n)));
        let s14 = fan_in(s12, s13, capacity = c.room(20), full = drop_oldest) >> stage(move |n| c.kept(c.map(21, n))) >> peekable();
        let s15 = s14 >> fan_out(c.workers(26), capacity = c.room(24), full = drop_newest, move |n| for n in c.yields(23, n) { yield c.given(n); }) >> fan_out(c.workers(27), move |n| c.kept(c.map(25, n))) >> batch_within(c.size(30), Duration::from_secs(3600)) >> flatten();
        let s16 = s2 >> stage(move |n| c.map(32, n)) >> peekable();
        let s17 = s15 >> stage(move |n| c.map(35, n)) >> chain(c.some(36));
        let s18 = fan_in(s16, s17) >> inspect(move |n| c.look(38, n));
        s18 >> max()
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
        let s1 = Flow::of(c.source(0));
        let s2 = Flow::of(c.source(1).map(move |n| c.map(3, n))).lacks();
        let s3 = s1.or_ends(move |n| Ok(vec![c.fails(4, n)?])).each(move |i| i.batch_within(c.size(7), Duration::from_secs(3600)).flatten());
        let s4 = s3.or_ends(move |n| Ok(vec![c.fails(8, n.clone()).or_else(|_| c.fails(8, n.clone())).or_else(|_| c.fails(8, n))?]));
        let s7 = s4.feedback(move |s| s, move |n| (if c.again(10, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s8, s9) = s7.letters(Box::new(move |n| Ok(vec![c.fails(12, n)?])));
        let s11 = s9.shared_by(2).each(move |i| i.inspect(move |n| c.look(15, n))).lacks();
        let s12 = s8.each(move |i| i.map(move |n| c.map(16, n)));
        let s13 = s11.each(move |i| i.map(move |n| c.map(18, n)));
        let s14 = s12.fan_in(s13).each(move |i| i.map(move |n| c.map(21, n))).lacks().each(move |i| i.peekable());
        let s15 = s14.shared_by(2).each(move |i| i.flat_map(move |n| c.yields(23, n)).map(move |n| c.map(25, n))).lacks().each(move |i| i.batch_within(c.size(30), Duration::from_secs(3600)).flatten());
        let s16 = s2.each(move |i| i.map(move |n| c.map(32, n))).each(move |i| i.peekable());
        let s17 = s15.each(move |i| i.map(move |n| c.map(35, n))).each(move |i| i.chain(c.some(36)));
        let s18 = s16.fan_in(s17).each(move |i| i.inspect(move |n| c.look(38, n)));
        vec![s18.value::<Option<N>>(move |mut i| i.max())]
        }
    }
}
pub mod d52 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 52, text: r#"        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> throttle(1_000_000, Duration::from_micros(1));
        let s2 = s1 >> stage(on_error = skip,  move |n| c.answers(3, n)?);
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(5, &n) { s4(c.less(&n)); } s5(n); });
        s5 >> distinct() >> fold(7_u64, move |sum, n| c.next_sum(8, sum, &n))
        });
"#, places: 9, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> throttle(1_000_000, Duration::from_micros(1));
        let s2 = s1 >> stage(on_error = skip,  move |n| c.answers(3, n)?);
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(move |n| { if c.again(5, &n) { s4(c.less(&n)); } s5(n); });
        s5 >> distinct() >> fold(7_u64, move |sum, n| c.next_sum(8, sum, &n))
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
        let declared = pipeline!(async move || -> Result<u64, Refused> {
        let s1 = generator(capacity = c.room(1), full = drop_oldest, c.source(0).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(2, n))) >> throttle(1_000_000, Duration::from_micros(1));
        let s2 = s1 >> stage(on_error = skip, timeout = c.patience(4),  async move |n| c.answer(3, n).await);
        let s3 = s2 >> feedback(s4, bound = 100_000, full = fail);
        let (s4, s5) = s3 >> route(async move |n| { c.turn(6).await; { if c.again(5, &n) { s4(c.less(&n)).await; } s5(n).await; } });
        s5 >> distinct() >> fold(7_u64, move |sum, n| c.next_sum(8, sum, &n))
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
        let s1 = Flow::of(c.source(0).map(move |n| c.map(2, n))).lacks().each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.answers(3, n)?]));
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(5, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s5.firsts(move |i| i.distinct()).value_by_order::<u64>(move |mut i| i.fold(7_u64, move |sum, n| c.next_sum(8, sum, &n)))]
        }
    }
}
pub mod d53 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 53, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> distinct() >> map_while(move |n| c.may_go_on(3, n)) >> batch(c.size(4)) >> flatten();
        let s2 = generator( c.some(6)) >> through(c.plan(7)) >> fuse() >> chain(c.source(8)) >> batch(c.size(9)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(11), ordered, on_error = skip,  move |n| c.answers(10, n)?);
        let s4 = s1 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(13, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s3 >> segment( segment!(move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(14, n)); let some = some >> stage(move |n| c.map(15, n)); fan_in(some, rest) })) >> inspect(move |n| c.look(16, n));
        let s8 = s7 >> stage(move |n| c.given(vec![c.map(18, n)]));
        let s9 = s6 >> stage(move |n| c.given(vec![c.map(20, n)]));
        let s10 = fan_in(s8, s9, capacity = c.room(22), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> distinct();
        let s11 = s10 >> enumerate() >> debounce(c.moment(25)) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        s11 >> min()
        });
"#, places: 27, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> distinct() >> map_while(move |n| c.may_go_on(3, n)) >> batch(c.size(4)) >> flatten();
        let s2 = generator( c.some(6)) >> through(c.plan(7)) >> fuse() >> chain(c.source(8)) >> batch(c.size(9)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(11), ordered, on_error = skip,  move |n| c.answers(10, n)?);
        let s4 = s1 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(13, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s3 >> segment( segment!(move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(14, n)); let some = some >> stage(move |n| c.map(15, n)); fan_in(some, rest) })) >> inspect(move |n| c.look(16, n));
        let s8 = s7 >> stage(move |n| c.given(vec![c.map(18, n)]));
        let s9 = s6 >> stage(move |n| c.given(vec![c.map(20, n)]));
        let s10 = fan_in(s8, s9, capacity = c.room(22), full = merge(pile)) >> stage(move |pile| c.kept(pile)) >> flatten() >> distinct();
        let s11 = s10 >> enumerate() >> debounce(c.moment(25)) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        s11 >> min()
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
        let s1 = generator(capacity = c.capacity(1),  c.source(0)) >> distinct() >> map_while(move |n| c.may_go_on(3, n)) >> batch(c.size(4)) >> flatten();
        let s2 = generator( c.some(6)) >> through(c.plan(7)) >> fuse() >> chain(c.source(8)) >> batch(c.size(9)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(11), ordered, on_error = skip, timeout = c.patience(12),  async move |n| c.answer(10, n).await);
        let s4 = s1 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(13, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s3 >> segment( segment!(async move |part: N| { let (some, rest) = part >> split(move |n| c.keeps(14, n)); let some = some >> stage(async move |n| c.map(15, n)); fan_in(some, rest) })) >> inspect(move |n| c.look(16, n));
        let s8 = s7 >> stage(async move |n| { c.turn(19).await; c.given(vec![c.map(18, n)]) });
        let s9 = s6 >> stage(async move |n| { c.turn(21).await; c.given(vec![c.map(20, n)]) });
        let s10 = fan_in(s8, s9, capacity = c.room(22), full = merge(pile)) >> stage(async move |pile| { c.turn(23).await; c.kept(pile) }) >> flatten() >> distinct();
        let s11 = s10 >> enumerate() >> debounce(c.moment(25)) >> scan(Rising::default(), |rising, n| Some(rising.take(n)));
        s11 >> min()
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
        let s1 = Flow::of(c.source(0)).firsts(move |i| i.distinct()).row(move |i| i.map_while(move |n| c.may_go_on(3, n)).batch(c.size(4)).flatten());
        let s2 = Flow::of(c.some(6)).row(move |i| i.through(c.plan(7)).fuse()).each(move |i| i.chain(c.source(8))).each(move |i| i.batch(c.size(9)).flatten());
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(vec![c.answers(10, n)?]));
        let s6 = s1.feedback(move |s| s, move |n| (if c.again(13, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s7 = s3.shared_by(2).each(move |i| i.map(move |n| if c.keeps(14, &n) { c.map(15, n) } else { n })).each(move |i| i.inspect(move |n| c.look(16, n)));
        let s8 = s7.each(move |i| i.map(move |n| c.map(18, n)));
        let s9 = s6.each(move |i| i.map(move |n| c.map(20, n)));
        let s10 = s8.fan_in(s9).firsts(move |i| i.distinct());
        let s11 = s10.lacks();
        vec![s11.value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d54 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 54, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator({ for n in c.source(1) { yield n; } }) >> distinct(move |n| n.number % 5);
        let s3 = s2 >> fan_out(c.workers(4), stop_after = c.size(6) as u64,  move |n| c.answers(3, n)?) >> filter_map(move |n| c.may(7, n));
        let s4 = s1 >> fan_out(c.workers(10), ordered, on_error = skip,  move |n| c.answers(9, n)?) >> peekable() >> map(move |n| c.number_of_table(13, &n)) >> copied() >> map(N::new);
        let s5 = s3 >> stage(capacity = c.capacity(16), move |n| for n in c.many(15, n) { yield n; });
        let (s6, s7) = s5 >> map(move |n| c.given(n)) >> tee(capacity = c.room(18), full = drop_oldest(s7));
        let s9 = s7 >> stage(move |n| c.kept(c.map(20, n)));
        let s10 = fan_in(s6, s4, prefer) >> map(move |n| c.number_of_table(23, &n)) >> copied() >> map(N::new);
        let s11 = s10 >> stage(on_error = skip, move |n| c.fails(24, n)?) >> flat_map(move |n| c.many(26, n)) >> filter(move |n| c.keeps(27, n));
        (s9 >> product::<N>(), s11 >> collect::<Vec<N>>())
        });
"#, places: 29, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = generator({ for n in c.source(1) { yield n; } }) >> distinct(move |n| n.number % 5);
        let s3 = s2 >> fan_out(c.workers(4), stop_after = c.size(6) as u64,  move |n| c.answers(3, n)?) >> filter_map(move |n| c.may(7, n));
        let s4 = s1 >> fan_out(c.workers(10), ordered, on_error = skip,  move |n| c.answers(9, n)?) >> peekable() >> map(move |n| c.number_of_table(13, &n)) >> copied() >> map(N::new);
        let s5 = s3 >> stage(capacity = c.capacity(16), move |n| for n in c.many(15, n) { yield n; });
        let (s6, s7) = s5 >> map(move |n| c.given(n)) >> tee(capacity = c.room(18), full = drop_oldest(s7));
        let s9 = s7 >> stage(move |n| c.kept(c.map(20, n)));
        let s10 = fan_in(s6, s4, prefer) >> map(move |n| c.number_of_table(23, &n)) >> copied() >> map(N::new);
        let s11 = s10 >> stage(on_error = skip, move |n| c.fails(24, n)?) >> flat_map(move |n| c.many(26, n)) >> filter(move |n| c.keeps(27, n));
        (s9 >> product::<N>(), s11 >> collect::<Vec<N>>())
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
        let s2 = Flow::of(c.source(1)).row(move |i| i.distinct_by_key(move |n| n.number % 5));
        let s3 = s2.shared_by(c.workers(4)).or_skips(c.size(6), move |n| Ok(vec![c.answers(3, n)?])).each(move |i| i.filter_map(move |n| c.may(7, n)));
        let s4 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.answers(9, n)?])).each(move |i| i.peekable()).each(move |i| i.map(move |n| c.number_of_table(13, &n)).copied().map(N::new));
        let s5 = s3.each(move |i| i.flat_map(move |n| c.many(15, n)));
        let (s6, s7) = s5.fork(move |n| (vec![n.clone()], vec![n]));
        let s9 = s7.each(move |i| i.map(move |n| c.map(20, n))).lacks();
        let s10 = s6.fan_in(s4).each(move |i| i.map(move |n| c.number_of_table(23, &n)).copied().map(N::new));
        let s11 = s10.or_skips(usize::MAX, move |n| Ok(vec![c.fails(24, n)?])).each(move |i| i.flat_map(move |n| c.many(26, n)).filter(move |n| c.keeps(27, n)));
        vec![s9.value::<N>(move |mut i| i.product::<N>()), s11.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d55 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 55, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> peekable();
        let s2 = generator(capacity = c.room(2), full = drop_oldest, c.source(1).map(move |n| c.given(n))) >> stage(capacity = c.capacity(4),  move |n| c.kept(c.map(3, n)));
        let s3 = s1 >> stage(on_error = retry(1),  move |n: N| c.answers(5, n)?);
        let s4 = zip(s3, s2) >> map(move |(a, b)| c.join(7, a, b));
        s4 >> batch(c.size(9)) >> flatten() >> min()
        });
"#, places: 11, is_early: true, is_loose: true, is_lossy: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> peekable();
        let s2 = generator(capacity = c.room(2), full = drop_oldest, c.source(1).map(move |n| c.given(n))) >> stage(capacity = c.capacity(4),  move |n| c.kept(c.map(3, n)));
        let s3 = s1 >> stage(on_error = retry(1),  move |n: N| c.answers(5, n)?);
        let s4 = zip(s3, s2) >> map(move |(a, b)| c.join(7, a, b));
        s4 >> batch(c.size(9)) >> flatten() >> min()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.peekable());
        let s2 = Flow::of(c.source(1).map(move |n| c.map(3, n))).lacks();
        let s3 = s1.or_ends(move |n| Ok(vec![c.answers(5, n.clone()).or_else(|_| c.answers(5, n))?]));
        let s4 = s3.zip(s2, move |a, b| c.join(7, a, b));
        vec![s4.each(move |i| i.batch(c.size(9)).flatten()).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d56 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 56, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } });
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> enumerate() >> map(move |(i, n)| c.seen(2, i as u64, n)) >> map(move |n| c.many(3, n)) >> flatten() >> route(move |n| { if c.again(5, &n) { s3(c.less(&n)); } s4(n); });
        let s5 = s4 >> debounce(Duration::from_secs(3600)) >> step_by(c.size(6)) >> chain(c.some(7));
        s5 >> distinct(move |n| n.number % 5) >> max_by_key(move |n| n.number % 5)
        });
"#, places: 10, is_early: false, is_loose: true, is_lossy: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } });
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> enumerate() >> map(move |(i, n)| c.seen(2, i as u64, n)) >> map(move |n| c.many(3, n)) >> flatten() >> route(move |n| { if c.again(5, &n) { s3(c.less(&n)); } s4(n); });
        let s5 = s4 >> debounce(Duration::from_secs(3600)) >> step_by(c.size(6)) >> chain(c.some(7));
        s5 >> distinct(move |n| n.number % 5) >> max_by_key(move |n| n.number % 5)
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
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } });
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> enumerate() >> map(move |(i, n)| c.seen(2, i as u64, n)) >> map(move |n| c.many(3, n)) >> flatten() >> route(move |n| { if c.again(5, &n) { s3(c.less(&n)); } s4(n); });
        let s5 = s4 >> debounce(Duration::from_secs(3600)) >> step_by(c.size(6)) >> chain(c.some(7));
        s5 >> distinct(move |n| n.number % 5) >> max_by_key(move |n| n.number % 5)
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
        let s4 = s1.feedback(move |s| s.row(move |i| i.enumerate().map(move |(i, n)| c.seen(2, i as u64, n))).each(move |i| i.map(move |n| c.many(3, n)).flatten()), move |n| (if c.again(5, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s5 = s4.row(move |mut i| std::iter::once_with(move || i.last()).flatten()).row(move |i| i.step_by(c.size(6))).each(move |i| i.chain(c.some(7)));
        vec![s5.row(move |i| i.distinct_by_key(move |n| n.number % 5)).value_by_order::<Option<N>>(move |mut i| i.max_by_key(move |n| n.number % 5))]
        }
    }
}
pub mod d57 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 57, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> skip(c.count(1));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(4, n)));
        let s3 = s2 >> stage(move |n| c.map(5, n));
        let s4 = s1 >> stage(capacity = c.capacity(8), move |n| { let n = c.fails(6, n)?; for n in c.few(7, n) { yield n; } });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> flat_map(move |n| c.many(9, n)) >> route(move |n| { if c.again(11, &n) { s6(c.less(&n)); } s7(n); });
        let (s8, s9) = s7 >> route(capacity = c.room(13), full = drop_newest(s9), move |n| if c.keeps(12, &n) { s8(n); } else { s9(c.given(n)); });
        let s11 = s9 >> stage(move |n| c.kept(c.map(15, n)));
        let s12 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s13 = s8 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s14 = concat(s12, s13) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item)));
        let s15 = s11 >> stage(move |n| c.map(17, n)) >> flat_map(move |n| c.many(18, n));
        let s16 = fan_in(s15, s14);
        let s17 = s16 >> stage(capacity = c.room(21), full = merge(pile), move |n| c.given(vec![c.map(20, n)])) >> stage(move |pile| c.kept(pile)) >> flatten() >> distinct();
        s17 >> fuse() >> count()
        });
"#, places: 23, is_early: false, is_loose: true, is_lossy: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> skip(c.count(1));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(4, n)));
        let s3 = s2 >> stage(move |n| c.map(5, n));
        let s4 = s1 >> stage(capacity = c.capacity(8), move |n| { let n = c.fails(6, n)?; for n in c.few(7, n) { yield n; } });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> flat_map(move |n| c.many(9, n)) >> route(move |n| { if c.again(11, &n) { s6(c.less(&n)); } s7(n); });
        let (s8, s9) = s7 >> route(capacity = c.room(13), full = drop_newest(s9), move |n| if c.keeps(12, &n) { s8(n); } else { s9(c.given(n)); });
        let s11 = s9 >> stage(move |n| c.kept(c.map(15, n)));
        let s12 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s13 = s8 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s14 = concat(s12, s13) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item)));
        let s15 = s11 >> stage(move |n| c.map(17, n)) >> flat_map(move |n| c.many(18, n));
        let s16 = fan_in(s15, s14);
        let s17 = s16 >> stage(capacity = c.room(21), full = merge(pile), move |n| c.given(vec![c.map(20, n)])) >> stage(move |pile| c.kept(pile)) >> flatten() >> distinct();
        s17 >> fuse() >> count()
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
        let s1 = receive( from_s1) >> skip(c.count(1));
        let s2 = generator(capacity = c.room(3), full = drop_oldest, c.source(2).map(move |n| c.given(n))) >> stage( move |n| c.kept(c.map(4, n)));
        let s3 = s2 >> stage(move |n| c.map(5, n));
        let s4 = s1 >> stage(capacity = c.capacity(8), move |n| { let n = c.fails(6, n)?; for n in c.few(7, n) { yield n; } });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> flat_map(async move |n| { c.turn(10).await; c.many(9, n) }) >> route(move |n| { if c.again(11, &n) { s6(c.less(&n)); } s7(n); });
        let (s8, s9) = s7 >> route(capacity = c.room(13), full = drop_newest(s9), move |n| if c.keeps(12, &n) { s8(n); } else { s9(c.given(n)); });
        let s11 = s9 >> stage(move |n| c.kept(c.map(15, n)));
        let s12 = s3 >> enumerate() >> map(move |(i, n)| (0, i, n));
        let s13 = s8 >> enumerate() >> map(move |(i, n)| (1, i, n));
        let s14 = concat(s12, s13) >> scan(InTurn::one_by_one(), |turn, item| Some(turn.take(item)));
        let s15 = s11 >> stage(move |n| c.map(17, n)) >> flat_map(async move |n| { c.turn(19).await; c.many(18, n) });
        let s16 = fan_in(s15, s14);
        let s17 = s16 >> stage(capacity = c.room(21), full = merge(pile), move |n| c.given(vec![c.map(20, n)])) >> stage(async move |pile| { c.turn(22).await; c.kept(pile) }) >> flatten() >> distinct();
        s17 >> fuse() >> count()
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.skip(c.count(1)));
        let s2 = Flow::of(c.source(2).map(move |n| c.map(4, n))).lacks();
        let s3 = s2.each(move |i| i.map(move |n| c.map(5, n)));
        let s4 = s1.or_ends(move |n| Ok(c.few(7, c.fails(6, n)?).collect()));
        let s7 = s4.feedback(move |s| s.each(move |i| i.flat_map(move |n| c.many(9, n))), move |n| (if c.again(11, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s8, s9) = s7.fork(move |n| if c.keeps(12, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s11 = s9.each(move |i| i.map(move |n| c.map(15, n))).lacks();
        let s12 = s3;
        let s13 = s8;
        let s14 = s12.concat(s13);
        let s15 = s11.each(move |i| i.map(move |n| c.map(17, n))).each(move |i| i.flat_map(move |n| c.many(18, n)));
        let s16 = s15.fan_in(s14);
        let s17 = s16.each(move |i| i.map(move |n| c.map(20, n))).firsts(move |i| i.distinct());
        vec![s17.each(move |i| i.fuse()).value::<usize>(move |mut i| i.count())]
        }
    }
}
