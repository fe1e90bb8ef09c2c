//! What somebody with an account lives through, over all rooms.
use std::time::Duration;

use auth::SecretString;
use customers::Registration;
use events::Engine;
use flows::accounts::Caller;
use kernel::Correlation;
use kernel::kinds::CustomerId;

use crate::support::{TestShop, engine, story};

const PASSWORD: &str = "copper lantern in the rain";
const IP: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7));

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn caller() -> Caller {
    Caller { correlation: Correlation::new(), ip: IP, user_agent: "Test".into(), former: None }
}

/// The token of the newest link to `page` in the mails.
fn token(shop: &TestShop, page: &str) -> String {
    let found = shop.mail_texts().into_iter().rev().find_map(|mail| {
        let (_, rest) = mail.split_once(&format!("{page}?token="))?;
        Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "._".contains(*c)).collect::<String>())
    });
    found.expect("a mail with the link")
}

async fn joins(shop: &TestShop, works: &Engine, name: &str) -> CustomerId {
    let email = format!("{name}@example.org");
    let new = Registration {
        email: &email,
        name,
        password: &secret(PASSWORD),
        ip: IP,
        correlation: Correlation::new(),
        locale: "en",
    };
    shop.shop.accounts.register(new).await.expect("registered");
    works.drain().await.unwrap();
    shop.test_db.advance(Duration::from_secs(61));
    let token = token(shop, "/account/confirm");
    shop.shop.desk.confirm(caller(), &token, &secret(PASSWORD)).await.expect("confirmed").account.id
}

async fn numbers(shop: &TestShop, who: CustomerId) -> Vec<String> {
    let page = shop.shop.orders.of_customer(who, 1, 20).await.expect("orders");
    page.items.into_iter().map(|o| o.number).collect()
}

diesel::table! {
    notifications_messages (id) {
        id -> Binary,
        kind -> Text,
        body_text -> Text,
        body_html -> Text,
    }
}

story! {
    async fn no_link_that_opens_an_account_is_kept(shop: TestShop) {
        use diesel::prelude::*;
        use notifications_messages as t;
        let works = engine(&shop.shop);
        joins(&shop, &works, "ada").await;
        works.drain().await.unwrap();
        let kept: Vec<(String, String)> = shop
            .shop
            .db
            .read_now(|c| {
                let all = t::table.filter(t::kind.like("account.%")).order(t::id);
                Ok::<_, db::DbError>(all.select((t::body_text, t::body_html)).load(c)?)
            })
            .unwrap();
        assert!(!kept.is_empty() && kept.iter().all(|(text, html)| text.is_empty() && html.is_empty()));
    }
}

story! {
    async fn guest_orders_join_the_account_whose_mailbox_is_proved(shop: TestShop) {
        let works = engine(&shop.shop);
        let mug = shop.sells("mug", 2400, 20).await;
        let before = shop.sold("ada", &[(mug, 1)]).await;
        let bobs = shop.sold("bob", &[(mug, 1)]).await;
        let ada = joins(&shop, &works, "ada").await;
        let order = shop.shop.orders.get(before).await.unwrap();
        assert_eq!(numbers(&shop, ada).await, std::slice::from_ref(&order.number));

        // One that is placed later with the same address is theirs as well.
        shop.test_db.advance(Duration::from_secs(1));
        let after = shop.sold("ada", &[(mug, 1)]).await;
        works.drain().await.unwrap();
        let after = shop.shop.orders.get(after).await.unwrap().number;
        assert_eq!(numbers(&shop, ada).await, [after, order.number.clone()]);

        // Nobody sees another's.
        let bob = joins(&shop, &works, "bob").await;
        let bobs = shop.shop.orders.get(bobs).await.unwrap().number;
        assert_eq!(numbers(&shop, bob).await, std::slice::from_ref(&bobs));
        assert!(shop.shop.orders.owned(bob, &order.number).await.unwrap().is_none());
        assert!(shop.shop.orders.owned(ada, &bobs).await.unwrap().is_none());
        assert!(shop.shop.orders.owned(ada, &order.number).await.unwrap().is_some());
    }
}

story! {
    async fn whoever_leaves_takes_the_data_along_and_leaves_the_orders(shop: TestShop) {
        let works = engine(&shop.shop);
        let mug = shop.sells("mug", 2400, 20).await;
        let placed = shop.sold("ada", &[(mug, 1)]).await;
        let ada = joins(&shop, &works, "ada").await;
        let document = shop.shop.desk.export(ada).await.unwrap();
        let document: serde_json::Value = serde_json::from_str(&document).unwrap();
        assert_eq!(document["account"]["email"], "ada@example.org");
        assert_eq!(document["orders"][0]["lines"][0]["title"], "The mug");

        let wrong = shop.shop.desk.delete(caller(), ada, &secret("not this one at all")).await;
        assert_eq!(kernel::Coded::code(&wrong.unwrap_err()), "wrong_credentials");
        shop.shop.desk.delete(caller(), ada, &secret(PASSWORD)).await.unwrap();
        assert!(numbers(&shop, ada).await.is_empty());
        assert_eq!(shop.shop.orders.get(placed).await.unwrap().contact.email, "ada@example.org");
        let again = shop.shop.desk.sign_in(caller(), "ada@example.org", &secret(PASSWORD)).await;
        assert_eq!(kernel::Coded::code(&again.unwrap_err()), "wrong_credentials");
    }
}

story! {
    async fn whoever_waits_for_something_is_written_to_once_when_it_is_back(shop: TestShop) {
        let works = engine(&shop.shop);
        let mug = shop.sells("mug", 2400, 0).await;
        let asked = shop.shop.accounts.ask_notice(Correlation::new(), mug, ("gil@example.org", "en"), None, IP).await;
        assert_eq!(asked.unwrap(), customers::Asked::ConfirmByMail);
        works.drain().await.unwrap();
        let token = token(&shop, "/stock-notices/confirm");
        shop.shop.accounts.confirm_notice(Correlation::new(), &token).await.unwrap();
        let count = |units: i64| {
            let (s, location) = (shop.shop.clone(), shop.location);
            async move {
                let db = s.db.clone();
                let actor = kernel::Actor::system("test");
                let count = db.write(&actor, move |tx| {
                    s.inventory.count(tx, location, mug, units, "test")
                });
                count.await.unwrap();
            }
        };
        let told = || shop.mail_texts().iter().filter(|m| m.contains("It is back")).count();
        for units in [3, 0, 9] {
            shop.test_db.advance(Duration::from_secs(1));
            count(units).await;
            works.drain().await.unwrap();
            assert_eq!(told(), 1, "at {units}");
        }
    }
}

story! {
    async fn a_basket_follows_whoever_signs_in(shop: TestShop) {
        let works = engine(&shop.shop);
        let (mug, pot) = (shop.sells("mug", 2400, 2000).await, shop.sells("pot", 900, 20).await);
        let (ada, eve) = (joins(&shop, &works, "ada").await, joins(&shop, &works, "eve").await);
        let (carts, guest) = (&shop.shop.carts, kernel::Actor::shopper(Correlation::new()));
        let market = shop.shop.markets.setup().await.unwrap().market.id;
        let lines = |token: String| {
            let (db, hash) = (shop.shop.db.clone(), kernel::token_hash(&token));
            async move { db.read(move |c| cart::Carts::contents_in(c, &hash)).await.map(|held| held.lines) }
        };
        // The first basket becomes the account's; nothing is told, for nothing changed.
        let (_, home) = carts.create(&guest, market, vec![(mug, 2)]).await.unwrap();
        assert_eq!(carts.join(&guest, Some(&home), ada).await.unwrap(), cart::Joined::default());
        assert_eq!(carts.join(&guest, Some(&home), ada).await.unwrap(), cart::Joined::default(), "again");

        // In another browser something lies already: both open one basket from then on.
        shop.test_db.advance(Duration::from_secs(1));
        let (_, phone) = carts.create(&guest, market, vec![(pot, 1), (mug, cart::MOST - 1)]).await.unwrap();
        let joined = carts.join(&guest, Some(&phone), ada).await.unwrap();
        assert_eq!(joined, cart::Joined { token: None, merged: true, left_out: true });
        assert_eq!(lines(phone.clone()).await.unwrap(), [(mug, cart::MOST), (pot, 1)]);
        carts.set(&guest, &phone, pot, 3).await.unwrap();
        assert_eq!(lines(home.clone()).await.unwrap(), [(mug, cart::MOST), (pot, 3)]);
        assert_eq!(carts.units(&phone).await.unwrap(), cart::MOST + 3);

        // A browser without a basket gets a token for it.
        let joined = carts.join(&guest, None, ada).await.unwrap();
        let third = joined.token.expect("a token");
        assert_eq!(lines(third).await.unwrap(), [(mug, cart::MOST), (pot, 3)]);

        // Somebody else's basket stays somebody else's.
        assert_eq!(carts.join(&guest, Some(&home), eve).await.unwrap(), cart::Joined::default());
        assert_eq!(carts.join(&guest, None, eve).await.unwrap(), cart::Joined::default());

        // An account that is gone has none.
        shop.shop.desk.delete(caller(), ada, &secret(PASSWORD)).await.unwrap();
        works.drain().await.unwrap();
        assert_eq!(carts.join(&guest, None, ada).await.unwrap(), cart::Joined::default());
    }
}

story! {
    async fn a_basket_that_two_tokens_open_is_ordered_once(shop: TestShop) {
        let works = engine(&shop.shop);
        let mug = shop.sells("mug", 2400, 20).await;
        let ada = joins(&shop, &works, "ada").await;
        let (carts, guest) = (&shop.shop.carts, kernel::Actor::shopper(Correlation::new()));
        let market = shop.shop.markets.setup().await.unwrap().market.id;
        let (_, home) = carts.create(&guest, market, vec![(mug, 1)]).await.unwrap();
        carts.join(&guest, Some(&home), ada).await.unwrap();
        let phone = carts.join(&guest, None, ada).await.unwrap().token.expect("a token");
        let cart = shop.shop.db.read_now(|c| cart::Carts::id_in(c, &kernel::token_hash(&phone))).unwrap().unwrap();
        let closing = carts.clone();
        assert!(shop.shop.db.write(&guest, move |tx| closing.close(tx, cart)).await.unwrap());
        for token in [&home, &phone] {
            assert_eq!(carts.units(token).await.unwrap(), 0);
            let added = carts.add(&guest, token, mug, 1).await;
            assert!(matches!(added, Err(cart::CartError::NotFound)), "{added:?}");
        }
    }
}

story! {
    async fn whoever_registers_in_german_is_written_to_in_german(shop: TestShop) {
        let works = engine(&shop.shop);
        let new = Registration {
            email: "uwe@example.org",
            name: "Uwe",
            password: &secret(PASSWORD),
            ip: IP,
            correlation: Correlation::new(),
            locale: "de",
        };
        shop.shop.accounts.register(new).await.unwrap();
        works.drain().await.unwrap();
        let mail = shop.mail_texts().pop().expect("a letter");
        assert!(mail.contains("Adresse best") && mail.contains("/de/account/confirm?token="), "{mail}");
    }
}
