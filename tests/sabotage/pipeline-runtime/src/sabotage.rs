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

    /// The home uses every reply to a chunk, instead of only the first.
    SecondAnswerCounts,
    /// The home yields the replies of an ordered stage in order of arrival, not in order of the
    /// chunks.
    AnswersAsTheyCome,
    /// The home does not limit how many chunks are on their way to a place.
    CreditWithoutEnd,
    /// The home does not report the end of the job to the broker.
    HomeTellsNobody,
    /// A process may join a job although its declaration differs from the declaration of the home.
    BuildsUncompared,
    /// A process that leaves a job does not return its unfinished chunks to the broker.
    LeavesWithItsChunks,
    /// A process at a place does not report its failure to the broker.
    FailureStaysThere,
    /// If the broker refuses the reply of a process, only this process ends.
    RefusalEndsOneProcess,
    /// A home that fails between two of its stages is taken for another build.
    PartIsAnotherBuild,
    /// A chunk that has several items keeps its last item, however large it is.
    LastItemTooLarge,
    /// A home whose run has already failed does not open the job, so waiting processes never learn
    /// of the failure.
    OpensUnlessItFailed,

    // An edge with an ordered fan-out and other senders: flow, group, receiver.

    /// If several receivers share an edge, each output of an ordered fan-out frees a place that it
    /// never used.
    OrderedMakesRoom,
    /// At capacity 0, an output of an ordered fan-out does not use up the receiver's request for
    /// one item.
    OrderedIsAsked,
    /// Senders beside an ordered fan-out are woken by the fan-out's read position, not by the
    /// number of taken items.
    LooksByTheHead,

    // The memory of an edge, and its fences: memory, fence.

    /// An item is published before it is written.
    PublishedUnwritten,
    /// The receiver frees a slot with a relaxed store, so the sender may overwrite the slot too
    /// early.
    TakenRelaxed,
    /// A worker marks a slot as filled with a relaxed store, so the receiver may read the slot too
    /// early.
    FilledRelaxed,
    /// An owner takes its local queue for empty while a thief has shortened it for a moment.
    ShortenedIsEmpty,
    /// A thief executes no fence between shortening a local queue and loading the owner's position.
    StealsWithoutAFence,
    /// Stolen items get sequence numbers that are one too high.
    StolenMisnumbered,
    /// The heavy fence does not call `membarrier`, so other threads execute no fence.
    KernelUnasked,
    /// Where `membarrier` is not available, a sender skips the fence after it publishes an item.
    PutUnfenced,

    // Both ends of an edge: sender, receiver, group, wait, flow, window, hang_up, blocking.

    /// A sender always uses the largest window, 32,768 items, instead of the current one.
    RoomOfTheWholeWindow,
    /// A bounded edge grants one place more than its capacity.
    OnePlaceTooMany,
    /// A sender that puts several items in by one loop does not wake a sleeping receiver.
    LoopWakesNoReceiver,
    /// A receiver wakes a sender that waits for room only after it has taken all its claimed items.
    LoopWakesNoSender,
    /// The end of a stream does not wake sleeping receivers.
    EndWakesNobody,
    /// The end of a stream wakes only one of the sleeping receivers.
    EndWakesOneReceiver,
    /// A receiver sleeps without checking for items again after registering its waker.
    SleepsWithoutALook,
    /// The last receiver leaves without waking all senders that wait for room.
    SenderLeftAsleep,
    /// A sender that has waited for long still sleeps until half of its room is free, instead of
    /// one place.
    HalfOrNothing,
    /// A receiver skips the memory fence before it sleeps.
    CountedTooEarly,
    /// A receiver that takes items does not wake another sleeping receiver for the items that
    /// remain.
    PassesNothingOn,
    /// Items that the last receiver leaves in an edge are dropped but not counted.
    LeftUncounted,
    /// Items that receivers claimed but never took are dropped but not counted.
    ClaimedUncounted,
    /// An idle receiver never steals from another receiver's local queue.
    NobodySteals,
    /// A woken sender that gives up its send does not wake another sender for the free place.
    RoomGoesWithItsSender,
    /// Only one waiting sender is woken, even if there is room for several or the last receiver has
    /// left.
    WakesTooFew,
    /// At capacity 0, a receiver that gives up its wait does not withdraw its request for an item.
    AskOutlivesItsReceiver,
    /// A full window does not shrink when its items become slow.
    WindowNeverShrinks,
    /// A window with free room does not shrink when its items become slow.
    WindowNeverCloses,
    /// A thread that sleeps at an edge keeps waiting after the run is cancelled.
    SleepsThroughTheCancel,
    /// A stage whose outputs have no readers left does not hang up on its inputs.
    HangUpStops,

    // Ordered fan-outs: reorder.

    /// The default reorder window is about 4096 times too large.
    AheadOfTheWindow,
    /// The receiver takes outputs of an ordered fan-out without waking workers that wait for the
    /// reorder window to move.
    AheadUnwoken,
    /// A worker that waits for the reorder window sleeps without checking the window again after
    /// registering its waker.
    AheadWithoutALook,
    /// A finished item of an ordered fan-out does not wake the workers that wait for their turn.
    TurnUnheard,
    /// A worker that waits for its turn sleeps without checking for the turn again after
    /// registering its waker.
    TurnWithoutALook,
    /// The receiver claims outputs of an item in its turn without waking the item's worker, which
    /// waits for room.
    ClaimUnheard,
    /// A worker that waits for room in its turn sleeps without checking for room again after
    /// registering its waker.
    StreamsWithoutALook,
    /// The outputs of a body are buffered until the body ends, even during the turn of its item.
    HeldBack,

    // Threads and their end: fan_out, scope, orphans, pipeline.

    /// A fan-out leaks a guard that keeps its output stream open, so the stream never ends.
    SenderKeptTooLong,
    /// A worker's output stream may end before the worker's failure is recorded.
    ClosesBeforeItFails,
    /// A run does not join its threads, which may still exist when the run returns.
    JoinForgotten,
    /// A stage whose thread cannot be started does not fail the run.
    NoThreadUntold,
    /// A run on threads does not watch its deadlines and quit channels while it waits for its
    /// threads.
    RunUnwatched,
    /// A run returns without ending the futures that its bodies have abandoned.
    OrphansForgotten,
    /// Two runs whose bodies have dropped each other's handles wait for each other at their ends.
    OrphansWaitForEachOther,
    /// Dropping the handle of a spawned run cancels the run, but does not wait for its end.
    HandleUnjoined,
    /// A handle that is dropped in a body of its own run joins that run, which deadlocks.
    HandleJoinsItself,
    /// A run on threads does not cancel its context when the run ends.
    EndTellsNobody,
    /// A run of futures does not cancel its context when the run ends.
    TasksEndTellsNobody,
    /// A drain deadline does nothing.
    DrainDeadlineForgotten,

    // Verbs: tee, split, route, zip, batch, throttle.

    /// A `tee` ends as soon as one of its branches has no reader.
    OneBranchEndsAll,
    /// An item that a `split` sends to a branch without a reader is not counted as dropped.
    RefusedUncounted,
    /// Every item that a `route` sends is counted as sent to its first branch.
    CountedAtTheFirstBranch,
    /// A `zip` in a loop never releases its finished items, so they count as in flight for ever.
    ZippedStayInHand,
    /// An incomplete batch is passed on although the run was stopped.
    CutShortIsABatch,
    /// Items that `debounce` or `sample` replaces with newer ones are not counted.
    LeftOutUncounted,
    /// A stream that ends because the run failed is treated as a stream that ended normally.
    FailureIsAnEnd,
    /// For equal items, `merge_by` yields the item of the later stream first.
    LaterStreamComesFirst,
    /// Items that `merge_by` still holds when it ends early are not counted as dropped.
    HeadsUncounted,
    /// A `throttle` does not record the items that it lets through, so it never delays any.
    PassedUnnoted,
    /// Iterator methods keep making items after their worker must stop.
    MethodsGoOn,
    /// `next` is called again after an iterator has returned `None`.
    ReadsPastTheEnd,

    // Loops: feedback, in_flight.

    /// A `feedback` stops counting an item as in flight before it passes the item on.
    LandsBeforeItLeaves,
    /// An item that is dropped because its loop is full stays counted as in flight.
    RefusedStaysInFlight,
    /// A loop keeps running after all streams that lead out of it have lost their readers.
    LastExitUnheard,
    /// An item whose send is given up stays counted as in flight.
    UnsentStaysInFlight,
    /// A worker waits for an item while the items that it has finished count as in flight.
    DoneStaysInFlight,
    /// Items that the last receiver leaves in a stream of a loop stay counted as in flight.
    LeftStaysInFlight,
    /// A sender into the stream that closes a loop compares what was sent with an older number of
    /// items that were taken.
    RefusesInHaste,
    /// The stream that closes a loop takes one item more than its bound.
    OneMoreComesBack,

    // Policies: policy.

    /// A failing body is retried one time less than its policy allows.
    RetriesOneLess,
    /// A failing body is called again although the run was cancelled during the backoff.
    RetriesAfterTheCancel,
    /// A stage with `stop_after` stops the run one failure too late.
    OneFailureMore,
    /// An item whose failure panics when it is dropped counts as failed twice.
    FailsTwice,
    /// A failure is counted, but not sent to the stream of failures.
    LetterLost,
    /// In a run on threads, an ordered fan-out sends a failure without waiting for the turn of its
    /// item.
    LetterOutOfTurn,

    // Errors and the cancel: worker, stopper, stop_token.

    /// A failure cancels the run before the failure is recorded, so the run reports a cancel as its
    /// first cause.
    CancelsBeforeItTells,
    /// A later failure replaces the first failure as the error of the run.
    LastCauseWins,
    /// A run that was stopped by its deadline returns the error of a cancelled run.
    DeadlineIsACancel,
    /// A panic in the drop of an unread item does not fail the run.
    PanickedDropUntold,
    /// A worker sends an item without checking whether the run is cancelled.
    SendsAfterTheCancel,
    /// A worker does not stop when its outputs have no readers left.
    WorksForNobody,
    /// A worker with one output does not check for a cancel while it loops over ready items.
    BurstDeafToTheCancel,
    /// A worker without outputs does not check for a cancel while it loops over ready items.
    LastBurstDeafToTheCancel,
    /// A run that a cancel cut short returns a value instead of an error.
    CancelUnheard,

    // Contexts: context/.

    /// A new context does not take over the signals and deadlines of its parents.
    AdoptedUnheard,
    /// A drain of a run also drains the runs that its bodies have started.
    DrainGoesIntoBodies,
    /// A run does not notice a deadline or a quit channel that is set during the run.
    BellUnrung,
    /// A context never removes dropped children from its list.
    ChildrenPileUp,
    /// When a deadline passes, child contexts are cancelled before their parents.
    DeadlineFromBelow,
    /// A message on a quit channel does nothing.
    QuitForgotten,
    /// A dropped wait for a signal of a context leaves its waker registered.
    WakerKept,

    // The report: counters, report.

    /// A worker that waits counts as busy.
    BusyWhileItWaits,
    /// Items that methods such as `filter` remove are not counted.
    SwallowedUntold,
    /// For a stream that several workers share, the report counts only the items that the last
    /// worker took.
    OneWorkersTakes,
    /// A live report counts an item as in hand although its outcome is already counted.
    InHandTwice,
    /// A live report shows a worker in a backoff or a throttle as waiting for room.
    PauseUntold,

    // Segments.

    /// The streams inside a segment do not belong to the loop that the segment is in.
    SegmentOutOfLoop,
    /// The stages of a segment do not have the segment's name as a prefix.
    SegmentUnnamed,
    /// The report lists the stages of a segment last, instead of at the place of the segment.
    SegmentReportedLast,

    // Futures: task/, and sync/signal.

    /// A task that registers for a signal does not check whether the signal was raised meanwhile.
    RaisedMeanwhile,
    /// The task of a run sleeps without checking again for woken workers when it registers its
    /// waker.
    ExecutorLooksOnce,
    /// A cancel drops a worker during its `blocking` body, which blocks all other workers of the
    /// task.
    BlockedIsDropped,
    /// The item on which a worker of futures failed is counted as failed and as dropped.
    HeldCountsTwice,
    /// An item is counted as dropped before its drop runs, and counted again if the drop panics.
    CountedBeforeItsDrop,
    /// A worker of futures that pauses does not wake senders for the room that it has made.
    RoomUntold,
    /// A worker of futures whose body has given up its wait for an item does not pass a wake-up on.
    GivenUpUnheard,
    /// In a run of futures, an ordered fan-out sends a failure without waiting for the turn of its
    /// item.
    LetterBeforeItsTurn,
    /// A receiver skips the memory fence before it sleeps, although its senders run in another
    /// task.
    ReadElsewhereUnwoken,
    /// A worker does not join the thread of its `blocking` body.
    BlockingUnjoined,
    /// The thread that waits for quit channels is not joined.
    GuardUnjoined,
    /// The clock's thread is not woken for a new wait that ends before all others.
    NapUnrung,
    /// A generator of futures never spends from its budget, so other workers of the task never run.
    Breathless,
    /// A method from another crate never spends from the budget, so other workers of the task never
    /// run.
    ForeignBreathless,
    /// A drain drops the item that a generator is sending.
    DrainedInASend,
    /// A handle that is dropped in a body does not register its unfinished tasks with the run of
    /// that body.
    BodyLeavesItBehind,
    /// If the runtime was shut down, the join of a handle leaves the bodies at work to the drop of
    /// the handle, which blocks the thread.
    ShutDownIsTheEnd,
    /// A run of futures that is dropped does not cancel its context before its workers are dropped.
    DropTellsNobody,

    // An edge that is partitioned by key: partition.

    /// A worker that stops dispatching items by key does not wake another worker to continue.
    DispatcherUntold,
    /// Items in the queue of a worker that left early are not counted at the end of the stream.
    QueueUnsettled,
    /// Items with equal keys are sent to different workers.
    AnyWorkerOfAKey,

    // Edges that may lose items: lossy.

    /// Setting the merge function does not wake the senders that wait for it.
    MergerUnheard,
    /// A full stream with `drop_oldest` drops its newest waiting item instead of its oldest.
    WrongOneLost,
    /// Items that are lost because a stream is full are not counted.
    LostUncounted,
}
