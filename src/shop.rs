//! Every facade of the house, made once and wired. Handlers never see this: they get single facades.
use std::path::PathBuf;
use std::sync::Arc;

use auth::{Passwords, Realm, SessionPolicy, Sessions, Throttles};
use db::Db;
use notifications::{Channel, MailConfig, SendError};
use payments::Provider;

/// The modules over one database.
#[derive(Clone)]
pub struct Shop {
    pub db: Db,
    pub catalog: catalog::Catalog,
    pub media: media::Media,
    pub markets: markets::Markets,
    pub pricing: pricing::Pricing,
    pub inventory: inventory::Inventory,
    pub customers: customers::Customers,
    pub accounts: customers::Accounts,
    pub desk: flows::accounts::AccountDesk,
    pub staff: staff::Staff,
    pub origins: auth::Origins,
    pub carts: cart::Carts,
    pub checkout: checkout::Checkout,
    pub orders: orders::Orders,
    pub payments: payments::Payments,
    pub shipping: shipping::Shipping,
    pub notifications: notifications::Notifications,
    pub goods: flows::goods::Goods,
    pub stock_feed: flows::stock_feed::StockFeed,
    pub search: search::Search,
    pub recommendations: recommendations::Recommendations,
    pub content: content::Content,
    pub imports: imports::Imports,
    pub importer: flows::import::Importer,
    pub pages: flows::pages::Pages,
    pub webhooks: webhooks::Webhooks,
    pub outbound: outbound::Outbound,
    pub first_run: flows::setup::first_run::FirstRun,
}

/// What the modules need from outside.
pub struct Surroundings {
    /// Where pictures lie.
    pub media: PathBuf,
    pub mail: MailConfig,
    pub mail_from: String,
    /// Calls what staff typed in.
    pub outbound: outbound::Outbound,
    pub providers: Vec<Arc<dyn Provider>>,
    /// Signs what must not be made up: links in mails.
    pub secret: [u8; 32],
}

impl Shop {
    /// # Errors
    /// Mail settings that cannot be used.
    pub fn new(db: Db, around: Surroundings) -> Result<Self, SendError> {
        let catalog = catalog::Catalog::new(db.clone());
        let inventory = inventory::Inventory::new(db.clone());
        let payments = payments::Payments::new(db.clone(), around.providers);
        let orders = orders::Orders::new(db.clone(), inventory.clone(), payments.clone());
        let carts = cart::Carts::new(db.clone());
        let customers = customers::Customers::new(db.clone());
        let checkout = checkout::Checkout::new(
            db.clone(),
            carts.clone(),
            inventory.clone(),
            orders.clone(),
            payments.clone(),
            customers.clone(),
        );
        let sessions = Sessions::new(db.clone(), Realm::Staff, SessionPolicy::of(Realm::Staff));
        let staff = staff::Staff::new(db.clone(), Passwords::new(2), sessions, Throttles::new(db.clone()));
        let sessions = Sessions::new(db.clone(), Realm::Shoppers, SessionPolicy::of(Realm::Shoppers));
        let keys = auth::LinkKeys::new(&around.secret);
        let throttles = Throttles::new(db.clone());
        // Passwords of their own: a rush of shoppers does not keep staff out.
        let accounts = customers::Accounts::new(db.clone(), Passwords::new(2), sessions, throttles, keys);
        let desk =
            flows::accounts::AccountDesk::new(db.clone(), accounts.clone(), orders.clone(), payments.clone());
        let (media, pricing) = (media::Media::new(db.clone(), around.media), pricing::Pricing::new(db.clone()));
        let goods = flows::goods::Goods {
            db: db.clone(),
            catalog: catalog.clone(),
            pricing: pricing.clone(),
            inventory: inventory.clone(),
            media: media.clone(),
        };
        let (markets, shipping) = (markets::Markets::new(db.clone()), shipping::Shipping::new(db.clone()));
        let content = content::Content::new(db.clone());
        let pages = flows::pages::Pages::new(db.clone(), content.clone(), markets.clone());
        let ground = flows::setup::Rooms {
            markets: markets.clone(),
            pricing: pricing.clone(),
            inventory: inventory.clone(),
            shipping: shipping.clone(),
        };
        let imports = imports::Imports::new(db.clone());
        let importer = flows::import::Importer {
            db: db.clone(),
            catalog: catalog.clone(),
            pricing: pricing.clone(),
            inventory: inventory.clone(),
            shipping: shipping.clone(),
            markets: markets.clone(),
            media: media.clone(),
            imports: imports.clone(),
        };
        let channel = Channel::open(&around.mail, &around.mail_from)?;
        Ok(Self {
            stock_feed: flows::stock_feed::StockFeed::new(goods.clone(), around.outbound.clone()),
            goods,
            media,
            first_run: flows::setup::first_run::FirstRun::new(db.clone(), ground, staff.clone(), pages.clone()),
            webhooks: webhooks::Webhooks::new(db.clone(), around.outbound.clone(), flows::hooks::KINDS),
            outbound: around.outbound,
            content,
            imports,
            importer,
            pages,
            markets,
            pricing,
            shipping,
            notifications: notifications::Notifications::new(db.clone(), channel),
            search: search::Search::new(db.clone()),
            recommendations: recommendations::Recommendations::new(db.clone()),
            origins: auth::Origins::new(db.clone()),
            db,
            catalog,
            inventory,
            customers,
            accounts,
            desk,
            staff,
            carts,
            checkout,
            orders,
            payments,
        })
    }

    /// What keeps lists of products as the rooms are.
    pub fn listings(&self) -> flows::search::Listings {
        flows::search::Listings::new(self.db.clone(), self.search.clone(), self.catalog.clone())
    }
}
