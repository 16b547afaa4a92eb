//! The switch for the bugs that `.ci/sabotage` builds into a copy of the source.
//!
//! This file is added to that copy. The environment variable `PIPELINE_SABOTAGE` names the bug
//! that is active in a process; without it, none is.

use std::env;
use std::sync::LazyLock;

/// A bug, in the one place where it acts.
///
/// `sabotage!(Bug => wrong)` runs `wrong` before the code that follows. `sabotage!(Bug, right, wrong)`
/// is the expression `right`, or `wrong` while the bug is active.
macro_rules! sabotage {
    ($bug:ident => $($wrong:tt)*) => {
        if crate::sabotage::is_active(crate::sabotage::Bug::$bug) {
            $($wrong)*
        }
    };
    ($bug:ident, $right:expr, $wrong:expr) => {
        if crate::sabotage::is_active(crate::sabotage::Bug::$bug) {
            $wrong
        } else {
            $right
        }
    };
}

/// Whether `PIPELINE_SABOTAGE` names this bug.
pub(crate) fn is_active(bug: Bug) -> bool {
    static ACTIVE: LazyLock<Option<Bug>> = LazyLock::new(|| {
        let name = env::var("PIPELINE_SABOTAGE").ok()?;
        let known = ALL.iter().find(|(_, known)| *known == name);
        let (bug, _) = known.unwrap_or_else(|| panic!("no bug is called `{name}`"));
        Some(*bug)
    });
    *ACTIVE == Some(bug)
}

/// Declares the bugs and lists each with its name.
macro_rules! bugs {
    ($($(#[$doc:meta])* $bug:ident,)*) => {
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Bug {
            $($(#[$doc])* $bug,)*
        }

        const ALL: &[(Bug, &str)] = &[$((Bug::$bug, stringify!($bug)),)*];
    };
}

bugs! {
    // The memory of an edge: ring.

    /// An item is published before it is written.
    PublishedUnwritten,
    /// The writer is told that an item was taken by a store that does not release the reading of it.
    TakenRelaxed,
    /// A desk's mark says so without a release.
    MarkedRelaxed,
    /// A robber moves the end of a desk and looks for the owner without a barrier in between.
    RobsWithoutABarrier,
    /// A ring forgets the rest of its items when the drop of one panics.
    DropEndsAtAPanic,
    /// A writer takes all slots of its ring for its window.
    RoomOfTheWholeRing,
    /// Who goes to sleep does not ask the kernel for its barrier.
    KernelUnasked,
    /// A put has no fence where the kernel has no barrier.
    PutUnfenced,

    // Streams between threads: lanes, pool, window, channel.

    /// A worker gets a ring that nobody will read.
    RingForNobody,
    /// The loop over what is at hand does not wake the reader behind it.
    LoopWakesNoReader,
    /// The loop over what is at hand does not wake the writer before it.
    LoopWakesNoWriter,
    /// The end of a stream does not wake its reader.
    EndWakesNobody,
    /// A reader says that it sleeps, and does not look once more.
    SleepsWithoutALook,
    /// A reader that leaves does not wake the writer that waits for room.
    WriterLeftAsleep,
    /// A writer waits for half of its window, whoever waits for it.
    HalfOrNothing,
    /// A reader takes the writers of a slow stream for told when they are not.
    SlowUnsettled,
    /// What nobody read is not in the books.
    LeftUncounted,
    /// An idle worker takes nothing from a busy one's desk.
    NobodyRobs,
    /// What was taken from another's desk has the number of the first item there.
    RobbedMisnumbered,
    /// What lies on desks at the end is not in the books.
    DesksUncounted,
    /// A window that grew never shrinks.
    WindowNeverShrinks,
    /// A window that grew for light items does not shrink for heavy ones.
    WindowNeverCloses,
    /// What is sent to an endless channel while its reader leaves is not in the books.
    PutUnread,
    /// Stages that wait for each other do not hear of the cancel in their waits.
    LockUpOutlastsTheCancel,
    /// Hanging up does not go on to what the stage before reads.
    HangUpStops,

    // Ordered fan-outs: order.

    /// A worker puts aside what it made of an item whose turn has just come.
    OpensBehindTheTurn,
    /// A segment is visible before its first item is in it.
    OpensAnEmptySegment,
    /// Who waits for the window to move on is not woken.
    StarvingUnfed,
    /// Workers go ahead of the turn as far as they like.
    AheadOfTheWindow,
    /// A worker whose buffer is full is not woken when its turn comes.
    FullBufferUnwoken,
    /// What was put aside counts as gone from a loop before it leaves.
    HandsEmptiedEarly,
    /// A worker whose buffer is full goes to sleep when its turn has just come.
    WaitsBehindTheTurn,
    /// Who waits for the window to move on does not look once more.
    StarvesWithoutALook,

    // Threads and their end: fan_out, scope, orphans, pipeline.

    /// A fan-out keeps a sender beyond its end.
    SenderKeptTooLong,
    /// A stream ends before the failure of the worker that filled it is known.
    ClosesBeforeItFails,
    /// A thread is not joined.
    JoinForgotten,
    /// A stage without a thread is no error.
    NoThreadUntold,
    /// Nobody waits for the deadlines and quit channels of a run.
    RunUnwatched,
    /// A run does not wait for what its bodies left behind.
    OrphansForgotten,
    /// The drop of a handle does not wait for the run.
    HandleUnjoined,
    /// A handle that is dropped in a body of its own run is joined there.
    HandleJoinsItself,
    /// The context of a run that has ended well is not cancelled.
    EndTellsNobody,
    /// The context of a run of futures that has ended well is not cancelled.
    TasksEndTellsNobody,
    /// A drain deadline does nothing.
    DrainDeadlineForgotten,

    // Verbs: tee, split, route, zip, batch, throttle.

    /// A tee ends with the first of its branches.
    OneBranchEndsAll,
    /// What a split had for a branch that nobody reads is not counted.
    RefusedUncounted,
    /// What a route gives is counted as its first branch's.
    CountedAtTheFirstBranch,
    /// A zip keeps items of a loop in hand until the same stream gives the next.
    ZippedStayInHand,
    /// What a cancel cut short is handed over as a batch.
    CutShortIsABatch,
    /// A throttle does not note what it lets through.
    PassedUnnoted,
    /// A method goes on making items when its worker must stop.
    MethodsGoOn,
    /// `next` is called again after the end.
    ReadsPastTheEnd,

    // Loops: feedback, cycle.

    /// What comes back to a feedback counts as gone before it is sent on.
    LandsBeforeItLeaves,
    /// What a full loop drops counts as in flight.
    RefusedStaysInFlight,
    /// A loop goes on when nobody reads what leaves it.
    LastExitUnheard,
    /// What was not sent after all counts as in flight.
    UnsentStaysInFlight,

    // Policies: policy.

    /// A body is called once less than it may be.
    RetriesOneLess,
    /// A body that failed is called again when the run is cancelled.
    RetriesAfterTheCancel,
    /// A run stops one failure too late.
    OneFailureMore,
    /// A failure does not go down its stream.
    LetterLost,
    /// A failure of an ordered fan-out does not wait for its item's turn.
    LetterOutOfTurn,

    // Errors and the cancel: worker, halt.

    /// A failure cancels the run before it is known.
    CancelsBeforeItTells,
    /// The last failure takes the place of the first.
    LastCauseWins,
    /// A deadline is told as a cancel.
    DeadlineIsACancel,
    /// A panic in the drop of what nobody read is lost.
    PanickedDropUntold,
    /// A worker looks for the cancel after it has sent.
    SendsAfterTheCancel,
    /// A worker goes on when nobody wants its output.
    WorksForNobody,
    /// The loop over what is at hand does not hear of the cancel.
    BurstDeafToTheCancel,
    /// The same in a worker that fills no stream.
    LastBurstDeafToTheCancel,
    /// A run that was cut short gives a value.
    CancelUnheard,

    // Contexts: context/.

    /// The child of a cancelled context is not.
    AdoptedUnheard,
    /// A drain goes to the runs inside bodies.
    DrainGoesIntoBodies,
    /// A deadline that is set while a run waits is not heard of.
    BellUnrung,
    /// A context keeps its children's places.
    ChildrenPileUp,
    /// A deadline reaches the contexts below before those above.
    DeadlineFromBelow,
    /// A message on a quit channel does nothing.
    QuitForgotten,
    /// A wait for a context's signal that is given up stays in it.
    WakerKept,

    // The report: tally, report.

    /// A worker that waits counts as busy.
    BusyWhileItWaits,
    /// Items that methods swallow are not counted.
    SwallowedUntold,
    /// Of several workers only the last one's items are in the books of what they read.
    OneWorkersTakes,

    // Futures: task/, and sync/signal.

    /// A task is not woken by a signal that was raised while it was told of it.
    RaisedMeanwhile,
    /// A run's task goes to sleep without a second look for who was called.
    CrewLooksOnce,
    /// A worker whose thread is inside its body is dropped, and blocks all others.
    BlockedIsDropped,
    /// The item that a worker failed on is dropped, too.
    HeldCountsTwice,
    /// An item that is dropped between methods counts as dropped, and as failed, too, if its drop panics.
    CountedBeforeItsDrop,
    /// Who waits for room is not told when a worker pauses.
    RoomUntold,
    /// An item that has left gives no credit back.
    CreditKept,
    /// A worker leaves behind what it made of an item whose turn has just come.
    LeftBehindTheTurn,
    /// A worker whose buffer is full goes to sleep when its turn has just come.
    AsleepBehindTheTurn,
    /// A failure does not wait for its item's turn.
    LetterBeforeItsTurn,
    /// A sender that was woken and goes does not wake another.
    RoomGoesWithItsSender,
    /// The end of a stream wakes one of its readers.
    EndWakesOneReader,
    /// The room for several items wakes one sender.
    WakesTooFew,
    /// A lone sender asks for a sleeping reader without a barrier.
    AsksUnfenced,
    /// A lone sender puts in what its reader will not sweep.
    PutBehindTheSweep,
    /// A reader in another task than its worker's is not woken.
    ReadElsewhereUnwoken,
    /// A thread of blocking bodies is not joined.
    BlockingUnjoined,
    /// The thread that waits for quit channels is not joined.
    GuardUnjoined,
    /// The clock's thread does not hear of a nap.
    NapUnrung,
    /// A generator never lets the others go on.
    Breathless,
    /// A method that is not one of the runtime's never lets other workers run.
    ForeignBreathless,
    /// A drain drops the item that a generator is sending.
    DrainedInASend,
    /// A body's handle leaves tasks behind that the run does not know of.
    BodyLeavesItBehind,
    /// A run that is dropped does not cancel its context.
    DropTellsNobody,
    /// A rendezvous takes a reader that went for one that waits.
    WaiterCountsOn,
}
