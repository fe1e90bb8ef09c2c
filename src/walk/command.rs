//! What may be done next: six bytes are a command, and any six are one.

/// How a sale is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pay {
    /// By bank transfer: staff note the money.
    Transfer,
    /// By a card, set aside.
    Card,
    /// By a card, taken at once.
    CardNow,
    /// By a card that is declined, then by another.
    SecondCard,
    /// By a card that is declined, and then nobody comes back.
    Declined,
}

impl Pay {
    fn of(byte: u8) -> Self {
        [Self::Transfer, Self::Card, Self::CardNow, Self::SecondCard, Self::Declined][usize::from(byte) % 5]
    }

    /// The way to pay, and what the payer does.
    pub(super) fn method(self) -> (&'static str, &'static str) {
        match self {
            Self::Transfer => ("offline", ""),
            Self::Card => ("test", "ok"),
            Self::CardNow => ("test", "capture"),
            Self::SecondCard | Self::Declined => ("test", "decline"),
        }
    }
}

/// One thing that somebody does. Goods and orders are named by numbers that are taken modulo how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Buy {
        good: u8,
        units: u8,
        other: Option<u8>,
        pay: Pay,
        coupon: bool,
    },
    /// Somebody begins a checkout and goes away.
    Hold {
        good: u8,
        units: u8,
    },
    /// Hours pass, and holds end.
    Expire,
    Capture {
        order: u8,
    },
    Cancel {
        order: u8,
    },
    Ship {
        order: u8,
        line: u8,
        units: u8,
    },
    Refund {
        order: u8,
        line: u8,
        unsent: u8,
        sent: u8,
        delivery: bool,
        extra: u8,
        restock: bool,
    },
    Receive {
        good: u8,
        units: u8,
    },
    Count {
        good: u8,
        units: u8,
    },
    /// What was left for later is done.
    Drain,
}

impl Command {
    /// Zeroes are the simplest one.
    pub fn of([kind, a, b, c, d, e]: [u8; 6]) -> Self {
        let few = |byte: u8| 1 + byte % 4;
        match kind % 20 {
            0 | 9 => Self::Drain,
            1..=4 => {
                let other = (d % 2 == 1).then_some(d / 2);
                Self::Buy { good: a, units: few(b), other, pay: Pay::of(c), coupon: e % 3 == 1 }
            }
            5 => Self::Hold { good: a, units: few(b) },
            6 => Self::Expire,
            7 | 8 => Self::Capture { order: a },
            10 => Self::Cancel { order: a },
            11..=13 => Self::Ship { order: a, line: b, units: few(c) },
            14..=16 => Self::Refund {
                order: a,
                line: b,
                unsent: c % 3,
                sent: c / 3 % 3,
                delivery: d % 4 == 1,
                extra: if d % 2 == 0 { 0 } else { e % 64 },
                restock: e % 2 == 0,
            },
            17 | 18 => Self::Receive { good: a, units: few(b) * 2 },
            _ => Self::Count { good: a, units: b % 32 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_command_has_its_bytes() {
        let kinds: std::collections::HashSet<_> =
            (0..=255).map(|kind| std::mem::discriminant(&Command::of([kind, 0, 0, 0, 0, 0]))).collect();
        assert_eq!(kinds.len(), 10);
        assert_eq!(Command::of([0; 6]), Command::Drain);
    }
}
