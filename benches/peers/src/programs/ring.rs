//! A blocking channel on a ring buffer of `rtrb`: it spins for a while, then parks.

use std::hint;
use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Thread};

use rtrb::{Consumer, Producer, PushError, RingBuffer};

use super::channels::Channels;

/// Number of attempts before an end parks. More attempts are slower if there are more threads than
/// cores.
const SPINS: usize = 50;

pub(super) enum Ring {}

/// One end of the channel: its half of the ring, the place where it parks itself (`here`), and the
/// place where the other end parks (`there`).
pub(super) struct End<H> {
    /// `None` only during the drop.
    handle: Option<H>,
    here: Arc<Parking>,
    there: Arc<Parking>,
}

impl Channels for Ring {
    type Sender<T: Send> = End<Producer<T>>;
    type Receiver<T: Send> = End<Consumer<T>>;

    fn bounded<T: Send>(capacity: usize) -> (Self::Sender<T>, Self::Receiver<T>) {
        let (producer, consumer) = RingBuffer::new(capacity);
        let senders = Arc::new(Parking::default());
        let receivers = Arc::new(Parking::default());
        let sender = End::new(producer, Arc::clone(&senders), Arc::clone(&receivers));
        (sender, End::new(consumer, receivers, senders))
    }

    fn send<T: Send>(sender: &mut Self::Sender<T>, item: T) -> bool {
        let mut item = Some(item);
        sender.wait_for(|producer| {
            let Err(PushError::Full(back)) = producer.push(item.take()?) else {
                return Some(true);
            };
            item = Some(back);
            producer.is_abandoned().then_some(false)
        })
    }

    fn receive<T: Send>(receiver: &mut Self::Receiver<T>) -> Option<T> {
        receiver.wait_for(|consumer| {
            // Load this first. Items that were pushed before the other end was dropped must still
            // be popped.
            let ended = consumer.is_abandoned();
            let item = consumer.pop().ok();
            (item.is_some() || ended).then_some(item)
        })
    }
}

impl<H> End<H> {
    fn new(handle: H, here: Arc<Parking>, there: Arc<Parking>) -> Self {
        let handle = Some(handle);
        End {
            handle,
            here,
            there,
        }
    }

    fn wait_for<T>(&mut self, mut attempt: impl FnMut(&mut H) -> Option<T>) -> T {
        let handle = self.handle.as_mut().expect("it is not dropped yet");
        let done = 'done: {
            for _ in 0..SPINS {
                if let Some(done) = attempt(handle) {
                    break 'done done;
                }
                hint::spin_loop();
            }
            self.here.park_until(|| attempt(handle))
        };
        self.there.wake();
        done
    }
}

impl<H> Drop for End<H> {
    fn drop(&mut self) {
        self.handle = None;
        self.there.wake();
    }
}

#[derive(Default)]
struct Parking {
    is_taken: AtomicBool,
    thread: Mutex<Option<Thread>>,
}

impl Parking {
    fn park_until<T>(&self, mut attempt: impl FnMut() -> Option<T>) -> T {
        loop {
            *self.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current());
            self.is_taken.store(true, Ordering::Relaxed);
            // Pairs with the fence in `wake`. This end stores `is_taken` and then reads the ring in
            // `attempt`. The other end changes the ring and then loads `is_taken`. With both
            // fences, at least one of the two sees the store of the other. Without them, both could
            // miss it, and this end would park forever.
            fence(Ordering::SeqCst);
            if let Some(done) = attempt() {
                self.is_taken.store(false, Ordering::Relaxed);
                return done;
            }
            while self.is_taken.load(Ordering::Acquire) {
                thread::park();
            }
            if let Some(done) = attempt() {
                return done;
            }
        }
    }

    fn wake(&self) {
        fence(Ordering::SeqCst);
        if self.is_taken.load(Ordering::Relaxed) && self.is_taken.swap(false, Ordering::AcqRel) {
            let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(thread) = &*thread {
                thread.unpark();
            }
        }
    }
}
