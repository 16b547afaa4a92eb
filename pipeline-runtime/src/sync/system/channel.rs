//! Channels, and waits for several of them.

pub(crate) use crossbeam_channel::{
    Receiver, Select, Sender, TryRecvError, at, bounded, never, select_biased,
};
