//! What is bought together is recommended together: from orders, in memory, the same after a restart.
use kernel::Actor;
use kernel::kinds::{ProductId, VariantId};

use crate::support::{TestShop, engine, story};

async fn product(shop: &TestShop, variant: VariantId) -> ProductId {
    shop.shop.catalog.products_of(vec![variant]).await.unwrap()[0]
}

/// Goes through older orders; answers how many.
async fn catch_up(shop: &TestShop) -> u64 {
    let db = shop.shop.db.clone();
    let work = move || flows::recommend::catch_up(&db, &Actor::system("test")).unwrap();
    tokio::task::spawn_blocking(work).await.unwrap()
}

story! {
    async fn what_is_bought_together_is_recommended_together(shop: TestShop) {
        let (mug, soap) = (shop.sells("mug", 2400, 50).await, shop.sells("soap", 900, 50).await);
        let vase = shop.sells("vase", 9900, 50).await;
        let [mug_p, soap_p, vase_p] = [product(&shop, mug).await, product(&shop, soap).await, product(&shop, vase).await];
        // Before anybody noted it.
        shop.sold("ada", &[(mug, 1), (soap, 2)]).await;
        let regretted = shop.sold("ada", &[(mug, 1), (vase, 1)]).await;
        shop.shop.orders.cancel(&shop.clerk(), regretted, "double").await.unwrap();

        let engine = engine(&shop.shop);
        engine.drain().await.unwrap();
        let known = &shop.shop.recommendations;
        known.read_now().unwrap();
        let told = |given: &[ProductId]| known.together(given, 1, 5).iter().map(|s| (s.product, s.times)).collect::<Vec<_>>();
        catch_up(&shop).await;
        engine.drain().await.unwrap();
        assert_eq!(told(&[mug_p]), [(soap_p, 1)], "a cancelled order tells nothing");

        shop.sold("bob", &[(soap, 1), (mug, 1)]).await;
        let given_up = shop.sold("cleo", &[(mug, 1), (vase, 1)]).await;
        engine.drain().await.unwrap();
        assert_eq!(told(&[mug_p]), [(soap_p, 2), (vase_p, 1)]);
        assert_eq!(told(&[soap_p, vase_p]), [(mug_p, 2)]);
        shop.shop.orders.cancel(&shop.clerk(), given_up, "no").await.unwrap();
        engine.drain().await.unwrap();
        assert_eq!(told(&[mug_p]), [(soap_p, 2)]);
        // Once more over everything: nothing is counted twice.
        assert_eq!(catch_up(&shop).await, 0);

        let other = shop.another();
        other.recommendations.read_now().unwrap();
        assert_eq!(other.recommendations.together(&[mug_p], 1, 5), known.together(&[mug_p], 1, 5));
        assert_eq!(other.recommendations.size().baskets, known.size().baskets);
    }
}

story! {
    async fn orders_of_a_time_before_are_gone_through_once(shop: TestShop) {
        let (mug, soap) = (shop.sells("mug", 2400, 50).await, shop.sells("soap", 900, 50).await);
        for buyer in ["ada", "bob", "cleo"] {
            shop.sold(buyer, &[(mug, 1), (soap, 1)]).await;
        }
            assert_eq!(catch_up(&shop).await, 3);
        assert_eq!(catch_up(&shop).await, 0);
        // The log tells of them, too.
        engine(&shop.shop).drain().await.unwrap();
        shop.shop.recommendations.read_now().unwrap();
        let (mug, soap) = (product(&shop, mug).await, product(&shop, soap).await);
        let told = shop.shop.recommendations.together(&[mug], 2, 5);
        assert_eq!(told.iter().map(|s| (s.product, s.times)).collect::<Vec<_>>(), [(soap, 3)]);
    }
}
