//! Pages of words: written by staff, read in the reader's language, never lost to two writers.
use content::{ContentError, NewPage, PageChanged};
use db::AuditEntry;
use kernel::{Actor, Coded};

use crate::support::{TestShop, story};

fn page(locale: &str, title: &str, body: &str, published: bool) -> NewPage {
    NewPage { slug: "about-us".into(), locale: locale.into(), title: title.into(), body: body.into(), published }
}

async fn saved(shop: &TestShop, actor: &Actor, new: NewPage, version: i64) -> Result<(), ContentError> {
    let (content, writer) = (shop.shop.content.clone(), actor.clone());
    shop.shop.db.write(actor, move |tx| content.save(tx, &writer, new.clone(), version)).await
}

/// What a reader of these languages is shown.
async fn shown(shop: &TestShop, locales: &[&str]) -> Option<String> {
    shop.shop.content.shown("about-us", locales).await.unwrap().map(|p| p.title)
}

story! {
    async fn a_page_is_read_in_the_first_language_it_is_published_in(shop: TestShop) {
        let owner = shop.owner();
        saved(&shop, &owner, page("en", "About us", "We sell mugs.", true), 0).await.unwrap();
        saved(&shop, &owner, page("de", "Über uns", "Wir verkaufen Becher.", false), 0).await.unwrap();
        assert_eq!(shown(&shop, &["de", "en"]).await.as_deref(), Some("About us"), "a draft is nobody's to read");
        assert_eq!(shown(&shop, &["fr"]).await, None);

        saved(&shop, &owner, page("de", "Über uns", "Wir verkaufen Becher.", true), 1).await.unwrap();
        assert_eq!(shown(&shop, &["de", "en"]).await.as_deref(), Some("Über uns"));
        assert_eq!(shown(&shop, &["en"]).await.as_deref(), Some("About us"));
    }
}

story! {
    async fn of_two_who_change_a_page_the_second_looks_again(shop: TestShop) {
        let owner = shop.owner();
        saved(&shop, &owner, page("en", "About us", "First.", true), 0).await.unwrap();
        shop.test_db.advance(std::time::Duration::from_secs(1));
        saved(&shop, &owner, page("en", "About us", "Second.", true), 1).await.unwrap();
        let late = saved(&shop, &owner, page("en", "About us", "Late.", true), 1).await.unwrap_err();
        assert_eq!(late.code(), "stale");
        let twice = saved(&shop, &owner, page("en", "About us", "Made twice.", true), 0).await.unwrap_err();
        assert_eq!(twice.code(), "stale");
        let kept = shop.shop.content.page("about-us", "en").await.unwrap().unwrap();
        assert_eq!((kept.body.as_str(), kept.version), ("Second.", 2));

        let told = shop.shop.db.read(|c| Ok::<_, db::DbError>(events::admin::of_stream(c, "page:en:about-us", 10)?)).await.unwrap();
        let versions: Vec<i64> =
            told.iter().filter_map(|e| e.decode::<PageChanged>()).map(|e| e.unwrap().version).collect();
        assert_eq!(versions, [1, 2]);
        let deeds = shop.shop.db.read(|c| Ok::<_, db::DbError>(AuditEntry::of(c, "page:about-us", 10)?)).await.unwrap();
        let deeds: Vec<&str> = deeds.iter().rev().map(|d| d.action.as_str()).collect();
        assert_eq!(deeds, ["page.add", "page.change"]);
    }
}

story! {
    async fn what_is_not_filled_in_is_not_published(shop: TestShop) {
        let owner = shop.owner();
        let open = page("en", "About us", "We are [[your name]].", true);
        let refused = saved(&shop, &owner, open.clone(), 0).await.unwrap_err();
        assert!(matches!(refused, ContentError::Wrong { field: "body", .. }), "{refused}");
        saved(&shop, &owner, NewPage { published: false, ..open }, 0).await.unwrap();
        assert_eq!(shown(&shop, &["en"]).await, None);

        let wrong = |change: fn(NewPage) -> NewPage| change(page("en", "About us", "Mugs.", true));
        for (field, new) in [
            ("slug", wrong(|p| NewPage { slug: "About us!".into(), ..p })),
            ("title", wrong(|p| NewPage { title: "  ".into(), ..p })),
            ("locale", wrong(|p| NewPage { locale: String::new(), ..p })),
        ] {
            let refused = saved(&shop, &owner, new, 0).await.unwrap_err();
            assert!(matches!(&refused, ContentError::Wrong { field: f, .. } if *f == field), "{field}: {refused}");
        }
        let clerk = saved(&shop, &shop.clerk(), page("en", "Mine", "Mugs.", true), 1).await.unwrap_err();
        assert_eq!(clerk.code(), "forbidden");
    }
}
