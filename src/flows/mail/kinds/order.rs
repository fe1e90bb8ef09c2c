//! What is written about orders. References are order ids, but for parcels and refunds, which have their own; a failed payment's
//! reference is the order's id with the version that it failed at, so that the next failure is told as well.
use content::{Content, Page};
use db::Conn;
use kernel::kinds::{FulfilmentId, OrderId};
use orders::{Fulfilment, Happened, Order, OrderPaymentChanged, Orders, PaymentAxis, Refund};
use payments::{BankTransfer, Payments};

use super::sample;
use super::view::View;
use crate::mail::kind::{Audience, Desk, Letter, MailKind, templates};
use crate::mail::{MailError, SendMail};

macro_rules! kinds {
    ($($(#[$doc:meta])* $id:ident = $name:literal, $template:literal, $label:literal, $audience:ident: $load:expr;)*) => {
        $($(#[$doc])* pub static $id: MailKind = MailKind {
            name: $name,
            label: $label,
            audience: Audience::$audience,
            templates: templates!($template),
            load: |c, desk, reference| {
                let load: fn(&mut Conn, &str) -> Result<Told, MailError> = $load;
                let transfer = Payments::settings_in(c)?.transfer;
                let told = Told { transfer, ..load(c, reference)? };
                told.spoken(c, desk, Audience::$audience)?.letter(desk, Audience::$audience)
            },
            sample: |desk| Told::sample($name).letter(desk, Audience::$audience),
        };)*
    };
}

kinds! {
    /// Confirms an order to its buyer.
    CONFIRMATION = "order.confirmation", "order_confirmation", "mail-kind-confirmation", Shopper: of_new;
    /// The money that was awaited has come.
    PAID = "order.paid", "order_paid", "mail-kind-paid", Shopper: of_order;
    /// The money is still waited for.
    PAYMENT_REMINDER = "order.payment_reminder", "order_payment_reminder", "mail-kind-payment-reminder", Shopper: of_order;
    /// The payment was declined.
    PAYMENT_FAILED = "order.payment_failed", "order_payment_failed", "mail-kind-payment-failed", Shopper: of_order;
    /// Announces a parcel; its reference is the fulfilment's id.
    SHIPPED = "order.shipped", "order_shipped", "mail-kind-shipped", Shopper: of_parcel;
    /// Confirms a cancellation.
    CANCELLED = "order.cancelled", "order_cancelled", "mail-kind-cancelled", Shopper: of_cancellation;
    /// Money is on its way back; its reference is the refund's id.
    REFUNDED = "order.refunded", "order_refunded", "mail-kind-refunded", Shopper: of_refund;
    /// Tells the shopkeeper.
    NEW = "order.new", "order_new", "mail-kind-new", Owner: of_order;
    /// Tells the shopkeeper that a buyer cancelled.
    CALLED_OFF = "order.called_off", "order_called_off", "mail-kind-called-off", Owner: of_order;
    /// Tells the shopkeeper that an order waits for somebody to look at it.
    HELD = "order.held", "order_held", "mail-kind-held", Owner: of_order;
}

/// What is told, before it is put into words.
pub(super) struct Told {
    pub order: Order,
    pub parcel: Option<Fulfilment>,
    pub reason: Option<String>,
    pub refund: Option<Refund>,
    /// How bank transfers are made.
    pub transfer: BankTransfer,
    /// What the buyer agreed to, in every language of the shop.
    pub papers: Vec<Page>,
}

/// The pages that a buyer is to have in their hands (for consumers in the EU: directive 2011/83, article 8.7).
const PAPERS: [&str; 2] = ["terms", "withdrawal"];

impl Told {
    fn just(order: Order) -> Self {
        Self {
            order,
            parcel: None,
            reason: None,
            refund: None,
            transfer: BankTransfer::default(),
            papers: Vec::new(),
        }
    }

    fn sample(kind: &str) -> Self {
        sample::told(kind)
    }

    /// What a buyer reads is called as they read it when they bought.
    fn spoken(mut self, conn: &mut Conn, desk: &Desk<'_>, audience: Audience) -> Result<Self, MailError> {
        let ctx = desk.context(&self.order.locale)?;
        if audience == Audience::Shopper && !ctx.prefix.is_empty() {
            let variants: Vec<_> = self.order.lines.iter().map(|line| line.variant).collect();
            let renamed = catalog::Catalog::renamed_in(conn, ctx.texts.language(), &variants)?;
            self.order.lines.iter_mut().for_each(|l| renamed.apply(l.variant, &mut l.title, &mut l.options));
        }
        Ok(self)
    }

    fn letter(self, desk: &Desk<'_>, audience: Audience) -> Result<Letter, MailError> {
        let profile = &desk.setup.profile;
        let (to, locale, path) = match audience {
            Audience::Shopper => {
                let path = format!("/orders/{}", self.order.link_token);
                (&self.order.contact.email, &self.order.locale, path)
            }
            Audience::Owner => {
                (&profile.email, &desk.setup.market.locale, format!("/admin/orders/{}", self.order.id))
            }
        };
        let ctx = desk.context(locale)?;
        let link = match audience {
            Audience::Shopper => desk.link(&ctx, &path),
            Audience::Owner => desk.office_link(&path),
        };
        let main = (desk.texts)(&desk.setup.market.locale);
        Ok(Letter::new(to, desk, &ctx, &View::of(&self, profile, &ctx, main.language(), link)))
    }
}

/// The id before a slash: what stands behind it only tells one mail from another.
fn id_of<K: kernel::Kind>(reference: &str) -> Result<kernel::Id<K>, MailError> {
    let id = reference.split('/').next().unwrap_or_default();
    id.parse()
        .map_err(|_| MailError::Reference { kind: K::PREFIX, reference: reference.chars().take(64).collect() })
}

fn of_order(conn: &mut Conn, reference: &str) -> Result<Told, MailError> {
    Ok(Told::just(Orders::get_in(conn, id_of(reference)?)?))
}

fn of_new(conn: &mut Conn, reference: &str) -> Result<Told, MailError> {
    let pages = Content::pages_in(conn)?.into_iter();
    let papers = pages.filter(|p| p.published && PAPERS.contains(&p.slug.as_str())).collect();
    Ok(Told { papers, ..of_order(conn, reference)? })
}

fn of_parcel(conn: &mut Conn, reference: &str) -> Result<Told, MailError> {
    let id: FulfilmentId = id_of(reference)?;
    let (order, parcel) = Orders::fulfilment_in(conn, id)?;
    Ok(Told { parcel: Some(parcel), ..Told::just(Orders::get_in(conn, order)?) })
}

fn of_cancellation(conn: &mut Conn, reference: &str) -> Result<Told, MailError> {
    let id: OrderId = id_of(reference)?;
    let reason = Orders::history_in(conn, id)?.into_iter().find_map(|e| match e.happened {
        Happened::Cancelled { reason } => Some(reason),
        _ => None,
    });
    Ok(Told { reason, ..Told::just(Orders::get_in(conn, id)?) })
}

fn of_refund(conn: &mut Conn, reference: &str) -> Result<Told, MailError> {
    let refund = Orders::refund_of_in(conn, id_of::<kernel::kinds::Refund>(reference)?)?;
    let order = Orders::get_in(conn, refund.order)?;
    let reason = Some(refund.reason.clone());
    Ok(Told { reason, refund: Some(refund), ..Told::just(order) })
}

/// The mail, if any, that tells the buyer how the payment went. Money that came with the order is told by the
/// confirmation; what was only set aside is not theirs to follow.
///
/// # Errors
/// A history that cannot be read.
pub fn after_payment(conn: &mut Conn, e: &OrderPaymentChanged) -> Result<Option<SendMail>, MailError> {
    match e.payment {
        PaymentAxis::Failed => Ok(Some(PAYMENT_FAILED.about(format_args!("{}/{}", e.order, e.version)))),
        PaymentAxis::Paid => {
            let story = Orders::history_in(conn, e.order)?;
            let (Some(placed), Some(paid)) = (story.first(), story.iter().find(|h| h.version == e.version)) else {
                return Ok(None);
            };
            let before = orders::Orders::fold(&story[..story.len().min((e.version - 1).max(0) as usize)]);
            let awaited =
                matches!(before.payment, PaymentAxis::Pending | PaymentAxis::Failed | PaymentAxis::PartiallyPaid);
            Ok((awaited && paid.at > placed.at).then(|| PAID.about(e.order)))
        }
        _ => Ok(None),
    }
}
