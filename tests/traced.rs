//! The feature `tracing`: the run and each worker have a span, events of bodies are inside these
//! spans, and events report how a run ends. A process of its own, because a global subscriber can
//! be set only once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use futures::executor::block_on;
use pipeline::{Context, pipeline};
use pipeline_tests::{Watchdog, yields};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber, info, info_span};
use tracing_subscriber::layer::{Context as Layers, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// The recorded events, each with its spans and its text.
static SEEN: LazyLock<Seen> = LazyLock::new(|| {
    let seen = Seen::default();
    let all = tracing_subscriber::registry().with(seen.clone());
    tracing::subscriber::set_global_default(all).unwrap();
    seen
});

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

/// The fields of a span or an event.
#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

/// The text of a span.
struct Shown(String);

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Seen {
    fn on_new_span(&self, span: &Attributes<'_>, id: &Id, layers: Layers<'_, S>) {
        let mut fields = Fields::default();
        span.record(&mut fields);
        let name = span.metadata().name();
        let shown = match (fields.0.get("name"), fields.0.get("worker")) {
            (Some(stage), Some(worker)) => format!("{stage}#{worker}"),
            (Some(other), None) => other.clone(),
            _ => name.to_owned(),
        };
        layers
            .span(id)
            .unwrap()
            .extensions_mut()
            .insert(Shown(shown));
    }

    fn on_event(&self, event: &Event<'_>, layers: Layers<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let spans = layers
            .event_scope(event)
            .into_iter()
            .flat_map(|scope| scope.from_root());
        let spans: Vec<String> = spans
            .map(|span| span.extensions().get::<Shown>().unwrap().0.clone())
            .collect();
        let mut text = format!("{}: {}", spans.join("/"), fields.0["message"]);
        for (name, value) in fields.0.iter().filter(|(name, _)| **name != "message") {
            text.push_str(&format!(", {name}={value}"));
        }
        self.0.lock().unwrap().push(text);
    }
}

/// Returns the events inside the span with the name `request`.
fn said(request: &str) -> Vec<String> {
    let seen = SEEN.0.lock().unwrap();
    let below = format!("{request}/");
    let mut said: Vec<_> = seen
        .iter()
        .filter_map(|text| text.strip_prefix(&below))
        .map(str::to_owned)
        .collect();
    said.sort();
    said.dedup();
    said
}

#[test]
fn what_bodies_say_stands_in_their_stage_and_in_the_request_on_threads() {
    let _watchdog = Watchdog::of_this_test();
    LazyLock::force(&SEEN);
    let run = pipeline!({
        generator(0..4_u64)
            >> fan_out(2, name = "work", |n| {
                info!("works");
                n
            })
            >> sum::<u64>()
    });
    assert_eq!(info_span!("threads").in_scope(|| run.run()).unwrap(), 6);
    let said = said("threads");
    let works: Vec<_> = said
        .iter()
        .filter(|text| text.ends_with(": works"))
        .collect();
    assert!(!works.is_empty());
    assert!(
        works.iter().all(
            |text| text.starts_with("pipeline/work#0:") || text.starts_with("pipeline/work#1:")
        ),
        "{said:?}"
    );
    assert!(
        said.contains(&"pipeline: the run has ended well".to_owned()),
        "{said:?}"
    );
}

#[test]
fn a_spawned_run_is_below_the_span_that_spawned_it() {
    let _watchdog = Watchdog::of_this_test();
    LazyLock::force(&SEEN);
    let run = pipeline!(move || {
        generator(0..4_u64)
            >> stage(name = "work", |n| {
                info!("works");
                n
            })
            >> fan_out(2, |n| n)
            >> count()
    });
    let running = info_span!("spawned").in_scope(|| run.spawn());
    assert_eq!(running.join().unwrap(), 4);
    let said = said("spawned");
    assert!(
        said.contains(&"pipeline/work#0: works".to_owned()),
        "{said:?}"
    );
}

#[test]
fn an_async_body_is_in_its_span_at_each_poll() {
    let _watchdog = Watchdog::of_this_test();
    LazyLock::force(&SEEN);
    let declared = || {
        pipeline!(async move {
            generator(0..4_u64)
                >> fan_out(2, name = "work", async |n| {
                    yields(2).await;
                    info!("works");
                    n
                })
                >> count()
        })
    };
    assert_eq!(
        info_span!("one task")
            .in_scope(|| block_on(declared().run()))
            .unwrap(),
        4
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let counted = runtime.block_on(async {
        let running = info_span!("tasks").in_scope(|| declared().spawn());
        running.join().await
    });
    assert_eq!(counted.unwrap(), 4);
    for engine in ["one task", "tasks"] {
        let said = said(engine);
        let works = said.iter().filter(|text| text.ends_with(": works"));
        assert!(works.clone().count() > 0, "{said:?}");
        for text in works {
            assert!(text.starts_with("pipeline/work#"), "{said:?}");
        }
    }
}

#[test]
fn events_tell_of_failures_retries_and_ends() {
    let _watchdog = Watchdog::of_this_test();
    LazyLock::force(&SEEN);
    let failing = pipeline!(|| -> Result<u64, std::num::ParseIntError> {
        generator(["1", "x"])
            >> stage(name = "parsed", on_error = retry(1), |text| {
                text.parse::<u64>()?
            })
            >> sum::<u64>()
    });
    info_span!("failing")
        .in_scope(|| failing.run())
        .unwrap_err();
    let said_of_it = said("failing");
    let error = "pipeline: a stage failed, error=invalid digit found in string, stage=parsed";
    assert!(said_of_it.contains(&error.to_owned()), "{said_of_it:?}");
    let retried = "pipeline/parsed#0: the body is called again for an item that failed";
    assert!(said_of_it.contains(&retried.to_owned()), "{said_of_it:?}");

    let skipping = pipeline!(|| -> Result<u64, std::num::ParseIntError> {
        generator(["1", "x"])
            >> stage(name = "parsed", on_error = skip, |text| {
                text.parse::<u64>()?
            })
            >> sum::<u64>()
    });
    assert_eq!(
        info_span!("skipping").in_scope(|| skipping.run()).unwrap(),
        1
    );
    let skipped = "pipeline/parsed#0: an item failed, and the run goes on";
    assert!(
        said("skipping").contains(&skipped.to_owned()),
        "{:?}",
        said("skipping")
    );

    let panicking = pipeline!({
        generator(0..1_u64)
            >> stage(name = "odd", |n| {
                assert!(n > 1, "odd");
                n
            })
            >> count()
    });
    info_span!("panicking")
        .in_scope(|| panicking.run())
        .unwrap_err();
    assert!(
        said("panicking").contains(&"pipeline: a stage panicked: odd, stage=odd".to_owned()),
        "{:?}",
        said("panicking")
    );
}

#[test]
fn events_tell_of_cancels_deadlines_and_drains() {
    let _watchdog = Watchdog::of_this_test();
    LazyLock::force(&SEEN);
    let endless = || {
        pipeline!(|ctx| {
            generator(0_u64..)
                >> stage(|n| {
                    if n == 9 {
                        ctx.drain();
                    }
                    n
                })
                >> count()
        })
    };
    info_span!("drained").in_scope(|| endless().run()).unwrap();
    assert!(
        said("drained").contains(&"pipeline: the run was drained".to_owned()),
        "{:?}",
        said("drained")
    );

    let cancelled = pipeline!(|ctx| {
        generator(0_u64..)
            >> stage(|n| {
                if n == 9 {
                    ctx.cancel();
                }
                n
            })
            >> count()
    });
    info_span!("cancelled")
        .in_scope(|| cancelled.run())
        .unwrap_err();
    assert!(
        said("cancelled").contains(&"pipeline: the run was cancelled".to_owned()),
        "{:?}",
        said("cancelled")
    );

    let soon = Context::new().with_deadline(Duration::from_millis(1));
    let late = pipeline!({ generator(0_u64..) >> count() });
    info_span!("late")
        .in_scope(|| late.run_with(&soon))
        .unwrap_err();
    assert!(
        said("late").contains(&"pipeline: the deadline of the run has passed".to_owned()),
        "{:?}",
        said("late")
    );
}
