//! The fields of entries in streams. An entry is a chunk, or the failure of a process.

use pipeline::cluster::Chunk;
use redis::Value;
use redis::streams::StreamId;

/// The names of the fields.
pub(crate) const STAGE: &str = "stage";
pub(crate) const NUMBER: &str = "number";
pub(crate) const BYTES: &str = "bytes";
pub(crate) const FAILURE: &str = "failure";

/// Converts an entry to the chunk that it holds.
pub(crate) fn chunk(entry: &StreamId) -> Option<Chunk> {
    Some(Chunk {
        stage: String::from_utf8(bytes(entry, STAGE)?).ok()?,
        number: String::from_utf8(bytes(entry, NUMBER)?)
            .ok()?
            .parse()
            .ok()?,
        bytes: bytes(entry, BYTES)?,
    })
}

/// Returns the value of a field.
pub(crate) fn bytes(entry: &StreamId, field: &str) -> Option<Vec<u8>> {
    match entry.map.get(field)? {
        Value::BulkString(bytes) => Some(bytes.clone()),
        _ => None,
    }
}
