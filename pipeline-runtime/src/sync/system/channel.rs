//! Channels, and waits that have several ends.

pub(crate) use crossbeam_channel::{
    Receiver, Select, Sender, TryRecvError, at, bounded, never, select_biased,
};
