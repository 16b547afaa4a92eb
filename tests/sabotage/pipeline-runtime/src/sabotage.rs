//! The switch for the bugs that `.ci/sabotage` builds into a copy of the source.
//!
//! `.ci/sabotage` adds this file to the copy. The environment variable `PIPELINE_SABOTAGE` names
//! the bug that is active in a process. Without the variable, no bug is active.

use std::env;
use std::sync::LazyLock;

/// Inserts a bug at the place where it acts.
///
/// `sabotage!(Bug => wrong)` runs `wrong` before the code that follows, if the bug is active.
/// `sabotage!(Bug, right, wrong)` is the expression `wrong` if the bug is active, and `right`
/// otherwise.
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

/// Returns whether `PIPELINE_SABOTAGE` names this bug.
pub(crate) fn is_active(bug: Bug) -> bool {
    static ACTIVE: LazyLock<Option<Bug>> = LazyLock::new(|| {
        let name = env::var("PIPELINE_SABOTAGE").ok()?;
        let known = ALL.iter().find(|(_, known)| *known == name);
        let (bug, _) = known.unwrap_or_else(|| panic!("no bug is called `{name}`"));
        Some(*bug)
    });
    *ACTIVE == Some(bug)
}

/// Declares the bugs as an enum, and a list of their names. `.ci/sabotage check` compares their doc
/// comments with the table in docs/sabotage.md.
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
    // Several processes: home, place, away.

    /// Each answer to a chunk counts, and not only the first.
    SecondAnswerCounts,
    /// An ordered stage at a place gives the answers as they come.
    AnswersAsTheyCome,
    /// Any number of chunks may be on their way to a place.
    CreditWithoutEnd,
    /// A home that ends does not tell the other processes.
    HomeTellsNobody,
    /// A process of another build may join a job.
    BuildsUncompared,
    /// A process that leaves does not give its chunks back.
    LeavesWithItsChunks,
    /// A process that fails does not tell the home.
    FailureStaysThere,
    /// A home that fails before it opens its job tells no process that waits for it.
    OpensUnlessItFailed,

    // An edge with an ordered fan-out and other senders: flow, group, receiver.

    /// Outputs of an ordered fan-out that several readers take make room for another sender's items.
    OrderedMakesRoom,
    /// A rendezvous still waits for an item after an output of an ordered fan-out was taken there.
    OrderedIsAsked,
    /// A sender beside an ordered fan-out is woken by the number of the fan-out's items alone.
    LooksByTheHead,

    // The memory of an edge, and its fences: memory, fence.

    /// An item is published before it is written.
    PublishedUnwritten,
    /// A sender is told that an item was taken by a store that does not release the reading of it.
    TakenRelaxed,
    /// An output's slot is filled by a store that does not release the writing of it.
    FilledRelaxed,
    /// A thief moves the end of a local queue and looks for the owner without a fence in between.
    StealsWithoutAFence,
    /// What was stolen has the numbers of later items.
    StolenMisnumbered,
    /// Who goes to sleep does not ask the kernel for its barrier.
    KernelUnasked,
    /// A put has no fence where the kernel has no barrier.
    PutUnfenced,

    // Both ends of an edge: sender, receiver, group, wait, flow, window, hang_up, blocking.

    /// A sender takes a whole window for the part of it that it may use.
    RoomOfTheWholeWindow,
    /// A sender gets a place more than there are.
    OnePlaceTooMany,
    /// The loop over known room does not wake the receiver.
    LoopWakesNoReceiver,
    /// The loop over claimed items does not wake the sender.
    LoopWakesNoSender,
    /// The end of a stream wakes nobody.
    EndWakesNobody,
    /// The end of a stream wakes one of its receivers.
    EndWakesOneReceiver,
    /// A receiver says that it sleeps, and does not look once more.
    SleepsWithoutALook,
    /// A receiver that leaves does not wake the sender that waits for room.
    SenderLeftAsleep,
    /// A sender waits for half of its window, whoever waits for it.
    HalfOrNothing,
    /// A receiver takes senders for told that items come slowly when they are not.
    CountedTooEarly,
    /// A receiver that was woken does not wake the next one.
    PassesNothingOn,
    /// What nobody read is not in the books.
    LeftUncounted,
    /// What receivers had claimed at the end is not in the books.
    ClaimedUncounted,
    /// An idle worker takes nothing from a busy one's local queue.
    NobodySteals,
    /// A sender that was woken and goes does not wake another.
    RoomGoesWithItsSender,
    /// The room for several items wakes one sender.
    WakesTooFew,
    /// A rendezvous takes a receiver that went for one that waits.
    AskOutlivesItsReceiver,
    /// A window that grew never shrinks.
    WindowNeverShrinks,
    /// A window that grew for light items does not shrink for heavy ones.
    WindowNeverCloses,
    /// A thread that sleeps at an edge does not hear of the cancel.
    SleepsThroughTheCancel,
    /// Hanging up does not go on to what the stage before reads.
    HangUpStops,

    // Ordered fan-outs: reorder.

    /// Workers go ahead of the receiver as far as they like.
    AheadOfTheWindow,
    /// A worker that is too far ahead is not woken.
    AheadUnwoken,
    /// A worker that is too far ahead does not look once more before it sleeps.
    AheadWithoutALook,
    /// A worker that waits for its turn is not woken.
    TurnUnheard,
    /// A worker that waits for its turn does not look once more before it sleeps.
    TurnWithoutALook,
    /// A worker that waits for room for what it yields in its turn is not woken.
    ClaimUnheard,
    /// A worker that waits for that room does not look once more before it sleeps.
    StreamsWithoutALook,
    /// What a body yields after its turn has come waits for the end of the body.
    HeldBack,

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
    /// Items that a newer one took the place of are not counted.
    LeftOutUncounted,
    /// A stream that ends because the run fails is taken for one at its end.
    FailureIsAnEnd,
    /// Of equal items, that of the later stream comes first.
    LaterStreamComesFirst,
    /// The items that a `merge_by` compared are not counted when it ends early.
    HeadsUncounted,
    /// A throttle does not note what it lets through.
    PassedUnnoted,
    /// A method goes on making items when its worker must stop.
    MethodsGoOn,
    /// `next` is called again after the end.
    ReadsPastTheEnd,

    // Loops: feedback, in_flight.

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

    // Errors and the cancel: worker, stopper, stop_token.

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

    // The report: counters, report.

    /// A worker that waits counts as busy.
    BusyWhileItWaits,
    /// Items that methods swallow are not counted.
    SwallowedUntold,
    /// Of several workers only the last one's items are in the books of what they read.
    OneWorkersTakes,
    /// In a live report, an item that a busy worker has counted already is in its hand, too.
    InHandTwice,
    /// In a live report, a worker that lets time pass seems to wait for room.
    PauseUntold,

    // Segments.

    /// The streams of a segment are none of the loop around it.
    SegmentOutOfLoop,
    /// The stages of a segment do not have its name in front.
    SegmentUnnamed,
    /// The stages of a segment stand at the end of the report.
    SegmentReportedLast,

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
    /// A failure does not wait for its item's turn.
    LetterBeforeItsTurn,
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

    // An edge that is partitioned by key: partition.

    /// A worker that has an item does not tell those that wait that they have to dispatch.
    DispatcherUntold,
    /// What is left in the queue of a worker that went before the end of the stream is not in the books.
    QueueUnsettled,
    /// Items of one key go to any worker.
    AnyWorkerOfAKey,

    // Edges that may lose items: lossy.

    /// A sender that waits until it can merge items is not woken.
    MergerUnheard,
    /// The newest item that waits is lost, not the oldest.
    WrongOneLost,
    /// A sender puts items in while another merges two.
    MergesAtOnce,
    /// What is lost is not in the books.
    LostUncounted,
}
