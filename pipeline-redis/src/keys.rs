//! The names of a job's keys. The name of the job in braces puts all of them into one slot of a Redis Cluster.

/// What all keys of all jobs begin with.
pub(crate) const PREFIX: &str = "pipeline:";

/// The keys of a job, in the time of one home.
#[derive(Clone)]
pub(crate) struct Keys {
    job: String,
    /// What the home calls itself. Each home has keys of its own.
    token: String,
}

/// Has the token of the job's home. It expires when the home was not seen for a lease.
pub(crate) fn home(job: &str) -> String {
    format!("{PREFIX}{{{job}}}:home")
}

/// The job whose home a key is of, if it is one.
pub(crate) fn job_of_home(key: &str) -> Option<&str> {
    let job = key.strip_prefix(PREFIX)?.strip_prefix('{')?;
    let job = job.strip_suffix("}:home")?;
    (home(job) == key).then_some(job)
}

/// Has the token of the last home, for some time after the job has ended.
pub(crate) fn last(job: &str) -> String {
    format!("{PREFIX}{{{job}}}:last")
}

impl Keys {
    pub(crate) fn new(job: &str, token: String) -> Self {
        Keys {
            job: job.to_owned(),
            token,
        }
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn home(&self) -> String {
        home(&self.job)
    }

    pub(crate) fn last(&self) -> String {
        last(&self.job)
    }

    fn own(&self, what: &str) -> String {
        format!("{PREFIX}{{{}}}:{}:{what}", self.job, self.token)
    }

    pub(crate) fn declaration(&self) -> String {
        self.own("declaration")
    }

    /// Says how the job has ended: `+` if well, and `-` with a text if not.
    pub(crate) fn end(&self) -> String {
        self.own("end")
    }

    /// The set of the stages that have chunks.
    pub(crate) fn stages(&self) -> String {
        self.own("stages")
    }

    /// The stream of the chunks for a stage.
    pub(crate) fn chunks(&self, stage: &str) -> String {
        self.own(&format!("chunks:{stage}"))
    }

    /// The stream of replies.
    pub(crate) fn replies(&self) -> String {
        self.own("replies")
    }
}
