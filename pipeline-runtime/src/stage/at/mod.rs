//! `fan_out(n, at = "place", …)`: the workers run in the processes of a place.
//!
//! The two sides of a stage at a place are feeds: [`Away`] at home, and [`Served`] in a process of
//! the place.

mod away;
mod codec;
mod served;

pub use self::away::{Away, Returning};
pub use self::codec::Portable;
pub use self::served::{Served, Serving};

use self::codec::Codec;
use crate::cluster::{HomePort, PlacePort, Role};
use crate::edge::reorder::Ahead;
use crate::edge::{Bound, Receiver, Sender};
use crate::stage::builder::{Shared, Stage, Starter};
use crate::stage::by_key::{Division, Located};
use crate::sync::Arc;

/// The workers of a fan-out are at a place.
pub struct AtPlace<I, O> {
    location: Location,
    codecs: (Codec<I>, Codec<O>),
}

/// Where the workers of a stage are, as this process sees it.
enum Location {
    /// In this process. Or the process serves another place, and starts no worker of this stage.
    Here,
    /// In other processes.
    Away(Arc<HomePort>),
    /// In this process, which serves the stage's place.
    Served(Arc<PlacePort>),
}

/// A stage whose workers are at a place.
type StageAt<'r, R, I, O, E, A, D> = Stage<'r, R, Shared<I, AtPlace<I, O>>, O, E, A, D>;

impl<'r, R: Starter<E>, I, O, E, A, D> Stage<'r, R, Shared<I>, O, E, A, D> {
    /// Runs the workers in the processes that [serve](crate::Pipeline::serve_on) this place, if the
    /// run is [on](crate::Pipeline::run_on) a job.
    pub fn at(self, place: &'static str) -> StageAt<'r, R, I, O, E, A, D>
    where
        I: Portable,
        O: Portable,
    {
        let codecs = (Codec::<I>::new(), Codec::<O>::new());
        let stage = self.run.named(self.name);
        let line = format!(
            "{stage} at {place}: {} to {}",
            codecs.0.type_name, codecs.1.type_name
        );
        let location = match self.run.state().role() {
            Role::Alone => Location::Here,
            Role::Home(home) => Location::Away(home.port(stage, &line)),
            Role::Place(served) => served
                .port(stage, place, &line)
                .map_or(Location::Here, Location::Served),
        };
        self.divided(AtPlace { location, codecs })
    }
}

impl<I, O> Division<I, O> for AtPlace<I, O> {
    type Part = PlacedPart<I, O>;
    type Away = Away<I, O>;

    fn locate(self, from: Receiver<I>, is_ordered: bool) -> Located<Self, I, Away<I, O>> {
        match self.location {
            Location::Away(port) => Located::Away(Away {
                from,
                port,
                codecs: self.codecs,
                is_ordered,
            }),
            _ => Located::Here(self, from),
        }
    }

    fn is_served(&self) -> bool {
        matches!(self.location, Location::Served(_))
    }

    fn divide(
        self,
        from: Receiver<I>,
        to: Sender<O>,
        workers: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> impl Iterator<Item = (PlacedPart<I, O>, Sender<O>)> {
        let AtPlace { location, codecs } = self;
        // In a process that serves the place, nobody reads `from` or fills `to`: the home sends the
        // stream in chunks.
        let ends = from.share_among(workers, ahead).zip(std::iter::repeat(to));
        ends.enumerate()
            .map(move |(worker, (from, to))| match &location {
                Location::Served(port) => {
                    let (to, made) = crate::edge::edge(Bound::Nothing, None, from.ends());
                    let served = Served {
                        port: Arc::clone(port),
                        worker,
                        codecs,
                        made,
                    };
                    (PlacedPart::Served(served), to)
                }
                Location::Here | Location::Away(_) => (PlacedPart::Here(from), to),
            })
    }
}

/// The input of a worker at a place.
pub enum PlacedPart<I, O> {
    #[doc(hidden)]
    Here(Receiver<I>),
    #[doc(hidden)]
    Served(Served<I, O>),
}
