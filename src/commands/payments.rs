//! Payments, from the command line.
use std::time::Duration;

use kernel::Actor;

use super::{Failed, opened, runtime};
use crate::config::Flags;

/// `sundry payments reconcile`.
pub fn reconcile(flags: &Flags, days: u64) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let (checkout, payments) = (&shop.shop.checkout, &shop.shop.payments);
    let actor = Actor::system("cli");
    let failed = |e: checkout::CheckoutError| Failed(e.to_string());
    let since = checkout.now().minus(Duration::from_secs(days.saturating_mul(24 * 3600)));
    let runtime = runtime()?;
    let strays = runtime.block_on(payments.find_strays(&actor, since, checkout.now()));
    let strays = strays.map_err(|e| Failed(e.to_string()))?;
    let open = runtime.block_on(checkout.reconcile(&actor, Duration::ZERO)).map_err(failed)?;
    let compared = runtime.block_on(checkout.compare(&actor, since, Duration::ZERO)).map_err(failed)?;
    let doubted = runtime.block_on(payments.in_doubt(1000)).map_err(|e| Failed(e.to_string()))?;
    if strays > 0 {
        say!("{strays} payments at providers were not known here; a running shop looks into them now");
    }
    say!("{open} payments without an answer were asked about");
    say!("{} payments of the last {days} days were compared with what their providers say", compared.answered);
    if compared.unanswered > 0 {
        say!("{} could not be: their providers gave no answer; run this again later", compared.unanswered);
    }
    for payment in &doubted {
        let why = match payment.attention.as_str() {
            "" => format!("{} are held back in a dispute (minor units)", payment.disputed.amount),
            why => why.to_owned(),
        };
        say!("{} ({} {}): {why}", payment.id, payment.provider, payment.provider_reference);
    }
    if !doubted.is_empty() {
        say!("{} payments need somebody to look at them: /admin/payments", doubted.len());
    }
    Ok(())
}

/// `sundry payments accounts`: the ledger's balances.
pub fn accounts(flags: &Flags) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let balances = shop.shop.db.read_now(payments::Payments::balances_in);
    let balances = balances.map_err(|e| Failed(e.to_string()))?;
    if balances.is_empty() {
        say!("the ledger is empty: no money has moved yet");
        return Ok(());
    }
    say!("{:32} {:>4} {:>16} {:>16}", "account", "", "debit", "credit");
    for (account, balance) in balances {
        let (debit, credit) = match balance.amount {
            ..0 => (String::new(), kernel::Money { amount: -balance.amount, ..balance }.decimal()),
            _ => (balance.decimal(), String::new()),
        };
        say!("{account:32} {:>4} {debit:>16} {credit:>16}", balance.currency.as_str());
    }
    Ok(())
}
