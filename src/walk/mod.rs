//! A shop that lives through any sequence of orders, payments and stock, beside a model of what must come of them.
//!
//! The shop is the real one on a real database; the model is a few numbers. After every command the stock is the model's, what
//! was refused has changed nothing, nothing was sold that is not there and nothing refused that is; after every draining each
//! order's money is the model's; and at the end the books hold. `sundry bench walk` goes a million steps; the tests let
//! proptest choose the sequences, and shorten those that fail.
mod command;
mod model;

use std::collections::VecDeque;
use std::time::Duration;

use cart::Terms;
use checkout::{Ask, CheckoutError, Outcome};
use customers::{Buyer, RawAddress, RawBuyer};
use events::Engine;
use inventory::InventoryError;
use kernel::kinds::{LocationId, OrderId, StaffId, VariantId};
use kernel::{Actor, BasisPoints, Clock, Coded, Correlation, Fault};
use markets::Market;
use orders::{Orders, OrdersError, RefundAsk, RefundLine, ShippedLine};
use pricing::{Benefit, NewCoupon};

use crate::shop::Shop;
pub use command::{Command, Pay};
use model::{Good, Held, Line, Sold};

/// How many orders are acted on: the latest.
const REMEMBERED: usize = 48;
/// Longer than any checkout holds its goods.
const HOURS: Duration = Duration::from_secs(6 * 3600);
const CODE: &str = "WALK15";

/// The shop that is walked through, and its surroundings.
pub struct Ground {
    pub shop: Shop,
    /// Does what was left for later. Its schedules are left alone.
    pub engine: Engine,
    /// The shop's; moved by the walk.
    pub clock: Clock,
    pub market: Market,
    pub location: LocationId,
    /// On sale, all of them counted at `location` alone.
    pub goods: Vec<VariantId>,
}

/// One walk.
pub struct Walk {
    ground: Ground,
    buyer: Buyer,
    staff: Actor,
    goods: Vec<Good>,
    sold: VecDeque<Sold>,
    held: Vec<Held>,
    /// Commands that were carried out, and those that the shop refused.
    pub did: u64,
    pub refused: u64,
    /// Orders that were placed.
    pub placed: u64,
}

/// What went wrong, as a sentence.
type Wrong = String;

fn ours(e: impl std::fmt::Display) -> Wrong {
    format!("the shop failed: {e}")
}

impl Walk {
    /// # Errors
    /// A shop that cannot be walked in.
    pub async fn begin(ground: Ground) -> Result<Self, Wrong> {
        let buyer = RawBuyer {
            email: "ada@example.org".into(),
            phone: String::new(),
            address: RawAddress {
                name: "Ada Holm".into(),
                line1: "Kai 14".into(),
                postal_code: "20357".into(),
                city: "Hamburg".into(),
                country: "DE".into(),
                ..RawAddress::default()
            },
            ..RawBuyer::default()
        };
        let buyer = buyer.parse(&ground.market.countries).map_err(|e| format!("no buyer: {e:?}"))?;
        let powers = staff::Role::Owner.powers();
        let staff = Actor::staff(StaffId::new(ground.clock.now()), powers, Correlation::new());
        let new = NewCoupon {
            code: CODE.into(),
            title: "Fifteen off".into(),
            benefit: Benefit::Percent { rate: BasisPoints(1500) },
            currency: ground.market.currency,
            least_goods: None,
            products: Vec::new(),
            categories: Vec::new(),
            valid_from: None,
            valid_until: None,
            uses_limit: None,
            per_buyer: None,
        };
        ground.shop.pricing.add_coupon(&staff, new).await.map_err(ours)?;
        let stock = ground.shop.inventory.availability(&ground.goods).await.map_err(ours)?;
        let good = |v: &VariantId| Good {
            variant: *v,
            on_hand: stock[v].on_hand,
            promised: stock[v].on_hand - stock[v].saleable,
        };
        let goods = ground.goods.iter().map(good).collect();
        Ok(Self {
            ground,
            buyer,
            staff,
            goods,
            sold: VecDeque::new(),
            held: Vec::new(),
            did: 0,
            refused: 0,
            placed: 0,
        })
    }

    /// One command, and what must be true after it.
    ///
    /// # Errors
    /// Where the shop and the model part.
    pub async fn step(&mut self, command: Command) -> Result<(), Wrong> {
        self.ground.clock.advance(Duration::from_millis(2));
        let done = match command {
            Command::Buy { good, units, other, pay, coupon } => {
                let mut wanted = vec![(self.good(good), i64::from(units))];
                // The same twice is one line.
                let other = other.map(|byte| self.good(byte)).filter(|other| *other != wanted[0].0);
                wanted.extend(other.map(|other| (other, 1)));
                self.buys(wanted, pay, coupon).await?
            }
            Command::Hold { good, units } => self.holds(vec![(self.good(good), i64::from(units))]).await?,
            Command::Expire => self.expires().await?,
            Command::Receive { good, units } => self.receives(self.good(good), i64::from(units)).await?,
            Command::Count { good, units } => self.counts(self.good(good), i64::from(units)).await?,
            Command::Drain => self.drains().await?,
            Command::Capture { order }
            | Command::Cancel { order }
            | Command::Ship { order, .. }
            | Command::Refund { order, .. } => match self.sold.len() {
                0 => return Ok(()),
                n => self.acts(usize::from(order) % n, command).await?,
            },
        };
        if done {
            self.did += 1
        } else {
            self.refused += 1
        }
        self.stock_is_the_models().await
    }

    /// Everything is done that was left for later, and the books hold.
    ///
    /// # Errors
    /// Where the shop and the model part; the first breach.
    pub async fn prove(&mut self) -> Result<(), Wrong> {
        self.expires().await?;
        self.drains().await?;
        self.stock_is_the_models().await?;
        // What is younger than this is on its way to the books.
        self.ground.clock.advance(Duration::from_secs(60));
        let books = flows::books::Books::new(self.ground.shop.db.clone());
        let report = tokio::task::spawn_blocking(move || books.check(None)).await.map_err(ours)?.map_err(ours)?;
        if report.is_clean() { Ok(()) } else { Err(report.to_string()) }
    }

    fn good(&self, byte: u8) -> usize {
        usize::from(byte) % self.goods.len()
    }

    async fn stock_is_the_models(&self) -> Result<(), Wrong> {
        let stock = self.ground.shop.inventory.availability(&self.ground.goods).await.map_err(ours)?;
        for (at, good) in self.goods.iter().enumerate() {
            let has = &stock[&good.variant];
            if (has.on_hand, has.saleable) != (good.on_hand, good.free()) {
                return Err(format!(
                    "good {at}: {} lie there and {} are free, but they should be {} and {}",
                    has.on_hand,
                    has.saleable,
                    good.on_hand,
                    good.free()
                ));
            }
        }
        Ok(())
    }

    fn ask(&self, token: String, payment: &str) -> Ask {
        let market = &self.ground.market;
        Ask {
            cart_token: token,
            market: market.id,
            terms: Terms {
                market: market.id,
                price_list: market.price_list,
                currency: market.currency,
                tax_mode: market.tax_mode,
                tax_rounding: market.tax_rounding,
                home: None,
                fee: None,
                country: "DE".into(),
            },
            locale: "en".into(),
            customer: None,
            buyer: self.buyer.clone(),
            delivery: "parcel".into(),
            payment_method: payment.to_owned(),
            expected_total: None,
            idempotency_key: None,
        }
    }

    async fn basket(&self, wanted: &[(usize, i64)], coupon: bool) -> Result<String, Wrong> {
        let (shop, shopper) = (&self.ground.shop, Actor::shopper(Correlation::new()));
        let lines = wanted.iter().map(|(good, units)| (self.goods[*good].variant, *units)).collect();
        let token = shop.carts.create(&shopper, self.ground.market.id, lines).await.map_err(ours)?.1;
        if coupon {
            shop.carts.put_coupon(&shopper, &token, CODE).await.map_err(ours)?;
        }
        Ok(token)
    }

    /// Whether there is enough; a refusal for want of goods is right exactly then.
    fn is_there(&self, wanted: &[(usize, i64)]) -> bool {
        wanted.iter().all(|(good, units)| self.goods[*good].free() >= *units)
    }

    fn promise(&mut self, wanted: &[(usize, i64)]) {
        wanted.iter().for_each(|(good, units)| self.goods[*good].promised += units);
    }

    async fn buys(&mut self, wanted: Vec<(usize, i64)>, pay: Pay, coupon: bool) -> Result<bool, Wrong> {
        let token = self.basket(&wanted, coupon).await?;
        let (method, details) = pay.method();
        let (checkout, shopper) = (self.ground.shop.checkout.clone(), Actor::shopper(Correlation::new()));
        let there = self.is_there(&wanted);
        let mut placed = checkout.place(&shopper, self.ask(token.clone(), method), details).await;
        if let (true, Err(CheckoutError::Declined(_)), Pay::SecondCard) = (there, &placed, pay) {
            placed = checkout.pay(&shopper, &token, "capture").await;
        }
        match placed {
            Ok(Outcome::Placed(order)) if there && pay != Pay::Declined => {
                self.promise(&wanted);
                let captured = matches!(pay, Pay::CardNow | Pay::SecondCard);
                self.remember(order.order, &wanted, captured).await?;
                Ok(true)
            }
            Err(CheckoutError::Declined(_)) if there && pay == Pay::Declined => {
                self.promise(&wanted);
                self.held.push(wanted);
                Ok(true)
            }
            Err(CheckoutError::Inventory(InventoryError::OutOfStock { .. })) if !there => Ok(false),
            other => Err(format!("goods {wanted:?} (there: {there}) were bought by {pay:?}: {other:?}")),
        }
    }

    async fn remember(&mut self, id: OrderId, wanted: &[(usize, i64)], captured: bool) -> Result<(), Wrong> {
        let order = self.ground.shop.orders.get(id).await.map_err(ours)?;
        let line = |l: &orders::Line| -> Result<Line, Wrong> {
            let good = self.goods.iter().position(|g| g.variant == l.variant).ok_or("a line of something else")?;
            let (position, quantity) = (l.position, l.quantity);
            Ok(Line { position, good, quantity, shipped: 0, dropped: 0, returned: 0 })
        };
        let lines = order.lines.iter().map(line).collect::<Result<Vec<_>, _>>()?;
        let mut has: Held = lines.iter().map(|l| (l.good, l.quantity)).collect();
        let mut should = wanted.to_vec();
        has.sort_unstable();
        should.sort_unstable();
        if has != should {
            return Err(format!("{should:?} were ordered, and the order has {has:?}"));
        }
        self.placed += 1;
        self.sold.push_back(Sold {
            id,
            total: order.total,
            lines,
            captured: if captured { order.total } else { 0 },
            refunded: 0,
            cancelled: false,
        });
        if self.sold.len() > REMEMBERED {
            // What it leaves behind is proved by the books.
            self.sold.pop_front();
        }
        Ok(())
    }

    async fn holds(&mut self, wanted: Held) -> Result<bool, Wrong> {
        let token = self.basket(&wanted, false).await?;
        let there = self.is_there(&wanted);
        let ask = self.ask(token, "test");
        match self.ground.shop.checkout.prepare(&Actor::shopper(Correlation::new()), ask).await {
            Ok(_) if there => {
                self.promise(&wanted);
                self.held.push(wanted);
                Ok(true)
            }
            Err(CheckoutError::Inventory(InventoryError::OutOfStock { .. })) if !there => Ok(false),
            other => Err(format!("goods {wanted:?} (there: {there}) were held: {other:?}")),
        }
    }

    async fn expires(&mut self) -> Result<bool, Wrong> {
        self.ground.clock.advance(HOURS);
        let actor = Actor::system("walk");
        loop {
            let (c, i) = (self.ground.shop.checkout.clone(), self.ground.shop.inventory.clone());
            let ended = self
                .ground
                .shop
                .db
                .write(&actor, move |tx| Ok::<_, CheckoutError>(c.expire(tx, 20)? + i.expire_holds(tx, 20)?));
            if ended.await.map_err(ours)? == 0 {
                break;
            }
        }
        for (good, units) in std::mem::take(&mut self.held).into_iter().flatten() {
            self.goods[good].promised -= units;
        }
        Ok(true)
    }

    async fn receives(&mut self, good: usize, units: i64) -> Result<bool, Wrong> {
        let (i, location, variant) =
            (self.ground.shop.inventory.clone(), self.ground.location, self.goods[good].variant);
        let write = move |tx: &mut db::Tx<'_>| i.receive(tx, location, variant, units, "walk");
        self.ground.shop.db.write(&Actor::system("walk"), write).await.map_err(ours)?;
        self.goods[good].on_hand += units;
        Ok(true)
    }

    async fn counts(&mut self, good: usize, units: i64) -> Result<bool, Wrong> {
        let (i, location, variant) =
            (self.ground.shop.inventory.clone(), self.ground.location, self.goods[good].variant);
        let write = move |tx: &mut db::Tx<'_>| i.count(tx, location, variant, units, "walk");
        let fits = units >= self.goods[good].promised;
        match self.ground.shop.db.write(&Actor::system("walk"), write).await {
            Ok(_) if fits => {
                self.goods[good].on_hand = units;
                Ok(true)
            }
            Err(e) if !fits && e.fault() != Fault::Ours => Ok(false),
            other => Err(format!("good {good} was counted {units} (fits: {fits}): {other:?}")),
        }
    }

    /// What is done to an order that there is.
    async fn acts(&mut self, at: usize, command: Command) -> Result<bool, Wrong> {
        let (orders, staff) = (self.ground.shop.orders.clone(), self.staff.clone());
        let before = orders.get(self.sold[at].id).await.map_err(ours)?.version;
        let done = match command {
            Command::Capture { .. } => self.captures(at, &orders, &staff).await,
            Command::Cancel { .. } => self.cancels(at, &orders, &staff).await,
            Command::Ship { line, units, .. } => self.ships(at, (line, units), &orders, &staff).await,
            other => self.refunds(at, before, other, &orders, &staff).await,
        }?;
        match done {
            Ok(()) => Ok(true),
            Err(e) if e.fault() == Fault::Ours => Err(format!("{command:?}: {}", ours(e))),
            Err(e) => {
                let after = orders.get(self.sold[at].id).await.map_err(ours)?.version;
                if after == before {
                    Ok(false)
                } else {
                    Err(format!("{command:?} was refused ({e}) and did something"))
                }
            }
        }
    }

    async fn captures(
        &mut self,
        at: usize,
        orders: &Orders,
        staff: &Actor,
    ) -> Result<Result<(), OrdersError>, Wrong> {
        let sold = &mut self.sold[at];
        let done = orders.capture(staff, sold.id).await;
        if done.is_ok() {
            if sold.cancelled || sold.captured > 0 {
                return Err(format!("{} was captured again, or after it was cancelled", sold.id));
            }
            sold.captured = sold.total;
        }
        Ok(done)
    }

    async fn cancels(
        &mut self,
        at: usize,
        orders: &Orders,
        staff: &Actor,
    ) -> Result<Result<(), OrdersError>, Wrong> {
        let sold = &mut self.sold[at];
        let done = orders.cancel(staff, sold.id, "changed their mind").await;
        if done.is_ok() {
            if sold.cancelled || sold.lines.iter().any(|l| l.shipped > 0) {
                return Err(format!("{} was cancelled again, or after something was sent", sold.id));
            }
            sold.cancelled = true;
            for line in &mut sold.lines {
                self.goods[line.good].promised -= line.left();
                line.dropped = line.quantity;
            }
        }
        Ok(done)
    }

    async fn ships(
        &mut self,
        at: usize,
        (line, units): (u8, u8),
        orders: &Orders,
        staff: &Actor,
    ) -> Result<Result<(), OrdersError>, Wrong> {
        let sold = &mut self.sold[at];
        let (nth, units) = (usize::from(line) % sold.lines.len(), i64::from(units));
        let line = &mut sold.lines[nth];
        let parcel = vec![ShippedLine { position: line.position, quantity: units }];
        let done = orders.ship_part(staff, sold.id, parcel, "Post", "1").await.map(drop);
        if done.is_ok() {
            if sold.cancelled || units > line.left() {
                return Err(format!("{units} of {} were sent, of {line:?}", sold.id));
            }
            line.shipped += units;
            self.goods[line.good].on_hand -= units;
            self.goods[line.good].promised -= units;
        }
        Ok(done)
    }

    async fn refunds(
        &mut self,
        at: usize,
        version: i64,
        command: Command,
        orders: &Orders,
        staff: &Actor,
    ) -> Result<Result<(), OrdersError>, Wrong> {
        let Command::Refund { line, unsent, sent, delivery, extra, restock, .. } = command else {
            return Err(format!("{command:?} is no deed on an order"));
        };
        let sold = &mut self.sold[at];
        let nth = usize::from(line) % sold.lines.len();
        let line = &mut sold.lines[nth];
        let (unsent, sent) = (i64::from(unsent), i64::from(sent));
        let ask = RefundAsk {
            version,
            lines: vec![RefundLine { position: line.position, unsent, sent }],
            delivery,
            extra: i64::from(extra),
            restock,
            reason: "broken".into(),
        };
        let planned = match orders.plan_refund(staff, sold.id, ask.clone()).await {
            Ok(planned) => planned,
            Err(e) => return Ok(Err(e)),
        };
        let parts = planned.lines.iter().map(|l| l.amount).sum::<i64>() + planned.delivery.amount + planned.extra;
        if planned.amount != parts || planned.tax > planned.amount {
            return Err(format!("a plan does not add up: {planned:?}"));
        }
        let done = orders.refund(staff, sold.id, ask, Some(planned.amount)).await.map(drop);
        if done.is_ok() {
            sold.refunded += planned.amount;
            let fits = sent <= line.shipped - line.returned && unsent <= line.left();
            if sold.cancelled || !fits || sold.refunded > sold.captured {
                return Err(format!("{} of {} were given back with {command:?}", planned.amount, sold.id));
            }
            line.dropped += unsent;
            line.returned += sent;
            self.goods[line.good].promised -= unsent;
            if restock {
                self.goods[line.good].on_hand += sent;
            }
        }
        Ok(done)
    }

    /// Does what was left for later, until nothing is left; then every order's money is the model's.
    async fn drains(&mut self) -> Result<bool, Wrong> {
        let engine = &self.ground.engine;
        while engine.hand_out().await.map_err(ours)? + engine.run_jobs().await.map_err(ours)? > 0 {}
        let references: Vec<_> = self.sold.iter().map(|s| Orders::reference(s.id)).collect();
        let mut payments = self.ground.shop.payments.of(&references).await.map_err(ours)?;
        for (sold, reference) in self.sold.iter().zip(references) {
            let paid = payments.remove(&reference).unwrap_or_default();
            let kept: i64 = paid.iter().map(|p| p.captured.amount - p.refunded.amount).sum();
            if kept != sold.kept() {
                return Err(format!(
                    "the shop keeps {kept} for an order, and should keep {}: {sold:?}",
                    sold.kept()
                ));
            }
        }
        Ok(true)
    }
}
