//! What every instance hears, to know what the tables know.
use ::events::Event;
use kernel::Micros;
use kernel::kinds::{ProductId, ReferenceId};
use serde::{Deserialize, Serialize};

/// These products were bought together.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct BasketNoted {
    /// Whatever was bought, without telling what it is.
    pub basket: ReferenceId,
    pub at: Micros,
    pub products: Vec<ProductId>,
}
impl Event for BasketNoted {
    const TYPE: &'static str = "recommendations.basket_noted";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("bought:{}", self.basket)
    }
    fn version(&self) -> i64 {
        1
    }
}

/// They were not, after all.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct BasketForgotten {
    pub basket: ReferenceId,
}
impl Event for BasketForgotten {
    const TYPE: &'static str = "recommendations.basket_forgotten";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("bought:{}", self.basket)
    }
    fn version(&self) -> i64 {
        2
    }
}

/// Looks at these products were counted.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct ViewsCounted {
    /// This once.
    pub count: ReferenceId,
    pub products: Vec<ProductId>,
}
impl Event for ViewsCounted {
    const TYPE: &'static str = "recommendations.views_counted";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("viewed:{}", self.count)
    }
    fn version(&self) -> i64 {
        1
    }
}
