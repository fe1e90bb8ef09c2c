//! Sending a message, until it is taken or three days are over.
use std::time::Duration;

use db::{Lane, Tx};
use diesel::prelude::*;
use events::{Job, JobError, JobOptions, JobRun};
use kernel::Micros;
use kernel::kinds::DeliveryId;
use outbound::{Answer, OutboundError};
use serde::{Deserialize, Serialize};

use crate::model::{Delivery, DeliveryState, Endpoint};
use crate::schema::{webhooks_deliveries as d, webhooks_endpoints as e};
use crate::{Webhooks, WebhooksError, find, signature};

/// How long a receiver may take; the standard advises 15 to 30 seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// With pauses that double from five seconds to an hour, ten tries take an hour and a half and 71 more take three days.
const TRIES: i64 = 81;
/// How much of an answer is kept.
const KEPT: usize = 500;

/// Send a message to its endpoint.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Deliver {
    delivery: DeliveryId,
    /// Messages of one row go one after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<String>,
}

impl Deliver {
    pub(crate) fn first(message: &Delivery) -> Self {
        Self { delivery: message.id, row: Some(format!("webhook:{}:{}", message.endpoint, message.stream)) }
    }

    /// Staff wish it now: it waits for no other.
    pub(crate) fn again(delivery: DeliveryId) -> Self {
        Self { delivery, row: None }
    }
}

impl Job for Deliver {
    const KIND: &'static str = "webhooks.deliver";
    fn options(&self) -> JobOptions {
        JobOptions { ordering_key: self.row.clone(), max_attempts: TRIES, priority: -1, ..JobOptions::default() }
    }
}

/// What an attempt came to.
struct Outcome {
    state: DeliveryState,
    status: u16,
    told: String,
    /// The receiver said that it is gone for good.
    gone: bool,
}

impl Outcome {
    fn of(answer: Result<Answer, OutboundError>, is_last: bool) -> Self {
        let undone = if is_last { DeliveryState::Failed } else { DeliveryState::Waiting };
        match answer {
            Ok(answer) => {
                let gone = answer.status == 410;
                let state = match (answer.is_success(), gone) {
                    (true, _) => DeliveryState::Delivered,
                    (_, true) => DeliveryState::Failed,
                    _ => undone,
                };
                Self { state, status: answer.status, told: answer.text.chars().take(KEPT).collect(), gone }
            }
            Err(why) => {
                Self { state: undone, status: 0, told: why.to_string().chars().take(KEPT).collect(), gone: false }
            }
        }
    }
}

impl Webhooks {
    /// Sends a message. The job `webhooks.deliver`.
    ///
    /// # Errors
    /// [`JobError::Retry`] when it was not taken and is to be sent again.
    pub async fn deliver(&self, run: &JobRun, job: Deliver) -> Result<(), JobError> {
        let failed = |e: WebhooksError| JobError::retry(e);
        let id = job.delivery;
        let held = self.db.read(move |c| {
            let message: Option<Delivery> = d::table.find(id).select(Delivery::as_select()).first(c).optional()?;
            match message {
                Some(message) => Ok(Some((find(c, message.endpoint)?, message))),
                None => Ok(None),
            }
        });
        // Removed with its endpoint, or taken already before the process died.
        let Some((endpoint, message)) = held.await.map_err(failed)? else { return Ok(()) };
        if message.state() != DeliveryState::Waiting {
            return Ok(());
        }
        let outcome = match endpoint.active {
            true => Outcome::of(self.send(&endpoint, &message).await, run.is_last()),
            false => Outcome {
                state: DeliveryState::Failed,
                status: 0,
                told: "the webhook was switched off".to_owned(),
                gone: false,
            },
        };
        metrics::counter!("sundry_webhooks_total", "state" => outcome.state.name()).increment(1);
        let again = outcome.state == DeliveryState::Waiting;
        let told = format!("{}: {} {}", endpoint.url, outcome.status, outcome.told);
        let endpoint = endpoint.id;
        self.db
            .write_in(Lane::Bulk, &run.actor(), move |tx| {
                note(tx, id, &outcome)?;
                if outcome.gone {
                    diesel::update(e::table.find(endpoint))
                        .set((e::active.eq(false), e::version.eq(e::version + 1)))
                        .execute(&mut **tx)?;
                    tx.audit("webhook.gone", endpoint.to_string(), &serde_json::json!({ "status": 410 }))?;
                }
                Ok::<_, WebhooksError>(())
            })
            .await
            .map_err(failed)?;
        if again { Err(JobError::retry(told)) } else { Ok(()) }
    }

    async fn send(&self, endpoint: &Endpoint, message: &Delivery) -> Result<Answer, OutboundError> {
        let now: Micros = self.db.clock().now();
        let (id, seconds) = (message.id.to_string(), now.0.div_euclid(1_000_000));
        let signed = signature::sign(&endpoint.secrets(now), &id, seconds, &message.body)
            .map_err(|e| OutboundError::Setup(e.to_string()))?;
        let headers =
            [("webhook-id", id), ("webhook-timestamp", seconds.to_string()), ("webhook-signature", signed)];
        self.outbound.post_json(&endpoint.url, &headers, message.body.clone(), PATIENCE).await
    }
}

fn note(tx: &mut Tx<'_>, id: DeliveryId, outcome: &Outcome) -> Result<(), WebhooksError> {
    let now = tx.now();
    diesel::update(d::table.find(id))
        .set((
            d::state.eq(outcome.state.name()),
            d::attempts.eq(d::attempts + 1),
            d::status.eq(i64::from(outcome.status)),
            d::told.eq(&outcome.told),
            d::tried_at.eq(now.0),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
