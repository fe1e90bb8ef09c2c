//! The shop's pages: plain data in, HTML out.
//!
//! Handlers fill these structs, askama checks at compile time that every template has what it names. Nothing here
//! asks a database or knows a session. Paths are without the locale's prefix: templates add it with `ctx.url`.
//! Home, category and product pages are cached for everybody: they hold nothing personal and no form token.
mod account;
mod browse;
mod buying;
mod frame;
mod list;
mod told;

pub use account::{
    AccountView, AddressesView, BookEntry, CardEntry, CardsView, DetailsView, FormField, FormView, OrderRow,
    OrdersView, OwnOrderView, SessionRow, ToldView, WishRow, WishesView,
};
pub use browse::{
    CardRow, CategoryView, ForYouView, HomeView, OptionGroup, OptionValue, ProductView, Promise, PromiseIcon, Room,
};
pub use buying::{
    AwayView, BillingForm, CardFields, CardView, CartLine, CartView, CheckoutForm, CheckoutView, Choice,
    ConfirmationView, Country, CouponBox, Cut, Estimate, Field, OrderLine, PaymentView, PlacedNote, ProgressStep,
    SentParcel, StepState, SumRow, Sums, TaxRow,
};
pub use frame::{Card, Frame, Language, Link, Note, Picture, StockBand};
pub use list::{Between, Check, Chip, Choices, PriceRange, SearchView, Shelf, SuggestView};
pub use told::{ClosedView, ErrorView, NotFoundView, PendingView, WordsView};

#[cfg(test)]
mod tests;
