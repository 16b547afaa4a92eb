//! Encodes items as bytes: as `MessagePack`, in which structs have the names of their fields.

use std::any::type_name;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::run::error::BoxError;

/// An item that can go to another process.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot go to another process",
    label = "an item of a stream that leads to or from a stage with `at` is sent to another process",
    note = "derive `Serialize` and `Deserialize` of `serde` for it; it must contain no references"
)]
pub trait Portable: Serialize + DeserializeOwned + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + 'static> Portable for T {}

/// Converts the items of a stream to bytes and back.
pub(crate) struct Codec<T> {
    encode: fn(&T, &mut Vec<u8>) -> Result<(), BoxError>,
    decode: fn(&mut &[u8]) -> Result<T, BoxError>,
    /// Name of the item type.
    pub(crate) type_name: &'static str,
}

impl<T> Clone for Codec<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Codec<T> {}

impl<T: Portable> Codec<T> {
    pub(crate) fn new() -> Self {
        Codec {
            // A type that has a textual and a binary form is encoded in the textual one: serde
            // buffers the parts of a tagged or flattened type, and reads only textual forms from
            // that buffer.
            encode: |item, bytes| {
                let mut to = rmp_serde::Serializer::new(bytes)
                    .with_struct_map()
                    .with_human_readable();
                Ok(item.serialize(&mut to)?)
            },
            decode: |bytes| {
                let mut from = rmp_serde::Deserializer::new(bytes).with_human_readable();
                let name = type_name::<T>();
                let unreadable = |error| format!("a `{name}` cannot be read back: {error}").into();
                T::deserialize(&mut from).map_err(unreadable)
            },
            type_name: type_name::<T>(),
        }
    }
}

impl<T> Codec<T> {
    pub(crate) fn encode(self, item: &T, bytes: &mut Vec<u8>) -> Result<(), BoxError> {
        (self.encode)(item, bytes)
    }

    /// Decodes the first item of `bytes`, and advances `bytes` to the next one.
    pub(crate) fn decode(self, bytes: &mut &[u8]) -> Result<T, BoxError> {
        (self.decode)(bytes)
    }
}

/// Encoded items, one after the other.
#[derive(Default)]
pub(crate) struct Encoded {
    pub(crate) items: u32,
    pub(crate) bytes: Vec<u8>,
}

impl Encoded {
    pub(crate) fn push<T>(&mut self, codec: Codec<T>, item: &T) -> Result<(), BoxError> {
        codec.encode(item, &mut self.bytes)?;
        self.items += 1;
        Ok(())
    }

    /// Returns the number of bytes of a chunk.
    pub(crate) fn len(&self) -> usize {
        size_of::<u32>() + self.bytes.len()
    }

    /// Removes the last item, which begins at byte `at`, and returns it.
    pub(crate) fn split_last(&mut self, at: usize) -> Self {
        self.items -= 1;
        Encoded {
            items: 1,
            bytes: self.bytes.split_off(at),
        }
    }

    /// Returns the bytes of a chunk.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.items.to_le_bytes().to_vec();
        bytes.extend(self.bytes);
        bytes
    }
}

/// Iterator over encoded items, which are decoded one by one.
pub(crate) struct Decoding<T> {
    bytes: Vec<u8>,
    at: usize,
    left: u32,
    codec: Codec<T>,
}

impl<T> Decoding<T> {
    pub(crate) fn of(bytes: Vec<u8>, codec: Codec<T>) -> Result<Self, BoxError> {
        let count = bytes
            .first_chunk()
            .ok_or("a chunk without a number of items")?;
        Ok(Decoding {
            left: u32::from_le_bytes(*count),
            at: size_of::<u32>(),
            bytes,
            codec,
        })
    }
}

impl<T> Iterator for Decoding<T> {
    type Item = Result<T, BoxError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let mut rest = &self.bytes[self.at..];
        let item = self.codec.decode(&mut rest);
        self.at = self.bytes.len() - rest.len();
        Some(item)
    }
}
