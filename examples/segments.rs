//! Checks the parts of a request concurrently and joins the results: a route and a zip.
//!
//! ```text
//! cargo run --release --example segments [FILE]
//! ```
//!
//! The program reads transfers, one per line: `user;amount;iban`. FILE may be `-` for standard
//! input. Without a FILE, it checks a small sample. It prints each line after its verdict, in the
//! order of the input, and then the faults: the user is on the list of blocked names, the amount is
//! above the limit, or the check digits of the IBAN are wrong. Empty lines are ignored.
//!
//! The exit code is 0 if all transfers were accepted, 1 if some were refused, and 2 if the input
//! cannot be read. A line that does not have three parts is an error too, which names the stage,
//! the file and the line. Verdicts that are not printed by then are dropped.
//!
//! What to look at: `route` splits a request into its parts, and each branch has an item type and a
//! stage of its own. `zip` joins the answers to one request again, without a request number or a
//! map. A stage on a branch that dropped or added an item would pair answers of different requests,
//! so the macro rejects such a stage.

use std::env;
use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::process::ExitCode;

use pipeline::pipeline;

const SAMPLE: &str = "\
ada;120.00;GB82 WEST 1234 5698 7654 32
Grace Hopper;9999.99;DE89370400440532013000
Captain Hook;20.00;NL91ABNA0417164300
edsger;10000.01;FR1420041010050500013M02606
barbara;12,50;BE68539007547035
";

const BLOCKED: [&str; 2] = ["captain hook", "long john silver"];

/// The largest amount that is accepted, in cents.
const LIMIT: u64 = 1_000_000;

/// What is wrong with a part, or `None`.
type Fault = Option<&'static str>;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let refused = match &arguments[..] {
        [] => check("the sample", SAMPLE.as_bytes()),
        [file] if file == "-" => check("standard input", BufReader::new(io::stdin())),
        [file] => check_file(file),
        _ => {
            eprintln!("usage: segments [FILE]");
            return ExitCode::from(2);
        }
    };
    match refused {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("segments: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn check_file(path: &OsStr) -> Result<usize, Box<dyn Error>> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| format!("{name}: {error}"))?;
    check(&name, BufReader::new(file))
}

/// Prints a verdict on each line of `lines`. Returns the number of refused transfers. Error
/// messages call the input `input`.
fn check(input: &str, lines: impl BufRead + Send) -> Result<usize, Box<dyn Error>> {
    let refused = pipeline!({
        let requests = generator({
            for (line, number) in lines.lines().zip(1..) {
                let line = line.map_err(|error| format!("{input}:{number}: {error}"))?;
                if !line.trim().is_empty() {
                    let parts =
                        parts(&line).ok_or(format!("{input}:{number}: not `user;amount;iban`"))?;
                    yield (line, parts);
                }
            }
        });
        let (lines, users, amounts, ibans) = requests
            >> route(|(line, [user, amount, iban])| {
                lines(line);
                users(user);
                amounts(cents(&amount));
                ibans(iban.to_ascii_uppercase().into_bytes());
            });
        let users = users >> stage(|user: String| check_user(&user));
        let amounts = amounts >> stage(check_amount);
        let ibans = ibans >> stage(|iban: Vec<u8>| check_iban(&iban));
        zip(lines, users, amounts, ibans)
            >> sink(|answers| {
                let mut refused = 0;
                for (line, user, amount, iban) in answers {
                    let faults: Vec<_> = [user, amount, iban].into_iter().flatten().collect();
                    refused += usize::from(!faults.is_empty());
                    match print(&line, &faults) {
                        // The reader of standard output has closed it: stop without an error.
                        Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
                        printed => printed?,
                    }
                }
                refused
            })
    })
    .run()?;
    Ok(refused)
}

/// Returns the user, the amount and the IBAN. Spaces around each part and within the IBAN are
/// removed.
fn parts(line: &str) -> Option<[String; 3]> {
    let parts: Vec<&str> = line.split(';').map(str::trim).collect();
    let [user, amount, iban] = parts[..] else {
        return None;
    };
    Some([user.into(), amount.into(), iban.replace(' ', "")])
}

fn check_user(user: &str) -> Fault {
    let is_blocked = BLOCKED.iter().any(|name| name.eq_ignore_ascii_case(user));
    match user {
        "" => Some("no user"),
        _ => is_blocked.then_some("the user is blocked"),
    }
}

fn check_amount(cents: Option<u64>) -> Fault {
    match cents {
        None => Some("this is no amount"),
        Some(0) => Some("the amount is nothing"),
        Some(cents) if cents > LIMIT => Some("the amount is above the limit"),
        Some(_) => None,
    }
}

/// Parses `12` or `12.50` as cents.
fn cents(amount: &str) -> Option<u64> {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, "00"));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if cents.len() != 2 || !is_digits(whole) || !is_digits(cents) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(cents.parse().ok()?)
}

/// Checks what all countries share: the general form, and the check digits by ISO 7064, mod 97-10.
fn check_iban(iban: &[u8]) -> Fault {
    let is_formed = (15..=34).contains(&iban.len())
        && iban.iter().all(u8::is_ascii_alphanumeric)
        && iban[..2].iter().all(u8::is_ascii_alphabetic)
        && iban[2..4].iter().all(u8::is_ascii_digit);
    if !is_formed {
        return Some("this is no IBAN");
    }
    let number = iban[4..].iter().chain(&iban[..4]);
    let remainder = number.fold(0, |remainder, byte| match byte {
        b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
        letter => (remainder * 100 + u32::from(letter - b'A') + 10) % 97,
    });
    (remainder != 1).then_some("the IBAN's check digits are wrong")
}

fn print(line: &str, faults: &[&str]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if faults.is_empty() {
        writeln!(out, "accepted {line}")
    } else {
        writeln!(out, "refused  {line}: {}", faults.join(", "))
    }
}
