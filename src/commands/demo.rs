use std::sync::Arc;

use ::staff::{NewMember, Role, StaffError};
use auth::ExposeSecret;
use flows::demo::{DemoOrders, DemoShop};
use kernel::{Actor, Currency};
use payments::{CashOnDelivery, Offline, Settings, TestProvider};

use super::progress::Bar;
use super::{Failed, configured, runtime, serve};
use crate::config::Flags;
use crate::sundry::Sundry;

/// The demo's owner.
const OWNER: &str = "owner@sundry.example";

/// `sundry demo`: stocks the shop, makes a login and, unless told otherwise, serves it.
pub fn run(flags: &Flags, products: usize, orders: u64, serving: bool) -> Result<(), Failed> {
    let mut flags = flags.clone();
    if flags.data.is_none() && std::env::var_os("SUNDRY_DATA").is_none() {
        flags.data = Some("demo-data".to_owned());
    }
    let mut config = configured(&flags)?;
    if std::env::var_os("SUNDRY_LOG_LEVEL").is_none() {
        "warn".clone_into(&mut config.log_level);
    }
    let _logs = serve::logs(&config)?;
    if serving && matches!(config.database, db::Url::Sqlite(_)) {
        // Before anything is changed: a demo that is open already keeps its login.
        std::fs::create_dir_all(&config.data)?;
        drop(db::DataLock::acquire(&config.data)?);
    }
    let started = std::time::Instant::now();
    stock(&Sundry::builder(config.clone()).open()?, products, orders)?;
    // Opened again: only a shop that knows it is a demo offers the test provider.
    let shop = Sundry::builder(config).open()?;
    let (email, password) = login(&shop)?;
    let took = started.elapsed();
    if !serving {
        say!("stocked in {:.1} s; staff login {email} with {password}", took.as_secs_f64());
        return Ok(());
    }
    let url = shop.config.public_url.clone();
    serve::serve(shop, move || {
        say!("\n  The shop is open (stocked in {:.1} s)\n", took.as_secs_f64());
        say!("    shop         {url}/");
        say!("    back office  {url}/admin");
        say!("    sign in as   {email}");
        say!("    password     {password}\n");
        say!("  Everything in it is invented. Ctrl-C closes it.\n");
    })
}

/// Fills the shop. A second time changes nothing.
pub fn stock(shop: &Sundry, products: usize, orders: u64) -> Result<(), Failed> {
    let s = &shop.shop;
    let demo = DemoShop {
        db: s.db.clone(),
        catalog: s.catalog.clone(),
        pricing: s.pricing.clone(),
        inventory: s.inventory.clone(),
        shipping: s.shipping.clone(),
        markets: s.markets.clone(),
        media: s.media.clone(),
    };
    let actor = Actor::system("demo");
    let pages = s.pages.clone();
    let built = demo.build(&actor, products, &Bar::default()).map_err(|e| Failed(e.to_string()))?;
    let begun = s.db.write_now(db::Lane::Bulk, &actor, move |tx| {
        let profile = flows::setup::find(tx)?.map(|(setup, _)| setup.profile).unwrap_or_default();
        // A shop of somebody's own that is only stocked here says who it is in its own words.
        match profile.demo {
            true => pages.begin_with(tx, &flows::demo::words::pages()),
            false => pages.begin(tx, &profile, &["en", "de"]),
        }
        .map_err(flows::setup::SetupError::from)
    });
    begun.map_err(|e| Failed(e.to_string()))?;
    offer_cash(shop, &actor)?;
    if built.created + built.updated > 0 {
        s.listings().rebuild(&actor, &Bar::default()).map_err(|e| Failed(e.to_string()))?;
    }
    if orders > 0 {
        past_orders(shop, &actor, orders)?;
    }
    Ok(())
}

/// Cash on delivery, in a demo where nobody has set how one pays.
fn offer_cash(shop: &Sundry, actor: &Actor) -> Result<(), Failed> {
    let (payments, markets) = (&shop.shop.payments, &shop.shop.markets);
    let cash = CashOnDelivery {
        offered: true,
        fee: 290,
        currency: Some(Currency::EUR),
        deliveries: vec!["parcel".into()],
        ..CashOnDelivery::default()
    };
    let offered = runtime()?.block_on(async {
        if !markets.setup().await.is_ok_and(|setup| setup.profile.demo)
            || *payments.settings().await? != Settings::default()
        {
            return Ok(());
        }
        payments.put_settings(actor, Settings { cash, ..Settings::default() }).await
    });
    offered.map_err(|e: payments::PaymentsError| Failed(e.to_string()))
}

/// Orders of the last months, through a database handle of their own whose clock stands in the past.
fn past_orders(shop: &Sundry, actor: &Actor, orders: u64) -> Result<(), Failed> {
    let now = shop.shop.db.clock().now();
    let db = db::Db::open(db::DbConfig::new(shop.config.database.clone()), DemoOrders::past_clock(now))?;
    let inventory = inventory::Inventory::new(db.clone());
    let payments = payments::Payments::new(db.clone(), vec![Arc::new(Offline), Arc::new(TestProvider)]);
    let orders_then = orders::Orders::new(db.clone(), inventory.clone(), payments.clone());
    let customers = customers::Customers::new(db.clone());
    let past = DemoOrders { db, inventory, orders: orders_then, payments, customers };
    past.place(actor, orders, &Bar::default()).map(drop).map_err(|e| Failed(e.to_string()))
}

/// The owner's mail address with a freshly made password; each start makes a new one.
fn login(shop: &Sundry) -> Result<(String, String), Failed> {
    let (staff, actor) = (&shop.shop.staff, Actor::system("demo"));
    let new = NewMember { email: OWNER.into(), name: "Nora Haugen".into(), role: Role::Owner, password: None };
    let password = runtime()?.block_on(async {
        match staff.add(&actor, new).await {
            Ok((_, password)) => Ok(password),
            Err(StaffError::EmailTaken) => {
                let members = staff.list().await?;
                match members.iter().find(|m| m.email == OWNER) {
                    Some(member) => staff.reset_password(&actor, member.id).await.map(Some),
                    None => Err(StaffError::NotFound),
                }
            }
            Err(e) => Err(e),
        }
    })?;
    Ok((OWNER.to_owned(), password.map(|p| p.expose_secret().to_owned()).unwrap_or_default()))
}
