//! Many who want at once what few can have, and the same request sent by many: exact, or the command fails.
//!
//! On SQLite over one instance; over two on the PostgreSQL that is given. Units and coupons are fought for through the facades, in
//! this process; equal requests are sent to servers of their own.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cart::Terms;
use checkout::{Ask, Checkout, CheckoutError, Outcome};
use customers::{Buyer, RawAddress, RawBuyer};
use inventory::InventoryError;
use kernel::kinds::{StaffId, VariantId};
use kernel::{Actor, Correlation, Currency};
use markets::Market;
use pricing::{Benefit, CouponError, NewCoupon, PricingError};
use serde_json::json;
use tokio::sync::Barrier;

use super::load::Http;
use super::server::{Folder, Server, settled, stocked};
use super::{figure, heading};
use crate::commands::{Failed, runtime};
use crate::config::{Config, Flags};
use crate::sundry::Sundry;

/// How many race, and for what.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub buyers: usize,
    pub at_once: usize,
    pub units: usize,
    /// Who want to use a coupon that is good for one use, and how often that is tried.
    pub uses: usize,
    pub rounds: usize,
    /// Equal requests with one key.
    pub equal: usize,
}

/// What all of them buy with.
struct Field {
    shop: crate::shop::Shop,
    /// The checkouts of all instances.
    instances: Vec<Checkout>,
    market: Market,
    variants: Vec<VariantId>,
    buyer: Buyer,
}

fn failed(e: impl std::fmt::Display) -> Failed {
    Failed(e.to_string())
}

/// # Errors
/// Whatever is not exact.
pub fn run(flags: &Flags, sizes: Sizes) -> Result<(), Failed> {
    let folder = Folder::new()?;
    let database = flags.database.as_deref();
    stocked(&folder.0, 24, database)?;
    let opened = || -> Result<Sundry, Failed> {
        let data = Some(folder.0.display().to_string());
        let flags = Flags { data, database: flags.database.clone(), ..Flags::default() };
        Sundry::builder(Config::load(&flags, &|_| None)?).open()
    };
    let shops = match database {
        Some(_) => vec![opened()?, opened()?],
        None => vec![opened()?],
    };
    heading(&format!("Races over {} ({} at once)", instances(shops.len()), sizes.at_once));
    let runtime = runtime()?;
    let wrong = runtime.block_on(async {
        let field = Arc::new(Field::of(&shops).await?);
        let mut wrong = Vec::new();
        for (nth, (payment, details)) in [("offline", ""), ("test", "capture")].into_iter().enumerate() {
            wrong.extend(units(&field, sizes, nth, payment, details).await?);
        }
        wrong.extend(coupons(&field, sizes).await?);
        field.stock(field.variants[WANTED_BY_EQUALS], ROUNDS as i64).await?;
        Ok::<_, Failed>(wrong)
    });
    let mut wrong = wrong?;
    let books = flows::books::Books::new(shops[0].shop.db.clone());
    let sold = shops[0].shop.db.read_now(count_orders)?;
    drop(shops);
    wrong.extend(equal(&folder, database, sizes.equal)?);
    let after = opened()?.shop.db.read_now(count_orders)?;
    if after != sold + ROUNDS as i64 {
        wrong.push(format!("{ROUNDS} rounds of equal requests made {} orders", after - sold));
    }
    let report = books.check(None).map_err(failed)?;
    say!("{report}");
    // Nobody takes the events of this run but the servers above: what they have not taken is no breach of these races.
    wrong.extend(report.breaches().filter(|b| b.check != "I8").map(ToString::to_string));
    if wrong.is_empty() { Ok(()) } else { Err(Failed(format!("not exact:\n  {}", wrong.join("\n  ")))) }
}

fn instances(n: usize) -> String {
    if n == 1 { "one instance on SQLite".to_owned() } else { format!("{n} instances on PostgreSQL") }
}

fn count_orders(c: &mut db::Conn) -> Result<i64, db::DbError> {
    let (mut count, mut after) = (0, None);
    loop {
        let page = orders::books::heads(c, after, 1000)?;
        let Some(last) = page.last() else { return Ok(count) };
        (count, after) = (count + page.len() as i64, Some(last.id));
    }
}

impl Field {
    async fn of(shops: &[Sundry]) -> Result<Self, Failed> {
        let shop = shops[0].shop.clone();
        let market = shop.markets.setup().await.map_err(failed)?.market.clone();
        let products = shop.catalog.after(None, 24).await.map_err(failed)?;
        let variants = products.iter().filter_map(|p| p.variants.first()).map(|v| v.id).collect();
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
        let buyer = buyer.parse(&market.countries).map_err(|e| Failed(format!("{e:?}")))?;
        let instances = shops.iter().map(|s| s.shop.checkout.clone()).collect();
        Ok(Self { shop, instances, market, variants, buyer })
    }

    /// From now on there are so many units of it.
    async fn stock(&self, variant: VariantId, units: i64) -> Result<(), Failed> {
        let inventory = self.shop.inventory.clone();
        let counted = move |tx: &mut db::Tx<'_>| {
            let location = inventory.put_location(tx, "main", "Main", 1)?;
            inventory.count(tx, location, variant, units, "bench").map(drop)
        };
        self.shop.db.write(&Actor::system("bench"), counted).await.map_err(failed)
    }

    async fn baskets(&self, variant: VariantId, n: usize) -> Result<Vec<String>, Failed> {
        let mut tokens = Vec::with_capacity(n);
        for _ in 0..n {
            let lines = vec![(variant, 1)];
            let made = self.shop.carts.create(&Actor::system("bench"), self.market.id, lines).await;
            tokens.push(made.map_err(failed)?.1);
        }
        Ok(tokens)
    }

    fn ask(&self, token: &str, payment: &str) -> Ask {
        let market = &self.market;
        Ask {
            cart_token: token.to_owned(),
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
}

/// All buyers, so many at a time, for the units there are.
async fn units(
    field: &Arc<Field>,
    sizes: Sizes,
    nth: usize,
    payment: &'static str,
    details: &'static str,
) -> Result<Vec<String>, Failed> {
    let variant = field.variants[nth];
    field.stock(variant, sizes.units as i64).await?;
    let tokens = Arc::new(field.baskets(variant, sizes.buyers).await?);
    let next = Arc::new(AtomicUsize::new(0));
    let (started, mut tasks) = (Instant::now(), Vec::new());
    for me in 0..sizes.at_once {
        let (field, tokens, next) = (field.clone(), tokens.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            let checkout = &field.instances[me % field.instances.len()];
            let (mut placed, mut late, mut other, mut took) = (0, 0, Vec::new(), Vec::new());
            while let Some(token) = tokens.get(next.fetch_add(1, Ordering::Relaxed)) {
                let began = Instant::now();
                let actor = Actor::shopper(Correlation::new());
                match checkout.place(&actor, field.ask(token, payment), details).await {
                    Ok(Outcome::Placed(_)) => placed += 1,
                    Err(CheckoutError::Inventory(InventoryError::OutOfStock { .. })) => late += 1,
                    unlike => other.push(format!("{unlike:?}")),
                }
                took.push(began.elapsed());
            }
            (placed, late, other, took)
        }));
    }
    let (mut placed, mut late, mut other, mut took) = (0, 0, Vec::new(), Vec::new());
    for task in tasks {
        let (p, l, o, t) = task.await.map_err(failed)?;
        (placed, late) = (placed + p, late + l);
        other.extend(o);
        took.extend(t);
    }
    let seconds = started.elapsed().as_secs_f64();
    took.sort_unstable();
    let p99 = took.get(took.len() * 99 / 100).copied().unwrap_or(Duration::ZERO);
    let note = format!("{placed} bought, {late} too late, {} otherwise, in {seconds:.1} s", other.len());
    let what = format!("{} buyers for {} units ({payment}), p99", sizes.buyers, sizes.units);
    figure(&what, p99.as_secs_f64() * 1000.0, "ms", "250 ms", &note);
    let left = field.shop.inventory.availability(&[variant]).await.map_err(failed)?[&variant].saleable;
    let exact = placed == sizes.units.min(sizes.buyers) && placed + late == sizes.buyers && left == 0;
    let told = format!("{what}: {note}; {left} left; the first of the others: {:?}", other.first());
    Ok(if exact { Vec::new() } else { vec![told] })
}

/// One use, wanted by many at the same moment, again and again.
async fn coupons(field: &Arc<Field>, sizes: Sizes) -> Result<Vec<String>, Failed> {
    let variant = field.variants[2];
    field.stock(variant, (sizes.rounds * sizes.uses) as i64).await?;
    let powers = ::staff::Role::Owner.powers();
    let owner = Actor::staff(StaffId::new(kernel::Clock::system().now()), powers, Correlation::new());
    let (mut wrong, mut slowest, started) = (Vec::new(), Duration::ZERO, Instant::now());
    for round in 0..sizes.rounds {
        let code = format!("RACE{round}");
        let new = NewCoupon {
            code: code.clone(),
            title: "A euro off".into(),
            benefit: Benefit::Fixed { amount: 100 },
            currency: Currency::EUR,
            least_goods: None,
            products: Vec::new(),
            categories: Vec::new(),
            valid_from: None,
            valid_until: None,
            uses_limit: Some(1),
            per_buyer: None,
        };
        let coupon = field.shop.pricing.add_coupon(&owner, new).await.map_err(failed)?;
        let together = Arc::new(Barrier::new(sizes.uses));
        let mut tasks = Vec::new();
        for (me, token) in field.baskets(variant, sizes.uses).await?.into_iter().enumerate() {
            let put = field.shop.carts.put_coupon(&Actor::shopper(Correlation::new()), &token, &code).await;
            put.map_err(failed)?;
            let (field, together) = (field.clone(), together.clone());
            tasks.push(tokio::spawn(async move {
                let checkout = &field.instances[me % field.instances.len()];
                let payment = if me % 2 == 0 { "offline" } else { "test" };
                together.wait().await;
                let began = Instant::now();
                let placed = checkout
                    .place(&Actor::shopper(Correlation::new()), field.ask(&token, payment), "capture")
                    .await;
                (placed, began.elapsed())
            }));
        }
        let (mut used, mut late, mut other) = (0, 0, Vec::new());
        for task in tasks {
            let (placed, took) = task.await.map_err(failed)?;
            slowest = slowest.max(took);
            match placed {
                Ok(Outcome::Placed(_)) => used += 1,
                Err(CheckoutError::Pricing(PricingError::Coupon(CouponError::UsedUp))) => late += 1,
                unlike => other.push(format!("{unlike:?}")),
            }
        }
        let counted = field.shop.pricing.coupon(&owner, coupon).await.map_err(failed)?.taken;
        if (used, late, counted) != (1, sizes.uses - 1, 1) {
            let first = other.first();
            wrong.push(format!(
                "round {round}: {used} used it, {late} too late, {counted} counted, others {first:?}"
            ));
        }
    }
    let what = format!("{} for one use of a coupon, {} rounds", sizes.uses, sizes.rounds);
    let note = format!("slowest {:.0} ms; {} rounds not exact", slowest.as_secs_f64() * 1000.0, wrong.len());
    figure(&what, started.elapsed().as_secs_f64(), "s", "exact", &note);
    Ok(wrong)
}

/// How often the same request is sent by many.
const ROUNDS: usize = 20;
/// Which of the products they order.
const WANTED_BY_EQUALS: usize = 3;

/// The same request at the same moment over so many connections: every answer is the same, and so is the order.
fn equal(folder: &Folder, database: Option<&str>, equal: usize) -> Result<Vec<String>, Failed> {
    let beside = Folder::new()?;
    let media = folder.0.join("media").display().to_string();
    let mut settings =
        vec![("SUNDRY_SECRET", "only for this run, and the same for both"), ("SUNDRY_MEDIA", &media)];
    settings.extend(database.map(|url| ("SUNDRY_DATABASE", url)));
    let mut servers = vec![Server::shop(&folder.0, "/", &settings)?];
    if database.is_some() {
        servers.push(Server::shop(&beside.0, "/", &settings)?);
    }
    let flags = Flags {
        data: Some(folder.0.display().to_string()),
        database: database.map(str::to_owned),
        ..Flags::default()
    };
    let shop = Sundry::builder(Config::load(&flags, &|_| None)?).open()?;
    settled(&shop)?;
    let addresses: Vec<String> = servers.iter().map(|s| s.address.clone()).collect();
    let local = tokio::task::LocalSet::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let started = Instant::now();
    let wrong = local.block_on(&runtime, async {
        let products = shop.shop.catalog.after(None, 24).await.map_err(failed)?;
        let variant = products[WANTED_BY_EQUALS].variants[0].id;
        let mut wrong = Vec::new();
        for round in 0..ROUNDS {
            let mut http = Http::open(&addresses[0]).await.map_err(Failed)?;
            let lines = json!({ "lines": [{ "variant": variant, "quantity": 1 }] });
            let cart = http.post("/api/v1/carts", &lines, 201).await.map_err(Failed)?;
            let token = cart["token"].as_str().unwrap_or_default().to_owned();
            let wish = json!({
                "email": format!("buyer{round}@example.org"),
                "address": { "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE" },
                "delivery": "parcel",
                "payment_method": "offline",
            });
            for (step, body) in [("prepare", wish), ("pay", json!({}))] {
                let (path, key) = (format!("/api/v1/carts/{token}/{step}"), format!("equal-{round}-{step}"));
                let together = std::rc::Rc::new(Barrier::new(equal));
                let mut tasks = Vec::new();
                for me in 0..equal {
                    let mut http = Http::open(&addresses[me % addresses.len()]).await.map_err(Failed)?;
                    let (path, key, body, together) = (path.clone(), key.clone(), body.clone(), together.clone());
                    tasks.push(tokio::task::spawn_local(async move {
                        together.wait().await;
                        http.post_keyed(&path, &key, &body, 200).await
                    }));
                }
                let mut answers = Vec::new();
                for task in tasks {
                    answers.push(task.await.map_err(failed)?.map_or_else(|e| e, |answer| answer["order"].to_string()));
                }
                answers.sort_unstable();
                answers.dedup();
                if answers.len() != 1 || !answers[0].contains("ord_") {
                    wrong.push(format!("equal requests to {step} were answered {answers:?}"));
                }
            }
        }
        Ok::<_, Failed>(wrong)
    })?;
    let what = format!("{equal} equal requests, {} times", ROUNDS * 2);
    let note = format!("{} not the same", wrong.len());
    figure(&what, started.elapsed().as_secs_f64(), "s", "exact", &note);
    Ok(wrong)
}
