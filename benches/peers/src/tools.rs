//! The programs as commands: this binary, and the programs in Go and C++, which are built if their
//! tools are installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::case::Language;
use crate::options::{Options, workspace};

/// The first argument that makes this binary run a program.
pub(crate) const PROGRAM: &str = "program";

pub(crate) struct Tools {
    rust: PathBuf,
    other_rust: Option<PathBuf>,
    go: Option<Tool>,
    cpp: Option<Tool>,
    pub(crate) has_taskset: bool,
}

struct Tool {
    program: PathBuf,
    version: String,
}

impl Tools {
    pub(crate) fn find(options: &Options) -> Outcome<Self> {
        let folder = folder()?;
        let found = |build: fn(&Path) -> Option<Tool>| {
            options.needs_tools().then(|| build(&folder)).flatten()
        };
        Ok(Tools {
            go: found(build_go),
            cpp: found(build_cpp),
            has_taskset: first_line(Command::new("taskset").arg("--version")).is_some(),
            rust: env::current_exe()?,
            other_rust: options.beside.clone(),
        })
    }

    /// Returns `None` if the tools for the language were not found.
    pub(crate) fn command(&self, language: Language) -> Option<Command> {
        let tool = match language {
            Language::Rust => return Some(program_of(&self.rust)),
            Language::OtherRust => return self.other_rust.as_deref().map(program_of),
            Language::Go => self.go.as_ref()?,
            Language::Cpp => self.cpp.as_ref()?,
        };
        Some(Command::new(&tool.program))
    }

    /// Returns the versions of the other languages.
    pub(crate) fn versions(&self) -> [(&'static str, &str); 2] {
        [
            ("Go", self.go.as_ref().map_or(MISSING, |tool| &tool.version)),
            (
                "oneTBB",
                self.cpp.as_ref().map_or(MISSING, |tool| &tool.version),
            ),
        ]
    }
}

fn program_of(peers: &Path) -> Command {
    let mut command = Command::new(peers);
    command.arg(PROGRAM);
    command
}

const MISSING: &str = "left out";

/// Returns the folder in which programs are built and tools are looked for. It is in the target
/// folder, whatever the name of the target folder is.
pub(crate) fn folder() -> Outcome<PathBuf> {
    let binary = env::current_exe()?;
    let target = binary.ancestors().nth(2);
    let folder = target
        .ok_or("this is not in a target folder")?
        .join("peers");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Builds with the `go` that `setup` installs, or with the one on the PATH.
fn build_go(folder: &Path) -> Option<Tool> {
    let installed = folder.join("go/go/bin/go");
    let go = if installed.is_file() {
        installed
    } else {
        "go".into()
    };
    let program = folder.join("peers-go");
    let mut build = Command::new(go);
    build.args(["build", "-o"]).arg(&program).arg(".");
    build.current_dir(workspace().join("benches/peers/go"));
    // Fetches nothing, and writes nothing outside the folder.
    build
        .env("GOCACHE", folder.join("go-cache"))
        .env("GOTOOLCHAIN", "local");
    build.env("GOPROXY", "off");
    built(build, program)
}

fn build_cpp(folder: &Path) -> Option<Tool> {
    let program = folder.join("peers-tbb");
    let mut build = Command::new("g++");
    build
        .args(["-O2", "-std=c++17", "main.cpp", "-ltbb", "-o"])
        .arg(&program);
    build.current_dir(workspace().join("benches/peers/tbb"));
    let mut tool = built(build, program)?;
    if let Some(compiler) = first_line(Command::new("g++").arg("--version")) {
        tool.version = format!("{}, by {compiler}", tool.version);
    }
    Some(tool)
}

/// Runs `build`, and returns the tool that it makes. If it fails, prints why the tool is left out.
fn built(mut build: Command, program: PathBuf) -> Option<Tool> {
    let name = build.get_program().to_owned();
    let why = match build.output() {
        Ok(output) if output.status.success() => {
            let version = first_line(Command::new(&program).arg("version"))?;
            return Some(Tool { program, version });
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    eprintln!(
        "left out: the programs of {}: {}",
        name.display(),
        why.trim()
    );
    None
}

/// Returns the first line that a command prints, if the command succeeds.
pub(crate) fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let printed = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(())?;
    printed.lines().next().map(str::to_owned)
}
