use notifications::{Channel, MailConfig, Notifications};

use super::*;
use crate::testing::{MIGRATIONS, NAME, Shop, texts};

struct Post {
    shop: Shop,
    views: MailViews,
    notifications: Notifications,
    folder: std::path::PathBuf,
}

impl Post {
    async fn open(t: testkit::TestDb) -> Self {
        let shop = Shop::open(t).await;
        let folder = std::env::temp_dir().join(format!("sundry-mail-{}", kernel::random_token()));
        let channel = Channel::open(&MailConfig::Folder(folder.clone()), "Kiosk <post@host.example>").unwrap();
        let notifications = Notifications::new(shop.t.db.clone(), channel);
        let texts = texts();
        let views = MailViews::new(
            shop.t.db.clone(),
            shop.payments.clone(),
            crate::testing::accounts(&shop.t.db),
            notifications.clone(),
            "https://shop.example.org/",
            Arc::new(move |_: &str| texts.clone()),
        )
        .unwrap();
        Self { shop, views, notifications, folder }
    }
    async fn writes(&self, kind: &'static MailKind, about: impl ToString) -> Mail {
        self.views.write(kind, &about.to_string()).await.unwrap()
    }
    async fn sends(&self, kind: &'static MailKind, about: impl ToString) {
        self.views.send(&self.shop.actor, &kind.about(about)).await.unwrap();
    }
    fn files(&self) -> usize {
        std::fs::read_dir(&self.folder).unwrap().count()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

testkit::both_databases! { &MIGRATIONS;
    async fn a_confirmation_says_what_was_bought(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(2, "offline").await;
        let order = post.shop.orders.get(id).await.unwrap();
        let mail = post.writes(&order::CONFIRMATION, id).await;
        assert_eq!(mail.to, "ada@example.org");
        assert_eq!(mail.subject, format!("Your order {}, Sundry", order.number));
        let link = format!("https://shop.example.org/orders/{}", order.link_token);
        for body in [mail.text.clone(), mail.html.replace("&#x2f;", "/")] {
            for part in [order.number.as_str(), "€52.90", "2 × Mug", "€48.00", "1 January 2026", "Germany", "DE00 1234", "2–4 working days", &link] {
                assert!(body.contains(part), "`{part}` is missing in\n{body}");
            }
            assert!(!body.contains("mail-"), "a text is missing in\n{body}");
        }
        assert!(mail.text.contains(NAME) && !mail.text.contains("<td") && !mail.text.contains("&amp;"), "{}", mail.text);
        assert!(mail.html.contains("Ada &lt;b&gt;&amp; Bob") && !mail.html.contains(NAME), "{}", mail.html);
        assert!(!mail.html.contains("src="), "nothing is fetched");
        assert!(!mail.text.contains("\n\n\n"), "{}", mail.text);
    }

    async fn a_confirmation_brings_what_was_agreed_to_and_who_sells(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(1, "test").await;
        let page = |slug: &str, locale: &str, published| content::NewPage {
            slug: slug.into(),
            locale: locale.into(),
            title: format!("{slug} in {locale}"),
            body: format!("## Part one\n\nWhat {slug} says in {locale}."),
            published,
        };
        let pages = [page("terms", "en", true), page("terms", "de", true), page("withdrawal", "en", false), page("privacy", "en", true)];
        let (content, markets) = (content::Content::new(post.shop.t.db.clone()), markets::Markets::new(post.shop.t.db.clone()));
        let written = post.shop.t.db.write(&post.shop.actor, move |tx| -> Result<_, MailError> {
            for page in &pages {
                content.begin(tx, page)?;
            }
            let identity = markets::Identity { legal_name: "Kiosk <GmbH>".into(), address: "Kai 3\n20457 Hamburg".into(), ..Default::default() };
            let held = Markets::setup_in(tx)?.profile;
            Ok(markets.put_profile(tx, &markets::ShopProfile { identity, ..held })?)
        });
        written.await.unwrap();
        let mail = post.writes(&order::CONFIRMATION, id).await;
        for part in ["terms in en", "## Part one", "What terms says in en.", "Kiosk <GmbH>\nKai 3\n20457 Hamburg"] {
            assert!(mail.text.contains(part), "`{part}` is missing in\n{}", mail.text);
        }
        for part in ["<h2>Part one</h2>", "What terms says in en.", "Kiosk &lt;GmbH&gt;<br>"] {
            assert!(mail.html.contains(part), "`{part}` is missing in\n{}", mail.html);
        }
        for part in ["in de", "withdrawal", "privacy"] {
            assert!(!mail.text.contains(part), "`{part}` is in\n{}", mail.text);
        }
        let told = post.writes(&order::PAID, id).await;
        assert!(!told.text.contains("Part one") && told.text.contains("20457 Hamburg"), "{}", told.text);
    }

    async fn answers_go_to_the_shop_and_what_lies_in_a_folder_was_not_sent(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(1, "test").await;
        post.sends(&order::CONFIRMATION, id).await;
        let file = std::fs::read_dir(&post.folder).unwrap().next().unwrap().unwrap().path();
        let letter = std::fs::read_to_string(file).unwrap();
        assert!(letter.contains("From: Kiosk <post@host.example>\r\n"), "{letter}");
        assert!(letter.contains("Reply-To: Sundry <shop@example.org>\r\n"), "{letter}");
        assert!(post.notifications.about(&id.to_string()).await.unwrap()[0].was_kept());
    }

    async fn what_is_paid_asks_for_no_transfer(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(1, "test").await;
        let mail = post.writes(&order::CONFIRMATION, id).await;
        assert!(!mail.text.contains("DE00 1234") && !mail.html.contains("DE00 1234"));
    }

    async fn sending_twice_writes_once(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(1, "offline").await;
        for _ in 0..2 {
            post.sends(&order::CONFIRMATION, id).await;
        }
        assert_eq!(post.files(), 1);
        let sent = post.notifications.about(&id.to_string()).await.unwrap();
        assert_eq!((sent.len(), sent[0].kind.as_str(), sent[0].state.as_str()), (1, order::CONFIRMATION.name, "sent"));
    }

    async fn parcels_and_cancellations_are_told(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let (sent, cancelled) = (post.shop.buys(3, "test").await, post.shop.buys(1, "offline").await);
        let staff = post.shop.staff();
        let parcel = post.shop.orders.ship(&staff, sent, "Post <AG>", "TR-1").await.unwrap();
        post.shop.orders.cancel(&staff, cancelled, "no longer made").await.unwrap();
        let mail = post.writes(&order::SHIPPED, parcel).await;
        assert!(mail.text.contains("Post <AG>") && mail.html.contains("Post &lt;AG&gt;"), "{}", mail.html);
        assert!(mail.text.contains("TR-1") && mail.text.contains("3 items"), "{}", mail.text);
        let nothing = orders::OrdersError::NotFound.to_string();
        let missing = kernel::kinds::FulfilmentId::new(testkit::START).to_string();
        let error = post.views.write(&order::SHIPPED, &missing).await.unwrap_err();
        assert!(error.is_permanent() && error.to_string() == nothing, "{error}");
        let mail = post.writes(&order::CANCELLED, cancelled).await;
        assert!(mail.text.contains("no longer made") && mail.html.contains("no longer made"), "{}", mail.text);
        post.sends(&order::SHIPPED, parcel).await;
        post.sends(&order::CANCELLED, cancelled).await;
        assert_eq!(post.files(), 2);
    }

    async fn an_order_that_is_not_there_is_not_written_about(t: testkit::TestDb) {
        let post = Post::open(t).await;
        for about in [kernel::kinds::OrderId::new(testkit::START).to_string(), "nonsense".into()] {
            let error = post.views.write(&order::CONFIRMATION, &about).await.unwrap_err();
            assert!(error.is_permanent(), "{error}");
        }
    }

    async fn every_kind_can_be_looked_at(t: testkit::TestDb) {
        let post = Post::open(t).await;
        for kind in KINDS {
            let mail = post.views.sample(kind).await.unwrap();
            for (part, text) in [("subject", &mail.subject), ("text", &mail.text), ("html", &mail.html)] {
                assert!(!text.trim().is_empty() && !text.contains("mail-"), "{} {part}: {text}", kind.name);
                assert!(!text.contains("{ $") && !text.contains("\n\n\n\n"), "{} {part}: {text}", kind.name);
            }
            assert!(mail.text.contains("https://shop.example.org/"), "{}: {}", kind.name, mail.text);
            assert!(mail.html.contains("<html lang=\"en\">"), "{}: {}", kind.name, mail.html);
            assert!(texts().has(kind.label), "{}", kind.label);
            assert!(std::ptr::eq(MailViews::kind(kind.name).unwrap(), *kind));
        }
        assert!(MailViews::kind("nothing").is_err_and(|e| e.is_permanent()));
    }

    async fn the_shopkeeper_hears_of_a_new_order(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(2, "offline").await;
        let mail = post.writes(&order::NEW, id).await;
        assert_eq!(mail.to, "shop@example.org");
        assert!(mail.subject.contains("€52.90"), "{}", mail.subject);
        assert!(mail.text.contains(&format!("https://shop.example.org/admin/orders/{id}")), "{}", mail.text);
        assert!(mail.text.contains("2 items") && mail.text.contains("ada@example.org"), "{}", mail.text);
    }

    async fn money_that_comes_later_is_told_once_and_money_at_hand_is_not(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let (later, at_once) = (post.shop.buys(1, "offline").await, post.shop.buys(1, "test").await);
        post.shop.t.advance(std::time::Duration::from_secs(60));
        post.shop.orders.capture(&post.shop.staff(), later).await.unwrap();
        let told = |order, payment, version| {
            let db = post.shop.t.db.clone();
            let change = orders::OrderPaymentChanged { order, payment, captured: 2890, refunded: 0, version };
            db.read_now(move |c| order::after_payment(c, &change)).unwrap()
        };
        assert_eq!(told(later, orders::PaymentAxis::Paid, 2), Some(order::PAID.about(later)));
        assert_eq!(told(at_once, orders::PaymentAxis::Paid, 2), None);
        let failed = told(later, orders::PaymentAxis::Failed, 7).unwrap();
        assert_eq!(failed.reference, format!("{later}/7"));
        let mail = post.writes(&order::PAYMENT_FAILED, &failed.reference).await;
        assert!(mail.subject.contains("did not go through"), "{}", mail.subject);
    }

    async fn staff_may_send_a_mail_again(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(1, "offline").await;
        let about = id.to_string();
        post.sends(&order::CONFIRMATION, id).await;
        let shopper = post.views.resend(&post.shop.actor, &order::CONFIRMATION, &about).await.unwrap_err();
        assert!(matches!(shopper, MailError::Forbidden(_)), "{shopper}");
        for copy in 1..3 {
            post.shop.t.advance(std::time::Duration::from_secs(1));
            // Pressed twice, it is one job.
            for _ in 0..2 {
                post.views.resend(&post.shop.staff(), &order::CONFIRMATION, &about).await.unwrap();
            }
            post.views.send(&post.shop.staff(), &SendMail { copy, ..order::CONFIRMATION.about(id) }).await.unwrap();
        }
        let sent = post.notifications.about(&about).await.unwrap();
        let references: Vec<_> = sent.iter().map(|m| m.reference.clone()).collect();
        assert_eq!(references, [about.clone(), format!("{about}+1"), format!("{about}+2")]);
        assert_eq!(post.files(), 3);
    }
}
