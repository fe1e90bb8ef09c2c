//! States as people see them: a glyph and a word, so that colour is never alone.

/// What is drawn in front of a badge's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Not begun.
    Ring,
    /// Under way.
    Half,
    /// Done.
    Disc,
    /// Went back.
    Arrow,
    /// Called off.
    Cross,
    /// Trouble that needs a hand.
    Trouble,
}

/// A state's glyph and the key of its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    pub glyph: Glyph,
    pub word: &'static str,
}

impl Badge {
    pub(super) const fn new(glyph: Glyph, word: &'static str) -> Self {
        Self { glyph, word }
    }

    /// The CSS class of its tint.
    pub(super) fn tone(&self) -> &'static str {
        match self.glyph {
            Glyph::Disc => "good",
            Glyph::Trouble => "bad",
            Glyph::Ring | Glyph::Half | Glyph::Arrow | Glyph::Cross => "quiet",
        }
    }
}

/// Where an order stands as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    Placed,
    Completed,
    Cancelled,
}

impl Lifecycle {
    /// The key of its word.
    pub const fn word(self) -> &'static str {
        self.badge().word
    }
    pub(crate) const fn badge(self) -> Badge {
        match self {
            Self::Placed => Badge::new(Glyph::Half, "admin-state-placed"),
            Self::Completed => Badge::new(Glyph::Disc, "admin-state-completed"),
            Self::Cancelled => Badge::new(Glyph::Cross, "admin-state-cancelled"),
        }
    }
}

/// Where an order's money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    Pending,
    Authorised,
    PartPaid,
    Paid,
    PartRefunded,
    Refunded,
    /// Released without being taken: the order was cancelled before capture.
    Voided,
    Failed,
}

impl Payment {
    /// The key of its word.
    pub const fn word(self) -> &'static str {
        self.badge().word
    }
    pub(crate) const fn badge(self) -> Badge {
        match self {
            Self::Pending => Badge::new(Glyph::Ring, "admin-state-pending"),
            Self::Authorised => Badge::new(Glyph::Half, "admin-state-authorised"),
            Self::PartPaid => Badge::new(Glyph::Half, "admin-state-part-paid"),
            Self::Paid => Badge::new(Glyph::Disc, "admin-state-paid"),
            Self::PartRefunded => Badge::new(Glyph::Arrow, "admin-state-part-refunded"),
            Self::Refunded => Badge::new(Glyph::Arrow, "admin-state-refunded"),
            Self::Voided => Badge::new(Glyph::Cross, "admin-state-voided"),
            Self::Failed => Badge::new(Glyph::Trouble, "admin-state-failed"),
        }
    }
}

/// Where an order's goods stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fulfilment {
    ToShip,
    PartShipped,
    Shipped,
    Returned,
}

impl Fulfilment {
    /// The key of its word.
    pub const fn word(self) -> &'static str {
        self.badge().word
    }
    pub(crate) const fn badge(self) -> Badge {
        match self {
            Self::ToShip => Badge::new(Glyph::Ring, "admin-state-to-ship"),
            Self::PartShipped => Badge::new(Glyph::Half, "admin-state-part-shipped"),
            Self::Shipped => Badge::new(Glyph::Disc, "admin-state-shipped"),
            Self::Returned => Badge::new(Glyph::Arrow, "admin-state-returned"),
        }
    }
}

/// Whether shoppers can find a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductStatus {
    Draft,
    Published,
    Archived,
}

impl ProductStatus {
    pub fn of(status: catalog::Status) -> Self {
        match status {
            catalog::Status::Draft => Self::Draft,
            catalog::Status::Active => Self::Published,
            catalog::Status::Archived => Self::Archived,
        }
    }

    pub(crate) const fn badge(self) -> Badge {
        match self {
            Self::Draft => Badge::new(Glyph::Ring, "admin-state-draft"),
            Self::Published => Badge::new(Glyph::Disc, "admin-state-published"),
            Self::Archived => Badge::new(Glyph::Cross, "admin-state-archived"),
        }
    }
}
