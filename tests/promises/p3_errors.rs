//! Promise 3: the first failure is the run's error, with the name of its stage and the complete
//! error value.

use std::error::Error as StdError;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, panic_any};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel as channel;
use pipeline::{BoxError, Context, Error, pipeline};
use pipeline_tests::{Ledger, Watchdog, wait_until};

/// An error with a source, as in many libraries.
#[derive(Debug, PartialEq, Eq)]
struct Broken(u32);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "broken at {}", self.0)
    }
}

impl StdError for Broken {}

#[derive(Debug)]
struct Caused(Broken);

impl fmt::Display for Caused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is caused")
    }
}

impl StdError for Caused {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

/// Returns the texts of `error` and of all its sources.
fn chain(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        texts.push(error.to_string());
        source = error.source();
    }
    texts
}

mod first_cause {
    use super::*;

    /// Runs two stages that fail. The stage `late` holds its item when `early` fails, and fails
    /// after that.
    fn fail_twice(early: fn() -> Result<(), Broken>, late: fn() -> Result<(), Broken>) -> Error {
        let (arrive, arrived) = channel::bounded(1);
        pipeline!(move |ctx| {
            let early = generator([()])
                >> stage(|()| {
                    arrived.recv()?;
                    early()?
                });
            let late = generator([()])
                >> stage(|()| {
                    arrive.send(())?;
                    wait_until(|| ctx.is_cancelled());
                    late()?
                });
            let early = early >> count();
            let late = late >> count();
            (early, late)
        })
        .run()
        .expect_err("two stages fail")
    }

    #[test]
    fn wins_and_the_later_one_is_kept() {
        let _watchdog = Watchdog::of_this_test();
        let error = fail_twice(|| Err(Broken(1)), || Err(Broken(2)));
        assert_eq!(error.stage(), Some("early"));
        let [other] = error.others() else {
            panic!("one failed later: {error:?}");
        };
        assert_eq!(chain(other), ["stage `late` failed", "broken at 2"]);
        assert!(other.others().is_empty());
    }

    #[test]
    fn wins_whether_it_is_an_error_or_a_panic() {
        let _watchdog = Watchdog::of_this_test();
        let error = fail_twice(|| panic!("first"), || Err(Broken(2)));
        assert_eq!(error.to_string(), "stage `early` panicked: first");
        assert_eq!(error.others()[0].to_string(), "stage `late` failed");
        let error = fail_twice(|| Err(Broken(1)), || panic!("second"));
        assert_eq!(error.to_string(), "stage `early` failed");
        assert_eq!(
            error.others()[0].to_string(),
            "stage `late` panicked: second"
        );
    }

    #[test]
    fn is_the_cancel_when_a_failure_follows_it() {
        let _watchdog = Watchdog::of_this_test();
        let context = Context::new();
        let error = pipeline!({
            generator([1])
                >> for_each(|_| {
                    context.cancel();
                    panic!("after the cancel");
                })
        })
        .run_with(&context)
        .expect_err("it is cancelled");
        assert!(error.is_cancelled() && error.stage().is_none());
        let [Error::Panicked { stage, message, .. }] = error.others() else {
            panic!("the panic is kept: {error:?}");
        };
        assert_eq!((*stage, message.as_str()), ("output", "after the cancel"));
    }

    /// A value with a slow drop. The stage that owns it has not ended before the drop is over.
    struct EndsSlowly;

    impl Drop for EndsSlowly {
        fn drop(&mut self) {
            (0..1000).for_each(|_| thread::yield_now());
        }
    }

    /// When a reader sees the end of a stream after a failure, the context must already be
    /// cancelled. Otherwise the reader could take the items so far for the whole stream. This order
    /// makes `ctx.check()?` before an effect safe.
    #[test]
    fn is_known_before_the_stream_behind_it_ends() {
        let _watchdog = Watchdog::of_this_test();
        for panics in [false, true].repeat(50) {
            let owned = EndsSlowly;
            let ended_unaware = AtomicBool::new(false);
            let error = pipeline!(|ctx| {
                let failing = generator(0..3)
                    >> stage({
                        let owned = owned;
                        move |_| {
                            let _owned = &owned;
                            assert!(!panics, "the cause");
                            Err::<(), _>("the cause")?
                        }
                    });
                failing
                    >> sink(|items| {
                        let count = items.count();
                        ended_unaware.store(!ctx.is_cancelled(), Ordering::SeqCst);
                        count
                    })
            })
            .run()
            .expect_err("the stage fails");
            assert_eq!(error.stage(), Some("failing"));
            let unaware = ended_unaware.load(Ordering::SeqCst);
            assert!(!unaware, "an end that looks whole (panics: {panics})");
        }
    }

    /// A value whose drop panics. It is dropped because another stage fails.
    #[derive(Debug)]
    struct Armed;

    impl Drop for Armed {
        fn drop(&mut self) {
            panic!("the value's drop panicked");
        }
    }

    #[test]
    fn is_not_lost_when_another_value_panics_in_its_drop() {
        let _watchdog = Watchdog::of_this_test();
        let (go, wait) = channel::bounded::<()>(0);
        let error = pipeline!(move || {
            let value = generator(0..1)
                >> sink(|items| {
                    items.for_each(drop);
                    drop(go);
                    Armed
                });
            let failing = generator(0..1)
                >> stage(|_| {
                    let _ = wait.recv();
                    Err::<(), _>("the cause")?
                })
                >> count();
            (value, failing)
        });
        let error = match error.run() {
            Err(error) => error,
            Ok(armed) => {
                std::mem::forget(armed);
                panic!("a stage failed");
            }
        };
        assert_eq!(error.stage(), Some("failing"), "{error:?}");
    }
}

mod panics {
    use super::*;

    #[derive(Debug, PartialEq, Eq)]
    struct Custom(u32);

    fn caught(error: Error) -> Box<dyn std::any::Any + Send> {
        panic::catch_unwind(AssertUnwindSafe(|| error.resume_panic())).expect_err("it panicked")
    }

    #[test]
    fn keep_a_text() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({ generator([1]) >> for_each(|_| panic!("plain")) })
            .run()
            .expect_err("it panics");
        assert!(matches!(&error, Error::Panicked { message, .. } if message == "plain"));
        assert_eq!(caught(error).downcast_ref(), Some(&"plain"));
    }

    #[test]
    fn keep_a_formatted_text() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({ generator([7]) >> for_each(|n| panic!("item {n}")) })
            .run()
            .expect_err("it panics");
        assert!(matches!(&error, Error::Panicked { message, .. } if message == "item 7"));
        assert_eq!(caught(error).downcast_ref(), Some(&"item 7".to_owned()));
    }

    #[test]
    fn keep_any_payload() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({ generator([7]) >> for_each(|n| panic_any(Custom(n))) })
            .run()
            .expect_err("it panics");
        assert_eq!(
            error.to_string(),
            "stage `output` panicked: (the payload is not text)"
        );
        assert_eq!(caught(error).downcast_ref(), Some(&Custom(7)));
    }

    #[test]
    fn give_an_error_back_that_is_none() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({ generator([1]) >> stage(|_| Err::<(), _>("no")?) >> count() })
            .run()
            .expect_err("it fails")
            .resume_panic();
        assert_eq!(error.stage(), Some("output"));
    }

    #[test]
    fn give_the_payload_by_hand() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({ generator([7]) >> for_each(|n| panic_any(Custom(n))) }).run();
        let Err(Error::Panicked { payload, .. }) = error else {
            panic!("it panics");
        };
        assert_eq!(payload.into_inner().downcast_ref(), Some(&Custom(7)));
    }

    #[test]
    fn in_a_generators_next_name_the_generator() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let made = generator((0..9).map(|n| if n == 5 { panic!("next") } else { n }));
            let passed = made >> stage(|n| n);
            passed >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `made` panicked: next");
        assert!(error.others().is_empty());
    }

    #[test]
    fn in_a_generators_expression_name_the_generator() {
        let _watchdog = Watchdog::of_this_test();
        fn bad() -> std::ops::Range<u8> {
            panic!("making")
        }
        let error = pipeline!({
            let made = generator(bad());
            made >> stage(|n| n) >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `made` panicked: making");
    }

    #[test]
    fn in_an_items_drop_name_the_stage_that_dropped_it() {
        let _watchdog = Watchdog::of_this_test();
        let ledger = Ledger::default();
        let error = pipeline!({
            let made = generator((0..9).map(|n| ledger.item(n)));
            let armed = made >> stage(|item| item.armed());
            let dropped = armed >> stage(|item| item.number);
            dropped >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.stage(), Some("dropped"), "{error:?}");
    }

    #[test]
    fn in_a_sink_name_the_sink() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let made = generator(0..9);
            let total = made
                >> sink(|items| {
                    if items.count() == 9 {
                        panic!("sunk")
                    } else {
                        1
                    }
                });
            total
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `total` panicked: sunk");
    }

    /// A method runs in the worker of a neighbouring stage, so its failure has the name of this
    /// stage.
    #[test]
    fn in_a_method_name_the_stage_that_runs_it() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let made = generator(0..9);
            let odd = made >> filter(|n| if *n == 5 { panic!("method") } else { true });
            let passed = odd >> stage(|n| n);
            passed >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `made` panicked: method");
    }

    #[test]
    fn in_a_method_behind_a_fan_out_name_its_reader() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let made = generator(0..9);
            let worked = made >> fan_out(2, |n| n);
            let odd = worked >> map(|n| if n == 5 { panic!("method") } else { n });
            let passed = odd >> stage(|n| n);
            passed >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `passed` panicked: method");
    }

    #[test]
    fn in_a_fan_out_name_the_fan_out() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let made = generator(0..90);
            let worked = made >> fan_out(4, |n| if n == 50 { panic!("worker") } else { n });
            worked >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `worked` panicked: worker");
    }

    #[test]
    fn in_a_workers_setup_name_the_stage() {
        let _watchdog = Watchdog::of_this_test();
        fn setup() -> fn(u8) -> u8 {
            panic!("setup")
        }
        let error = pipeline!({
            let made = generator(0..90);
            let worked = made >> fan_out(1, { setup() });
            worked >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `worked` panicked: setup");
    }
}

mod text {
    use super::*;

    fn failed() -> Error {
        pipeline!({
            let failing = generator([1]) >> stage(|_| Err::<(), _>(Caused(Broken(3)))?);
            failing >> count()
        })
        .run()
        .expect_err("it fails")
    }

    #[test]
    fn of_a_failure() {
        let _watchdog = Watchdog::of_this_test();
        let error = failed();
        assert_eq!(format!("{error}"), "stage `failing` failed");
        assert_eq!(
            format!("{error:#}"),
            "stage `failing` failed: it is caused: broken at 3"
        );
        assert_eq!(
            format!("{error:?}"),
            r#"Failed { stage: "failing", source: Caused(Broken(3)), others: [] }"#
        );
    }

    #[test]
    fn of_a_boxed_failure() {
        let _watchdog = Watchdog::of_this_test();
        let Error::Failed { source, .. } = failed() else {
            panic!("it fails");
        };
        assert_eq!(format!("{source}"), "it is caused");
        assert_eq!(format!("{source:#}"), "it is caused: broken at 3");
        assert_eq!(format!("{source:?}"), "Caused(Broken(3))");
    }

    #[test]
    fn of_a_panic() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let bad = generator([1]) >> for_each(|_| panic!("five"));
            bad
        })
        .run()
        .expect_err("it panics");
        assert_eq!(format!("{error}"), "stage `bad` panicked: five");
        assert_eq!(format!("{error:#}"), "stage `bad` panicked: five");
        assert_eq!(
            format!("{error:?}"),
            r#"Panicked { stage: "bad", message: "five", payload: Payload, others: [] }"#
        );
        assert!(error.source().is_none());
    }

    #[test]
    fn of_a_cancel() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!(|ctx| { generator(0..) >> for_each(|_: u32| ctx.cancel()) })
            .run()
            .expect_err("it is cancelled");
        assert_eq!(format!("{error}"), "the pipeline was cancelled");
        assert_eq!(format!("{error:#}"), "the pipeline was cancelled");
        assert_eq!(format!("{error:?}"), "Cancelled { others: [] }");
        assert!(error.source().is_none());
    }
}

mod conversion {
    use super::*;

    fn is_a_threads_error<T: StdError + Send + Sync + 'static>() {}

    #[test]
    fn an_error_is_a_std_error_for_threads() {
        is_a_threads_error::<Error>();
        is_a_threads_error::<Error<Broken>>();
        is_a_threads_error::<Error<std::io::Error>>();
    }

    fn fails() -> Result<usize, Error> {
        pipeline!({
            let failing = generator([1]) >> stage(|_| Err::<(), _>(Broken(4))?);
            failing >> count()
        })
        .run()
    }

    #[test]
    fn into_a_box() {
        let _watchdog = Watchdog::of_this_test();
        fn plain() -> Result<usize, Box<dyn StdError>> {
            Ok(fails()?)
        }
        fn for_threads() -> Result<usize, Box<dyn StdError + Send + Sync>> {
            Ok(fails()?)
        }
        let expected = ["stage `failing` failed", "broken at 4"];
        assert_eq!(chain(&*plain().expect_err("it fails")), expected);
        assert_eq!(chain(&*for_threads().expect_err("it fails")), expected);
    }

    /// An error type with the conversions of `anyhow::Error`.
    #[derive(Debug)]
    struct Anyhow(Box<dyn StdError + Send + Sync>);

    impl<E: StdError + Send + Sync + 'static> From<E> for Anyhow {
        fn from(error: E) -> Self {
            Anyhow(Box::new(error))
        }
    }

    #[test]
    fn into_an_error_of_any_kind() {
        let _watchdog = Watchdog::of_this_test();
        fn convert() -> Result<usize, Anyhow> {
            Ok(fails()?)
        }
        let Anyhow(error) = convert().expect_err("it fails");
        let error: &Error = error.downcast_ref().expect("it is a pipeline's");
        assert_eq!(error.stage(), Some("failing"));
    }

    impl fmt::Display for Anyhow {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}", self.0)
        }
    }

    impl std::ops::Deref for Anyhow {
        type Target = dyn StdError + Send + Sync;

        fn deref(&self) -> &Self::Target {
            &*self.0
        }
    }

    /// Runs a pipeline with this header and this body on threads and in one task.
    macro_rules! both_fail {
        (-> $result:ty, $body:expr) => {
            [
                pipeline!(|| -> $result {
                    let failing = generator([1]) >> stage($body);
                    failing >> count()
                })
                .run()
                .expect_err("it fails"),
                futures::executor::block_on(
                    pipeline!(async || -> $result {
                        let failing = generator([1]) >> stage($body);
                        failing >> count()
                    })
                    .run(),
                )
                .expect_err("it fails"),
            ]
        };
    }

    #[test]
    fn of_a_header_that_names_an_error_of_any_kind() {
        let _watchdog = Watchdog::of_this_test();
        let both = both_fail!(-> Result<usize, Anyhow>, |_| Err::<(), _>(Caused(Broken(5)))?);
        for error in both {
            assert_eq!(error.to_string(), "stage `failing` failed");
            let expected = ["stage `failing` failed", "it is caused", "broken at 5"];
            assert_eq!(chain(&error), expected);
            assert_eq!(format!("{error:#}"), expected.join(": "));
            fn convert(error: Error<Anyhow>) -> Result<(), Anyhow> {
                Err(error)?
            }
            let Anyhow(outer) = convert(error).expect_err("it is one");
            assert!(outer.is::<Error<Anyhow>>());
        }
    }

    #[test]
    fn of_a_header_that_names_what_can_only_be_printed() {
        let _watchdog = Watchdog::of_this_test();
        let both =
            both_fail!(-> Result<usize, String>, |_| Err::<(), _>("no such key".to_owned())?);
        for error in both {
            let expected = "stage `failing` failed: no such key";
            assert_eq!(error.to_string(), expected);
            assert_eq!(format!("{error:#}"), expected);
            assert!(error.source().is_none());
            let boxed: Box<dyn StdError + Send + Sync> = error.into();
            assert_eq!(boxed.to_string(), expected);
        }
        let both = both_fail!(-> Result<usize, Box<dyn StdError + Send + Sync>>, |_| Err::<(), _>("text")?);
        for error in both {
            assert_eq!(format!("{error:#}"), "stage `failing` failed: text");
        }
    }

    #[test]
    fn of_a_header_that_names_an_io_error() {
        use std::io::{Error as IoError, ErrorKind};
        let _watchdog = Watchdog::of_this_test();
        let both = both_fail!(-> Result<usize, IoError>, |_| Err::<(), _>(IoError::from(ErrorKind::NotFound))?);
        for error in both {
            assert_eq!(IoError::from(error).kind(), ErrorKind::NotFound);
        }
        let both = both_fail!(-> Result<usize, IoError>, |_| {
            if true {
                panic!("struck");
            }
            Err::<(), IoError>(ErrorKind::NotFound.into())?
        });
        for error in both {
            let error = IoError::from(error);
            assert_eq!(error.to_string(), "stage `failing` panicked: struck");
        }
    }

    #[test]
    fn of_a_header_that_names_a_parameter() {
        let _watchdog = Watchdog::of_this_test();
        fn fails<E: From<Broken> + Send>() -> Error<E> {
            let outcome = pipeline!(|| -> Result<usize, E> {
                generator([1]) >> stage(|_| Err::<(), _>(Broken(6))?) >> count()
            });
            outcome.run().err().expect("it fails")
        }
        assert_eq!(fails::<Broken>().into_source(), Some(Broken(6)));
    }

    #[test]
    fn down_through_the_box() {
        let _watchdog = Watchdog::of_this_test();
        let error = fails().expect_err("it fails");
        let from_chain = error.source().and_then(|source| source.downcast_ref());
        assert_eq!(from_chain, Some(&Broken(4)));
        let Error::Failed { source, .. } = error else {
            panic!("it fails: {error:?}");
        };
        assert_eq!(source.downcast_ref(), Some(&Broken(4)));
        let source: Box<Broken> = source.into_inner().downcast().expect("it is that error");
        assert_eq!(*source, Broken(4));
    }

    #[derive(Debug)]
    enum Ours {
        Broken(Broken),
        Inner(Box<Error>),
        Odd(u32),
    }

    impl fmt::Display for Ours {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "ours: {self:?}")
        }
    }

    impl StdError for Ours {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            match self {
                Ours::Broken(broken) => Some(broken),
                Ours::Inner(inner) => Some(inner),
                Ours::Odd(_) => None,
            }
        }
    }

    impl From<Broken> for Ours {
        fn from(broken: Broken) -> Self {
            Ours::Broken(broken)
        }
    }

    impl From<Error> for Ours {
        fn from(inner: Error) -> Self {
            Ours::Inner(Box::new(inner))
        }
    }

    #[test]
    fn into_an_error_type_of_ones_own() {
        let _watchdog = Watchdog::of_this_test();
        let run = |which: u32| {
            pipeline!(|| -> Result<u32, Ours> {
                let items = generator([which]);
                let failing = items
                    >> stage(|which| match which {
                        1 => Err(Broken(1))?,
                        2 => u32::try_from(fails()?).expect("it fails"),
                        3 => return Err(Ours::Odd(3)),
                        n => n,
                    });
                failing >> sum()
            })
            .run()
        };
        let source = |which| match run(which) {
            Err(Error::Failed { source, stage, .. }) => {
                assert_eq!(stage, "failing");
                source
            }
            other => panic!("it fails: {other:?}"),
        };
        assert!(matches!(source(1), Ours::Broken(Broken(1))));
        assert!(matches!(source(2), Ours::Inner(_)));
        assert!(matches!(source(3), Ours::Odd(3)));
        assert_eq!(run(4).expect("nothing fails"), 4);
    }

    #[test]
    fn of_a_text_and_of_a_boxed_error() {
        let _watchdog = Watchdog::of_this_test();
        let boxed = || -> Result<u32, Box<dyn StdError + Send + Sync>> { Err("boxed".into()) };
        let again = || -> Result<u32, BoxError> { Err(BoxError::from(Broken(5))) };
        let texts = [0, 1, 2, 3].map(|which| {
            pipeline!({
                let items = generator([which]);
                items
                    >> stage(|which| match which {
                        0 => Err("text")?,
                        1 => Err(format!("text {which}"))?,
                        2 => boxed()?,
                        _ => again()?,
                    })
                    >> sum::<u32>()
            })
            .run()
            .expect_err("it fails")
            .source()
            .map(ToString::to_string)
        });
        let expected = ["text", "text 1", "boxed", "broken at 5"];
        assert_eq!(texts.map(Option::unwrap), expected);
    }
}

mod nested {
    use super::*;

    fn inner(item: u32) -> pipeline::Pipeline<'static, usize> {
        pipeline!(move || {
            let inner_stage = generator([item]) >> stage(|n| Err::<(), _>(Caused(Broken(n)))?);
            inner_stage >> count()
        })
    }

    #[test]
    fn the_chain_names_both_stages() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let outer_stage = generator([6]) >> stage(|n| inner(n).run()?);
            outer_stage >> sum::<usize>()
        })
        .run()
        .expect_err("the inner one fails");
        assert_eq!(error.stage(), Some("outer_stage"));
        assert_eq!(
            format!("{error:#}"),
            "stage `outer_stage` failed: stage `inner_stage` failed: it is caused: broken at 6"
        );
        assert_eq!(chain(&error).len(), 4);
        let within: &Error = error
            .source()
            .and_then(|source| source.downcast_ref())
            .expect("the inner pipeline's error");
        assert_eq!(within.stage(), Some("inner_stage"));
        assert!(error.others().is_empty());
    }

    #[test]
    fn a_boxed_pipeline_error_says_each_cause_once() {
        let _watchdog = Watchdog::of_this_test();
        let boxed = BoxError::from(inner(6).run().expect_err("it fails"));
        assert_eq!(
            format!("{boxed:#}"),
            "stage `inner_stage` failed: it is caused: broken at 6"
        );
    }

    /// A pipeline inside a body returns an error because the outer run was cancelled. That error is
    /// not the cause.
    #[test]
    fn a_cancel_from_around_is_not_the_inner_ones_failure() {
        let _watchdog = Watchdog::of_this_test();
        let context = Context::new();
        let error = pipeline!({
            let outer_stage = generator([6])
                >> stage(|_| {
                    pipeline!({ generator(0_u32..) >> for_each(|_| context.cancel()) }).run()?
                });
            outer_stage >> count()
        })
        .run_with(&context)
        .expect_err("it is cancelled");
        assert!(error.is_cancelled(), "{error:#}");
    }

    #[test]
    fn a_panic_within_goes_on_as_one() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let outer_stage = generator([6])
                >> stage(|n: u32| {
                    let inside = pipeline!({ generator([n]) >> for_each(|_| panic!("within")) });
                    inside.run().map_err(Error::resume_panic)?
                });
            outer_stage >> count()
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.to_string(), "stage `outer_stage` panicked: within");
    }
}

#[test]
fn a_capacity_that_panics_is_an_error_of_a_reported_run_as_of_any() {
    fn capacity() -> usize {
        panic!("no capacity")
    }
    let _watchdog = Watchdog::of_this_test();
    let (outcome, _) =
        pipeline!({ generator(capacity = capacity(), 0..3) >> stage(|n| n) >> count() })
            .run_reported();
    assert!(matches!(outcome, Err(Error::Panicked { .. })));
    let running =
        pipeline!(move || { generator(capacity = capacity(), 0..3) >> stage(|n| n) >> count() })
            .spawn();
    assert!(matches!(running.join(), Err(Error::Panicked { .. })));
}
