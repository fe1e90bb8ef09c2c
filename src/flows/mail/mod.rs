//! Mail views: what the shop writes to its buyers. Rendered when they are sent, from data read then, so that names and
//! addresses stand in no event or job.
//!
//! Owns no table: [`notifications`] keeps what was sent. Texts come from Fluent, the layout from minijinja templates
//! (`templates/mail`), which know nothing but the view they are given. Sending again sends nothing again.
mod context;
mod jobs;
mod templates;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use kernel::kinds::{FulfilmentId, OrderId};
use kernel::{Actor, Coded, Fault, Texts};
use markets::{Markets, MarketsError};
use notifications::{Mail, Notifications, NotificationsError};
use orders::{Happened, Orders, OrdersError};

pub use jobs::{SendOrderCancelled, SendOrderConfirmation, SendOrderShipped};
use templates::Templates;
use view::View;

/// The kind of the message that confirms an order; its reference is the order's id.
pub const ORDER_CONFIRMATION: &str = "order.confirmation";
/// The kind of the message that announces a parcel; its reference is the fulfilment's id.
pub const ORDER_SHIPPED: &str = "order.shipped";
/// The kind of the message that confirms a cancellation; its reference is the order's id.
pub const ORDER_CANCELLED: &str = "order.cancelled";

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("the mail template cannot be rendered: {0}")]
    Template(#[from] minijinja::Error),
    #[error("the market's time zone `{0}` is not known; set one like Europe/Berlin")]
    TimeZone(String),
    #[error("the order {0} has no parcel {1}")]
    NoParcel(OrderId, FulfilmentId),
    #[error(transparent)]
    Orders(#[from] OrdersError),
    #[error(transparent)]
    Markets(#[from] MarketsError),
    #[error(transparent)]
    Notifications(#[from] NotificationsError),
}

impl Coded for MailError {
    fn code(&self) -> &'static str {
        match self {
            Self::Template(_) => "bad_mail_template",
            Self::TimeZone(_) => "broken_settings",
            Self::NoParcel(..) => "parcel_not_found",
            Self::Orders(e) => e.code(),
            Self::Markets(e) => e.code(),
            Self::Notifications(e) => e.code(),
        }
    }
    fn fault(&self) -> Fault {
        match self {
            Self::Template(_) | Self::TimeZone(_) => Fault::Ours,
            Self::NoParcel(..) => Fault::NotFound,
            Self::Orders(e) => e.fault(),
            Self::Markets(e) => e.fault(),
            Self::Notifications(e) => e.fault(),
        }
    }
}

impl MailError {
    /// Whether trying again cannot help: what the mail is about is not there, or the receiver was refused.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Notifications(NotificationsError::Send(notifications::SendError::Refused(_))) => true,
            e => e.fault() == Fault::NotFound,
        }
    }
}

/// Renders and sends the shop's mails. Cheap to clone.
#[derive(Clone)]
pub struct MailViews {
    orders: Orders,
    markets: Markets,
    notifications: Notifications,
    /// Without a slash at its end.
    public_url: Arc<str>,
    texts: Texts,
    templates: Arc<Templates>,
}

impl MailViews {
    /// `texts` need `common.ftl` and `mail.ftl`; `public_url` is where shoppers reach the
    /// shop.
    ///
    /// # Errors
    /// [`MailError::Template`] when an embedded template is not one.
    pub fn new(
        orders: Orders,
        markets: Markets,
        notifications: Notifications,
        public_url: &str,
        texts: Texts,
    ) -> Result<Self, MailError> {
        let templates = Arc::new(Templates::embedded(&texts)?);
        let public_url = public_url.trim_end_matches('/').into();
        Ok(Self { orders, markets, notifications, public_url, texts, templates })
    }

    /// What confirms an order to its buyer.
    ///
    /// # Errors
    /// [`OrdersError::NotFound`]; a shop without a market; a template that cannot be rendered.
    pub async fn order_confirmation(&self, order: OrderId) -> Result<Mail, MailError> {
        let view = self.view(order).await?;
        self.render("order_confirmation", ORDER_CONFIRMATION, order.to_string(), view)
    }

    /// What announces a parcel.
    ///
    /// # Errors
    /// As [`MailViews::order_confirmation`], and [`MailError::NoParcel`].
    pub async fn order_shipped(&self, order: OrderId, fulfilment: FulfilmentId) -> Result<Mail, MailError> {
        let mut view = self.view(order).await?;
        let parcels = self.orders.fulfilments(order).await?;
        let parcel =
            parcels.into_iter().find(|p| p.id == fulfilment).ok_or(MailError::NoParcel(order, fulfilment))?;
        view.parcel =
            Some(view::Parcel { carrier: parcel.carrier, tracking: parcel.tracking, units: parcel.units });
        self.render("order_shipped", ORDER_SHIPPED, fulfilment.to_string(), view)
    }

    /// What tells the buyer that the order was cancelled, and why.
    ///
    /// # Errors
    /// As [`MailViews::order_confirmation`].
    pub async fn order_cancelled(&self, order: OrderId) -> Result<Mail, MailError> {
        let mut view = self.view(order).await?;
        view.reason = self.orders.history(order).await?.into_iter().find_map(|e| match e.happened {
            Happened::Cancelled { reason } => Some(reason),
            _ => None,
        });
        self.render("order_cancelled", ORDER_CANCELLED, order.to_string(), view)
    }

    /// Renders and sends the confirmation, once however often it is called.
    ///
    /// # Errors
    /// [`MailError::is_permanent`] says whether trying again may help.
    pub async fn send_order_confirmation(&self, actor: &Actor, order: OrderId) -> Result<(), MailError> {
        let mail = self.order_confirmation(order).await?;
        Ok(self.notifications.send(actor, mail).await.map(drop)?)
    }

    /// Renders and sends the news of a parcel, once.
    ///
    /// # Errors
    /// As [`MailViews::send_order_confirmation`].
    pub async fn send_order_shipped(
        &self,
        actor: &Actor,
        order: OrderId,
        fulfilment: FulfilmentId,
    ) -> Result<(), MailError> {
        let mail = self.order_shipped(order, fulfilment).await?;
        Ok(self.notifications.send(actor, mail).await.map(drop)?)
    }

    /// Renders and sends the news of a cancellation, once.
    ///
    /// # Errors
    /// As [`MailViews::send_order_confirmation`].
    pub async fn send_order_cancelled(&self, actor: &Actor, order: OrderId) -> Result<(), MailError> {
        let mail = self.order_cancelled(order).await?;
        Ok(self.notifications.send(actor, mail).await.map(drop)?)
    }

    async fn view(&self, order: OrderId) -> Result<View, MailError> {
        let order = self.orders.get(order).await?;
        let setup = self.markets.setup().await?;
        let ctx = context::of(&setup, self.texts.clone())?;
        let link = format!("{}{}", self.public_url, ctx.url(&format!("/orders/{}", order.link_token)));
        Ok(View::of(&order, &setup.profile, &ctx, link))
    }

    fn render(&self, name: &str, kind: &str, reference: String, view: View) -> Result<Mail, MailError> {
        let rendered = self.templates.render(name, &view)?;
        Ok(Mail {
            kind: kind.to_owned(),
            reference,
            to: view.email,
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
        })
    }
}
