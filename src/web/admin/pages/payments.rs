//! Payments that somebody must look at.
use actix_web::{HttpResponse, web};
use checkout::Checkout;
use kernel::kinds::{OrderId, PaymentId};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use orders::{Orders, OrdersError};
use payments::{Payment, Payments, Transfer};
use staff::Permission;

use super::Nothing;
use crate::desk::Desk;
use crate::said::Said;
use crate::views::{DoubtLine, DoubtView, HeldLine, LedgerLine, Section};

const PATH: &str = "/admin/payments";
/// Shown at once; there are rarely any.
const MOST: i64 = 100;

pub(crate) async fn show(
    desk: Desk,
    payments: web::Data<Payments>,
    orders: web::Data<Orders>,
) -> Result<HttpResponse, Failure> {
    let mut lines = Vec::new();
    for payment in payments.in_doubt(MOST).await? {
        let order: OrderId = payment.reference.cast();
        let number = match orders.get(order).await {
            Ok(order) => Some(order.number),
            Err(OrdersError::NotFound) => None,
            Err(e) => return Err(e.into()),
        };
        lines.push(DoubtLine {
            id: payment.id.to_string(),
            order: order.to_string(),
            number,
            why: why(&desk, &payment),
            provider: payment.provider,
            provider_reference: payment.provider_reference,
            amount: payment.amount,
            at: payment.created_at,
        });
    }
    let mut held = Vec::new();
    for review in orders.held(MOST).await? {
        let order = orders.get(review.order).await?;
        held.push(HeldLine {
            order: order.id.to_string(),
            number: order.number,
            buyer: order.contact.name,
            total: kernel::Money::new(order.total, order.currency),
            why: super::order::held_text(review.why),
            at: review.held_at,
        });
    }
    desk.show(&DoubtView {
        held,
        shell: desk.shell(Section::Orders, desk.ctx().texts.t("payments-doubt-title")),
        payments: lines,
        may_manage: desk.may(Permission::ManageOrders),
    })
}

fn why(desk: &Desk, payment: &Payment) -> Vec<String> {
    let mut why = Vec::new();
    if payment.disputed.amount > 0 {
        why.push(desk.ctx().texts.v("payments-doubt-disputed", &desk.ctx().money(payment.disputed)));
    }
    if !payment.attention.is_empty() {
        why.push(super::settings::sentence(&payment.attention));
    }
    why
}

/// Asks the provider once more: what was settled there is known here then.
pub(crate) async fn ask(
    staff: StaffVisit,
    site: web::Data<Site>,
    checkout: web::Data<Checkout>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let id: PaymentId = id.parse().map_err(|_| Failure::not_found())?;
    staff.actor.require(orders::MANAGE).map_err(|e| Failure::forbidden(e.to_string()))?;
    match checkout.hear_out(&staff.actor, id).await {
        Ok(()) => Ok(Said::ProviderAsked.at(&site, PATH)),
        Err(e) if kernel::Coded::fault(&e) == kernel::Fault::Passing => Ok(Said::ProviderAway.at(&site, PATH)),
        Err(e) => Err(e.into()),
    }
}

/// Transfers as rows: the account that is debited, and the one that is credited.
pub(crate) fn ledger(desk: &Desk, transfers: &[Transfer]) -> Vec<LedgerLine> {
    let texts = &desk.ctx().texts;
    let account = |name: &str| {
        let (kind, of) = name.split_once(':').unwrap_or((name, ""));
        let said = texts.t(&format!("ledger-account-{kind}")).to_owned();
        if kind == "order" { said } else { format!("{said} ({of})") }
    };
    let side = |transfer: &Transfer, debit: bool| {
        let line = transfer.lines.iter().find(|(_, amount)| (amount.amount > 0) == debit);
        line.map(|(name, amount)| (account(name), *amount))
    };
    transfers
        .iter()
        .filter_map(|transfer| {
            let ((debit, amount), (credit, _)) = (side(transfer, true)?, side(transfer, false)?);
            let what = texts.t(&format!("ledger-{}", transfer.kind.as_str())).to_owned();
            Some(LedgerLine { at: transfer.at, what, debit, credit, amount })
        })
        .collect()
}
