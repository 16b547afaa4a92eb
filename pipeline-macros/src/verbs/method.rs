//! `s >> METHOD(args)`: `Iterator`'s methods by name.

/// Methods that make a stream into a value.
const CONSUMERS: &[&str] = &[
    "cmp",
    "collect",
    "count",
    "eq",
    "fold",
    "for_each",
    "ge",
    "gt",
    "is_partitioned",
    "is_sorted",
    "is_sorted_by",
    "is_sorted_by_key",
    "last",
    "le",
    "lt",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "ne",
    "partial_cmp",
    "partition",
    "product",
    "reduce",
    "sum",
    "unzip",
];

/// Those that borrow the stream for it: they may leave some of it unread.
const BORROWING_CONSUMERS: &[&str] = &[
    "all",
    "any",
    "find",
    "find_map",
    "next",
    "nth",
    "position",
    "rposition",
    "try_fold",
    "try_for_each",
];

/// Methods that make a stream into another.
const ADAPTORS: &[&str] = &[
    "chain",
    "cloned",
    "copied",
    "cycle",
    "enumerate",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "fuse",
    "inspect",
    "map",
    "map_while",
    "peekable",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "zip",
];

/// What a method does with its stream.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Gives another stream.
    Adaptor,
    /// Gives a value.
    Consumer,
    /// Not in the tables, as itertools' are not: a consumer where nothing reads what it gives.
    Unknown,
}

pub fn role(method: &str) -> Role {
    if CONSUMERS.contains(&method) || BORROWING_CONSUMERS.contains(&method) {
        Role::Consumer
    } else if ADAPTORS.contains(&method) {
        Role::Adaptor
    } else {
        Role::Unknown
    }
}

pub fn is_known(method: &str) -> bool {
    role(method) != Role::Unknown
}

/// Whether the method may need its stream in a `mut` variable.
pub fn may_borrow(method: &str) -> bool {
    !is_known(method) || BORROWING_CONSUMERS.contains(&method)
}

/// Whether the adaptor may leave out an item in the middle, or add one.
pub fn changes_number(method: &str) -> bool {
    const CHANGING: &[&str] = &[
        "chain",
        "cycle",
        "filter",
        "filter_map",
        "flat_map",
        "flatten",
        "skip",
        "skip_while",
        "step_by",
    ];
    CHANGING.contains(&method)
}

/// Whether the method may keep items until others come, or add some when the stream has ended.
pub fn may_hold(method: &str) -> bool {
    !is_known(method) || ["chain", "cycle", "peekable", "rev"].contains(&method)
}

/// Whether the method may make more items than it takes, so that its consumer may be busy for long
/// with none taken.
pub fn may_add(method: &str) -> bool {
    !is_known(method) || ["chain", "cycle", "flat_map", "flatten"].contains(&method)
}
