//! Medians and quartiles, and the formatting of numbers.

/// The median and the quartiles of measurements.
#[derive(Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Spread {
    pub(crate) fn of(mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let last = values.len() - 1;
        Spread {
            median: values[last.div_ceil(2)],
            low: values[last / 4],
            high: values[last - last / 4],
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times and counts that are far below 2⁵²"
)]
pub(crate) fn float(number: u64) -> f64 {
    number as f64
}

/// Formats a value with as many digits as are meaningful.
pub(crate) fn figure(value: f64) -> String {
    if value < 1.0 {
        return format!("{value:.2}");
    }
    if value < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}
