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
        let channel = Channel::open(&MailConfig::Folder(folder.clone()), "Sundry <shop@example.org>").unwrap();
        let notifications = Notifications::new(shop.t.db.clone(), channel);
        let views = MailViews::new(
            shop.orders.clone(),
            shop.markets.clone(),
            notifications.clone(),
            "https://shop.example.org/",
            texts(),
        )
        .unwrap();
        Self { shop, views, notifications, folder }
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
        let mail = post.views.order_confirmation(id).await.unwrap();
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

    async fn what_is_paid_asks_for_no_transfer(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(1, "test").await;
        let mail = post.views.order_confirmation(id).await.unwrap();
        assert!(!mail.text.contains("DE00 1234") && !mail.html.contains("DE00 1234"));
    }

    async fn sending_twice_writes_once(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let id = post.shop.buys(1, "offline").await;
        for _ in 0..2 {
            post.views.send_order_confirmation(&post.shop.actor, id).await.unwrap();
        }
        assert_eq!(post.files(), 1);
        let sent = post.notifications.about(&id.to_string()).await.unwrap();
        assert_eq!((sent.len(), sent[0].kind.as_str(), sent[0].state.as_str()), (1, ORDER_CONFIRMATION, "sent"));
    }

    async fn parcels_and_cancellations_are_told(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let (sent, cancelled) = (post.shop.buys(3, "test").await, post.shop.buys(1, "offline").await);
        let staff = post.shop.staff();
        let parcel = post.shop.orders.ship(&staff, sent, "Post <AG>", "TR-1").await.unwrap();
        post.shop.orders.cancel(&staff, cancelled, "no longer made").await.unwrap();
        let mail = post.views.order_shipped(sent, parcel).await.unwrap();
        assert!(mail.text.contains("Post <AG>") && mail.html.contains("Post &lt;AG&gt;"), "{}", mail.html);
        assert!(mail.text.contains("TR-1") && mail.text.contains("3 items"), "{}", mail.text);
        assert!(post.views.order_shipped(cancelled, parcel).await.unwrap_err().is_permanent());
        let mail = post.views.order_cancelled(cancelled).await.unwrap();
        assert!(mail.text.contains("no longer made") && mail.html.contains("no longer made"), "{}", mail.text);
        post.views.send_order_shipped(&staff, sent, parcel).await.unwrap();
        post.views.send_order_cancelled(&staff, cancelled).await.unwrap();
        assert_eq!(post.files(), 2);
    }

    async fn an_order_that_is_not_there_is_not_written_about(t: testkit::TestDb) {
        let post = Post::open(t).await;
        let error = post.views.order_confirmation(OrderId::new(testkit::START)).await.unwrap_err();
        assert!(error.is_permanent(), "{error}");
    }
}
