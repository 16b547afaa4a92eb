//! Writes stages that join open streams.

use super::text::Text;
use super::words::{Before, FREE, MEETINGS, Meeting, Order};
use super::{Open, Writer};

impl Writer {
    /// Joins some of the open streams.
    pub(super) fn meet(&mut self) {
        if let Some(at) = self.wanted.meeting.take() {
            // Not all pairs of streams can be joined by this meeting. There are at most four open
            // streams.
            let _ = (0..9).any(|_| self.meet_by(&MEETINGS[at]));
        }
        while self.open.len() > 3 || (self.open.len() > 1 && self.dice.one_in(2)) {
            let meeting = self.dice.pick(MEETINGS);
            // The first meeting is always possible.
            if !self.suits(meeting) || !self.meet_by(meeting) {
                self.meet_by(&MEETINGS[0]);
            }
        }
    }

    /// Returns whether the meeting is allowed in a declaration that avoids unspecified orders.
    fn suits(&self, meeting: &Meeting) -> bool {
        let is_racy = self.is_racy() || !meeting.waits;
        meeting.order == Order::Each || !(self.spares_order && is_racy)
    }

    /// Joins two open streams. Returns false if they cannot be joined by this meeting.
    fn meet_by(&mut self, meeting: &Meeting) -> bool {
        let (a, b) = (self.take_open(), self.take_open());
        if !self.may_meet(meeting, &a, &b) {
            self.open.extend([a, b]);
            return false;
        }
        let met = self.met(meeting, a, b);
        self.open.push(met);
        true
    }

    fn may_meet(&self, meeting: &Meeting, a: &Open, b: &Open) -> bool {
        let has_order = !meeting.needs_order || (a.is_in_step && b.is_in_step);
        let may_wait = !meeting.waits || (!self.is_met && a.sources & b.sources == 0);
        has_order && may_wait
    }

    fn met(&mut self, meeting: &Meeting, mut a: Open, mut b: Open) -> Open {
        self.notes(meeting.order);
        self.is_unordered |= !meeting.waits;
        self.is_lossy |= !meeting.is_whole;
        self.is_met |= meeting.waits;
        self.before(&meeting.before, 0, &mut a);
        self.before(&meeting.before, 1, &mut b);
        let name = self.name();
        let [template, plain] = self.number([meeting.text, meeting.plain]);
        let [threads, futures] = self.closures(&template);
        let named = |text: String| text.replace("ONE", &a.name).replace("OTHER", &b.name);
        let mut text = Text {
            threads: named(threads),
            futures: named(futures),
            plain: named(plain),
        };
        text.add(&self.methods(false));
        self.line(&name, &text);
        let mut met = Open {
            name,
            sources: a.sources | b.sources,
            is_in_step: a.is_in_step && b.is_in_step && meeting.waits,
            is_limited: super::is_limited(&text),
        };
        if self.dice.one_in(2) {
            let verb = *self.dice.pick(&self.verbs);
            self.verb(&mut met, verb);
        }
        met
    }

    /// Writes the verb that a stream needs before it meets another.
    fn before(&mut self, before: &Before, side: usize, input: &mut Open) {
        match before {
            Before::Nothing => {}
            Before::Free if !input.is_limited => {}
            Before::Free => self.verb(input, FREE),
            Before::Each(verb) => {
                self.notes_verb(*verb);
                let name = self.name();
                let mut text = self.filled(*verb, &input.name);
                for engine in [&mut text.threads, &mut text.futures] {
                    *engine = engine.replace("SIDE", &side.to_string());
                }
                self.line(&name, &text);
                input.name = name;
            }
        }
    }
}
