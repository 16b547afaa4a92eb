//! Small programs of several threads, and their possible outcomes in both implementations.

use std::collections::BTreeSet;

use crate::in_schedules;

/// Number of runs of each program, in each implementation.
const RUNS: usize = 3_000;

/// Checks that both implementations have only `right` outcomes of the program, and the model all of
/// them.
fn has_outcomes(system: fn() -> String, model: fn() -> String, right: &[&str]) {
    let right: BTreeSet<String> = right.iter().copied().map(str::to_owned).collect();
    let on_system: BTreeSet<String> = (0..RUNS).map(|_| system()).collect();
    let in_model: BTreeSet<String> = in_schedules(RUNS, model).into_iter().collect();
    assert!(on_system.is_subset(&right), "{on_system:?}");
    assert_eq!(in_model, right, "the model has others");
}

macro_rules! programs {
    ($side:ident) => {
        mod $side {
            use std::sync::Arc;
            use std::time::Duration;

            use crate::sync::$side::channel::{self, Select, TryRecvError, bounded, select_biased};
            use crate::sync::$side::thread::{self, Instant};
            use crate::sync::$side::{
                AtomicBool, AtomicUsize, Mutex, Ordering, fence, local, lock,
            };

            fn spawn<T: Send + 'static>(
                live: impl FnOnce() -> T + Send + 'static,
            ) -> thread::JoinHandle<T> {
                thread::spawn(
                    "of a program".to_owned(),
                    crate::sync::stack::Stack::default(),
                    live,
                )
                .expect("a thread starts")
            }

            /// Two senders, whose items are merged.
            pub(super) fn merged() -> String {
                let (to, from) = bounded(2);
                let other = to.clone();
                let senders = [
                    spawn(move || to.try_send('a').is_ok()),
                    spawn(move || other.try_send('x').is_ok()),
                ];
                let taken: String = from.into_iter().collect();
                assert!(senders.into_iter().all(|sender| sender.join().unwrap()));
                taken
            }

            /// Two senders, and one place.
            pub(super) fn full() -> String {
                let (to, from) = bounded(1);
                let other = to.clone();
                let senders = [
                    spawn(move || to.try_send('a').is_ok()),
                    spawn(move || other.try_send('x').is_ok()),
                ];
                let sent = senders.map(|sender| sender.join().unwrap());
                let taken: String = from.into_iter().collect();
                format!("{taken}, {sent:?}")
            }

            /// The receiver is dropped while an item is sent.
            pub(super) fn receiver_goes() -> String {
                let (to, from) = bounded(1);
                let sender = spawn(move || to.try_send('a').is_ok());
                let taken = from.try_recv().is_ok();
                drop(from);
                format!("taken {taken}, sent {}", sender.join().unwrap())
            }

            /// If several arms are ready, the first one is taken.
            pub(super) fn biased() -> String {
                let (first, ones) = bounded(1);
                let (second, twos) = bounded(1);
                let sender = spawn(move || {
                    second.try_send(2).unwrap();
                    first.try_send(1).unwrap();
                });
                let next = || {
                    select_biased! {
                        recv(ones) -> item => item.map_or("-".to_owned(), |item| format!("{item}")),
                        recv(twos) -> item => item.map_or("-".to_owned(), |item| format!("{item}")),
                    }
                };
                let taken = [next(), next()].concat();
                sender.join().unwrap();
                taken
            }

            /// A wait with a deadline, for an item that comes before or after it.
            pub(super) fn deadline() -> String {
                let (to, from) = bounded(1);
                let sender = spawn(move || to.try_send('a').is_ok());
                let end = Instant::now() + Duration::from_micros(20);
                let mut select = Select::new();
                select.recv(&from);
                let in_time = select.ready_deadline(end).is_ok();
                sender.join().unwrap();
                format!("in time {in_time}, later {}", from.try_recv().is_ok())
            }

            /// A select of two events, where both may be ready.
            pub(super) fn select() -> String {
                let (first, ones) = bounded::<()>(1);
                let (second, twos) = bounded::<()>(1);
                let senders = [spawn(move || drop(first)), spawn(move || drop(second))];
                let mut select = Select::new();
                let (one, _) = (select.recv(&ones), select.recv(&twos));
                let was_first = select.ready() == one;
                for sender in senders {
                    sender.join().unwrap();
                }
                assert_eq!(ones.try_recv(), Err(TryRecvError::Disconnected));
                format!("{was_first}")
            }

            pub(super) fn never() -> String {
                let end = Instant::now() + Duration::from_micros(1);
                let (nothing, over) = (channel::never::<()>(), channel::at(end));
                select_biased! {
                    recv(nothing) -> _ => "something".to_owned(),
                    recv(over) -> _ => "over".to_owned(),
                }
            }

            /// A thread that sleeps until it is told. If it is told before, it does not sleep at
            /// all.
            pub(super) fn unpark() -> String {
                let told = Arc::new(AtomicBool::new(false));
                let (tell, me) = (Arc::clone(&told), thread::current());
                let teller = spawn(move || {
                    tell.store(true, Ordering::Relaxed);
                    fence(Ordering::SeqCst);
                    me.unpark();
                });
                while !told.load(Ordering::Relaxed) {
                    thread::park();
                }
                teller.join().unwrap();
                "awake".to_owned()
            }

            /// A thread that sleeps until its waker is called, which may happen before the sleep.
            pub(super) fn woken() -> String {
                let told = Arc::new(AtomicBool::new(false));
                let (tell, waker) = (Arc::clone(&told), thread::waker());
                let teller = spawn(move || {
                    tell.store(true, Ordering::Relaxed);
                    waker.wake();
                });
                while !told.load(Ordering::Relaxed) {
                    thread::park_until(None);
                }
                teller.join().unwrap();
                "awake".to_owned()
            }

            /// A sleep that ends by a call of its waker, or by the time.
            pub(super) fn woken_in_time() -> String {
                let told = Arc::new(AtomicBool::new(false));
                let (tell, waker) = (Arc::clone(&told), thread::waker());
                let teller = spawn(move || {
                    tell.store(true, Ordering::Relaxed);
                    waker.wake_by_ref();
                });
                let end = Instant::now() + Duration::from_micros(20);
                while !told.load(Ordering::Relaxed) && Instant::now() < end {
                    thread::park_until(Some(end));
                }
                let in_time = told.load(Ordering::Relaxed);
                teller.join().unwrap();
                format!("in time {in_time}, told {}", told.load(Ordering::Relaxed))
            }

            /// A call of a waker ends one sleep only, and two calls before a sleep count as one.
            pub(super) fn woken_once() -> String {
                let waker = thread::waker();
                waker.wake_by_ref();
                waker.wake();
                thread::park_until(None);
                let end = Instant::now() + Duration::from_micros(20);
                while Instant::now() < end {
                    thread::park_until(Some(end));
                }
                "awake".to_owned()
            }

            /// Each thread has one waker.
            pub(super) fn wakers() -> String {
                let own = thread::waker();
                let other = spawn(thread::waker).join().unwrap();
                let same = own.will_wake(&thread::waker());
                format!("own {same}, other's {}", own.will_wake(&other))
            }

            /// Additions under a lock, and without one.
            pub(super) fn counted() -> String {
                let sums = Arc::new((Mutex::new(0), AtomicUsize::new(0)));
                let adders = [1, 2].map(|more| {
                    let sums = Arc::clone(&sums);
                    spawn(move || {
                        *lock(&sums.0) += more;
                        sums.1.fetch_add(more, Ordering::Relaxed)
                    })
                });
                let before: Vec<_> = adders.map(|adder| adder.join().unwrap()).into();
                assert_eq!(sums.1.load(Ordering::Relaxed), 3);
                format!("{}, {before:?}", lock(&sums.0))
            }

            /// An attempt to take a lock that another thread may hold.
            pub(super) fn tried() -> String {
                let mutex = Arc::new(Mutex::new(()));
                let other = Arc::clone(&mutex);
                let holder = spawn(move || drop(lock(&other)));
                let free = mutex.try_lock().is_ok();
                holder.join().unwrap();
                format!("free {free}, then {}", mutex.try_lock().is_ok())
            }

            /// A thread that catches a panic, and then drops its sender.
            pub(super) fn panicked() -> String {
                let (to, from) = bounded::<()>(1);
                let thread = spawn(move || {
                    let _to = to;
                    std::panic::catch_unwind(|| std::panic::resume_unwind(Box::new(7))).is_err()
                });
                let caught = thread.join().unwrap();
                format!(
                    "caught {caught}, ended {}",
                    from.into_iter().next().is_none()
                )
            }

            local! {
                static OWN: std::cell::Cell<u32> = const { std::cell::Cell::new(1) };
            }

            /// Each thread has its own value, from the start.
            pub(super) fn own() -> String {
                OWN.with(|own| own.set(2));
                let other = spawn(|| OWN.with(std::cell::Cell::get)).join().unwrap();
                format!("{other}, {}", OWN.with(std::cell::Cell::get))
            }

            /// All threads of a scope have ended after the scope.
            pub(super) fn scoped() -> String {
                let mut items = [1, 2];
                thread::scope(|threads| {
                    for item in &mut items {
                        let name = "scoped".to_owned();
                        let thread = thread::spawn_scoped(
                            threads,
                            name,
                            crate::sync::stack::Stack::default(),
                            || *item += 1,
                        );
                        thread.expect("a thread starts").join().unwrap();
                    }
                });
                format!("{items:?}")
            }
        }
    };
}

programs!(system);
programs!(schedules);

macro_rules! same {
    ($($program:ident: $right:expr;)*) => {
        $(
            #[test]
            fn $program() {
                has_outcomes(system::$program, schedules::$program, &$right);
            }
        )*
    };
}

same! {
    merged: ["ax", "xa"];
    full: ["a, [true, false]", "x, [false, true]"];
    receiver_goes: ["taken false, sent false", "taken false, sent true", "taken true, sent true"];
    biased: ["12", "1-", "21", "2-"];
    select: ["false", "true"];
    never: ["over"];
    unpark: ["awake"];
    woken: ["awake"];
    woken_in_time: ["in time false, told true", "in time true, told true"];
    woken_once: ["awake"];
    wakers: ["own true, other's false"];
    counted: ["3, [0, 1]", "3, [2, 0]"];
    tried: ["free false, then true", "free true, then true"];
    panicked: ["caught true, ended true"];
    own: ["1, 2"];
    scoped: ["[2, 3]"];
    deadline: ["in time false, later true", "in time true, later true"];
}
