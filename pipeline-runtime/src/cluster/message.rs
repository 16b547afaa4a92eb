//! Messages between the processes of a job: replies to chunks, and failures of processes.

use std::time::Duration;

use crate::run::error::BoxError;

/// The head of a reply, in front of its items.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Number of items on which the body failed, if the policy of the stage only counts them.
    pub(crate) failed: u64,
    /// Number of attempts after a first one that failed.
    pub(crate) retried: u64,
    /// Time that the body worked.
    pub(crate) worked: Duration,
    /// Number of the process that made the reply. No other process of the job has this number.
    pub(crate) process: u64,
}

impl Summary {
    const BYTES: usize = 4 * size_of::<u64>();

    /// Returns the bytes of a reply: this summary, followed by `items`.
    pub(crate) fn followed_by(self, items: &[u8]) -> Vec<u8> {
        let worked = u64::try_from(self.worked.as_nanos()).unwrap_or(u64::MAX);
        let numbers = [self.failed, self.retried, worked, self.process];
        let mut bytes: Vec<u8> = numbers.into_iter().flat_map(u64::to_le_bytes).collect();
        bytes.extend(items);
        bytes
    }

    /// Splits a reply into its summary and its items.
    pub(crate) fn split_from(mut bytes: Vec<u8>) -> Result<(Self, Vec<u8>), BoxError> {
        if bytes.len() < Summary::BYTES {
            return Err("a reply that is too short".into());
        }
        let items = bytes.split_off(Summary::BYTES);
        let mut numbers = bytes.chunks_exact(size_of::<u64>()).map(|number| {
            let number = number.first_chunk().copied();
            u64::from_le_bytes(number.unwrap_or_default())
        });
        let mut next = || numbers.next().unwrap_or_default();
        let summary = Summary {
            failed: next(),
            retried: next(),
            worked: Duration::from_nanos(next()),
            process: next(),
        };
        Ok((summary, items))
    }
}

/// Why a process of a place cannot continue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemoteFailure {
    /// The stage that failed; `None` if the failure is not a stage's.
    pub(super) stage: Option<String>,
    pub(super) host: String,
    pub(super) message: String,
}

impl RemoteFailure {
    /// Returns the parts, each after its length.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let stage = self.stage.as_deref().unwrap_or_default();
        let mut bytes = Vec::new();
        for part in [stage, &self.host, &self.message] {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes
    }

    pub(super) fn from_bytes(mut bytes: &[u8]) -> Self {
        let mut part = || {
            let (length, rest) = bytes.split_first_chunk()?;
            let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
            let (part, rest) = rest.split_at_checked(length)?;
            bytes = rest;
            Some(String::from_utf8_lossy(part).into_owned())
        };
        let stage = part().filter(|stage| !stage.is_empty());
        RemoteFailure {
            stage,
            host: part().unwrap_or_default(),
            message: part().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{RemoteFailure, Summary};

    #[test]
    fn a_reply_is_read_as_it_was_written() {
        let summary = Summary {
            failed: 3,
            retried: 1,
            worked: Duration::from_micros(7),
            process: 9,
        };
        let bytes = summary.followed_by(b"items");
        let (read, items) = Summary::split_from(bytes).unwrap();
        assert_eq!((read, &items[..]), (summary, &b"items"[..]));
        assert!(Summary::split_from(vec![0; 3]).is_err());
    }

    #[test]
    fn a_failure_is_read_as_it_was_written() {
        let failure = RemoteFailure {
            stage: Some("words".to_owned()),
            host: "one:17".to_owned(),
            message: "no such file".to_owned(),
        };
        assert_eq!(RemoteFailure::from_bytes(&failure.to_bytes()), failure);
        assert_eq!(RemoteFailure::from_bytes(b"short").message, "");
    }
}
