//! Makes small copies of all pictures in a folder: decodes, scales and encodes them on all cores.
//!
//! ```text
//! cargo run --release -p thumbnails -- [--progress] [--report FILE] [--sample] DIR [OUT]
//! ```
//!
//! The program writes a copy of every `.png`, `.jpg` and `.jpeg` file in DIR into OUT
//! (`DIR/thumbnails`), under the same name and at most 256 pixels wide and high. A picture that
//! cannot be read is reported, and the others are still copied. With `--sample`, the program first
//! writes a few sample pictures into DIR, one of which is broken. No file in DIR is overwritten,
//! and pictures in OUT are not read. Links are not followed.
//!
//! The exit code is 0 if all pictures were copied, 1 if some failed, and 2 on an error.
//! `--progress` and `--report` show how far the run is and what each stage has done: see
//! `../watch/mod.rs`.
//!
//! What to look at: one `fan_out` does all the work on a picture, with a worker for each core. With
//! three stages, decoded pictures would be sent from thread to thread and wait between the stages.
//! `let (made, failed) = …` makes a stream of the failures (dead letters), so a broken picture does
//! not end the run. An error of the generator that walks DIR still does.

use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage};
use pipeline::{BoxError, Context, pipeline};

#[path = "../../watch/mod.rs"]
mod watch;

use watch::Watch;

/// The longest side of a thumbnail, in pixels.
const SIZE: u32 = 256;

/// Number of pictures that `--sample` writes.
const SAMPLES: u8 = 12;

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let Some(watch) = Watch::take_from(&mut arguments) else {
        return usage();
    };
    let is_sample = arguments.first().is_some_and(|first| first == "--sample");
    arguments.drain(..usize::from(is_sample));
    let (folder, out) = match &arguments[..] {
        [folder] => (PathBuf::from(folder), Path::new(folder).join("thumbnails")),
        [folder, out] => (folder.into(), out.into()),
        _ => return usage(),
    };
    match run(&folder, &out, is_sample, &watch) {
        Ok((made, failed)) => {
            let out = out.display();
            // `println!` would panic if standard output is closed.
            let _ = writeln!(io::stdout(), "{made} made, {failed} failed, in {out}");
            ExitCode::from(u8::from(failed > 0))
        }
        Err(error) => {
            eprintln!("thumbnails: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: thumbnails [--progress] [--report FILE] [--sample] DIR [OUT]");
    ExitCode::from(2)
}

/// Returns the number of thumbnails made, and the number of pictures that failed.
fn run(
    folder: &Path,
    out: &Path,
    is_sample: bool,
    watch: &Watch,
) -> Result<(usize, usize), BoxError> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if is_sample {
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        write_samples(folder, cores)?;
    }
    // `canonicalize` needs both folders to exist.
    let folder = folder.canonicalize().map_err(|error| at(folder, error))?;
    fs::create_dir_all(out).map_err(|error| at(out, error))?;
    let out = out.canonicalize().map_err(|error| at(out, error))?;
    if folder.starts_with(&out) {
        return Err("OUT must not be DIR, nor above it: a source might be written over".into());
    }
    make_thumbnails(&folder, &out, cores, watch)
}

fn make_thumbnails(
    folder: &Path,
    out: &Path,
    cores: usize,
    watch: &Watch,
) -> Result<(usize, usize), BoxError> {
    let pipeline = pipeline!({
        let pictures = generator({
            let mut folders = vec![folder.to_owned()];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(&folder).map_err(|error| at(&folder, error))? {
                    let entry = entry.map_err(|error| at(&folder, error))?;
                    let path = entry.path();
                    let kind = entry.file_type().map_err(|error| at(&path, error))?;
                    if kind.is_dir() && path != out {
                        folders.push(path);
                    } else if kind.is_file() && format_of(&path).is_some() {
                        yield path;
                    }
                }
            }
        });
        let (made, failed) = pictures
            >> fan_out(cores, name = "thumbnails", |path| {
                let target = out.join(path.strip_prefix(folder)?);
                make_thumbnail(&path, &target).map_err(|error| at(&path, error))?
            });
        let failed = failed
            >> inspect(|failure| {
                let _ = writeln!(io::stderr(), "thumbnails: {}", failure.cause);
            });
        (made >> count(), failed >> count())
    });
    let (context, graph) = (Context::new(), pipeline.graph());
    let watching = watch.begin(&context);
    let (counts, report) = pipeline.run_reported_with(&context);
    watching.end(counts, graph, &report)
}

/// Returns the format of a file by its extension, if it is PNG or JPEG.
fn format_of(path: &Path) -> Option<ImageFormat> {
    let format = ImageFormat::from_path(path).ok()?;
    matches!(format, ImageFormat::Png | ImageFormat::Jpeg).then_some(format)
}

fn make_thumbnail(source: &Path, target: &Path) -> Result<(), BoxError> {
    // Guess the format from the contents: some files named `.jpg` have another format.
    let mut decoder = ImageReader::open(source)?
        .with_guessed_format()?
        .into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width().max(picture.height()) > SIZE {
        picture = picture.thumbnail(SIZE, SIZE);
    }
    // The metadata may say that the picture is to be rotated. The thumbnail has no metadata, so
    // rotate the pixels.
    picture.apply_orientation(orientation);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    save(&picture, target)
}

/// Encodes `picture` into a temporary file beside `target` and renames that file. So `target` is
/// never incomplete, and a link named `target` is replaced rather than followed.
fn save(picture: &DynamicImage, target: &Path) -> Result<(), BoxError> {
    let mut part = target.as_os_str().to_owned();
    part.push(".part");
    match format_of(target) {
        // JPEG has no transparency.
        Some(ImageFormat::Jpeg) => picture
            .to_rgb8()
            .save_with_format(&part, ImageFormat::Jpeg)?,
        _ => picture.save_with_format(&part, ImageFormat::Png)?,
    }
    Ok(fs::rename(part, target)?)
}

/// Writes sample pictures into `folder`. The first is broken. Existing files are kept.
fn write_samples(folder: &Path, cores: usize) -> Result<(), pipeline::Error> {
    pipeline!({
        let numbers = generator(0..SAMPLES);
        let written = numbers
            >> fan_out(cores, |number| {
                let extension = if number % 2 == 0 { "jpg" } else { "png" };
                let path = folder.join(format!("sample-{number}.{extension}"));
                if !path.exists() {
                    write_sample(number, &path).map_err(|error| at(&path, error))?;
                }
            });
        written >> for_each(drop)
    })
    .run()
}

fn write_sample(number: u8, path: &Path) -> Result<(), BoxError> {
    if number == 0 {
        return Ok(fs::write(path, "no picture")?);
    }
    let low_byte = |side: u32| side.to_le_bytes()[0];
    let pixel = |x, y| Rgb([low_byte(x), low_byte(y), number * 20]);
    save(&RgbImage::from_fn(1600, 1200, pixel).into(), path)
}

/// Prefixes the message of `error` with `path`.
fn at(path: &Path, error: impl Display) -> String {
    format!("{}: {error}", path.display())
}
