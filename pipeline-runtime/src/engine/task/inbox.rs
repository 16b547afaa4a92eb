//! `receive` of futures: takes items from channels that the pipeline did not make.

use std::pin::Pin;

use futures_core::Stream;

use super::source::ByStream;

/// The receiver of a channel from which an async pipeline can `receive`. `M` selects the impl.
#[diagnostic::on_unimplemented(
    message = "an async pipeline cannot `receive` from `{Self}`",
    label = "neither a stream nor a known channel's receiver",
    note = "it takes every `Stream`, such as the receivers of `futures`, and with the feature `tokio` those of `tokio::sync::mpsc`",
    note = "a receiver that blocks, such as `std`'s, belongs in a pipeline of threads: let that pipeline send into a channel of `futures` or `tokio`"
)]
pub trait AsyncInbox<M> {
    #[doc(hidden)]
    type Stream: Stream + Unpin;

    #[doc(hidden)]
    fn into_stream(self) -> Self::Stream;
}

#[diagnostic::do_not_recommend]
impl<S: Stream> AsyncInbox<ByStream> for S {
    type Stream = Pin<Box<S>>;

    fn into_stream(self) -> Self::Stream {
        Box::pin(self)
    }
}

#[cfg(feature = "tokio")]
mod of_tokio {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use futures_core::Stream;
    use tokio::sync::mpsc;

    use super::AsyncInbox;

    /// Selects the impl of [`AsyncInbox`] for tokio's receivers.
    pub struct ByTokio;

    /// A tokio receiver, owned or borrowed.
    pub trait Receiver: Unpin {
        /// The type of the items.
        type Item;

        #[doc(hidden)]
        fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Self::Item>>;
    }

    impl<T> Receiver for mpsc::Receiver<T> {
        type Item = T;

        fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
            self.poll_recv(cx)
        }
    }

    impl<T> Receiver for mpsc::UnboundedReceiver<T> {
        type Item = T;

        fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
            self.poll_recv(cx)
        }
    }

    impl<R: Receiver> Receiver for &mut R {
        type Item = R::Item;

        fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<R::Item>> {
            R::poll(self, cx)
        }
    }

    /// A tokio receiver as a stream.
    pub struct Received<R>(R);

    #[diagnostic::do_not_recommend]
    impl<R: Receiver> AsyncInbox<ByTokio> for R {
        type Stream = Received<R>;

        fn into_stream(self) -> Self::Stream {
            Received(self)
        }
    }

    impl<R: Receiver> Stream for Received<R> {
        type Item = R::Item;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<R::Item>> {
            self.0.poll(cx)
        }
    }
}
