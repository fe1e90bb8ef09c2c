//! Who acts, and what chain of causes it belongs to.
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::kinds::{ApiTokenId, StaffId};

/// Ties a request, its events, their jobs and their mails together in logs and tables.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Correlation(pub String);

impl Correlation {
    pub fn new() -> Self {
        Self(crate::random_token()[..20].to_owned())
    }
}
impl Default for Correlation {
    fn default() -> Self {
        Self::new()
    }
}
impl fmt::Display for Correlation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for Correlation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// Subscribers, jobs, schedules, the command line.
    System(&'static str),
    /// Someone in the shop, known or not.
    Shopper,
    Staff(StaffId),
}

/// The right to carry out a request that is to happen once. Whoever writes on its behalf says so in the same unit of
/// work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which request.
    pub request: [u8; 32],
    /// Who carries it out now; another one once it was given up.
    pub holder: [u8; 16],
}

/// Every write names one; history and audit keep it.
#[derive(Clone, Debug)]
pub struct Actor {
    pub kind: ActorKind,
    pub correlation: Correlation,
    powers: Arc<[&'static str]>,
    claim: Option<Arc<Claim>>,
    token: Option<ApiTokenId>,
}

/// The actor lacks a power that the deed needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this needs the permission `{0}`; ask an owner of the shop for it")]
pub struct Forbidden(pub &'static str);

impl Actor {
    /// The label of whoever shops.
    pub const BUYER: &str = "shopper";

    pub fn system(part: &'static str) -> Self {
        Self::new(ActorKind::System(part), Correlation::new(), Arc::default())
    }
    pub fn shopper(correlation: Correlation) -> Self {
        Self::new(ActorKind::Shopper, correlation, Arc::default())
    }
    /// Somebody behind the counter, with what they may do: `orders.manage`, …
    pub fn staff(id: StaffId, powers: Arc<[&'static str]>, correlation: Correlation) -> Self {
        Self::new(ActorKind::Staff(id), correlation, powers)
    }
    fn new(kind: ActorKind, correlation: Correlation, powers: Arc<[&'static str]>) -> Self {
        Self { kind, correlation, powers, claim: None, token: None }
    }
    /// The same actor at a request that is to happen once.
    #[must_use]
    pub fn claiming(mut self, claim: Claim) -> Self {
        self.claim = Some(Arc::new(claim));
        self
    }
    /// The request that is carried out, where it is to happen once.
    pub fn claim(&self) -> Option<&Claim> {
        self.claim.as_deref()
    }
    /// The same member of staff, at work through a program that came in with this token.
    #[must_use]
    pub fn by_token(mut self, token: ApiTokenId) -> Self {
        self.token = Some(token);
        self
    }
    /// What a program came in with, where it is one that acts for somebody.
    pub fn token(&self) -> Option<ApiTokenId> {
        self.token
    }
    /// The same actor in another chain of causes.
    pub fn caused_by(mut self, correlation: Correlation) -> Self {
        self.correlation = correlation;
        self
    }
    /// Checked by each use case that staff may or may not do. The system may do everything, a shopper nothing of it.
    ///
    /// # Errors
    /// [`Forbidden`] names the missing power.
    pub fn require(&self, power: &'static str) -> Result<(), Forbidden> {
        let may = match self.kind {
            ActorKind::System(_) => true,
            ActorKind::Shopper => false,
            ActorKind::Staff(_) => self.powers.contains(&power),
        };
        if may { Ok(()) } else { Err(Forbidden(power)) }
    }
    /// How it is written in history and audit: `system:import`, `shopper`, `stf_…`.
    pub fn label(&self) -> String {
        match &self.kind {
            ActorKind::System(part) => format!("system:{part}"),
            ActorKind::Shopper => Self::BUYER.to_owned(),
            ActorKind::Staff(id) => id.to_string(),
        }
    }
}
