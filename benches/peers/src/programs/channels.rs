//! A trait for the channels of all libraries, so that each program by hand is written once.

/// Bounded channels between two threads.
pub(super) trait Channels {
    type Sender<T: Send>: Send;
    type Receiver<T: Send>: Send;

    fn bounded<T: Send>(capacity: usize) -> (Self::Sender<T>, Self::Receiver<T>);

    /// Returns `false` if there is no receiver any more.
    fn send<T: Send>(sender: &mut Self::Sender<T>, item: T) -> bool;

    /// Returns `None` at the end of the stream.
    fn receive<T: Send>(receiver: &mut Self::Receiver<T>) -> Option<T>;
}

/// Channels with several senders.
pub(super) trait ManySenders: Channels {
    fn another_sender<T: Send>(sender: &Self::Sender<T>) -> Self::Sender<T>;
}

/// Channels with several receivers.
pub(super) trait ManyReceivers: ManySenders {
    fn another_receiver<T: Send>(receiver: &Self::Receiver<T>) -> Self::Receiver<T>;
}

macro_rules! channels {
    ($name:ident, $($library:ident)::+) => {
        pub(super) enum $name {}

        impl Channels for $name {
            type Sender<T: Send> = $($library)::+::Sender<T>;
            type Receiver<T: Send> = $($library)::+::Receiver<T>;

            fn bounded<T: Send>(capacity: usize) -> (Self::Sender<T>, Self::Receiver<T>) {
                $($library)::+::bounded(capacity)
            }

            fn send<T: Send>(sender: &mut Self::Sender<T>, item: T) -> bool {
                sender.send(item).is_ok()
            }

            fn receive<T: Send>(receiver: &mut Self::Receiver<T>) -> Option<T> {
                receiver.recv().ok()
            }
        }

        impl ManySenders for $name {
            fn another_sender<T: Send>(sender: &Self::Sender<T>) -> Self::Sender<T> {
                sender.clone()
            }
        }
    };
}

macro_rules! many_receivers {
    ($($name:ident),*) => {$(
        impl ManyReceivers for $name {
            fn another_receiver<T: Send>(receiver: &Self::Receiver<T>) -> Self::Receiver<T> {
                receiver.clone()
            }
        }
    )*};
}

/// The channels of `std`, under the names that the other libraries use.
mod std_channels {
    pub(super) use std::sync::mpsc::{Receiver, SyncSender as Sender, sync_channel as bounded};
}

channels!(Crossbeam, crossbeam_channel);
channels!(Flume, flume);
channels!(Kanal, kanal);
channels!(Std, std_channels);
many_receivers!(Crossbeam, Flume, Kanal);
