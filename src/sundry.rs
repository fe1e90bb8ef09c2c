//! The builder: our own rooms are plugged in by the same calls that a team uses from its own binary.
use std::io::Write as _;
use std::sync::Arc;

use db::{Db, DbConfig, Migrations};
use events::{Engine, Jobs, Subscriptions};
use flows::mail::MailViews;
use kernel::Clock;
use kit::{AllTexts, PageCache, Routes};
use notifications::MailConfig;
use payments::{Cash, Offline, Provider, TestProvider};
use storefront::Shelves;

use crate::commands::Failed;
use crate::config::Config;
use crate::shop::{Shop, Surroundings};
use crate::{MIGRATIONS, background, subscriptions};

type Subscribe = Box<dyn FnOnce(&Shop, &mut Subscriptions)>;
type AddJobs = Box<dyn FnOnce(&Shop, &mut Jobs)>;
type MakeRoutes = Arc<dyn Fn() -> Routes + Send + Sync>;
type Given = Arc<dyn Fn(&mut actix_web::web::ServiceConfig) + Send + Sync>;
type MakeGiven = Box<dyn FnOnce(&Shop) -> Given>;

/// A shop in the making.
pub struct Builder {
    config: Config,
    clock: Clock,
    migrations: Vec<&'static Migrations>,
    providers: Vec<Arc<dyn Provider>>,
    subscribers: Vec<Subscribe>,
    jobs: Vec<AddJobs>,
    routes: Vec<MakeRoutes>,
    given: Vec<MakeGiven>,
}

/// A shop that is open: its facades, its pages, and what goes on behind them.
pub struct Sundry {
    pub config: Config,
    pub shop: Shop,
    pub pages: PageCache,
    pub shelves: Shelves,
    pub mail: MailViews,
    pub(crate) routes: Vec<MakeRoutes>,
    pub(crate) given: Vec<Given>,
    subscribers: Vec<Subscribe>,
    jobs: Vec<AddJobs>,
}

impl Sundry {
    /// Begins a shop with everything the house has.
    pub fn builder(config: Config) -> Builder {
        Builder {
            config,
            clock: Clock::system(),
            migrations: vec![&MIGRATIONS],
            providers: vec![Arc::new(Offline), Arc::new(Cash)],
            subscribers: Vec::new(),
            jobs: Vec::new(),
            routes: Vec::new(),
            given: Vec::new(),
        }
        .subscribe(subscriptions::subscribe)
        .routes(storefront::routes)
        .routes(admin::routes)
        .routes(api::routes)
    }

    /// The background of this shop, not running yet. Takes what was subscribed: call it once.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub fn engine(&mut self) -> Result<Engine, Failed> {
        let mut on = Subscriptions::new();
        for subscribe in self.subscribers.drain(..) {
            subscribe(&self.shop, &mut on);
        }
        let followers = background::followers(&self.shop, &self.pages, &self.shelves);
        let mut jobs = background::jobs(&self.shop, &self.mail);
        for add in self.jobs.drain(..) {
            add(&self.shop, &mut jobs);
        }
        let schedules = background::schedules(&self.shop);
        Ok(Engine::new(self.shop.db.clone(), on, followers, jobs, schedules)?)
    }

    /// Every route of the house and of what was plugged in.
    pub fn route_table(&self) -> Routes {
        self.routes.iter().fold(Routes::new("sundry"), |all, make| all.and(make()))
    }
}

impl Builder {
    /// Another clock: tests move theirs.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Tables of a team's own room. Run after ours.
    #[must_use]
    pub fn migrations(mut self, set: &'static Migrations) -> Self {
        self.migrations.push(set);
        self
    }

    /// A payment provider, offered after those before it.
    #[must_use]
    pub fn provider(mut self, provider: Arc<dyn Provider>) -> Self {
        self.providers.push(provider);
        self
    }

    /// What to do when something happened.
    #[must_use]
    pub fn subscribe(mut self, f: impl FnOnce(&Shop, &mut Subscriptions) + 'static) -> Self {
        self.subscribers.push(Box::new(f));
        self
    }

    /// Who does a team's own kinds of job.
    #[must_use]
    pub fn jobs(mut self, f: impl FnOnce(&Shop, &mut Jobs) + 'static) -> Self {
        self.jobs.push(Box::new(f));
        self
    }

    /// Pages. They pass the same guard and stand in the same table as ours.
    #[must_use]
    pub fn routes(mut self, make: impl Fn() -> Routes + Send + Sync + 'static) -> Self {
        self.routes.push(Arc::new(make));
        self
    }

    /// What handlers ask for as `web::Data<T>`: the facade of a team's own room, made once the shop is open.
    #[must_use]
    pub fn given<T: Clone + Send + Sync + 'static>(mut self, make: impl FnOnce(&Shop) -> T + 'static) -> Self {
        self.given.push(Box::new(move |shop| {
            let facade = make(shop);
            Arc::new(move |app| {
                app.app_data(actix_web::web::Data::new(facade.clone()));
            })
        }));
        self
    }

    /// Opens the data folder and the database, brings the schema up to date and wires the rooms.
    ///
    /// # Errors
    /// A folder or database that cannot be used; mail settings that cannot be read.
    pub fn open(self) -> Result<Sundry, Failed> {
        let config = self.config;
        let folder =
            |e: std::io::Error| Failed(format!("the folder {} cannot be used: {e}", config.data.display()));
        std::fs::create_dir_all(&config.data).map_err(folder)?;
        let mut db_config = DbConfig::new(config.database.clone());
        db_config.queue = config.write_queue;
        (db_config.replica, db_config.replica_lag) = (config.replica.clone(), config.replica_lag);
        if let db::Url::Sqlite(path) = &config.database
            && let Some(parent) = path.parent()
        {
            std::fs::create_dir_all(parent).map_err(folder)?;
        }
        let db = Db::open(db_config, self.clock)?;
        let applied = db.migrate(&self.migrations)?;
        if !applied.is_empty() {
            tracing::info!(count = applied.len(), "schema brought up to date");
        }
        let mail = match config.smtp.as_str() {
            "" => MailConfig::Folder(config.data.join("mail")),
            url => MailConfig::Smtp(url.to_owned()),
        };
        let mut providers = self.providers;
        if db.read_now(markets::Markets::setup_in).is_ok_and(|setup| setup.profile.demo) {
            providers.push(Arc::new(TestProvider));
        }
        let secret = form_secret(&config)?;
        let stripe = payments::Stripe::new(db.clone(), &secret, &config.stripe_api);
        providers.push(Arc::new(stripe.map_err(|e| Failed(e.to_string()))?));
        let paypal = payments::Paypal::new(db.clone(), &secret, &config.paypal_api);
        providers.push(Arc::new(paypal.map_err(|e| Failed(e.to_string()))?));
        let around = Surroundings {
            media: config.media.clone(),
            mail,
            mail_from: config.mail_from.clone(),
            providers,
            outbound: outbound::Outbound::new(config.private_calls).map_err(|e| Failed(e.to_string()))?,
            secret,
        };
        let shop = Shop::new(db, around).map_err(|e| Failed(e.to_string()))?;
        let mail = mail_views(&config.public_url, &shop)?;
        Ok(Sundry {
            pages: PageCache::with_pieces(config.page_cache_bytes, config.answer_cache_bytes),
            shelves: Shelves::default(),
            config,
            given: self.given.into_iter().map(|make| make(&shop)).collect(),
            shop,
            mail,
            routes: self.routes,
            subscribers: self.subscribers,
            jobs: self.jobs,
        })
    }
}

/// What writes the shop's mails, with links to `public_url`.
///
/// # Errors
/// An address or texts that cannot be read.
pub fn mail_views(public_url: &str, shop: &Shop) -> Result<MailViews, Failed> {
    let texts = AllTexts::shared().map_err(|e| Failed(e.to_string()))?;
    let texts = Arc::new(move |locale: &str| texts.of(locale));
    MailViews::new(
        shop.db.clone(),
        shop.payments.clone(),
        shop.accounts.clone(),
        shop.notifications.clone(),
        public_url,
        texts,
    )
    .map_err(|e| Failed(e.to_string()))
}

/// The key that signs forms: from the configuration, else from a file in the data folder that is made at first.
///
/// # Errors
/// A file that can be neither read nor written.
pub fn form_secret(config: &Config) -> Result<[u8; 32], Failed> {
    use sha2::{Digest, Sha256};
    if !config.secret.is_empty() {
        return Ok(Sha256::digest(config.secret.as_bytes()).into());
    }
    let path = config.data.join("secret.key");
    let failed = |e: std::io::Error| Failed(format!("{}: {e}", path.display()));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let made = kernel::random_token();
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(&path).and_then(|mut f| f.write_all(made.as_bytes())).map_err(failed)?;
            made
        }
        Err(e) => return Err(failed(e)),
    };
    Ok(Sha256::digest(text.trim().as_bytes()).into())
}
