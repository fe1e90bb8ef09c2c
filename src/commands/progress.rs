//! Progress bars on long work; nothing where nobody looks.
use std::sync::Mutex;

use flows::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar on the terminal.
#[derive(Default)]
pub struct Bar(Mutex<Option<ProgressBar>>);

impl Progress for Bar {
    fn begin(&self, label: &str, total: u64) {
        let style = ProgressStyle::with_template("{msg:24} {bar:32} {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(total).with_style(style).with_message(label.to_owned());
        if let Ok(mut held) = self.0.lock() {
            *held = Some(bar);
        }
    }
    fn step(&self, n: u64) {
        if let Ok(held) = self.0.lock()
            && let Some(bar) = &*held
        {
            bar.inc(n);
        }
    }
    fn end(&self) {
        if let Ok(mut held) = self.0.lock()
            && let Some(bar) = held.take()
        {
            bar.finish_and_clear();
        }
    }
}
