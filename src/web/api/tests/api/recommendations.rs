use kernel::Actor;
use kernel::kinds::{ProductId, ReferenceId, VariantId};
use recommendations::{Recommendations, RecommendationsError};

use crate::support::TestShop;

async fn product(shop: &TestShop, variant: VariantId) -> ProductId {
    shop.product_of(variant).await
}

#[actix_web::test]
async fn programs_hear_what_goes_with_what() {
    let shop = TestShop::new().await;
    let (mug, tray) = (shop.sells("mug", 1490, 10).await, shop.sells("tray", 2900, 10).await);
    let jug = shop.sells("jug", 3900, 0).await;
    let ids = [product(&shop, mug).await, product(&shop, tray).await, product(&shop, jug).await];
    let ada = shop.program().await;
    let path = format!("/api/v1/recommendations?products={}", ids[0]);
    let at = shop.test_db.db.clock().now();
    let actor = Actor::system("test");
    let noted = shop.test_db.db.write(&actor, move |tx| -> Result<(), RecommendationsError> {
        for n in 1..4 {
            Recommendations::note(tx, ReferenceId::from_bytes([n; 16]), at, &ids)?;
        }
        Ok(())
    });
    noted.await.unwrap();
    shop.recommendations.read_now().unwrap();
    let told = ada.get(&path).await;
    assert_eq!(told.status, 200, "{}", told.body);
    assert_eq!((told.text("/items/0/handle"), told.amount("/items/0/price")), ("tray".into(), 2900));
    assert_eq!(told.body["items"].as_array().map(Vec::len), Some(1), "the jug is sold out");
    assert_eq!(ada.get(&format!("{path}&kind=viewed")).await.body["items"], serde_json::json!([]));
    for (rest, field) in [("&limit=0", "limit"), ("&limit=99", "limit"), (",x", "products"), ("&kind=x", "query")] {
        let wrong = ada.get(&format!("{path}{rest}")).await;
        assert_eq!((wrong.status, wrong.text("/code")), (422, "bad_query".into()), "{rest}: {}", wrong.body);
        assert_eq!(wrong.text("/errors/0/field"), field, "{rest}: {}", wrong.body);
    }
}
