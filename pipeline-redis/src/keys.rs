//! The names of the keys of a job. The job's name is in braces, which puts all its keys into one
//! slot of a Redis Cluster.

/// The prefix of all keys of all jobs.
pub(crate) const PREFIX: &str = "pipeline:";

/// The keys of a job under one home.
#[derive(Clone)]
pub(crate) struct Keys {
    job: String,
    /// The name that the home has given itself. Each home has keys of its own.
    token: String,
}

/// Returns the key that holds the token of the job's home. It expires if the home was not seen for
/// a lease.
pub(crate) fn home(job: &str) -> String {
    format!("{PREFIX}{{{job}}}:home")
}

/// Returns the job of `key`, if it is the key of a home.
pub(crate) fn job_of_home(key: &str) -> Option<&str> {
    let job = key.strip_prefix(PREFIX)?.strip_prefix('{')?;
    let job = job.strip_suffix("}:home")?;
    (home(job) == key).then_some(job)
}

/// Returns the key that holds the token of the last home. It stays for some time after the job has
/// ended.
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

    /// Returns the key that says how the job has ended: `+` for success, or `-` with a message.
    pub(crate) fn end(&self) -> String {
        self.own("end")
    }

    /// Returns the key of the set of stages that have chunks.
    pub(crate) fn stages(&self) -> String {
        self.own("stages")
    }

    /// Returns the key of the stream of chunks for a stage.
    pub(crate) fn chunks(&self, stage: &str) -> String {
        self.own(&format!("chunks:{stage}"))
    }

    /// Returns the key of the stream of replies.
    pub(crate) fn replies(&self) -> String {
        self.own("replies")
    }
}
