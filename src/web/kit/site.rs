//! The shop as the web sees it: one per process, handed to every worker as `web::Data`.
use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::cookie::Cookie;
use auth::{FormTokens, Origins, RateLimiter};
use futures_util::future::BoxFuture;
use kernel::kinds::{ApiTokenId, CustomerId, SessionId, StaffId};
use kernel::{Clock, Context, Texts};
use markets::{Markets, MarketsError, Setup};
use parking_lot::RwLock;
use sha2::{Digest, Sha256};

use crate::admission::Admission;
use crate::cookies::Cookies;
use crate::headers::SealHeaders;
use crate::texts::AllTexts;
use crate::{ConfigError, Failure, Jar, Pages, Rate, WebConfig};

/// Everything the kit needs to answer; built once, at start.
pub struct Site {
    config: WebConfig,
    clock: Clock,
    source: SetupSource,
    staff: Arc<dyn StaffDoor>,
    customers: Arc<dyn CustomerDoor>,
    pub(crate) origins: Option<Origins>,
    pages: Vec<(&'static str, Arc<dyn Pages>)>,
    texts: &'static AllTexts,
    kept: RwLock<Option<Arc<Ready>>>,
    pub(crate) cookies: Cookies,
    pub(crate) forms: FormTokens,
    pub(crate) admission: Admission,
    pub(crate) writes: Option<RateLimiter>,
    pub(crate) sign_ins: Option<RateLimiter>,
    pub(crate) seal: SealHeaders,
}

/// Where the market and the shop's profile come from.
pub enum SetupSource {
    Markets(Markets),
    /// One that never changes: for benches and tests.
    Fixed(Arc<Setup>),
}
impl From<Markets> for SetupSource {
    fn from(markets: Markets) -> Self {
        Self::Markets(markets)
    }
}
impl From<Setup> for SetupSource {
    fn from(setup: Setup) -> Self {
        Self::Fixed(Arc::new(setup))
    }
}

/// Tells whose session a token is. The binary puts the staff module behind it.
pub trait StaffDoor: Send + Sync {
    /// # Errors
    /// Only when it cannot be found out; nobody's token is `None`.
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<StaffVisitor>, Failure>>;

    /// Whose program comes in with this token, and what it may do now.
    ///
    /// # Errors
    /// Only when it cannot be found out; nobody's token is `None`.
    fn authenticate_program<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<TokenVisitor>, Failure>> {
        let _ = token;
        Box::pin(async { Ok(None) })
    }

    /// Whether the shop has, or ever had, somebody behind the counter. Until then whoever sets it up is let in.
    ///
    /// # Errors
    /// When it cannot be found out.
    fn is_founded(&self) -> BoxFuture<'_, Result<bool, Failure>> {
        Box::pin(async { Ok(true) })
    }
}

/// A member of staff, as they are now.
#[derive(Clone, Debug)]
pub struct StaffVisitor {
    pub id: StaffId,
    pub name: String,
    /// As programs write it: `owner`.
    pub role: String,
    /// `orders.manage`, …
    pub powers: Arc<[&'static str]>,
}

/// A program of staff, with a token that somebody made in the back office.
#[derive(Clone, Debug)]
pub struct TokenVisitor {
    pub token: ApiTokenId,
    /// Who made it, with what both they and the token may do.
    pub member: StaffVisitor,
}

/// Tells whose session a customer's token is. The binary puts the customers module behind it.
pub trait CustomerDoor: Send + Sync {
    /// # Errors
    /// Only when it cannot be found out; nobody's token is `None`.
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<CustomerVisitor>, Failure>>;

    /// Who signed in to the program that comes with this access token.
    ///
    /// # Errors
    /// Only when it cannot be found out; nobody's token is `None`.
    fn authenticate_program<'a>(
        &'a self,
        token: &'a str,
    ) -> BoxFuture<'a, Result<Option<CustomerVisitor>, Failure>> {
        let _ = token;
        Box::pin(async { Ok(None) })
    }
}

/// A customer, as they are now.
#[derive(Clone, Debug)]
pub struct CustomerVisitor {
    pub id: CustomerId,
    /// Confirmed to be theirs.
    pub email: String,
    pub name: String,
    pub session: SessionId,
}

/// A shop without accounts.
struct NoCustomers;

impl CustomerDoor for NoCustomers {
    fn authenticate<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<CustomerVisitor>, Failure>> {
        Box::pin(async { Ok(None) })
    }
}

/// A setup made ready to answer with.
pub(crate) struct Ready {
    pub(crate) setup: Arc<Setup>,
    /// What the market speaks.
    main: Tongue,
    /// What shoppers may choose beside it.
    others: Vec<Tongue>,
    /// What the back office speaks too.
    offstage: Vec<Tongue>,
}

/// One language to answer in.
pub(crate) struct Tongue {
    pub(crate) ctx: Context,
    /// Tells apart what is answered differently at the same address.
    pub(crate) vary: Arc<str>,
}

impl Ready {
    pub(crate) fn main(&self) -> &Tongue {
        &self.main
    }

    /// What shoppers may choose, the main language first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Tongue> {
        [&self.main].into_iter().chain(&self.others)
    }

    /// What staff may choose, the main language first.
    pub(crate) fn behind_the_counter(&self) -> impl Iterator<Item = &Tongue> {
        self.all().chain(&self.offstage)
    }

    /// In this language, if shoppers may choose it; else in the main one.
    pub(crate) fn speaking(&self, language: Option<&str>) -> &Tongue {
        let found = |asked| self.all().find(|t| t.ctx.texts.language() == asked);
        language.and_then(found).unwrap_or(&self.main)
    }

    /// In this language, if it is one of ours; else in the main one.
    pub(crate) fn speaking_to_staff(&self, language: Option<&str>) -> &Tongue {
        let found = |asked| self.behind_the_counter().find(|t| t.ctx.texts.language() == asked);
        language.and_then(found).unwrap_or(&self.main)
    }
}

impl Site {
    /// # Errors
    /// [`ConfigError::PlainHttp`] for plain http off loopback without `insecure_lan`; texts that cannot be read.
    pub fn new(
        config: WebConfig,
        clock: Clock,
        source: impl Into<SetupSource>,
        staff: Arc<dyn StaffDoor>,
    ) -> Result<Self, ConfigError> {
        let url = &config.public_url;
        if !url.is_https() && !url.is_loopback() && !config.insecure_lan {
            return Err(ConfigError::PlainHttp(url.clone()));
        }
        let limiter = |rate: Option<Rate>| rate.map(|r| RateLimiter::new(r.per_minute, r.burst));
        Ok(Self {
            cookies: Cookies::of(url),
            forms: FormTokens::new(&config.form_secret),
            admission: Admission::new(config.limits.at_once),
            writes: limiter(config.limits.writes),
            sign_ins: limiter(config.limits.sign_ins),
            seal: SealHeaders::of(url),
            texts: AllTexts::shared()?,
            kept: RwLock::default(),
            pages: Vec::new(),
            source: source.into(),
            config,
            clock,
            staff,
            customers: Arc::new(NoCustomers),
            origins: None,
        })
    }

    /// Lets customers in by this door; without one, nobody is signed in.
    #[must_use]
    pub fn with_customers(mut self, door: Arc<dyn CustomerDoor>) -> Self {
        self.customers = door;
        self
    }

    /// Lets pages of these origins call the API; without, none but our own may.
    #[must_use]
    pub fn with_origins(mut self, origins: Origins) -> Self {
        self.origins = Some(origins);
        self
    }

    /// The error pages of everything below `prefix`: `""` for the storefront, `"/admin"` for the back office.
    #[must_use]
    pub fn with_pages(mut self, prefix: &'static str, pages: Arc<dyn Pages>) -> Self {
        self.pages.push((prefix, pages));
        self.pages.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        self
    }

    pub fn config(&self) -> &WebConfig {
        &self.config
    }
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// A cookie to set: `answer.cookie(site.cookie(Jar::Cart, token))`.
    pub fn cookie(&self, jar: Jar, token: &str) -> Cookie<'static> {
        self.cookies.holding(jar, token)
    }
    /// A cookie that removes the one before.
    pub fn cleared(&self, jar: Jar) -> Cookie<'static> {
        self.cookies.cleared(jar)
    }

    pub(crate) fn staff(&self) -> &dyn StaffDoor {
        &*self.staff
    }

    pub(crate) fn customers(&self) -> &dyn CustomerDoor {
        &*self.customers
    }

    pub(crate) fn pages_for(&self, path: &str) -> Option<&dyn Pages> {
        let below =
            |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.pages.iter().find(|(prefix, _)| below(prefix)).map(|(_, pages)| &**pages)
    }

    pub(crate) async fn ready(&self) -> Result<Arc<Ready>, Failure> {
        let setup = match &self.source {
            SetupSource::Markets(markets) => match markets.setup().await {
                Err(MarketsError::None) => {
                    return self.make_ready(Arc::new(Setup::of_an_empty_shop())).map(Arc::new);
                }
                setup => setup?,
            },
            SetupSource::Fixed(setup) => setup.clone(),
        };
        if let Some(ready) = &*self.kept.read()
            && Arc::ptr_eq(&ready.setup, &setup)
        {
            return Ok(ready.clone());
        }
        let ready = Arc::new(self.make_ready(setup)?);
        *self.kept.write() = Some(ready.clone());
        Ok(ready)
    }

    fn make_ready(&self, setup: Arc<Setup>) -> Result<Ready, Failure> {
        let main = self.texts.of(&setup.market.locale);
        let others = self.texts.all().filter(|texts| texts.language() != main.language());
        let others = others.map(|texts| tongue(&setup, texts.clone(), main.language()));
        let others: Vec<Tongue> = others.collect::<Result<_, _>>()?;
        let language = main.language().to_owned();
        let (others, offstage) = others.into_iter().partition(|t| setup.profile.speaks(t.ctx.texts.language()));
        Ok(Ready { main: tongue(&setup, main, &language)?, others, offstage, setup })
    }
}

fn tongue(setup: &Setup, texts: Texts, main: &str) -> Result<Tongue, Failure> {
    let market = &setup.market;
    let ctx = Context {
        shop_name: setup.profile.name.as_str().into(),
        market: market.id,
        price_list: market.price_list,
        currency: market.currency,
        tax_mode: market.tax_mode,
        country: market.country.as_str().into(),
        time_zone: jiff::tz::TimeZone::get(&market.time_zone).map_err(Failure::ours)?,
        prefix: Context::prefix_of(texts.language(), main).into(),
        texts,
    };
    // A changed profile or market is another page, at once.
    let digest = Sha256::digest(format!("{setup:?}").as_bytes());
    let mut vary = format!("{}|{}|{}|", market.id, ctx.texts.locale(), market.price_list);
    for byte in digest.iter().take(8) {
        let _ = write!(vary, "{byte:02x}");
    }
    Ok(Tongue { ctx, vary: vary.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn plain_http_off_this_machine_must_be_asked_for() {
        let mut config = testing::config("http://10.0.0.5");
        let start = |config: WebConfig| {
            Site::new(config, Clock::system(), testing::setup(), Arc::new(testing::Door)).map(|_| ())
        };
        assert!(matches!(start(config.clone()), Err(ConfigError::PlainHttp(_))));
        config.insecure_lan = true;
        assert!(start(config).is_ok());
        assert!(start(testing::config("http://localhost:8080")).is_ok());
    }

    #[tokio::test]
    async fn another_setup_is_another_page() {
        let site = testing::site(testing::config("https://a.example"));
        let before = site.ready().await.unwrap();
        assert!(Arc::ptr_eq(&before, &site.ready().await.unwrap()));
        let mut changed = testing::setup();
        changed.profile.name = "Other".into();
        assert_ne!(site.make_ready(Arc::new(changed)).unwrap().main().vary, before.main().vary);
    }

    #[tokio::test]
    async fn every_language_is_another_page_and_the_market_s_has_the_plain_addresses() {
        let site = testing::site(testing::config("https://a.example"));
        let ready = site.ready().await.unwrap();
        let at = |language| ready.speaking(language).ctx.url("/cart");
        assert_eq!((at(None), at(Some("en")), at(Some("de"))), ("/cart".into(), "/cart".into(), "/de/cart".into()));
        assert_eq!(at(Some("xx")), "/cart");
        assert_ne!(ready.speaking(Some("de")).vary, ready.main().vary);

        let mut plain = testing::setup();
        plain.profile.languages = Some(Vec::new());
        let plain = site.make_ready(Arc::new(plain)).unwrap();
        assert_eq!((plain.all().count(), plain.behind_the_counter().count()), (1, 2));
        assert_eq!(plain.speaking(Some("de")).ctx.texts.language(), "en");
        assert_eq!(plain.speaking_to_staff(Some("de")).ctx.texts.language(), "de");

        let mut german = testing::setup();
        german.market.locale = "de-AT".into();
        let ready = site.make_ready(Arc::new(german)).unwrap();
        let tongues: Vec<_> = ready.all().map(|t| (t.ctx.texts.locale(), t.ctx.url("/"))).collect();
        assert_eq!(tongues, [("de".to_owned(), "/".to_owned()), ("en".to_owned(), "/en/".to_owned())]);
    }
}
