// Written by tests/oracle/src/write: do not edit.
use pipeline_oracle::Declaration;
pub const FIRST: u64 = 0;
pub const COUNT: u64 = 44;
pub const ALL: &[&Declaration] = &[&d0::DECLARATION, &d1::DECLARATION, &d2::DECLARATION, &d3::DECLARATION, &d4::DECLARATION, &d5::DECLARATION, &d6::DECLARATION, &d7::DECLARATION, &d8::DECLARATION, &d9::DECLARATION, &d10::DECLARATION, &d11::DECLARATION, &d12::DECLARATION, &d13::DECLARATION, &d14::DECLARATION, &d15::DECLARATION, &d16::DECLARATION, &d17::DECLARATION, &d18::DECLARATION, &d19::DECLARATION, &d20::DECLARATION, &d21::DECLARATION, &d22::DECLARATION, &d23::DECLARATION, &d24::DECLARATION, &d25::DECLARATION, &d26::DECLARATION, &d27::DECLARATION, &d28::DECLARATION, &d29::DECLARATION, &d30::DECLARATION, &d31::DECLARATION, &d32::DECLARATION, &d33::DECLARATION, &d34::DECLARATION, &d35::DECLARATION, &d36::DECLARATION, &d37::DECLARATION, &d38::DECLARATION, &d39::DECLARATION, &d40::DECLARATION, &d41::DECLARATION, &d42::DECLARATION, &d43::DECLARATION, ];
pub mod d0 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 0, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> inspect(move |n| c.look(3, n)) >> batch(c.size(6)) >> map(move |batch| c.total(7, batch));
        let s3 = s2 >> stage(on_error = retry(2), capacity = c.capacity(9), move |n: N| c.fails(8, n)?) >> map(move |n| c.map(11, n));
        let s4 = s3 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(13, seen, n) } }) >> enumerate() >> map(move |(i, n)| c.seen(14, i as u64, n));
        let (s5, s6) = s4 >> tee();
        let s8 = s6 >> inspect(move |n| c.look(15, n)) >> through(c.plan(18)) >> fuse() >> step_by(c.size(20));
        (s5 >> take(c.count(21)) >> through(c.plan(22).with_an_end()) >> fuse() >> collect::<Vec<N>>(), s8 >> max_by_key(move |n| n.number % 5))
        });
"#, places: 25, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> inspect(move |n| c.look(3, n)) >> batch(c.size(6)) >> map(move |batch| c.total(7, batch));
        let s3 = s2 >> stage(on_error = retry(2), capacity = c.capacity(9), move |n: N| c.fails(8, n)?) >> map(move |n| c.map(11, n));
        let s4 = s3 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(13, seen, n) } }) >> enumerate() >> map(move |(i, n)| c.seen(14, i as u64, n));
        let (s5, s6) = s4 >> tee();
        let s8 = s6 >> inspect(move |n| c.look(15, n)) >> through(c.plan(18)) >> fuse() >> step_by(c.size(20));
        (s5 >> take(c.count(21)) >> through(c.plan(22).with_an_end()) >> fuse() >> collect::<Vec<N>>(), s8 >> max_by_key(move |n| n.number % 5))
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
        let declared = pipeline!(async move || -> Result<(Vec<N>, Option<N>), Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| c.map(1, n)) >> map(move |n| c.map(2, n)) >> inspect(async move |n| { c.turn(5).await; c.look(3, n) }) >> batch(c.size(6)) >> map(move |batch| c.total(7, batch));
        let s3 = s2 >> stage(on_error = retry(2), capacity = c.capacity(9), async move |n: N| { c.turn(10).await; c.fails(8, n)? }) >> map(async move |n| { c.turn(12).await; c.map(11, n) });
        let s4 = s3 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(13, seen, n) } }) >> enumerate() >> map(move |(i, n)| c.seen(14, i as u64, n));
        let (s5, s6) = s4 >> tee();
        let s8 = s6 >> inspect(async move |n| { c.turn(17).await; c.look(15, n) }) >> through(c.plan(18)) >> fuse() >> step_by(c.size(20));
        (s5 >> take(c.count(21)) >> through(c.plan(22).with_an_end()) >> fuse() >> collect::<Vec<N>>(), s8 >> max_by_key(move |n| n.number % 5))
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
        let s2 = s1.each(move |i| i.map(move |n| c.map(1, n))).each(move |i| i.map(move |n| c.map(2, n))).each(move |i| i.inspect(move |n| c.look(3, n))).row(move |i| i.batch(c.size(6)).map(move |batch| c.total(7, batch)));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(8, n.clone()).or_else(|_| c.fails(8, n.clone())).or_else(|_| c.fails(8, n))?])).each(move |i| i.map(move |n| c.map(11, n)));
        let s4 = s3.row(move |i| i.enumerate().map(move |(i, n)| c.seen(13, i as u64 + 1, n))).row(move |i| i.enumerate().map(move |(i, n)| c.seen(14, i as u64, n)));
        let (s5, s6) = s4.fork(move |n| (vec![n.clone()], vec![n]));
        let s8 = s6.each(move |i| i.inspect(move |n| c.look(15, n))).row(move |i| i.through(c.plan(18)).fuse()).row(move |i| i.step_by(c.size(20)));
        vec![s5.row(move |i| i.take(c.count(21))).row(move |i| i.through(c.plan(22).with_an_end())).each(move |i| i.fuse()).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s8.value_by_order::<Option<N>>(move |mut i| i.max_by_key(move |n| n.number % 5))]
        }
    }
}
pub mod d1 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 1, text: r#"        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.some(0)) >> filter(move |n| c.keeps(1, n)) >> chain(c.source(3)) >> through(c.plan(4).with_an_end());
        let s2 = generator({ for n in c.source(5) { yield n; } }) >> batch(c.size(6)) >> map(move |batch| c.total(7, batch));
        let s3 = s2 >> stage(move |n| for n in c.yields(9, n) { yield n; }) >> through(c.plan(11)) >> batch(c.size(12)) >> flatten() >> zip(c.source(14)) >> map(move |(a, b)| c.join(15, a, b));
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(16, a, b)) >> through(c.plan(17).with_an_end()) >> take(c.count(18));
        s4 >> batch(c.size(19)) >> flatten() >> count()
        });
"#, places: 21, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = generator( c.some(0)) >> filter(move |n| c.keeps(1, n)) >> chain(c.source(3)) >> through(c.plan(4).with_an_end());
        let s2 = generator({ for n in c.source(5) { yield n; } }) >> batch(c.size(6)) >> map(move |batch| c.total(7, batch));
        let s3 = s2 >> stage(move |n| for n in c.yields(9, n) { yield n; }) >> through(c.plan(11)) >> batch(c.size(12)) >> flatten() >> zip(c.source(14)) >> map(move |(a, b)| c.join(15, a, b));
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(16, a, b)) >> through(c.plan(17).with_an_end()) >> take(c.count(18));
        s4 >> batch(c.size(19)) >> flatten() >> count()
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
        let s1 = generator( c.some(0)) >> filter(async move |n| { c.turn(2).await; c.keeps(1, n) }) >> chain(c.source(3)) >> through(c.plan(4).with_an_end());
        let s2 = generator({ for n in c.source(5) { yield n; } }) >> batch(c.size(6)) >> map(move |batch| c.total(7, batch));
        let s3 = s2 >> stage(async move |n| { c.turn(10).await; for n in c.yields(9, n) { yield n; } }) >> through(c.plan(11)) >> batch(c.size(12)) >> flatten() >> zip(c.source(14)) >> map(move |(a, b)| c.join(15, a, b));
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(16, a, b)) >> through(c.plan(17).with_an_end()) >> take(c.count(18));
        s4 >> batch(c.size(19)) >> flatten() >> count()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.filter(move |n| c.keeps(1, n))).each(move |i| i.chain(c.source(3))).row(move |i| i.through(c.plan(4).with_an_end()));
        let s2 = Flow::of(c.source(5)).row(move |i| i.batch(c.size(6)).map(move |batch| c.total(7, batch)));
        let s3 = s2.each(move |i| i.flat_map(move |n| c.yields(9, n))).row(move |i| i.through(c.plan(11)).batch(c.size(12)).flatten()).row(move |i| i.zip(c.source(14)).map(move |(a, b)| c.join(15, a, b)));
        let s4 = s3.zip(s1, move |a, b| c.join(16, a, b)).row(move |i| i.through(c.plan(17).with_an_end())).row(move |i| i.take(c.count(18)));
        vec![s4.each(move |i| i.batch(c.size(19)).flatten()).value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d2 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 2, text: r#"        let from_s2 = c.channel(3);
        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.source(0)) >> filter_map(move |n| c.may(1, n));
        let s2 = receive( from_s2) >> inspect(move |n| c.look(4, n)) >> through(c.plan(6).with_an_end()) >> map_while(move |n| c.may_go_on(8, n));
        let s3 = s1 >> stage(capacity = c.capacity(11), move |n| for n in c.many(10, n) { yield n; });
        let s4 = s3 >> stage(move |n| { let n = c.fails(13, n)?; for n in c.few(14, n) { yield n; } });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> route(move |n| { if c.again(16, &n) { s6(c.less(&n)); } s7(n); });
        (s2 >> filter_map(move |n| c.may(19, n)) >> sum::<N>(), s7 >> filter(move |n| c.keeps(21, n)) >> collect::<Vec<N>>())
        });
"#, places: 22, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.channel(3);
        let declared = pipeline!(move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.source(0)) >> filter_map(move |n| c.may(1, n));
        let s2 = receive( from_s2) >> inspect(move |n| c.look(4, n)) >> through(c.plan(6).with_an_end()) >> map_while(move |n| c.may_go_on(8, n));
        let s3 = s1 >> stage(capacity = c.capacity(11), move |n| for n in c.many(10, n) { yield n; });
        let s4 = s3 >> stage(move |n| { let n = c.fails(13, n)?; for n in c.few(14, n) { yield n; } });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> route(move |n| { if c.again(16, &n) { s6(c.less(&n)); } s7(n); });
        (s2 >> filter_map(move |n| c.may(19, n)) >> sum::<N>(), s7 >> filter(move |n| c.keeps(21, n)) >> collect::<Vec<N>>())
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
        let from_s2 = c.futures_channel(3);
        let declared = pipeline!(async move || -> Result<(N, Vec<N>), Refused> {
        let s1 = generator( c.source(0)) >> filter_map(async move |n| { c.turn(2).await; c.may(1, n) });
        let s2 = receive( from_s2) >> inspect(move |n| c.look(4, n)) >> through(c.plan(6).with_an_end()) >> map_while(async move |n| { c.turn(9).await; c.may_go_on(8, n) });
        let s3 = s1 >> stage(capacity = c.capacity(11), async move |n| { c.turn(12).await; for n in c.many(10, n) { yield n; } });
        let s4 = s3 >> stage(async move |n| { c.turn(15).await; { let n = c.fails(13, n)?; for n in c.few(14, n) { yield n; } } });
        let s5 = s4 >> feedback(s6, bound = 100_000, full = fail);
        let (s6, s7) = s5 >> route(async move |n| { c.turn(18).await; { if c.again(16, &n) { s6(c.less(&n)).await; } s7(n).await; } });
        (s2 >> filter_map(move |n| c.may(19, n)) >> sum::<N>(), s7 >> filter(move |n| c.keeps(21, n)) >> collect::<Vec<N>>())
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.filter_map(move |n| c.may(1, n)));
        let s2 = Flow::of(c.some(3)).each(move |i| i.inspect(move |n| c.look(4, n))).row(move |i| i.through(c.plan(6).with_an_end())).row(move |i| i.map_while(move |n| c.may_go_on(8, n)));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.many(10, n)));
        let s4 = s3.or_ends(move |n| Ok(c.few(14, c.fails(13, n)?).collect()));
        let s7 = s4.feedback(move |s| s, move |n| (if c.again(16, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s2.each(move |i| i.filter_map(move |n| c.may(19, n))).value::<N>(move |mut i| i.sum::<N>()), s7.each(move |i| i.filter(move |n| c.keeps(21, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d3 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 3, text: r#"        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator( c.source(0)) >> flat_map(move |n| c.many(1, n));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> map(move |n| c.number_of_table(5, &n)) >> copied() >> map(N::new) >> batch_within(c.size(6), Duration::from_secs(3600)) >> map(move |batch| c.total(7, batch));
        let (s3, s4) = s2 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s5 = s3 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s4 >> stage(move |n| c.map(11, n));
        let s9 = s5 >> stage(move |n| c.map(13, n)) >> batch(c.size(16)) >> flatten();
        let s7 = fan_in(s8, s9) >> filter_map(move |n| c.may(18, n));
        s7 >> product::<N>()
        });
"#, places: 20, is_early: false, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = generator( c.source(0)) >> flat_map(move |n| c.many(1, n));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> map(move |n| c.number_of_table(5, &n)) >> copied() >> map(N::new) >> batch_within(c.size(6), Duration::from_secs(3600)) >> map(move |batch| c.total(7, batch));
        let (s3, s4) = s2 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s5 = s3 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s4 >> stage(move |n| c.map(11, n));
        let s9 = s5 >> stage(move |n| c.map(13, n)) >> batch(c.size(16)) >> flatten();
        let s7 = fan_in(s8, s9) >> filter_map(move |n| c.may(18, n));
        s7 >> product::<N>()
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
        let s2 = s1 >> stage(capacity = c.capacity(3), async move |n| { c.turn(4).await; c.fails(2, n)? }) >> map(move |n| c.number_of_table(5, &n)) >> copied() >> map(N::new) >> batch_within(c.size(6), Duration::from_secs(3600)) >> map(move |batch| c.total(7, batch));
        let (s3, s4) = s2 >> route(capacity = c.capacity(10), move |n| { if c.keeps(9, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s5 = s3 >> throttle(1_000_000, Duration::from_micros(1));
        let s8 = s4 >> stage(async move |n| { c.turn(12).await; c.map(11, n) });
        let s9 = s5 >> stage(async move |n| { c.turn(15).await; c.map(13, n) }) >> batch(c.size(16)) >> flatten();
        let s7 = fan_in(s8, s9) >> filter_map(async move |n| { c.turn(19).await; c.may(18, n) });
        s7 >> product::<N>()
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
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(2, n)?])).each(move |i| i.map(move |n| c.number_of_table(5, &n)).copied().map(N::new)).row(move |i| i.batch_within(c.size(6), Duration::from_secs(3600)).map(move |batch| c.total(7, batch)));
        let (s3, s4) = s2.fork(move |n| (if c.keeps(9, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s5 = s3.each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s8 = s4.each(move |i| i.map(move |n| c.map(11, n)));
        let s9 = s5.each(move |i| i.map(move |n| c.map(13, n))).each(move |i| i.batch(c.size(16)).flatten());
        let s7 = s8.fan_in(s9).each(move |i| i.filter_map(move |n| c.may(18, n)));
        vec![s7.value::<N>(move |mut i| i.product::<N>())]
        }
    }
}
pub mod d4 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 4, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> map(move |n| c.many(2, n)) >> flatten() >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s2 = generator({ for n in c.source(5) { yield n; } });
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(6, n)?) >> filter(move |n| c.keeps(7, n)) >> through(c.plan(9)) >> batch(c.size(10)) >> flatten();
        let s4 = s2 >> stage(move |n| for n in c.many(11, n) { yield n; });
        let s5 = s3 >> stage(on_error = skip, move |n| { let n = c.fails(12, n)?; for n in c.few(13, n) { yield n; } }) >> through(c.plan(15).with_an_end());
        let s6 = zip(s5, s4) >> map(move |(a, b)| c.join(17, a, b)) >> skip(c.count(18)) >> inspect(move |n| c.look(19, n)) >> flat_map(move |n| c.many(21, n));
        let s7 = s6 >> fan_out(c.workers(23), capacity = c.capacity(24), move |n| c.fails(22, n)?) >> filter_map(move |n| c.may(25, n)) >> fuse();
        s7 >> max()
        });
"#, places: 27, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> map(move |n| c.many(2, n)) >> flatten() >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s2 = generator({ for n in c.source(5) { yield n; } });
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(6, n)?) >> filter(move |n| c.keeps(7, n)) >> through(c.plan(9)) >> batch(c.size(10)) >> flatten();
        let s4 = s2 >> stage(move |n| for n in c.many(11, n) { yield n; });
        let s5 = s3 >> stage(on_error = skip, move |n| { let n = c.fails(12, n)?; for n in c.few(13, n) { yield n; } }) >> through(c.plan(15).with_an_end());
        let s6 = zip(s5, s4) >> map(move |(a, b)| c.join(17, a, b)) >> skip(c.count(18)) >> inspect(move |n| c.look(19, n)) >> flat_map(move |n| c.many(21, n));
        let s7 = s6 >> fan_out(c.workers(23), capacity = c.capacity(24), move |n| c.fails(22, n)?) >> filter_map(move |n| c.may(25, n)) >> fuse();
        s7 >> max()
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
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> map(move |n| c.many(2, n)) >> flatten() >> map(move |n| c.number_of_table(4, &n)) >> copied() >> map(N::new);
        let s2 = generator({ for n in c.source(5) { yield n; } });
        let s3 = s1 >> stage(on_error = skip, move |n| c.fails(6, n)?) >> filter(async move |n| { c.turn(8).await; c.keeps(7, n) }) >> through(c.plan(9)) >> batch(c.size(10)) >> flatten();
        let s4 = s2 >> stage(move |n| for n in c.many(11, n) { yield n; });
        let s5 = s3 >> stage(on_error = skip, async move |n| { c.turn(14).await; { let n = c.fails(12, n)?; for n in c.few(13, n) { yield n; } } }) >> through(c.plan(15).with_an_end());
        let s6 = zip(s5, s4) >> map(move |(a, b)| c.join(17, a, b)) >> skip(c.count(18)) >> inspect(move |n| c.look(19, n)) >> flat_map(move |n| c.many(21, n));
        let s7 = s6 >> fan_out(c.workers(23), capacity = c.capacity(24), move |n| c.fails(22, n)?) >> filter_map(async move |n| { c.turn(26).await; c.may(25, n) }) >> fuse();
        s7 >> max()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.map(move |n| c.many(2, n)).flatten()).each(move |i| i.map(move |n| c.number_of_table(4, &n)).copied().map(N::new));
        let s2 = Flow::of(c.source(5));
        let s3 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(6, n)?])).each(move |i| i.filter(move |n| c.keeps(7, n))).row(move |i| i.through(c.plan(9)).batch(c.size(10)).flatten());
        let s4 = s2.each(move |i| i.flat_map(move |n| c.many(11, n)));
        let s5 = s3.or_skips(usize::MAX, move |n| Ok(c.few(13, c.fails(12, n)?).collect())).row(move |i| i.through(c.plan(15).with_an_end()));
        let s6 = s5.zip(s4, move |a, b| c.join(17, a, b)).row(move |i| i.skip(c.count(18))).each(move |i| i.inspect(move |n| c.look(19, n))).each(move |i| i.flat_map(move |n| c.many(21, n)));
        let s7 = s6.shared_by(c.workers(23)).or_ends(move |n| Ok(vec![c.fails(22, n)?])).each(move |i| i.filter_map(move |n| c.may(25, n))).each(move |i| i.fuse());
        vec![s7.value::<Option<N>>(move |mut i| i.max())]
        }
    }
}
pub mod d5 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 5, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = s1 >> stage(stop_after = c.size(7) as u64, capacity = c.capacity(8), move |n| c.fails(6, n)?);
        s2 >> chain(c.some(10)) >> through(c.plan(12)) >> fuse() >> map_while(move |n| c.may_go_on(13, n)) >> min()
        });
"#, places: 16, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = s1 >> stage(stop_after = c.size(7) as u64, capacity = c.capacity(8), move |n| c.fails(6, n)?);
        s2 >> chain(c.some(10)) >> through(c.plan(12)) >> fuse() >> map_while(move |n| c.may_go_on(13, n)) >> min()
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
        let s1 = generator( c.some(0)) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n)) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = s1 >> stage(stop_after = c.size(7) as u64, capacity = c.capacity(8), async move |n| { c.turn(9).await; c.fails(6, n)? });
        s2 >> chain(c.some(10)) >> through(c.plan(12)) >> fuse() >> map_while(async move |n| { c.turn(15).await; c.may_go_on(13, n) }) >> min()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.flat_map(move |n| c.many(1, n)).filter(move |n| c.keeps(2, n))).row(move |i| i.map_while(move |n| c.may_go_on(4, n)).batch(c.size(5)).flatten());
        let s2 = s1.or_skips(c.size(7), move |n| Ok(vec![c.fails(6, n)?]));
        vec![s2.each(move |i| i.chain(c.some(10))).row(move |i| i.through(c.plan(12)).fuse()).row(move |i| i.map_while(move |n| c.may_go_on(13, n))).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d6 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 6, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(4), ordered, on_error = skip, capacity = c.capacity(5), move |n| c.fails(3, n)?) >> inspect(move |n| c.look(7, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(10, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s6 >> tee(capacity = c.capacity(12));
        let s12 = s8 >> stage(move |n| c.map(13, n));
        let s13 = s7 >> stage(move |n| c.map(15, n));
        let s11 = fan_in(s12, s13) >> map(move |n| c.number_of_table(18, &n)) >> copied() >> map(N::new);
        let s14 = s11 >> fan_out(c.workers(20), on_error = skip, move |n| { let n = c.fails(19, n)?; for n in c.few(21, n) { yield n; } }) >> inspect(move |n| c.look(23, n));
        s14 >> collect::<Vec<N>>()
        });
"#, places: 24, is_early: false, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
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
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(4), ordered, on_error = skip, capacity = c.capacity(5), move |n| c.fails(3, n)?) >> inspect(move |n| c.look(7, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(10, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s6 >> tee(capacity = c.capacity(12));
        let s12 = s8 >> stage(move |n| c.map(13, n));
        let s13 = s7 >> stage(move |n| c.map(15, n));
        let s11 = fan_in(s12, s13) >> map(move |n| c.number_of_table(18, &n)) >> copied() >> map(N::new);
        let s14 = s11 >> fan_out(c.workers(20), on_error = skip, move |n| { let n = c.fails(19, n)?; for n in c.few(21, n) { yield n; } }) >> inspect(move |n| c.look(23, n));
        s14 >> collect::<Vec<N>>()
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
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(2), move |n: N| c.fails(1, n)?);
        let s3 = s2 >> fan_out(c.workers(4), ordered, on_error = skip, capacity = c.capacity(5), async move |n| { c.turn(6).await; c.fails(3, n)? }) >> inspect(async move |n| { c.turn(9).await; c.look(7, n) });
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(async move |n| { c.turn(11).await; { if c.again(10, &n) { s5(c.less(&n)).await; } s6(n).await; } });
        let (s7, s8) = s6 >> tee(capacity = c.capacity(12));
        let s12 = s8 >> stage(move |n| c.map(13, n));
        let s13 = s7 >> stage(move |n| c.map(15, n));
        let s11 = fan_in(s12, s13) >> map(move |n| c.number_of_table(18, &n)) >> copied() >> map(N::new);
        let s14 = s11 >> fan_out(c.workers(20), on_error = skip, async move |n| { c.turn(22).await; { let n = c.fails(19, n)?; for n in c.few(21, n) { yield n; } } }) >> inspect(move |n| c.look(23, n));
        s14 >> collect::<Vec<N>>()
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
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(1, n.clone()).or_else(|_| c.fails(1, n.clone())).or_else(|_| c.fails(1, n))?]));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(vec![c.fails(3, n)?])).each(move |i| i.inspect(move |n| c.look(7, n)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(10, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s7, s8) = s6.fork(move |n| (vec![n.clone()], vec![n]));
        let s12 = s8.each(move |i| i.map(move |n| c.map(13, n)));
        let s13 = s7.each(move |i| i.map(move |n| c.map(15, n)));
        let s11 = s12.fan_in(s13).each(move |i| i.map(move |n| c.number_of_table(18, &n)).copied().map(N::new));
        let s14 = s11.shared_by(c.workers(20)).or_skips(usize::MAX, move |n| Ok(c.few(21, c.fails(19, n)?).collect())).each(move |i| i.inspect(move |n| c.look(23, n)));
        vec![s14.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d7 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 7, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(move |n| { let n = c.fails(1, n)?; for n in c.few(2, n) { yield n; } }) >> fuse() >> filter_map(move |n| c.may(4, n)) >> map(move |n| c.of_table(6, &n)) >> cloned();
        let s3 = s2 >> stage(move |n| for n in c.many(7, n) { yield n; });
        s3 >> step_by(c.size(8)) >> stored() >> rev() >> flat_map(move |n| c.many(11, n)) >> fold(7_u64, move |sum, n| c.next_sum(12, sum, &n))
        });
"#, places: 14, is_early: false, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
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
        let s2 = s1 >> stage(move |n| { let n = c.fails(1, n)?; for n in c.few(2, n) { yield n; } }) >> fuse() >> filter_map(move |n| c.may(4, n)) >> map(move |n| c.of_table(6, &n)) >> cloned();
        let s3 = s2 >> stage(move |n| for n in c.many(7, n) { yield n; });
        s3 >> step_by(c.size(8)) >> stored() >> rev() >> flat_map(move |n| c.many(11, n)) >> fold(7_u64, move |sum, n| c.next_sum(12, sum, &n))
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
        let s2 = s1.or_ends(move |n| Ok(c.few(2, c.fails(1, n)?).collect())).each(move |i| i.fuse()).each(move |i| i.filter_map(move |n| c.may(4, n))).each(move |i| i.map(move |n| c.of_table(6, &n)).cloned());
        let s3 = s2.each(move |i| i.flat_map(move |n| c.many(7, n)));
        vec![s3.row(move |i| i.step_by(c.size(8))).row(move |i| i.stored().rev()).each(move |i| i.flat_map(move |n| c.many(11, n))).value_by_order::<u64>(move |mut i| i.fold(7_u64, move |sum, n| c.next_sum(12, sum, &n)))]
        }
    }
}
pub mod d8 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 8, text: r#"        let declared = pipeline!(move || -> Result<(Option<N>, Option<N>, u64), Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = generator(capacity = c.capacity(4),  c.source(3)) >> zip(c.source(5)) >> map(move |(a, b)| c.join(6, a, b));
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(10), move |n| { let n = c.fails(8, n)?; for n in c.few(9, n) { yield n; } }) >> filter_map(move |n| c.may(11, n));
        let (s4, s5) = s3 >> route(capacity = c.capacity(13), move |n| if c.keeps(12, &n) { s4(n); } else { s5(n); });
        let s7 = s5 >> batch_within(c.size(14), Duration::from_secs(3600)) >> map(move |batch| c.total(15, batch));
        (s1 >> through(c.plan(16)) >> filter(move |n| c.keeps(17, n)) >> map_while(move |n| c.may_go_on(18, n)) >> reduce(move |a, b| c.join(20, a, b)), s4 >> stored() >> cycle() >> map(move |n| c.many(21, n)) >> flatten() >> max(), s7 >> chain(c.source(23)) >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(24, sum, &n); if !c.goes_on(25, &n) { break; } } sum }))
        });
"#, places: 27, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Option<N>, Option<N>, u64), Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = generator(capacity = c.capacity(4),  c.source(3)) >> zip(c.source(5)) >> map(move |(a, b)| c.join(6, a, b));
        let s3 = s2 >> stage(on_error = skip, capacity = c.capacity(10), move |n| { let n = c.fails(8, n)?; for n in c.few(9, n) { yield n; } }) >> filter_map(move |n| c.may(11, n));
        let (s4, s5) = s3 >> route(capacity = c.capacity(13), move |n| if c.keeps(12, &n) { s4(n); } else { s5(n); });
        let s7 = s5 >> batch_within(c.size(14), Duration::from_secs(3600)) >> map(move |batch| c.total(15, batch));
        (s1 >> through(c.plan(16)) >> filter(move |n| c.keeps(17, n)) >> map_while(move |n| c.may_go_on(18, n)) >> reduce(move |a, b| c.join(20, a, b)), s4 >> stored() >> cycle() >> map(move |n| c.many(21, n)) >> flatten() >> max(), s7 >> chain(c.source(23)) >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(24, sum, &n); if !c.goes_on(25, &n) { break; } } sum }))
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.map(move |n| c.of_table(2, &n)).cloned());
        let s2 = Flow::of(c.source(3)).row(move |i| i.zip(c.source(5)).map(move |(a, b)| c.join(6, a, b)));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(c.few(9, c.fails(8, n)?).collect())).each(move |i| i.filter_map(move |n| c.may(11, n)));
        let (s4, s5) = s3.fork(move |n| if c.keeps(12, &n) { (vec![n], vec![]) } else { (vec![], vec![n]) });
        let s7 = s5.row(move |i| i.batch_within(c.size(14), Duration::from_secs(3600)).map(move |batch| c.total(15, batch)));
        vec![s1.row(move |i| i.through(c.plan(16)).filter(move |n| c.keeps(17, n))).row(move |i| i.map_while(move |n| c.may_go_on(18, n))).value_by_order::<Option<N>>(move |mut i| i.reduce(move |a, b| c.join(20, a, b))), s4.row(move |i| i.stored().cycle()).each(move |i| i.map(move |n| c.many(21, n)).flatten()).value::<Option<N>>(move |mut i| i.max()), s7.each(move |i| i.chain(c.source(23))).value_by_order::<u64>(move |mut i| i.try_fold(7, move |sum, n| { let sum = c.next_sum(24, sum, &n); if c.goes_on(25, &n) { Ok(sum) } else { Err(sum) } }).unwrap_or_else(|sum| sum))]
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
        let s8 = s6 >> skip(c.count(11));
        (s3 >> chain(c.source(13)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s5 >> all(move |n| c.goes_on(14, &n)), s8 >> take(c.count(15)) >> through(c.plan(16)) >> fuse() >> filter_map(move |n| c.may(18, n)) >> any(move |n| !c.goes_on(20, &n)))
        });
"#, places: 22, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
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
        let s8 = s6 >> skip(c.count(11));
        (s3 >> chain(c.source(13)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s5 >> all(move |n| c.goes_on(14, &n)), s8 >> take(c.count(15)) >> through(c.plan(16)) >> fuse() >> filter_map(move |n| c.may(18, n)) >> any(move |n| !c.goes_on(20, &n)))
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
        let s8 = s6 >> skip(c.count(11));
        (s3 >> chain(c.source(13)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s5 >> all(move |n| c.goes_on(14, &n)), s8 >> take(c.count(15)) >> through(c.plan(16)) >> fuse() >> filter_map(async move |n| { c.turn(19).await; c.may(18, n) }) >> any(async move |n| { c.turn(21).await; !c.goes_on(20, &n) }))
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
        let s8 = s6.row(move |i| i.skip(c.count(11)));
        vec![s3.each(move |i| i.chain(c.source(13))).value_by_order::<Option<N>>(move |mut i| i.max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))), s5.value_by_order::<bool>(move |mut i| i.all(move |n| c.goes_on(14, &n))), s8.row(move |i| i.take(c.count(15))).row(move |i| i.through(c.plan(16)).fuse()).each(move |i| i.filter_map(move |n| c.may(18, n))).value_by_order::<bool>(move |mut i| i.any(move |n| !c.goes_on(20, &n)))]
        }
    }
}
pub mod d10 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 10, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.some(1));
        let s2 = generator( c.some(2)) >> map(move |n| c.of_table(3, &n)) >> cloned();
        let s3 = s1 >> stage( move |n| c.map(4, n)) >> take(c.count(5));
        let s4 = s3 >> fan_out(c.workers(7), ordered, move |n| c.map(6, n)) >> take(c.count(9));
        let s5 = zip(s2, s4) >> map(move |(a, b)| c.join(11, a, b)) >> chain(c.source(12));
        let s6 = s5 >> stage(capacity = c.capacity(15), move |n| for n in c.many(14, n) { yield n; });
        s6 >> enumerate() >> map(move |(i, n)| c.seen(16, i as u64, n)) >> filter(move |n| c.keeps(17, n)) >> min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))
        });
"#, places: 19, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.some(1));
        let s2 = generator( c.some(2)) >> map(move |n| c.of_table(3, &n)) >> cloned();
        let s3 = s1 >> stage( move |n| c.map(4, n)) >> take(c.count(5));
        let s4 = s3 >> fan_out(c.workers(7), ordered, move |n| c.map(6, n)) >> take(c.count(9));
        let s5 = zip(s2, s4) >> map(move |(a, b)| c.join(11, a, b)) >> chain(c.source(12));
        let s6 = s5 >> stage(capacity = c.capacity(15), move |n| for n in c.many(14, n) { yield n; });
        s6 >> enumerate() >> map(move |(i, n)| c.seen(16, i as u64, n)) >> filter(move |n| c.keeps(17, n)) >> min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))
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
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> chain(c.some(1));
        let s2 = generator( c.some(2)) >> map(move |n| c.of_table(3, &n)) >> cloned();
        let s3 = s1 >> stage(blocking,  move |n| c.map(4, n)) >> take(c.count(5));
        let s4 = s3 >> fan_out(c.workers(7), ordered, async move |n| { c.turn(8).await; c.map(6, n) }) >> take(c.count(9));
        let s5 = zip(s2, s4) >> map(move |(a, b)| c.join(11, a, b)) >> chain(c.source(12));
        let s6 = s5 >> stage(capacity = c.capacity(15), move |n| for n in c.many(14, n) { yield n; });
        s6 >> enumerate() >> map(move |(i, n)| c.seen(16, i as u64, n)) >> filter(async move |n| { c.turn(18).await; c.keeps(17, n) }) >> min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))
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
        let s2 = Flow::of(c.some(2)).each(move |i| i.map(move |n| c.of_table(3, &n)).cloned());
        let s3 = s1.each(move |i| i.map(move |n| c.map(4, n))).row(move |i| i.take(c.count(5)));
        let s4 = s3.each(move |i| i.map(move |n| c.map(6, n))).row(move |i| i.take(c.count(9)));
        let s5 = s2.zip(s4, move |a, b| c.join(11, a, b)).each(move |i| i.chain(c.source(12)));
        let s6 = s5.each(move |i| i.flat_map(move |n| c.many(14, n)));
        vec![s6.row(move |i| i.enumerate().map(move |(i, n)| c.seen(16, i as u64, n))).each(move |i| i.filter(move |n| c.keeps(17, n))).value_by_order::<Option<N>>(move |mut i| i.min_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))))]
        }
    }
}
pub mod d11 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 11, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(Vec<N>, N), Refused> {
        let s1 = receive( from_s1) >> chain(c.source(1));
        let s2 = generator({ for n in c.source(3) { yield n; } });
        let s3 = s1 >> fan_out(c.workers(5), ordered, move |n| c.map(4, n)) >> stored() >> rev();
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s2 >> feedback(s8, bound = 100_000, full = fail);
        let (s8, s9) = s7 >> route(move |n| { if c.again(9, &n) { s8(c.less(&n)); } s9(n); });
        (s6 >> sink(move |items| items.collect::<Vec<N>>()), s9 >> chain(c.source(11)) >> sum::<N>())
        });
"#, places: 12, is_early: false, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
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
        let s3 = s1 >> fan_out(c.workers(5), ordered, move |n| c.map(4, n)) >> stored() >> rev();
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(7, &n) { s5(c.less(&n)); } s6(n); });
        let s7 = s2 >> feedback(s8, bound = 100_000, full = fail);
        let (s8, s9) = s7 >> route(move |n| { if c.again(9, &n) { s8(c.less(&n)); } s9(n); });
        (s6 >> sink(move |items| items.collect::<Vec<N>>()), s9 >> chain(c.source(11)) >> sum::<N>())
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.chain(c.source(1)));
        let s2 = Flow::of(c.source(3));
        let s3 = s1.each(move |i| i.map(move |n| c.map(4, n))).row(move |i| i.stored().rev());
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(7, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s9 = s2.feedback(move |s| s, move |n| (if c.again(9, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s6.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s9.each(move |i| i.chain(c.source(11))).value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d12 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 12, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Option<N>, Vec<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> fan_out(c.workers(6), ordered, move |n| for n in c.yields(5, n) { yield n; }) >> through(c.plan(7)) >> filter(move |n| c.keeps(8, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(9, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s2 >> tee(capacity = c.capacity(11));
        let s9 = s7 >> through(c.plan(12).with_an_end()) >> batch(c.size(14)) >> map(move |batch| c.total(15, batch)) >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new);
        let s10 = s8 >> step_by(c.size(17)) >> filter_map(move |n| c.may(19, n));
        (s6 >> enumerate() >> map(move |(i, n)| c.seen(21, i as u64, n)) >> min_by_key(move |n| n.number % 5), s9 >> zip(c.source(23)) >> map(move |(a, b)| c.join(24, a, b)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s10 >> sink(move |items| items.collect::<Vec<N>>()))
        });
"#, places: 25, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<(Option<N>, Option<N>, Vec<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> fan_out(c.workers(6), ordered, move |n| for n in c.yields(5, n) { yield n; }) >> through(c.plan(7)) >> filter(move |n| c.keeps(8, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(9, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s2 >> tee(capacity = c.capacity(11));
        let s9 = s7 >> through(c.plan(12).with_an_end()) >> batch(c.size(14)) >> map(move |batch| c.total(15, batch)) >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new);
        let s10 = s8 >> step_by(c.size(17)) >> filter_map(move |n| c.may(19, n));
        (s6 >> enumerate() >> map(move |(i, n)| c.seen(21, i as u64, n)) >> min_by_key(move |n| n.number % 5), s9 >> zip(c.source(23)) >> map(move |(a, b)| c.join(24, a, b)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s10 >> sink(move |items| items.collect::<Vec<N>>()))
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
        let declared = pipeline!(async move || -> Result<(Option<N>, Option<N>, Vec<N>), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> batch(c.size(2)) >> flatten();
        let s2 = generator(capacity = c.capacity(4),  c.source(3));
        let s3 = s1 >> fan_out(c.workers(6), ordered, move |n| for n in c.yields(5, n) { yield n; }) >> through(c.plan(7)) >> filter(move |n| c.keeps(8, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(9, &n) { s5(c.less(&n)); } s6(n); });
        let (s7, s8) = s2 >> tee(capacity = c.capacity(11));
        let s9 = s7 >> through(c.plan(12).with_an_end()) >> batch(c.size(14)) >> map(move |batch| c.total(15, batch)) >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new);
        let s10 = s8 >> step_by(c.size(17)) >> filter_map(async move |n| { c.turn(20).await; c.may(19, n) });
        (s6 >> enumerate() >> map(move |(i, n)| c.seen(21, i as u64, n)) >> min_by_key(move |n| n.number % 5), s9 >> zip(c.source(23)) >> map(move |(a, b)| c.join(24, a, b)) >> max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7))), s10 >> sink(async move |items| items.collect::<Vec<N>>().await))
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
        let s3 = s1.each(move |i| i.flat_map(move |n| c.yields(5, n))).row(move |i| i.through(c.plan(7)).filter(move |n| c.keeps(8, n)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(9, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let (s7, s8) = s2.fork(move |n| (vec![n.clone()], vec![n]));
        let s9 = s7.row(move |i| i.through(c.plan(12).with_an_end())).row(move |i| i.batch(c.size(14)).map(move |batch| c.total(15, batch))).each(move |i| i.map(move |n| c.number_of_table(16, &n)).copied().map(N::new));
        let s10 = s8.row(move |i| i.step_by(c.size(17))).each(move |i| i.filter_map(move |n| c.may(19, n)));
        vec![s6.row(move |i| i.enumerate().map(move |(i, n)| c.seen(21, i as u64, n))).value_by_order::<Option<N>>(move |mut i| i.min_by_key(move |n| n.number % 5)), s9.row(move |i| i.zip(c.source(23)).map(move |(a, b)| c.join(24, a, b))).value_by_order::<Option<N>>(move |mut i| i.max_by(move |a, b| (a.number % 7).cmp(&(b.number % 7)))), s10.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d13 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 13, text: r#"        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator( c.some(0));
        let s2 = s1 >> fan_out(c.workers(2), ordered, capacity = c.capacity(3), move |n| c.fails(1, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> flatten() >> flat_map(move |n| c.many(5, n)) >> filter(move |n| c.keeps(6, n)) >> take_while(move |n| c.goes_on(7, n));
        let s3 = s2 >> fan_out(c.workers(11), ordered, capacity = c.capacity(12), move |n| c.fails(10, n)?) >> through(c.plan(13)) >> filter(move |n| c.keeps(14, n));
        let s4 = s3 >> stage(move |n| { let n = c.fails(15, n)?; for n in c.few(16, n) { yield n; } });
        s4 >> partition::<Vec<N>, _>(move |n| c.keeps(17, n))
        });
"#, places: 18, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator( c.some(0));
        let s2 = s1 >> fan_out(c.workers(2), ordered, capacity = c.capacity(3), move |n| c.fails(1, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> flatten() >> flat_map(move |n| c.many(5, n)) >> filter(move |n| c.keeps(6, n)) >> take_while(move |n| c.goes_on(7, n));
        let s3 = s2 >> fan_out(c.workers(11), ordered, capacity = c.capacity(12), move |n| c.fails(10, n)?) >> through(c.plan(13)) >> filter(move |n| c.keeps(14, n));
        let s4 = s3 >> stage(move |n| { let n = c.fails(15, n)?; for n in c.few(16, n) { yield n; } });
        s4 >> partition::<Vec<N>, _>(move |n| c.keeps(17, n))
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
        let s1 = generator( c.some(0));
        let s2 = s1 >> fan_out(c.workers(2), ordered, capacity = c.capacity(3), move |n| c.fails(1, n)?) >> batch_within(c.size(4), Duration::from_secs(3600)) >> flatten() >> flat_map(move |n| c.many(5, n)) >> filter(move |n| c.keeps(6, n)) >> take_while(async move |n| { c.turn(9).await; c.goes_on(7, n) });
        let s3 = s2 >> fan_out(c.workers(11), ordered, capacity = c.capacity(12), move |n| c.fails(10, n)?) >> through(c.plan(13)) >> filter(move |n| c.keeps(14, n));
        let s4 = s3 >> stage(move |n| { let n = c.fails(15, n)?; for n in c.few(16, n) { yield n; } });
        s4 >> partition::<Vec<N>, _>(move |n| c.keeps(17, n))
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
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(1, n)?])).each(move |i| i.batch_within(c.size(4), Duration::from_secs(3600)).flatten()).each(move |i| i.flat_map(move |n| c.many(5, n)).filter(move |n| c.keeps(6, n))).row(move |i| i.take_while(move |n| c.goes_on(7, n)));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(10, n)?])).row(move |i| i.through(c.plan(13)).filter(move |n| c.keeps(14, n)));
        let s4 = s3.or_ends(move |n| Ok(c.few(16, c.fails(15, n)?).collect()));
        vec![s4.value_by_order::<(Vec<N>, Vec<N>)>(move |mut i| i.partition::<Vec<N>, _>(move |n| c.keeps(17, n)))]
        }
    }
}
pub mod d14 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 14, text: r#"        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1)) >> chain(c.source(2));
        let s2 = s1 >> fan_out(c.workers(4), ordered, on_error = skip, move |n| c.fails(3, n)?) >> flat_map(move |n| c.many(5, n)) >> filter(move |n| c.keeps(6, n));
        let s3 = s2 >> stage(move |n| c.fails(7, n)?) >> inspect(move |n| c.look(8, n));
        s3 >> map(move |n| (n.clone(), n)) >> unzip()
        });
"#, places: 9, is_early: false, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1)) >> chain(c.source(2));
        let s2 = s1 >> fan_out(c.workers(4), ordered, on_error = skip, move |n| c.fails(3, n)?) >> flat_map(move |n| c.many(5, n)) >> filter(move |n| c.keeps(6, n));
        let s3 = s2 >> stage(move |n| c.fails(7, n)?) >> inspect(move |n| c.look(8, n));
        s3 >> map(move |n| (n.clone(), n)) >> unzip()
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
        let s1 = generator(capacity = c.capacity(1), { for n in c.source(0) { yield n; } }) >> throttle(1_000_000, Duration::from_micros(1)) >> chain(c.source(2));
        let s2 = s1 >> fan_out(c.workers(4), ordered, on_error = skip, move |n| c.fails(3, n)?) >> flat_map(move |n| c.many(5, n)) >> filter(move |n| c.keeps(6, n));
        let s3 = s2 >> stage(move |n| c.fails(7, n)?) >> inspect(move |n| c.look(8, n));
        s3 >> map(move |n| (n.clone(), n)) >> unzip()
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).each(move |i| i.chain(c.source(2)));
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(3, n)?])).each(move |i| i.flat_map(move |n| c.many(5, n)).filter(move |n| c.keeps(6, n)));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.inspect(move |n| c.look(8, n)));
        vec![s3.value_by_order::<(Vec<N>, Vec<N>)>(move |mut i| i.map(move |n| (n.clone(), n)).unzip())]
        }
    }
}
pub mod d15 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 15, text: r#"        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.some(0)) >> peekable() >> filter_map(move |n| c.may(1, n)) >> batch_within(c.size(2), Duration::from_secs(3600)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(4), move |n| c.map(3, n));
        let s3 = s2 >> fan_out(c.workers(7), ordered, capacity = c.capacity(8), move |n| for n in c.yields(6, n) { yield n; });
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(10, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s8 = fan_in(s5, s4);
        s8 >> batch(c.size(12)) >> flatten() >> for_each(move |n| c.look(14, &n))
        });
"#, places: 15, is_early: false, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = generator( c.some(0)) >> peekable() >> filter_map(move |n| c.may(1, n)) >> batch_within(c.size(2), Duration::from_secs(3600)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(4), move |n| c.map(3, n));
        let s3 = s2 >> fan_out(c.workers(7), ordered, capacity = c.capacity(8), move |n| for n in c.yields(6, n) { yield n; });
        let (s4, s5) = s3 >> route(move |n| { if c.keeps(10, &n) { s4(n.clone()); s4(N::new(7)); } s5(n); });
        let s8 = fan_in(s5, s4);
        s8 >> batch(c.size(12)) >> flatten() >> for_each(move |n| c.look(14, &n))
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.peekable()).each(move |i| i.filter_map(move |n| c.may(1, n))).each(move |i| i.batch_within(c.size(2), Duration::from_secs(3600)).flatten());
        let s2 = s1.shared_by(c.workers(4)).each(move |i| i.map(move |n| c.map(3, n)));
        let s3 = s2.each(move |i| i.flat_map(move |n| c.yields(6, n)));
        let (s4, s5) = s3.fork(move |n| (if c.keeps(10, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s8 = s5.fan_in(s4);
        vec![s8.each(move |i| i.batch(c.size(12)).flatten()).value::<()>(move |mut i| i.for_each(move |n| c.look(14, &n)))]
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
        (s1 >> is_sorted(), s3 >> enumerate() >> map(move |(i, n)| c.seen(6, i as u64, n)) >> ge(c.source(7)))
        });
"#, places: 9, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
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
        (s1 >> is_sorted(), s3 >> enumerate() >> map(move |(i, n)| c.seen(6, i as u64, n)) >> ge(c.source(7)))
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
        (s1 >> is_sorted(), s3 >> enumerate() >> map(move |(i, n)| c.seen(6, i as u64, n)) >> ge(c.source(7)))
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
        vec![s1.value_by_order::<bool>(move |mut i| i.is_sorted()), s3.row(move |i| i.enumerate().map(move |(i, n)| c.seen(6, i as u64, n))).value_by_order::<bool>(move |mut i| i.ge(c.source(7)))]
        }
    }
}
pub mod d17 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 17, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1) >> skip(c.count(1)) >> chain(c.some(3)) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = generator(capacity = c.capacity(7),  c.source(6)) >> enumerate() >> map(move |(i, n)| c.seen(8, i as u64, n)) >> any_of_std(c, 10) >> fuse();
        let s3 = s2 >> fan_out(c.workers(12), capacity = c.capacity(13), move |n| c.fails(11, n)?) >> map(move |n| c.map(15, n));
        let s5 = s3 >> stage(move |n| c.map(17, n));
        let s4 = fan_in(s5, s1) >> map(move |n| c.of_table(19, &n)) >> cloned();
        let s6 = s4 >> fan_out(c.workers(21), move |n| c.fails(20, n)?) >> chain(c.some(22));
        s6 >> collect::<Vec<N>>()
        });
"#, places: 24, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1) >> skip(c.count(1)) >> chain(c.some(3)) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten();
        let s2 = generator(capacity = c.capacity(7),  c.source(6)) >> enumerate() >> map(move |(i, n)| c.seen(8, i as u64, n)) >> any_of_std(c, 10) >> fuse();
        let s3 = s2 >> fan_out(c.workers(12), capacity = c.capacity(13), move |n| c.fails(11, n)?) >> map(move |n| c.map(15, n));
        let s5 = s3 >> stage(move |n| c.map(17, n));
        let s4 = fan_in(s5, s1) >> map(move |n| c.of_table(19, &n)) >> cloned();
        let s6 = s4 >> fan_out(c.workers(21), move |n| c.fails(20, n)?) >> chain(c.some(22));
        s6 >> collect::<Vec<N>>()
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.skip(c.count(1))).each(move |i| i.chain(c.some(3))).row(move |i| i.map_while(move |n| c.may_go_on(4, n)).batch(c.size(5)).flatten());
        let s2 = Flow::of(c.source(6)).row(move |i| i.enumerate().map(move |(i, n)| c.seen(8, i as u64, n))).row(move |i| i.any_of_std(c, 10).fuse());
        let s3 = s2.shared_by(c.workers(12)).or_ends(move |n| Ok(vec![c.fails(11, n)?])).each(move |i| i.map(move |n| c.map(15, n)));
        let s5 = s3.each(move |i| i.map(move |n| c.map(17, n)));
        let s4 = s5.fan_in(s1).each(move |i| i.map(move |n| c.of_table(19, &n)).cloned());
        let s6 = s4.shared_by(c.workers(21)).or_ends(move |n| Ok(vec![c.fails(20, n)?])).each(move |i| i.chain(c.some(22)));
        vec![s6.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d18 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 18, text: r#"        let declared = pipeline!(move || -> Result<(usize, N), Refused> {
        let s1 = generator( c.some(0)) >> skip_while(move |n| c.goes_on(1, n)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = s1 >> fan_out(c.workers(5), on_error = skip, capacity = c.capacity(7), move |n| { let n = c.fails(4, n)?; for n in c.few(6, n) { yield n; } });
        let s3 = s2 >> fan_out(c.workers(10), ordered, move |n| c.map(9, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> flat_map(move |n| c.many(12, n)) >> peekable();
        (s6 >> count(), s5 >> sum::<N>())
        });
"#, places: 13, is_early: false, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(usize, N), Refused> {
        let s1 = generator( c.some(0)) >> skip_while(move |n| c.goes_on(1, n)) >> map(move |n| c.of_table(2, &n)) >> cloned();
        let s2 = s1 >> fan_out(c.workers(5), on_error = skip, capacity = c.capacity(7), move |n| { let n = c.fails(4, n)?; for n in c.few(6, n) { yield n; } });
        let s3 = s2 >> fan_out(c.workers(10), ordered, move |n| c.map(9, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> flat_map(move |n| c.many(12, n)) >> peekable();
        (s6 >> count(), s5 >> sum::<N>())
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.skip_while(move |n| c.goes_on(1, n))).each(move |i| i.map(move |n| c.of_table(2, &n)).cloned());
        let s2 = s1.shared_by(c.workers(5)).or_skips(usize::MAX, move |n| Ok(c.few(6, c.fails(4, n)?).collect()));
        let s3 = s2.each(move |i| i.map(move |n| c.map(9, n)));
        let (s4, s5) = s3.fork(move |n| (vec![n.clone()], vec![n]));
        let s6 = s4.each(move |i| i.flat_map(move |n| c.many(12, n))).each(move |i| i.peekable());
        vec![s6.value::<usize>(move |mut i| i.count()), s5.value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
pub mod d19 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 19, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> step_by(c.size(2)) >> take_while(move |n| c.goes_on(4, n));
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> route(move |n| { if c.again(5, &n) { s3(c.less(&n)); } s4(n); });
        let s5 = s4 >> fan_out(c.workers(8), ordered, on_error = skip, capacity = c.capacity(9), move |n| c.fails(7, n)?) >> filter_map(move |n| c.may(11, n));
        s5 >> count()
        });
"#, places: 13, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> step_by(c.size(2)) >> take_while(move |n| c.goes_on(4, n));
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> route(move |n| { if c.again(5, &n) { s3(c.less(&n)); } s4(n); });
        let s5 = s4 >> fan_out(c.workers(8), ordered, on_error = skip, capacity = c.capacity(9), move |n| c.fails(7, n)?) >> filter_map(move |n| c.may(11, n));
        s5 >> count()
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
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> step_by(c.size(2)) >> take_while(move |n| c.goes_on(4, n));
        let s2 = s1 >> feedback(s3, bound = 100_000, full = fail);
        let (s3, s4) = s2 >> route(async move |n| { c.turn(6).await; { if c.again(5, &n) { s3(c.less(&n)).await; } s4(n).await; } });
        let s5 = s4 >> fan_out(c.workers(8), ordered, on_error = skip, capacity = c.capacity(9), async move |n| { c.turn(10).await; c.fails(7, n)? }) >> filter_map(move |n| c.may(11, n));
        s5 >> count()
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.step_by(c.size(2))).row(move |i| i.take_while(move |n| c.goes_on(4, n)));
        let s4 = s1.feedback(move |s| s, move |n| (if c.again(5, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s5 = s4.or_skips(usize::MAX, move |n| Ok(vec![c.fails(7, n)?])).each(move |i| i.filter_map(move |n| c.may(11, n)));
        vec![s5.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d20 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 20, text: r#"        let from_s2 = c.channel(6);
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> batch(c.size(1)) >> map(move |batch| c.total(2, batch)) >> chain(c.source(4)) >> batch(c.size(5)) >> flatten();
        let s2 = receive(capacity = c.capacity(7),  from_s2);
        let s3 = s2 >> stage(capacity = c.capacity(9), move |n| c.map(8, n)) >> skip(c.count(10)) >> batch_within(c.size(11), Duration::from_secs(3600)) >> flatten() >> inspect(move |n| c.look(13, n));
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(15, a, b)) >> flat_map(move |n| c.many(16, n)) >> filter(move |n| c.keeps(17, n));
        let s5 = s4 >> fan_out(c.workers(19), capacity = c.capacity(20), move |n| c.map(18, n));
        s5 >> filter_map(move |n| c.may(21, n)) >> flat_map(move |n| c.many(23, n)) >> filter(move |n| c.keeps(24, n)) >> batch(c.size(26)) >> map(move |batch| c.total(27, batch)) >> ne(c.source(28))
        });
"#, places: 29, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s2 = c.channel(6);
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> batch(c.size(1)) >> map(move |batch| c.total(2, batch)) >> chain(c.source(4)) >> batch(c.size(5)) >> flatten();
        let s2 = receive(capacity = c.capacity(7),  from_s2);
        let s3 = s2 >> stage(capacity = c.capacity(9), move |n| c.map(8, n)) >> skip(c.count(10)) >> batch_within(c.size(11), Duration::from_secs(3600)) >> flatten() >> inspect(move |n| c.look(13, n));
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(15, a, b)) >> flat_map(move |n| c.many(16, n)) >> filter(move |n| c.keeps(17, n));
        let s5 = s4 >> fan_out(c.workers(19), capacity = c.capacity(20), move |n| c.map(18, n));
        s5 >> filter_map(move |n| c.may(21, n)) >> flat_map(move |n| c.many(23, n)) >> filter(move |n| c.keeps(24, n)) >> batch(c.size(26)) >> map(move |batch| c.total(27, batch)) >> ne(c.source(28))
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
        let from_s2 = c.futures_channel(6);
        let declared = pipeline!(async move || -> Result<bool, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> batch(c.size(1)) >> map(move |batch| c.total(2, batch)) >> chain(c.source(4)) >> batch(c.size(5)) >> flatten();
        let s2 = receive(capacity = c.capacity(7),  from_s2);
        let s3 = s2 >> stage(capacity = c.capacity(9), move |n| c.map(8, n)) >> skip(c.count(10)) >> batch_within(c.size(11), Duration::from_secs(3600)) >> flatten() >> inspect(move |n| c.look(13, n));
        let s4 = zip(s3, s1) >> map(move |(a, b)| c.join(15, a, b)) >> flat_map(move |n| c.many(16, n)) >> filter(move |n| c.keeps(17, n));
        let s5 = s4 >> fan_out(c.workers(19), capacity = c.capacity(20), move |n| c.map(18, n));
        s5 >> filter_map(move |n| c.may(21, n)) >> flat_map(move |n| c.many(23, n)) >> filter(move |n| c.keeps(24, n)) >> batch(c.size(26)) >> map(move |batch| c.total(27, batch)) >> ne(c.source(28))
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.batch(c.size(1)).map(move |batch| c.total(2, batch))).each(move |i| i.chain(c.source(4))).each(move |i| i.batch(c.size(5)).flatten());
        let s2 = Flow::of(c.some(6));
        let s3 = s2.each(move |i| i.map(move |n| c.map(8, n))).row(move |i| i.skip(c.count(10))).each(move |i| i.batch_within(c.size(11), Duration::from_secs(3600)).flatten()).each(move |i| i.inspect(move |n| c.look(13, n)));
        let s4 = s3.zip(s1, move |a, b| c.join(15, a, b)).each(move |i| i.flat_map(move |n| c.many(16, n)).filter(move |n| c.keeps(17, n)));
        let s5 = s4.shared_by(c.workers(19)).each(move |i| i.map(move |n| c.map(18, n)));
        vec![s5.each(move |i| i.filter_map(move |n| c.may(21, n))).each(move |i| i.flat_map(move |n| c.many(23, n)).filter(move |n| c.keeps(24, n))).row(move |i| i.batch(c.size(26)).map(move |batch| c.total(27, batch))).value_by_order::<bool>(move |mut i| i.ne(c.source(28)))]
        }
    }
}
pub mod d21 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 21, text: r#"        let declared = pipeline!(move || -> Result<((), usize), Refused> {
        let s1 = generator( c.some(0)) >> batch_within(c.size(1), Duration::from_secs(3600)) >> map(move |batch| c.total(2, batch)) >> any_of_std(c, 4) >> fuse() >> zip(c.source(5)) >> map(move |(a, b)| c.join(6, a, b));
        let s2 = generator(capacity = c.capacity(8),  c.some(7)) >> map(move |n| c.of_table(9, &n)) >> cloned();
        let s3 = s1 >> stage(move |n| for n in c.yields(11, n) { yield n; }) >> zip(c.source(12)) >> map(move |(a, b)| c.join(13, a, b)) >> chain(c.source(14));
        let s4 = s2 >> fan_out(c.workers(16), on_error = skip, move |n| { let n = c.fails(15, n)?; for n in c.few(17, n) { yield n; } }) >> map(move |n| c.of_table(19, &n)) >> cloned();
        let (s5, s6) = s4 >> route(capacity = c.capacity(21), move |n| { if c.keeps(20, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> map(move |n| c.many(23, n)) >> flatten();
        let s10 = s5 >> stage(move |n| c.map(25, n)) >> map(move |n| c.number_of_table(27, &n)) >> copied() >> map(N::new) >> map(move |n| c.many(28, n)) >> flatten();
        let s11 = s8 >> stage(move |n| c.map(29, n));
        let s9 = fan_in(s10, s11) >> throttle(1_000_000, Duration::from_micros(1));
        let s12 = s9 >> stage(move |n| for n in c.many(31, n) { yield n; });
        (s3 >> throttle(1_000_000, Duration::from_micros(1)) >> throttle(1_000_000, Duration::from_micros(1)) >> for_each(move |n| c.look(32, &n)), s12 >> count())
        });
"#, places: 36, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<((), usize), Refused> {
        let s1 = generator( c.some(0)) >> batch_within(c.size(1), Duration::from_secs(3600)) >> map(move |batch| c.total(2, batch)) >> any_of_std(c, 4) >> fuse() >> zip(c.source(5)) >> map(move |(a, b)| c.join(6, a, b));
        let s2 = generator(capacity = c.capacity(8),  c.some(7)) >> map(move |n| c.of_table(9, &n)) >> cloned();
        let s3 = s1 >> stage(move |n| for n in c.yields(11, n) { yield n; }) >> zip(c.source(12)) >> map(move |(a, b)| c.join(13, a, b)) >> chain(c.source(14));
        let s4 = s2 >> fan_out(c.workers(16), on_error = skip, move |n| { let n = c.fails(15, n)?; for n in c.few(17, n) { yield n; } }) >> map(move |n| c.of_table(19, &n)) >> cloned();
        let (s5, s6) = s4 >> route(capacity = c.capacity(21), move |n| { if c.keeps(20, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> map(move |n| c.many(23, n)) >> flatten();
        let s10 = s5 >> stage(move |n| c.map(25, n)) >> map(move |n| c.number_of_table(27, &n)) >> copied() >> map(N::new) >> map(move |n| c.many(28, n)) >> flatten();
        let s11 = s8 >> stage(move |n| c.map(29, n));
        let s9 = fan_in(s10, s11) >> throttle(1_000_000, Duration::from_micros(1));
        let s12 = s9 >> stage(move |n| for n in c.many(31, n) { yield n; });
        (s3 >> throttle(1_000_000, Duration::from_micros(1)) >> throttle(1_000_000, Duration::from_micros(1)) >> for_each(move |n| c.look(32, &n)), s12 >> count())
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.batch_within(c.size(1), Duration::from_secs(3600)).map(move |batch| c.total(2, batch))).row(move |i| i.any_of_std(c, 4).fuse()).row(move |i| i.zip(c.source(5)).map(move |(a, b)| c.join(6, a, b)));
        let s2 = Flow::of(c.some(7)).each(move |i| i.map(move |n| c.of_table(9, &n)).cloned());
        let s3 = s1.each(move |i| i.flat_map(move |n| c.yields(11, n))).row(move |i| i.zip(c.source(12)).map(move |(a, b)| c.join(13, a, b))).each(move |i| i.chain(c.source(14)));
        let s4 = s2.shared_by(c.workers(16)).or_skips(usize::MAX, move |n| Ok(c.few(17, c.fails(15, n)?).collect())).each(move |i| i.map(move |n| c.of_table(19, &n)).cloned());
        let (s5, s6) = s4.fork(move |n| (if c.keeps(20, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s8 = s6.each(move |i| i.map(move |n| c.many(23, n)).flatten());
        let s10 = s5.each(move |i| i.map(move |n| c.map(25, n))).each(move |i| i.map(move |n| c.number_of_table(27, &n)).copied().map(N::new)).each(move |i| i.map(move |n| c.many(28, n)).flatten());
        let s11 = s8.each(move |i| i.map(move |n| c.map(29, n)));
        let s9 = s10.fan_in(s11).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s12 = s9.each(move |i| i.flat_map(move |n| c.many(31, n)));
        vec![s3.each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1))).value::<()>(move |mut i| i.for_each(move |n| c.look(32, &n))), s12.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d22 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 22, text: r#"        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> stored() >> rev();
        let s2 = s1 >> stage(capacity = c.capacity(2), move |n| for n in c.many(1, n) { yield n; });
        let s3 = s2 >> fan_out(c.workers(5), ordered, on_error = skip, move |n| c.fails(4, n)?) >> fuse();
        let (s4, s5) = s3 >> fan_out(c.workers(8), ordered, move |n| c.fails(7, n)?);
        let s7 = s5 >> map(move |failure| c.letter(10, failure));
        (s4 >> sink(move |items| items.collect::<Vec<N>>()), s7 >> batch(c.size(12)) >> flatten() >> inspect(move |n| c.look(13, n)) >> fuse() >> collect::<Vec<N>>())
        });
"#, places: 14, is_early: false, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(Vec<N>, Vec<N>), Refused> {
        let s1 = generator( c.some(0)) >> stored() >> rev();
        let s2 = s1 >> stage(capacity = c.capacity(2), move |n| for n in c.many(1, n) { yield n; });
        let s3 = s2 >> fan_out(c.workers(5), ordered, on_error = skip, move |n| c.fails(4, n)?) >> fuse();
        let (s4, s5) = s3 >> fan_out(c.workers(8), ordered, move |n| c.fails(7, n)?);
        let s7 = s5 >> map(move |failure| c.letter(10, failure));
        (s4 >> sink(move |items| items.collect::<Vec<N>>()), s7 >> batch(c.size(12)) >> flatten() >> inspect(move |n| c.look(13, n)) >> fuse() >> collect::<Vec<N>>())
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
        let s2 = s1.each(move |i| i.flat_map(move |n| c.many(1, n)));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(vec![c.fails(4, n)?])).each(move |i| i.fuse());
        let (s4, s5) = s3.letters(Box::new(move |n| Ok(vec![c.fails(7, n)?])));
        let s7 = s5.shared_by(2).each(move |i| i.inspect(move |n| c.look(10, n)));
        vec![s4.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s7.each(move |i| i.batch(c.size(12)).flatten()).each(move |i| i.inspect(move |n| c.look(13, n))).each(move |i| i.fuse()).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d23 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 23, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> stored() >> cycle() >> skip(c.count(5)) >> map(move |n| c.many(7, n)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(9), ordered, capacity = c.capacity(10), move |n| c.map(8, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(12, &n) { s5(c.less(&n)); } s6(n); });
        s6 >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 15, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.source(0));
        let s2 = s1 >> stage(capacity = c.capacity(3), move |n| c.fails(2, n)?) >> stored() >> cycle() >> skip(c.count(5)) >> map(move |n| c.many(7, n)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(9), ordered, capacity = c.capacity(10), move |n| c.map(8, n));
        let s4 = s3 >> feedback(s5, bound = 100_000, full = fail);
        let (s5, s6) = s4 >> route(move |n| { if c.again(12, &n) { s5(c.less(&n)); } s6(n); });
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
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(2, n)?])).row(move |i| i.stored().cycle()).row(move |i| i.skip(c.count(5))).each(move |i| i.map(move |n| c.many(7, n)).flatten());
        let s3 = s2.each(move |i| i.map(move |n| c.map(8, n)));
        let s6 = s3.feedback(move |s| s, move |n| (if c.again(12, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        vec![s6.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d24 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 24, text: r#"        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator( c.source(0)) >> take(c.count(1));
        let s2 = s1 >> stage(on_error = skip, capacity = c.capacity(3), move |n| c.fails(2, n)?);
        let s3 = s2 >> fan_out(c.workers(6), capacity = c.capacity(7), move |n| c.fails(5, n)?) >> any_of_std_with_an_end(c, 8) >> inspect(move |n| c.look(10, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> enumerate() >> map(move |(i, n)| c.seen(12, i as u64, n)) >> map(move |n| c.of_table(13, &n)) >> cloned() >> map_while(move |n| c.may_go_on(14, n)) >> batch(c.size(15)) >> flatten();
        let s7 = s5 >> through(c.plan(16)) >> filter(move |n| c.keeps(17, n));
        let s8 = fan_in(s6, s7) >> filter_map(move |n| c.may(18, n)) >> any_of_std(c, 21) >> fuse() >> through(c.plan(22)) >> fuse();
        let s9 = s8 >> fan_out(c.workers(25), move |n| for n in c.yields(24, n) { yield n; });
        s9 >> map(move |n| c.many(26, n)) >> flatten() >> ge(c.source(28))
        });
"#, places: 30, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator( c.source(0)) >> take(c.count(1));
        let s2 = s1 >> stage(on_error = skip, capacity = c.capacity(3), move |n| c.fails(2, n)?);
        let s3 = s2 >> fan_out(c.workers(6), capacity = c.capacity(7), move |n| c.fails(5, n)?) >> any_of_std_with_an_end(c, 8) >> inspect(move |n| c.look(10, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> enumerate() >> map(move |(i, n)| c.seen(12, i as u64, n)) >> map(move |n| c.of_table(13, &n)) >> cloned() >> map_while(move |n| c.may_go_on(14, n)) >> batch(c.size(15)) >> flatten();
        let s7 = s5 >> through(c.plan(16)) >> filter(move |n| c.keeps(17, n));
        let s8 = fan_in(s6, s7) >> filter_map(move |n| c.may(18, n)) >> any_of_std(c, 21) >> fuse() >> through(c.plan(22)) >> fuse();
        let s9 = s8 >> fan_out(c.workers(25), move |n| for n in c.yields(24, n) { yield n; });
        s9 >> map(move |n| c.many(26, n)) >> flatten() >> ge(c.source(28))
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.take(c.count(1)));
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(2, n)?]));
        let s3 = s2.shared_by(c.workers(6)).or_ends(move |n| Ok(vec![c.fails(5, n)?])).row(move |i| i.any_of_std_with_an_end(c, 8)).each(move |i| i.inspect(move |n| c.look(10, n)));
        let (s4, s5) = s3.fork(move |n| (vec![n.clone()], vec![n]));
        let s6 = s4.row(move |i| i.enumerate().map(move |(i, n)| c.seen(12, i as u64, n))).each(move |i| i.map(move |n| c.of_table(13, &n)).cloned()).row(move |i| i.map_while(move |n| c.may_go_on(14, n)).batch(c.size(15)).flatten());
        let s7 = s5.row(move |i| i.through(c.plan(16)).filter(move |n| c.keeps(17, n)));
        let s8 = s6.fan_in(s7).each(move |i| i.filter_map(move |n| c.may(18, n))).row(move |i| i.any_of_std(c, 21).fuse()).row(move |i| i.through(c.plan(22)).fuse());
        let s9 = s8.shared_by(c.workers(25)).each(move |i| i.flat_map(move |n| c.yields(24, n)));
        vec![s9.each(move |i| i.map(move |n| c.many(26, n)).flatten()).value_by_order::<bool>(move |mut i| i.ge(c.source(28)))]
        }
    }
}
pub mod d25 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 25, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> take_while(move |n| c.goes_on(1, n)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = s1 >> stage(stop_after = c.size(6) as u64, move |n| c.fails(5, n)?) >> take_while(move |n| c.goes_on(7, n));
        let (s3, s4) = s2 >> fan_out(c.workers(10), ordered, capacity = c.capacity(11), move |n| c.fails(9, n)?);
        let s5 = s3 >> chain(c.some(13));
        let s6 = s4 >> map(move |failure| c.letter(14, failure));
        let s8 = s5 >> stage(move |n| c.map(15, n));
        let s9 = s6 >> stage(move |n| c.map(17, n));
        let s7 = fan_in(s8, s9);
        s7 >> inspect(move |n| c.look(20, n)) >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 22, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator( c.some(0)) >> take_while(move |n| c.goes_on(1, n)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = s1 >> stage(stop_after = c.size(6) as u64, move |n| c.fails(5, n)?) >> take_while(move |n| c.goes_on(7, n));
        let (s3, s4) = s2 >> fan_out(c.workers(10), ordered, capacity = c.capacity(11), move |n| c.fails(9, n)?);
        let s5 = s3 >> chain(c.some(13));
        let s6 = s4 >> map(move |failure| c.letter(14, failure));
        let s8 = s5 >> stage(move |n| c.map(15, n));
        let s9 = s6 >> stage(move |n| c.map(17, n));
        let s7 = fan_in(s8, s9);
        s7 >> inspect(move |n| c.look(20, n)) >> sink(move |items| items.collect::<Vec<N>>())
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
        let s1 = generator( c.some(0)) >> take_while(move |n| c.goes_on(1, n)) >> batch_within(c.size(3), Duration::from_secs(3600)) >> map(move |batch| c.total(4, batch));
        let s2 = s1 >> stage(stop_after = c.size(6) as u64, move |n| c.fails(5, n)?) >> take_while(async move |n| { c.turn(8).await; c.goes_on(7, n) });
        let (s3, s4) = s2 >> fan_out(c.workers(10), ordered, capacity = c.capacity(11), async move |n| { c.turn(12).await; c.fails(9, n)? });
        let s5 = s3 >> chain(c.some(13));
        let s6 = s4 >> map(move |failure| c.letter(14, failure));
        let s8 = s5 >> stage(move |n| c.map(15, n));
        let s9 = s6 >> stage(async move |n| { c.turn(19).await; c.map(17, n) });
        let s7 = fan_in(s8, s9);
        s7 >> inspect(move |n| c.look(20, n)) >> sink(async move |items| items.collect::<Vec<N>>().await)
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.take_while(move |n| c.goes_on(1, n))).row(move |i| i.batch_within(c.size(3), Duration::from_secs(3600)).map(move |batch| c.total(4, batch)));
        let s2 = s1.or_skips(c.size(6), move |n| Ok(vec![c.fails(5, n)?])).row(move |i| i.take_while(move |n| c.goes_on(7, n)));
        let (s3, s4) = s2.letters(Box::new(move |n| Ok(vec![c.fails(9, n)?])));
        let s5 = s3.each(move |i| i.chain(c.some(13)));
        let s6 = s4.shared_by(2).each(move |i| i.inspect(move |n| c.look(14, n)));
        let s8 = s5.each(move |i| i.map(move |n| c.map(15, n)));
        let s9 = s6.each(move |i| i.map(move |n| c.map(17, n)));
        let s7 = s8.fan_in(s9);
        vec![s7.each(move |i| i.inspect(move |n| c.look(20, n))).value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d26 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 26, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> map_while(move |n| c.may_go_on(1, n)) >> chain(c.source(3));
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(6), move |n: N| c.fails(5, n)?) >> peekable();
        let s3 = s2 >> fan_out(c.workers(9), move |n| c.fails(8, n)?) >> batch_within(c.size(10), Duration::from_secs(3600)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(12), ordered, move |n| c.fails(11, n)?);
        s4 >> count()
        });
"#, places: 14, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<usize, Refused> {
        let s1 = receive( from_s1) >> map_while(move |n| c.may_go_on(1, n)) >> chain(c.source(3));
        let s2 = s1 >> stage(on_error = retry(2), capacity = c.capacity(6), move |n: N| c.fails(5, n)?) >> peekable();
        let s3 = s2 >> fan_out(c.workers(9), move |n| c.fails(8, n)?) >> batch_within(c.size(10), Duration::from_secs(3600)) >> flatten();
        let s4 = s3 >> fan_out(c.workers(12), ordered, move |n| c.fails(11, n)?);
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.map_while(move |n| c.may_go_on(1, n))).each(move |i| i.chain(c.source(3)));
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(5, n.clone()).or_else(|_| c.fails(5, n.clone())).or_else(|_| c.fails(5, n))?])).each(move |i| i.peekable());
        let s3 = s2.shared_by(c.workers(9)).or_ends(move |n| Ok(vec![c.fails(8, n)?])).each(move |i| i.batch_within(c.size(10), Duration::from_secs(3600)).flatten());
        let s4 = s3.or_ends(move |n| Ok(vec![c.fails(11, n)?]));
        vec![s4.value::<usize>(move |mut i| i.count())]
        }
    }
}
pub mod d27 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 27, text: r#"        let declared = pipeline!(move || -> Result<(bool, Option<N>), Refused> {
        let s1 = generator( c.source(0)) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten() >> through(c.plan(3)) >> fuse();
        let s2 = s1 >> stage(move |n| { let n = c.fails(4, n)?; for n in c.few(5, n) { yield n; } });
        let (s3, s4) = s2 >> route(capacity = c.capacity(7), move |n| { if c.keeps(6, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        (s3 >> chain(c.some(10)) >> through(c.plan(11)) >> filter(move |n| c.keeps(12, n)) >> through(c.plan(14)) >> fuse() >> all(move |n| c.goes_on(16, &n)), s6 >> find(move |n| !c.goes_on(18, n)))
        });
"#, places: 19, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(bool, Option<N>), Refused> {
        let s1 = generator( c.source(0)) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten() >> through(c.plan(3)) >> fuse();
        let s2 = s1 >> stage(move |n| { let n = c.fails(4, n)?; for n in c.few(5, n) { yield n; } });
        let (s3, s4) = s2 >> route(capacity = c.capacity(7), move |n| { if c.keeps(6, &n) { s3(n.clone()); s3(N::new(7)); } s4(n); });
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        (s3 >> chain(c.some(10)) >> through(c.plan(11)) >> filter(move |n| c.keeps(12, n)) >> through(c.plan(14)) >> fuse() >> all(move |n| c.goes_on(16, &n)), s6 >> find(move |n| !c.goes_on(18, n)))
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
        let declared = pipeline!(async move || -> Result<(bool, Option<N>), Refused> {
        let s1 = generator( c.source(0)) >> map_while(move |n| c.may_go_on(1, n)) >> batch(c.size(2)) >> flatten() >> through(c.plan(3)) >> fuse();
        let s2 = s1 >> stage(move |n| { let n = c.fails(4, n)?; for n in c.few(5, n) { yield n; } });
        let (s3, s4) = s2 >> route(capacity = c.capacity(7), async move |n| { c.turn(8).await; { if c.keeps(6, &n) { s3(n.clone()).await; s3(N::new(7)).await; } s4(n).await; } });
        let s6 = s4 >> throttle(1_000_000, Duration::from_micros(1));
        (s3 >> chain(c.some(10)) >> through(c.plan(11)) >> filter(move |n| c.keeps(12, n)) >> through(c.plan(14)) >> fuse() >> all(move |n| c.goes_on(16, &n)), s6 >> find(move |n| !c.goes_on(18, n)))
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.map_while(move |n| c.may_go_on(1, n)).batch(c.size(2)).flatten()).row(move |i| i.through(c.plan(3)).fuse());
        let s2 = s1.or_ends(move |n| Ok(c.few(5, c.fails(4, n)?).collect()));
        let (s3, s4) = s2.fork(move |n| (if c.keeps(6, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s6 = s4.each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        vec![s3.each(move |i| i.chain(c.some(10))).row(move |i| i.through(c.plan(11)).filter(move |n| c.keeps(12, n))).row(move |i| i.through(c.plan(14)).fuse()).value_by_order::<bool>(move |mut i| i.all(move |n| c.goes_on(16, &n))), s6.value_by_order::<Option<N>>(move |mut i| i.find(move |n| !c.goes_on(18, n)))]
        }
    }
}
pub mod d28 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 28, text: r#"        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator( c.source(0)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(1, N::new(n.number + *sum)) }) >> stored() >> rev();
        let s2 = s1 >> stage(on_error = skip, capacity = c.capacity(4), move |n| { let n = c.fails(2, n)?; for n in c.few(3, n) { yield n; } });
        s2 >> any(move |n| !c.goes_on(6, &n))
        });
"#, places: 7, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<bool, Refused> {
        let s1 = generator( c.source(0)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(1, N::new(n.number + *sum)) }) >> stored() >> rev();
        let s2 = s1 >> stage(on_error = skip, capacity = c.capacity(4), move |n| { let n = c.fails(2, n)?; for n in c.few(3, n) { yield n; } });
        s2 >> any(move |n| !c.goes_on(6, &n))
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(1, N::new(n.number + *sum)) })).row(move |i| i.stored().rev());
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(c.few(3, c.fails(2, n)?).collect()));
        vec![s2.value_by_order::<bool>(move |mut i| i.any(move |n| !c.goes_on(6, &n)))]
        }
    }
}
pub mod d29 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 29, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> zip(c.source(1)) >> map(move |(a, b)| c.join(2, a, b));
        let s2 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } }) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten() >> batch(c.size(6)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(8), capacity = c.capacity(9), move |n| for n in c.yields(7, n) { yield n; }) >> chain(c.some(10));
        s3 >> collect::<Vec<N>>()
        });
"#, places: 12, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> zip(c.source(1)) >> map(move |(a, b)| c.join(2, a, b));
        let s2 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } }) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten() >> batch(c.size(6)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(8), capacity = c.capacity(9), move |n| for n in c.yields(7, n) { yield n; }) >> chain(c.some(10));
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
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> zip(c.source(1)) >> map(move |(a, b)| c.join(2, a, b));
        let s2 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(3, seen, n) } }) >> map_while(move |n| c.may_go_on(4, n)) >> batch(c.size(5)) >> flatten() >> batch(c.size(6)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(8), capacity = c.capacity(9), move |n| for n in c.yields(7, n) { yield n; }) >> chain(c.some(10));
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
        let s1 = Flow::of(c.source(0)).row(move |i| i.zip(c.source(1)).map(move |(a, b)| c.join(2, a, b)));
        let s2 = s1.row(move |i| i.enumerate().map(move |(i, n)| c.seen(3, i as u64 + 1, n))).row(move |i| i.map_while(move |n| c.may_go_on(4, n)).batch(c.size(5)).flatten()).each(move |i| i.batch(c.size(6)).flatten());
        let s3 = s2.shared_by(c.workers(8)).each(move |i| i.flat_map(move |n| c.yields(7, n))).each(move |i| i.chain(c.some(10)));
        vec![s3.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d30 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 30, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> through(c.plan(2)) >> fuse();
        let s2 = s1 >> stage( move |n| c.map(4, n)) >> enumerate() >> map(move |(i, n)| c.seen(5, i as u64, n)) >> map_while(move |n| c.may_go_on(7, n)) >> any_of_std_with_an_end(c, 10);
        let (s3, s4) = s2 >> tee();
        let s7 = fan_in(s3, s4);
        let s8 = s7 >> fan_out(c.workers(13), ordered, capacity = c.capacity(14), move |n| c.map(12, n)) >> map(move |n| c.of_table(15, &n)) >> cloned();
        s8 >> batch(c.size(16)) >> flatten() >> for_each(move |n| c.look(17, &n))
        });
"#, places: 19, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<(), Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> through(c.plan(2)) >> fuse();
        let s2 = s1 >> stage( move |n| c.map(4, n)) >> enumerate() >> map(move |(i, n)| c.seen(5, i as u64, n)) >> map_while(move |n| c.may_go_on(7, n)) >> any_of_std_with_an_end(c, 10);
        let (s3, s4) = s2 >> tee();
        let s7 = fan_in(s3, s4);
        let s8 = s7 >> fan_out(c.workers(13), ordered, capacity = c.capacity(14), move |n| c.map(12, n)) >> map(move |n| c.of_table(15, &n)) >> cloned();
        s8 >> batch(c.size(16)) >> flatten() >> for_each(move |n| c.look(17, &n))
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.through(c.plan(2)).fuse());
        let s2 = s1.each(move |i| i.map(move |n| c.map(4, n))).row(move |i| i.enumerate().map(move |(i, n)| c.seen(5, i as u64, n))).row(move |i| i.map_while(move |n| c.may_go_on(7, n))).row(move |i| i.any_of_std_with_an_end(c, 10));
        let (s3, s4) = s2.fork(move |n| (vec![n.clone()], vec![n]));
        let s7 = s3.fan_in(s4);
        let s8 = s7.each(move |i| i.map(move |n| c.map(12, n))).each(move |i| i.map(move |n| c.of_table(15, &n)).cloned());
        vec![s8.each(move |i| i.batch(c.size(16)).flatten()).value::<()>(move |mut i| i.for_each(move |n| c.look(17, &n)))]
        }
    }
}
pub mod d31 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 31, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, move |n| c.map(2, n));
        let s3 = s2 >> fan_out(c.workers(5), ordered, capacity = c.capacity(6), move |n| c.map(4, n)) >> through(c.plan(8).with_an_end());
        s3 >> chain(c.some(10)) >> take(c.count(12)) >> map_while(move |n| c.may_go_on(13, n)) >> next()
        });
"#, places: 15, is_early: true, is_loose: false, threads: threads::run, futures: Some(futures::run), plain: plain::run };
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
        let s3 = s2 >> fan_out(c.workers(5), ordered, capacity = c.capacity(6), move |n| c.map(4, n)) >> through(c.plan(8).with_an_end());
        s3 >> chain(c.some(10)) >> take(c.count(12)) >> map_while(move |n| c.may_go_on(13, n)) >> next()
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
        let s3 = s2 >> fan_out(c.workers(5), ordered, capacity = c.capacity(6), async move |n| { c.turn(7).await; c.map(4, n) }) >> through(c.plan(8).with_an_end());
        s3 >> chain(c.some(10)) >> take(c.count(12)) >> map_while(move |n| c.may_go_on(13, n)) >> next()
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
        let s3 = s2.each(move |i| i.map(move |n| c.map(4, n))).row(move |i| i.through(c.plan(8).with_an_end()));
        vec![s3.each(move |i| i.chain(c.some(10))).row(move |i| i.take(c.count(12))).row(move |i| i.map_while(move |n| c.may_go_on(13, n))).value_by_order::<Option<N>>(move |mut i| i.next())]
        }
    }
}
pub mod d32 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 32, text: r#"        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> through(c.plan(1)) >> batch(c.size(2)) >> flatten() >> fuse() >> batch(c.size(5)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(7), ordered, capacity = c.capacity(8), move |n| for n in c.yields(6, n) { yield n; }) >> any_of_std_with_an_end(c, 10) >> any_of_std_with_an_end(c, 12) >> enumerate() >> map(move |(i, n)| c.seen(13, i as u64, n));
        s2 >> chain(c.source(15)) >> filter(move |n| c.keeps(16, n)) >> nth(c.count(18))
        });
"#, places: 20, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = generator( c.some(0)) >> through(c.plan(1)) >> batch(c.size(2)) >> flatten() >> fuse() >> batch(c.size(5)) >> flatten();
        let s2 = s1 >> fan_out(c.workers(7), ordered, capacity = c.capacity(8), move |n| for n in c.yields(6, n) { yield n; }) >> any_of_std_with_an_end(c, 10) >> any_of_std_with_an_end(c, 12) >> enumerate() >> map(move |(i, n)| c.seen(13, i as u64, n));
        s2 >> chain(c.source(15)) >> filter(move |n| c.keeps(16, n)) >> nth(c.count(18))
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.through(c.plan(1)).batch(c.size(2)).flatten()).each(move |i| i.fuse()).each(move |i| i.batch(c.size(5)).flatten());
        let s2 = s1.each(move |i| i.flat_map(move |n| c.yields(6, n))).row(move |i| i.any_of_std_with_an_end(c, 10)).row(move |i| i.any_of_std_with_an_end(c, 12)).row(move |i| i.enumerate().map(move |(i, n)| c.seen(13, i as u64, n)));
        vec![s2.each(move |i| i.chain(c.source(15))).each(move |i| i.filter(move |n| c.keeps(16, n))).value_by_order::<Option<N>>(move |mut i| i.nth(c.count(18)))]
        }
    }
}
pub mod d33 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 33, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, capacity = c.capacity(4), move |n| c.fails(2, n)?) >> through(c.plan(6)) >> filter(move |n| c.keeps(7, n));
        let s3 = s2 >> fan_out(c.workers(9), ordered, move |n| c.map(8, n));
        let s4 = s3 >> stage(move |n| c.map(10, n)) >> batch_within(c.size(12), Duration::from_secs(3600)) >> flatten();
        let (s5, s6) = s4 >> route(capacity = c.capacity(14), move |n| { if c.keeps(13, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> through(c.plan(16).with_an_end()) >> flat_map(move |n| c.many(17, n));
        let s10 = s8 >> stage(move |n| c.map(18, n));
        let s11 = s5 >> stage(move |n| c.map(21, n));
        let s9 = fan_in(s10, s11);
        let s12 = s9 >> stage(move |n| for n in c.many(24, n) { yield n; });
        s12 >> chain(c.some(26)) >> max()
        });
"#, places: 28, is_early: true, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1);
        let s2 = s1 >> fan_out(c.workers(3), ordered, capacity = c.capacity(4), move |n| c.fails(2, n)?) >> through(c.plan(6)) >> filter(move |n| c.keeps(7, n));
        let s3 = s2 >> fan_out(c.workers(9), ordered, move |n| c.map(8, n));
        let s4 = s3 >> stage(move |n| c.map(10, n)) >> batch_within(c.size(12), Duration::from_secs(3600)) >> flatten();
        let (s5, s6) = s4 >> route(capacity = c.capacity(14), move |n| { if c.keeps(13, &n) { s5(n.clone()); s5(N::new(7)); } s6(n); });
        let s8 = s6 >> through(c.plan(16).with_an_end()) >> flat_map(move |n| c.many(17, n));
        let s10 = s8 >> stage(move |n| c.map(18, n));
        let s11 = s5 >> stage(move |n| c.map(21, n));
        let s9 = fan_in(s10, s11);
        let s12 = s9 >> stage(move |n| for n in c.many(24, n) { yield n; });
        s12 >> chain(c.some(26)) >> max()
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
        let s2 = s1 >> fan_out(c.workers(3), ordered, capacity = c.capacity(4), async move |n| { c.turn(5).await; c.fails(2, n)? }) >> through(c.plan(6)) >> filter(move |n| c.keeps(7, n));
        let s3 = s2 >> fan_out(c.workers(9), ordered, move |n| c.map(8, n));
        let s4 = s3 >> stage(async move |n| { c.turn(11).await; c.map(10, n) }) >> batch_within(c.size(12), Duration::from_secs(3600)) >> flatten();
        let (s5, s6) = s4 >> route(capacity = c.capacity(14), async move |n| { c.turn(15).await; { if c.keeps(13, &n) { s5(n.clone()).await; s5(N::new(7)).await; } s6(n).await; } });
        let s8 = s6 >> through(c.plan(16).with_an_end()) >> flat_map(move |n| c.many(17, n));
        let s10 = s8 >> stage(async move |n| { c.turn(20).await; c.map(18, n) });
        let s11 = s5 >> stage(move |n| c.map(21, n));
        let s9 = fan_in(s10, s11);
        let s12 = s9 >> stage(async move |n| { c.turn(25).await; for n in c.many(24, n) { yield n; } });
        s12 >> chain(c.some(26)) >> max()
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
        let s2 = s1.or_ends(move |n| Ok(vec![c.fails(2, n)?])).row(move |i| i.through(c.plan(6)).filter(move |n| c.keeps(7, n)));
        let s3 = s2.each(move |i| i.map(move |n| c.map(8, n)));
        let s4 = s3.each(move |i| i.map(move |n| c.map(10, n))).each(move |i| i.batch_within(c.size(12), Duration::from_secs(3600)).flatten());
        let (s5, s6) = s4.fork(move |n| (if c.keeps(13, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        let s8 = s6.row(move |i| i.through(c.plan(16).with_an_end())).each(move |i| i.flat_map(move |n| c.many(17, n)));
        let s10 = s8.each(move |i| i.map(move |n| c.map(18, n)));
        let s11 = s5.each(move |i| i.map(move |n| c.map(21, n)));
        let s9 = s10.fan_in(s11);
        let s12 = s9.each(move |i| i.flat_map(move |n| c.many(24, n)));
        vec![s12.each(move |i| i.chain(c.some(26))).value::<Option<N>>(move |mut i| i.max())]
        }
    }
}
pub mod d34 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 34, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Result<u64, u64>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std(c, 2) >> fuse();
        let s2 = s1 >> fan_out(c.workers(4), ordered, on_error = skip, capacity = c.capacity(5), move |n| c.fails(3, n)?);
        let s3 = s2 >> stage(move |n| c.map(7, n)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) }) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(9, N::new(n.number + *sum)) }) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(11, N::new(n.number + *sum)) });
        let s4 = s3 >> fan_out(c.workers(13), ordered, move |n| c.map(12, n)) >> stored() >> rev() >> chain(c.some(15));
        s4 >> try_fold(7_u64, move |sum, n| c.try_sum(16, sum, &n))
        });
"#, places: 18, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<Result<u64, u64>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std(c, 2) >> fuse();
        let s2 = s1 >> fan_out(c.workers(4), ordered, on_error = skip, capacity = c.capacity(5), move |n| c.fails(3, n)?);
        let s3 = s2 >> stage(move |n| c.map(7, n)) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) }) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(9, N::new(n.number + *sum)) }) >> scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(11, N::new(n.number + *sum)) });
        let s4 = s3 >> fan_out(c.workers(13), ordered, move |n| c.map(12, n)) >> stored() >> rev() >> chain(c.some(15));
        s4 >> try_fold(7_u64, move |sum, n| c.try_sum(16, sum, &n))
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.any_of_std(c, 2).fuse());
        let s2 = s1.or_skips(usize::MAX, move |n| Ok(vec![c.fails(3, n)?]));
        let s3 = s2.each(move |i| i.map(move |n| c.map(7, n))).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(8, N::new(n.number + *sum)) })).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(9, N::new(n.number + *sum)) })).row(move |i| i.scan(0_u64, move |sum, n| { *sum += 1; c.may_go_on(11, N::new(n.number + *sum)) }));
        let s4 = s3.each(move |i| i.map(move |n| c.map(12, n))).row(move |i| i.stored().rev()).each(move |i| i.chain(c.some(15)));
        vec![s4.value_by_order::<Result<u64, u64>>(move |mut i| i.try_fold(7_u64, move |sum, n| c.try_sum(16, sum, &n)))]
        }
    }
}
pub mod d35 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 35, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std_with_an_end(c, 2);
        let s2 = generator(capacity = c.capacity(5),  c.some(4)) >> stored() >> rev();
        let s3 = s2 >> fan_out(c.workers(7), move |n| c.map(6, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new) >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> map(move |n| c.many(11, n)) >> flatten();
        let s8 = s1 >> stage(capacity = c.capacity(14), move |n| { let n = c.fails(12, n)?; for n in c.few(13, n) { yield n; } });
        let s9 = fan_in(s6, s7) >> flat_map(move |n| c.many(16, n));
        let s11 = s8 >> stage(move |n| c.map(18, n));
        let s10 = fan_in(s9, s11);
        let s12 = s10 >> fan_out(c.workers(20), ordered, move |n| for n in c.yields(19, n) { yield n; });
        s12 >> chain(c.some(22)) >> min()
        });
"#, places: 23, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Option<N>, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> any_of_std_with_an_end(c, 2);
        let s2 = generator(capacity = c.capacity(5),  c.some(4)) >> stored() >> rev();
        let s3 = s2 >> fan_out(c.workers(7), move |n| c.map(6, n));
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new) >> throttle(1_000_000, Duration::from_micros(1));
        let s7 = s5 >> map(move |n| c.many(11, n)) >> flatten();
        let s8 = s1 >> stage(capacity = c.capacity(14), move |n| { let n = c.fails(12, n)?; for n in c.few(13, n) { yield n; } });
        let s9 = fan_in(s6, s7) >> flat_map(move |n| c.many(16, n));
        let s11 = s8 >> stage(move |n| c.map(18, n));
        let s10 = fan_in(s9, s11);
        let s12 = s10 >> fan_out(c.workers(20), ordered, move |n| for n in c.yields(19, n) { yield n; });
        s12 >> chain(c.some(22)) >> min()
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
        let s1 = Flow::of(c.some(0)).row(move |i| i.any_of_std_with_an_end(c, 2));
        let s2 = Flow::of(c.some(4)).row(move |i| i.stored().rev());
        let s3 = s2.shared_by(c.workers(7)).each(move |i| i.map(move |n| c.map(6, n)));
        let (s4, s5) = s3.fork(move |n| (vec![n.clone()], vec![n]));
        let s6 = s4.each(move |i| i.map(move |n| c.number_of_table(9, &n)).copied().map(N::new)).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s7 = s5.each(move |i| i.map(move |n| c.many(11, n)).flatten());
        let s8 = s1.or_ends(move |n| Ok(c.few(13, c.fails(12, n)?).collect()));
        let s9 = s6.fan_in(s7).each(move |i| i.flat_map(move |n| c.many(16, n)));
        let s11 = s8.each(move |i| i.map(move |n| c.map(18, n)));
        let s10 = s9.fan_in(s11);
        let s12 = s10.each(move |i| i.flat_map(move |n| c.yields(19, n)));
        vec![s12.each(move |i| i.chain(c.some(22))).value::<Option<N>>(move |mut i| i.min())]
        }
    }
}
pub mod d36 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 36, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> map(move |n| c.map(2, n)) >> zip(c.source(4)) >> map(move |(a, b)| c.join(5, a, b)) >> step_by(c.size(7));
        let s2 = s1 >> fan_out(c.workers(9), move |n| for n in c.yields(8, n) { yield n; });
        let s3 = s2 >> fan_out(c.workers(12), move |n| c.fails(11, n)?) >> map(move |n| c.of_table(13, &n)) >> cloned() >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten() >> through(c.plan(15)) >> batch(c.size(16)) >> flatten();
        let s4 = s3 >> stage(on_error = skip, capacity = c.capacity(19), move |n| c.fails(18, n)?) >> stored() >> rev();
        let (s5, s6) = s4 >> tee();
        let s9 = fan_in(s5, s6) >> through(c.plan(20)) >> batch(c.size(21)) >> flatten();
        s9 >> map_while(move |n| c.may_go_on(23, n)) >> digest()
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
        let s1 = receive(capacity = c.capacity(1),  from_s1) >> map(move |n| c.map(2, n)) >> zip(c.source(4)) >> map(move |(a, b)| c.join(5, a, b)) >> step_by(c.size(7));
        let s2 = s1 >> fan_out(c.workers(9), move |n| for n in c.yields(8, n) { yield n; });
        let s3 = s2 >> fan_out(c.workers(12), move |n| c.fails(11, n)?) >> map(move |n| c.of_table(13, &n)) >> cloned() >> batch_within(c.size(14), Duration::from_secs(3600)) >> flatten() >> through(c.plan(15)) >> batch(c.size(16)) >> flatten();
        let s4 = s3 >> stage(on_error = skip, capacity = c.capacity(19), move |n| c.fails(18, n)?) >> stored() >> rev();
        let (s5, s6) = s4 >> tee();
        let s9 = fan_in(s5, s6) >> through(c.plan(20)) >> batch(c.size(21)) >> flatten();
        s9 >> map_while(move |n| c.may_go_on(23, n)) >> digest()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.map(move |n| c.map(2, n))).row(move |i| i.zip(c.source(4)).map(move |(a, b)| c.join(5, a, b))).row(move |i| i.step_by(c.size(7)));
        let s2 = s1.shared_by(c.workers(9)).each(move |i| i.flat_map(move |n| c.yields(8, n)));
        let s3 = s2.shared_by(c.workers(12)).or_ends(move |n| Ok(vec![c.fails(11, n)?])).each(move |i| i.map(move |n| c.of_table(13, &n)).cloned()).each(move |i| i.batch_within(c.size(14), Duration::from_secs(3600)).flatten()).row(move |i| i.through(c.plan(15)).batch(c.size(16)).flatten());
        let s4 = s3.or_skips(usize::MAX, move |n| Ok(vec![c.fails(18, n)?])).row(move |i| i.stored().rev());
        let (s5, s6) = s4.fork(move |n| (vec![n.clone()], vec![n]));
        let s9 = s5.fan_in(s6).row(move |i| i.through(c.plan(20)).batch(c.size(21)).flatten());
        vec![s9.row(move |i| i.map_while(move |n| c.may_go_on(23, n))).value_by_order::<u64>(move |mut i| i.digest())]
        }
    }
}
pub mod d37 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 37, text: r#"        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> filter(move |n| c.keeps(2, n)) >> any_of_std(c, 5) >> fuse() >> zip(c.source(7)) >> map(move |(a, b)| c.join(8, a, b));
        let s2 = s1 >> fan_out(c.workers(11), move |n| c.fails(10, n)?);
        s2 >> sink(move |items| items.collect::<Vec<N>>())
        });
"#, places: 12, is_early: true, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = generator(capacity = c.capacity(1),  c.some(0)) >> filter(move |n| c.keeps(2, n)) >> any_of_std(c, 5) >> fuse() >> zip(c.source(7)) >> map(move |(a, b)| c.join(8, a, b));
        let s2 = s1 >> fan_out(c.workers(11), move |n| c.fails(10, n)?);
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.filter(move |n| c.keeps(2, n))).row(move |i| i.any_of_std(c, 5).fuse()).row(move |i| i.zip(c.source(7)).map(move |(a, b)| c.join(8, a, b)));
        let s2 = s1.shared_by(c.workers(11)).or_ends(move |n| Ok(vec![c.fails(10, n)?]));
        vec![s2.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d38 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 38, text: r#"        let from_s1 = c.std_channel(0);
        let declared = pipeline!(move || -> Result<Vec<N>, Refused> {
        let s1 = receive( from_s1) >> filter_map(move |n| c.may(1, n));
        let s2 = s1 >> fan_out(c.workers(3), on_error = skip, move |n| { let n = c.fails(2, n)?; for n in c.few(4, n) { yield n; } });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?);
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
        let s1 = receive( from_s1) >> filter_map(move |n| c.may(1, n));
        let s2 = s1 >> fan_out(c.workers(3), on_error = skip, move |n| { let n = c.fails(2, n)?; for n in c.few(4, n) { yield n; } });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?);
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
        let s1 = receive( from_s1) >> filter_map(move |n| c.may(1, n));
        let s2 = s1 >> fan_out(c.workers(3), on_error = skip, async move |n| { c.turn(5).await; { let n = c.fails(2, n)?; for n in c.few(4, n) { yield n; } } });
        let s3 = s2 >> fan_out(c.workers(7), ordered, on_error = skip, move |n| c.fails(6, n)?);
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.filter_map(move |n| c.may(1, n)));
        let s2 = s1.shared_by(c.workers(3)).or_skips(usize::MAX, move |n| Ok(c.few(4, c.fails(2, n)?).collect()));
        let s3 = s2.or_skips(usize::MAX, move |n| Ok(vec![c.fails(6, n)?]));
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
        let s6 = s5 >> stage(on_error = skip, move |n| c.fails(5, n)?) >> flat_map(move |n| c.many(7, n)) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let s7 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(10, seen, n) } }) >> chain(c.source(11)) >> inspect(move |n| c.look(12, n));
        let (s8, s9) = s7 >> route(capacity = c.capacity(15), move |n| { if c.keeps(14, &n) { s8(n.clone()); s8(N::new(7)); } s9(n); });
        (s6 >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new) >> max(), s8 >> peekable() >> product::<N>(), s9 >> sink(move |items| items.collect::<Vec<N>>()))
        });
"#, places: 18, is_early: false, is_loose: true, threads: threads::run, futures: None, plain: plain::run };
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
        let s6 = s5 >> stage(on_error = skip, move |n| c.fails(5, n)?) >> flat_map(move |n| c.many(7, n)) >> map(move |n| c.number_of_table(9, &n)) >> copied() >> map(N::new);
        let s7 = s1 >> stage({ let mut seen = 0; move |n| { seen += 1; c.seen(10, seen, n) } }) >> chain(c.source(11)) >> inspect(move |n| c.look(12, n));
        let (s8, s9) = s7 >> route(capacity = c.capacity(15), move |n| { if c.keeps(14, &n) { s8(n.clone()); s8(N::new(7)); } s9(n); });
        (s6 >> map(move |n| c.number_of_table(16, &n)) >> copied() >> map(N::new) >> max(), s8 >> peekable() >> product::<N>(), s9 >> sink(move |items| items.collect::<Vec<N>>()))
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
        let s1 = Flow::of(c.source(0));
        let s2 = Flow::of(c.source(1));
        let s5 = s2.feedback(move |s| s, move |n| (if c.again(2, &n) { vec![c.less(&n)] } else { vec![] }, vec![n]));
        let s6 = s5.or_skips(usize::MAX, move |n| Ok(vec![c.fails(5, n)?])).each(move |i| i.flat_map(move |n| c.many(7, n))).each(move |i| i.map(move |n| c.number_of_table(9, &n)).copied().map(N::new));
        let s7 = s1.row(move |i| i.enumerate().map(move |(i, n)| c.seen(10, i as u64 + 1, n))).each(move |i| i.chain(c.source(11))).each(move |i| i.inspect(move |n| c.look(12, n)));
        let (s8, s9) = s7.fork(move |n| (if c.keeps(14, &n) { vec![n.clone(), N::new(7)] } else { vec![] }, vec![n]));
        vec![s6.each(move |i| i.map(move |n| c.number_of_table(16, &n)).copied().map(N::new)).value::<Option<N>>(move |mut i| i.max()), s8.each(move |i| i.peekable()).value::<N>(move |mut i| i.product::<N>()), s9.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>())]
        }
    }
}
pub mod d40 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 40, text: r#"        let from_s1 = c.channel(0);
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(capacity = c.capacity(2), move |n| c.map(1, n)) >> map(move |n| c.many(3, n)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(6), ordered, move |n| c.map(5, n));
        let s4 = s3 >> fan_out(c.workers(8), move |n| for n in c.yields(7, n) { yield n; }) >> through(c.plan(9)) >> fuse();
        s4 >> zip(c.source(11)) >> map(move |(a, b)| c.join(12, a, b)) >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(13, sum, &n); if !c.goes_on(14, &n) { break; } } sum })
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
        let declared = pipeline!(move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(capacity = c.capacity(2), move |n| c.map(1, n)) >> map(move |n| c.many(3, n)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(6), ordered, move |n| c.map(5, n));
        let s4 = s3 >> fan_out(c.workers(8), move |n| for n in c.yields(7, n) { yield n; }) >> through(c.plan(9)) >> fuse();
        s4 >> zip(c.source(11)) >> map(move |(a, b)| c.join(12, a, b)) >> sink(move |items| { let mut sum = 7; for n in items { sum = c.next_sum(13, sum, &n); if !c.goes_on(14, &n) { break; } } sum })
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
        let declared = pipeline!(async move || -> Result<u64, Refused> {
        let s1 = receive( from_s1);
        let s2 = s1 >> stage(capacity = c.capacity(2), move |n| c.map(1, n)) >> map(move |n| c.many(3, n)) >> flatten();
        let s3 = s2 >> fan_out(c.workers(6), ordered, move |n| c.map(5, n));
        let s4 = s3 >> fan_out(c.workers(8), move |n| for n in c.yields(7, n) { yield n; }) >> through(c.plan(9)) >> fuse();
        s4 >> zip(c.source(11)) >> map(move |(a, b)| c.join(12, a, b)) >> sink(async move |mut items| { let mut sum = 7; while let Some(n) = items.next().await { sum = c.next_sum(13, sum, &n); if !c.goes_on(14, &n) { break; } } sum })
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
        let s2 = s1.each(move |i| i.map(move |n| c.map(1, n))).each(move |i| i.map(move |n| c.many(3, n)).flatten());
        let s3 = s2.each(move |i| i.map(move |n| c.map(5, n)));
        let s4 = s3.shared_by(c.workers(8)).each(move |i| i.flat_map(move |n| c.yields(7, n))).row(move |i| i.through(c.plan(9)).fuse());
        vec![s4.row(move |i| i.zip(c.source(11)).map(move |(a, b)| c.join(12, a, b))).value_by_order::<u64>(move |mut i| i.try_fold(7, move |sum, n| { let sum = c.next_sum(13, sum, &n); if c.goes_on(14, &n) { Ok(sum) } else { Err(sum) } }).unwrap_or_else(|sum| sum))]
        }
    }
}
pub mod d41 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 41, text: r#"        let from_s1 = c.channel(0);
        let from_s2 = c.channel(3);
        let declared = pipeline!(move || -> Result<(Vec<N>, N), Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = receive(capacity = c.capacity(4),  from_s2) >> batch_within(c.size(5), Duration::from_secs(3600)) >> map(move |batch| c.total(6, batch)) >> throttle(1_000_000, Duration::from_micros(1));
        let s3 = s1 >> stage(move |n| for n in c.yields(8, n) { yield n; }) >> step_by(c.size(10)) >> chain(c.some(12));
        let s4 = s3 >> fan_out(c.workers(14), move |n| c.map(13, n));
        (s2 >> collect::<Vec<N>>(), s4 >> product::<N>())
        });
"#, places: 16, is_early: false, is_loose: true, threads: threads::run, futures: Some(futures::run), plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let from_s1 = c.channel(0);
        let from_s2 = c.channel(3);
        let declared = pipeline!(move || -> Result<(Vec<N>, N), Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = receive(capacity = c.capacity(4),  from_s2) >> batch_within(c.size(5), Duration::from_secs(3600)) >> map(move |batch| c.total(6, batch)) >> throttle(1_000_000, Duration::from_micros(1));
        let s3 = s1 >> stage(move |n| for n in c.yields(8, n) { yield n; }) >> step_by(c.size(10)) >> chain(c.some(12));
        let s4 = s3 >> fan_out(c.workers(14), move |n| c.map(13, n));
        (s2 >> collect::<Vec<N>>(), s4 >> product::<N>())
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
        let declared = pipeline!(async move || -> Result<(Vec<N>, N), Refused> {
        let s1 = receive( from_s1) >> flat_map(move |n| c.many(1, n)) >> filter(move |n| c.keeps(2, n));
        let s2 = receive(capacity = c.capacity(4),  from_s2) >> batch_within(c.size(5), Duration::from_secs(3600)) >> map(move |batch| c.total(6, batch)) >> throttle(1_000_000, Duration::from_micros(1));
        let s3 = s1 >> stage(async move |n| { c.turn(9).await; for n in c.yields(8, n) { yield n; } }) >> step_by(c.size(10)) >> chain(c.some(12));
        let s4 = s3 >> fan_out(c.workers(14), move |n| c.map(13, n));
        (s2 >> collect::<Vec<N>>(), s4 >> product::<N>())
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.flat_map(move |n| c.many(1, n)).filter(move |n| c.keeps(2, n)));
        let s2 = Flow::of(c.some(3)).row(move |i| i.batch_within(c.size(5), Duration::from_secs(3600)).map(move |batch| c.total(6, batch))).each(move |i| i.throttle(1_000_000, Duration::from_micros(1)));
        let s3 = s1.each(move |i| i.flat_map(move |n| c.yields(8, n))).row(move |i| i.step_by(c.size(10))).each(move |i| i.chain(c.some(12)));
        let s4 = s3.shared_by(c.workers(14)).each(move |i| i.map(move |n| c.map(13, n)));
        vec![s2.value::<Vec<N>>(move |mut i| i.collect::<Vec<N>>()), s4.value::<N>(move |mut i| i.product::<N>())]
        }
    }
}
pub mod d42 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 42, text: r#"        let declared = pipeline!(move || -> Result<(usize, Option<N>, bool), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> inspect(move |n| c.look(1, n));
        let s2 = generator(capacity = c.capacity(3),  c.some(2)) >> stored() >> rev();
        let s3 = s1 >> stage(move |n| for n in c.many(4, n) { yield n; });
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> peekable() >> enumerate() >> map(move |(i, n)| c.seen(7, i as u64, n)) >> batch(c.size(9)) >> flatten();
        let s7 = s5 >> stored() >> rev();
        (s2 >> count(), s6 >> any_of_std_with_an_end(c, 11) >> batch(c.size(13)) >> flatten() >> reduce(move |a, b| c.join(14, a, b)), s7 >> take_while(move |n| c.goes_on(15, n)) >> gt(c.source(16)))
        });
"#, places: 17, is_early: true, is_loose: false, threads: threads::run, futures: None, plain: plain::run };
    pub mod threads {
        #[allow(unused_imports)]
        use super::*;
        #[allow(unused_imports)]
        use pipeline_oracle::own::of_iterators::Own;
        pub fn run(c: Case, run: Run) -> Ended {
        let _ = c;
        let declared = pipeline!(move || -> Result<(usize, Option<N>, bool), Refused> {
        let s1 = generator({ for n in c.source(0) { yield n; } }) >> inspect(move |n| c.look(1, n));
        let s2 = generator(capacity = c.capacity(3),  c.some(2)) >> stored() >> rev();
        let s3 = s1 >> stage(move |n| for n in c.many(4, n) { yield n; });
        let (s4, s5) = s3 >> tee();
        let s6 = s4 >> peekable() >> enumerate() >> map(move |(i, n)| c.seen(7, i as u64, n)) >> batch(c.size(9)) >> flatten();
        let s7 = s5 >> stored() >> rev();
        (s2 >> count(), s6 >> any_of_std_with_an_end(c, 11) >> batch(c.size(13)) >> flatten() >> reduce(move |a, b| c.join(14, a, b)), s7 >> take_while(move |n| c.goes_on(15, n)) >> gt(c.source(16)))
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
        let s1 = Flow::of(c.source(0)).each(move |i| i.inspect(move |n| c.look(1, n)));
        let s2 = Flow::of(c.some(2)).row(move |i| i.stored().rev());
        let s3 = s1.each(move |i| i.flat_map(move |n| c.many(4, n)));
        let (s4, s5) = s3.fork(move |n| (vec![n.clone()], vec![n]));
        let s6 = s4.each(move |i| i.peekable()).row(move |i| i.enumerate().map(move |(i, n)| c.seen(7, i as u64, n))).each(move |i| i.batch(c.size(9)).flatten());
        let s7 = s5.row(move |i| i.stored().rev());
        vec![s2.value::<usize>(move |mut i| i.count()), s6.row(move |i| i.any_of_std_with_an_end(c, 11)).each(move |i| i.batch(c.size(13)).flatten()).value_by_order::<Option<N>>(move |mut i| i.reduce(move |a, b| c.join(14, a, b))), s7.row(move |i| i.take_while(move |n| c.goes_on(15, n))).value_by_order::<bool>(move |mut i| i.gt(c.source(16)))]
        }
    }
}
pub mod d43 {
    use pipeline_oracle::prelude::*;
    pub const DECLARATION: Declaration = Declaration { seed: 43, text: r#"        let from_s1 = c.channel(0);
        let from_s2 = c.std_channel(2);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> fuse();
        let s2 = receive( from_s2);
        let s3 = s2 >> stage(move |n| c.fails(3, n)?) >> inspect(move |n| c.look(4, n));
        let s4 = s3 >> stage(move |n| { let n = c.fails(6, n)?; for n in c.few(7, n) { yield n; } }) >> through(c.plan(9)) >> fuse() >> batch(c.size(10)) >> flatten();
        let s5 = fan_in(s4, s1);
        s5 >> sum::<N>()
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
        let from_s2 = c.std_channel(2);
        let declared = pipeline!(move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> fuse();
        let s2 = receive( from_s2);
        let s3 = s2 >> stage(move |n| c.fails(3, n)?) >> inspect(move |n| c.look(4, n));
        let s4 = s3 >> stage(move |n| { let n = c.fails(6, n)?; for n in c.few(7, n) { yield n; } }) >> through(c.plan(9)) >> fuse() >> batch(c.size(10)) >> flatten();
        let s5 = fan_in(s4, s1);
        s5 >> sum::<N>()
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
        let from_s2 = c.futures_channel(2);
        let declared = pipeline!(async move || -> Result<N, Refused> {
        let s1 = receive( from_s1) >> fuse();
        let s2 = receive( from_s2);
        let s3 = s2 >> stage(move |n| c.fails(3, n)?) >> inspect(async move |n| { c.turn(5).await; c.look(4, n) });
        let s4 = s3 >> stage(async move |n| { c.turn(8).await; { let n = c.fails(6, n)?; for n in c.few(7, n) { yield n; } } }) >> through(c.plan(9)) >> fuse() >> batch(c.size(10)) >> flatten();
        let s5 = fan_in(s4, s1);
        s5 >> sum::<N>()
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
        let s1 = Flow::of(c.some(0)).each(move |i| i.fuse());
        let s2 = Flow::of(c.some(2));
        let s3 = s2.or_ends(move |n| Ok(vec![c.fails(3, n)?])).each(move |i| i.inspect(move |n| c.look(4, n)));
        let s4 = s3.or_ends(move |n| Ok(c.few(7, c.fails(6, n)?).collect())).row(move |i| i.through(c.plan(9)).fuse()).each(move |i| i.batch(c.size(10)).flatten());
        let s5 = s4.fan_in(s1);
        vec![s5.value::<N>(move |mut i| i.sum::<N>())]
        }
    }
}
