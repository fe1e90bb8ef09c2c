//! Where goods lie: several locations, what is kept back, what is sold before it is there, what is on its way.
use std::collections::HashMap;

use db::Tx;
use inventory::{Demand, Inventory, InventoryError, NewSupply, Strategy, Terms, When};
use kernel::Day;
use kernel::kinds::{HaulId, LocationId, ReferenceId, VariantId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::support::{TestShop, engine, story};

impl TestShop {
    /// A unit of work of somebody who may do everything.
    async fn stocks<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>, &Inventory) -> Result<T, InventoryError> + Send + 'static,
    ) -> Result<T, InventoryError> {
        let inventory = self.shop.inventory.clone();
        self.shop.db.write(&self.owner(), move |tx| work(tx, &inventory)).await
    }

    async fn place(&self, code: &'static str) -> LocationId {
        self.stocks(move |tx, i| i.add_location(tx, code, code)).await.expect("a location")
    }

    async fn puts(&self, location: LocationId, variant: VariantId, units: i64) {
        self.stocks(move |tx, i| i.take_in(tx, location, variant, units, "supplier")).await.expect("booked in");
    }

    /// Units on hand there, and what may be promised from there.
    async fn lies(&self, location: LocationId, variant: VariantId) -> (i64, i64) {
        let rows = self.shop.inventory.stock(&[variant]).await.expect("stock");
        let row = rows.get(&variant).and_then(|rows| rows.iter().find(|r| r.location == location));
        row.map_or((0, 0), |r| (r.on_hand, r.saleable()))
    }

    /// Where what is promised to this owner lies.
    async fn promised(&self, owner: ReferenceId) -> Vec<(VariantId, LocationId, i64)> {
        let held = self.shop.inventory.promises(&[owner]).await.expect("promises").remove(&owner);
        held.unwrap_or_default()
            .iter()
            .filter(|p| p.live() > 0)
            .map(|p| (p.variant, p.location, p.live()))
            .collect()
    }

    fn sound(&self) {
        let report = flows::books::Books::new(self.shop.db.clone()).check(None).expect("the books");
        let breaches: Vec<_> = report.checks.iter().flat_map(|c| &c.breaches).collect();
        assert!(breaches.is_empty(), "{breaches:?}");
    }
}

fn owner(n: u16) -> ReferenceId {
    let [high, low] = n.to_be_bytes();
    ReferenceId::from_bytes([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, high, low])
}

fn demand(variant: VariantId, quantity: i64) -> Demand {
    Demand { variant, quantity }
}

story! {
    async fn locations_give_in_their_order_or_as_few_as_can_be(shop: TestShop) {
        let (mug, bowl) = (shop.sells("mug", 2400, 2).await, shop.sells("bowl", 900, 1).await);
        let (main, kiel, ulm) = (shop.location, shop.place("kiel").await, shop.place("ulm").await);
        for (place, variant, units) in [(kiel, mug, 2), (ulm, mug, 3), (ulm, bowl, 3)] {
            shop.puts(place, variant, units).await;
        }
        let wanted = [demand(mug, 3), demand(bowl, 2)];
        shop.stocks(move |tx, i| i.allocate(tx, owner(1), &wanted)).await.unwrap();
        let mut given = vec![(mug, main, 2), (mug, kiel, 1), (bowl, main, 1), (bowl, ulm, 1)];
        given.sort();
        assert_eq!(shop.promised(owner(1)).await, given, "one after the other");
        shop.stocks(move |tx, i| i.release(tx, owner(1))).await.unwrap();

        shop.stocks(|tx, i| i.set_strategy(tx, Strategy::Fewest)).await.unwrap();
        assert_eq!(shop.shop.inventory.strategy().await.unwrap(), Strategy::Fewest);
        shop.stocks(move |tx, i| i.allocate(tx, owner(2), &wanted)).await.unwrap();
        let mut given = vec![(mug, ulm, 3), (bowl, ulm, 2)];
        given.sort();
        assert_eq!(shop.promised(owner(2)).await, given, "one parcel");
        // No location has four mugs by itself now; two of them have.
        shop.stocks(move |tx, i| i.allocate(tx, owner(3), &[demand(mug, 4)])).await.unwrap();
        let mut given = vec![(mug, main, 2), (mug, kiel, 2)];
        given.sort();
        assert_eq!(shop.promised(owner(3)).await, given);
        // All or nothing: there are two bowls left, and no mug.
        let none = shop.stocks(move |tx, i| i.allocate(tx, owner(4), &[demand(bowl, 1), demand(mug, 1)])).await;
        assert!(matches!(none, Err(InventoryError::OutOfStock { wanted: 1, left: 0, .. })), "{none:?}");
        assert!(shop.promised(owner(4)).await.is_empty());
        let sum = shop.shop.inventory.availability(&[bowl]).await.unwrap()[&bowl];
        assert_eq!((sum.on_hand, sum.saleable, sum.ready), (4, 2, 2));
    }
}

story! {
    async fn a_location_ends_when_nothing_lies_there(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 2).await;
        let main = shop.location;
        let off = |place: LocationId| shop.stocks(move |tx, i| i.switch_location(tx, place, false));
        assert!(matches!(off(main).await, Err(InventoryError::LastLocation)));
        let kiel = shop.place("kiel").await;
        let twice = shop.stocks(|tx, i| i.add_location(tx, "kiel", "Kiel")).await;
        assert!(matches!(twice, Err(InventoryError::LocationTaken(_))));
        let named = shop.stocks(|tx, i| i.add_location(tx, "Bad Code", "Kiel")).await;
        assert!(matches!(named, Err(InventoryError::LocationCode)));
        shop.puts(kiel, mug, 1).await;
        let busy = off(kiel).await;
        assert!(matches!(&busy, Err(InventoryError::LocationBusy { units: 1, promised: 0, .. })), "{busy:?}");
        let terms = Terms { backorder: 5, ..Terms::default() };
        shop.stocks(move |tx, i| i.set_terms(tx, kiel, mug, terms)).await.unwrap();
        // First in line now, so it gives; and what it owes keeps it open.
        shop.stocks(move |tx, i| i.shift_location(tx, kiel, true)).await.unwrap();
        shop.stocks(move |tx, i| i.allocate(tx, owner(1), &[demand(mug, 1)])).await.unwrap();
        assert_eq!(shop.promised(owner(1)).await, [(mug, kiel, 1)]);
        assert!(matches!(off(kiel).await, Err(InventoryError::LocationBusy { units: 1, promised: 1, .. })));
        shop.stocks(move |tx, i| i.ship(tx, owner(1), &[demand(mug, 1)])).await.unwrap();
        off(kiel).await.unwrap();
        assert_eq!(shop.lies(kiel, mug).await, (0, 0), "nothing is sold there beyond the stock either");
        let refused = shop.stocks(move |tx, i| i.take_in(tx, kiel, mug, 1, "supplier")).await;
        assert!(matches!(refused, Err(InventoryError::LocationOff(_))));
        // What was sent from there comes back to where goods come to.
        shop.stocks(move |tx, i| i.take_back(tx, owner(1), &[demand(mug, 1)])).await.unwrap();
        assert_eq!(shop.lies(main, mug).await, (3, 3));
        let all = shop.shop.inventory.all_locations().await.unwrap();
        assert_eq!(all.iter().map(|l| (l.id, l.active)).collect::<Vec<_>>(), [(kiel, false), (main, true)]);
        assert_eq!(shop.shop.inventory.locations().await.unwrap().len(), 1);
        shop.sound();
    }
}

story! {
    async fn what_is_sold_before_it_is_there_is_told_and_waits(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 2).await;
        let main = shop.location;
        let today: Day = "2026-11-27".parse().unwrap();
        let day: Day = "2026-12-05".parse().unwrap();
        let keeps = Terms { safety: 1, backorder: 4, expected_on: Some(day), ..Terms::default() };
        assert!(shop.stocks(move |tx, i| i.set_terms(tx, main, mug, keeps)).await.unwrap());
        assert!(!shop.stocks(move |tx, i| i.set_terms(tx, main, mug, keeps)).await.unwrap());
        let sum = shop.shop.inventory.availability(&[mug]).await.unwrap()[&mug];
        assert_eq!((sum.saleable, sum.ready), (5, 1), "one is kept back, four may be owed");
        assert_eq!((sum.when(1, today), sum.when(2, today)), (When::Now, When::Backorder(Some(day))));
        assert_eq!(sum.when(2, day), When::Backorder(None), "the day came, the goods did not");
        let order = shop.sold("ada", &[(mug, 3)]).await;
        shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        let early = shop.shop.orders.ship(&shop.clerk(), order, "", "").await;
        let told = early.unwrap_err().to_string();
        assert!(told.contains("have not come in yet"), "{told}");
        let less = shop.stocks(move |tx, i| i.set_terms(tx, main, mug, Terms::default())).await;
        assert!(matches!(less, Err(InventoryError::Promised { units: 1, .. })), "what was sold stays sold");
        shop.puts(main, mug, 1).await;
        shop.shop.orders.ship(&shop.clerk(), order, "", "").await.unwrap();

        let undated = Terms { preorder: true, backorder: 3, ..Terms::default() };
        let refused = shop.stocks(move |tx, i| i.set_terms(tx, main, mug, undated)).await;
        assert!(matches!(refused, Err(InventoryError::Preorder)));
        let first = Terms { expected_on: Some(day), ..undated };
        shop.stocks(move |tx, i| i.set_terms(tx, main, mug, first)).await.unwrap();
        let sum = shop.shop.inventory.availability(&[mug]).await.unwrap()[&mug];
        assert_eq!((sum.saleable, sum.when(1, today)), (3, When::Preorder(Some(day))));
        shop.sound();
    }
}

story! {
    async fn an_order_keeps_what_was_said_of_its_lines(shop: TestShop) {
        let (mug, bowl) = (shop.sells("mug", 2400, 2).await, shop.sells("bowl", 900, 9).await);
        let main = shop.location;
        let day: Day = "2031-12-05".parse().unwrap();
        let terms = Terms { backorder: 9, expected_on: Some(day), ..Terms::default() };
        shop.stocks(move |tx, i| i.set_terms(tx, main, mug, terms)).await.unwrap();
        // What this basket's own checkout holds is there for it, however often it is begun anew.
        let cart = shop.cart(&[(mug, 2)]).await;
        for _ in 0..2 {
            let prepared = shop.shop.checkout.prepare(&shop.shopper(), shop.ask(&cart, "ada", "test")).await.unwrap();
            assert!(!prepared.quote.lines.is_empty());
            shop.test_db.advance(std::time::Duration::from_millis(2));
        }
        let first = crate::support::placed(shop.shop.checkout.pay(&shop.shopper(), &cart, "ok").await).order;
        assert!(shop.shop.orders.get(first).await.unwrap().particulars.waits.is_empty());
        let order = shop.sold("bob", &[(bowl, 1), (mug, 3)]).await;
        let kept = shop.shop.orders.get(order).await.unwrap();
        let of = |variant: VariantId| kept.lines.iter().find(|l| l.variant == variant).unwrap().position;
        assert_eq!(kept.particulars.when(of(mug)), When::Backorder(Some(day)));
        assert_eq!(kept.particulars.when(of(bowl)), When::Now);
        engine(&shop.shop).drain().await.unwrap();
        let told = "On backorder: ships from 5 December 2031";
        assert!(shop.mail_texts().iter().any(|m| m.contains("bob@example.org") && m.contains(told)));
        assert!(!shop.mail_texts().iter().any(|m| m.contains("ada@example.org") && m.contains(told)));
    }
}

story! {
    async fn what_is_on_its_way_is_counted_where_it_is(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 10).await;
        let (main, kiel) = (shop.location, shop.place("kiel").await);
        shop.stocks(move |tx, i| i.allocate(tx, owner(1), &[demand(mug, 4)])).await.unwrap();
        let haul = shop.stocks(move |tx, i| i.draft_transfer(tx, main, kiel, "van")).await.unwrap();
        let put = move |n: i64| move |tx: &mut Tx<'_>, i: &Inventory| i.put_transfer_line(tx, haul, mug, n);
        let empty = shop.stocks(move |tx, i| i.send_transfer(tx, haul)).await;
        assert!(matches!(empty, Err(InventoryError::NoLines)));
        shop.stocks(put(7)).await.unwrap();
        let promised = shop.stocks(move |tx, i| i.send_transfer(tx, haul)).await;
        assert!(matches!(promised, Err(InventoryError::Negative { would_be: -1, .. })), "four are promised");
        shop.stocks(put(5)).await.unwrap();
        shop.stocks(move |tx, i| i.send_transfer(tx, haul)).await.unwrap();
        assert_eq!((shop.lies(main, mug).await, shop.lies(kiel, mug).await), ((5, 1), (0, 0)));
        assert!(matches!(shop.stocks(put(1)).await, Err(InventoryError::Over)));
        shop.sound();
        let arrive = move |n: i64| move |tx: &mut Tx<'_>, i: &Inventory| i.receive_transfer(tx, haul, &[(mug, n)]);
        assert!(matches!(shop.stocks(arrive(6)).await, Err(InventoryError::TooMany { sent: 5, .. })));
        shop.stocks(arrive(3)).await.unwrap();
        assert_eq!(shop.lies(kiel, mug).await, (3, 3));
        let kept = shop.stocks(move |tx, i| i.switch_location(tx, kiel, false)).await;
        assert!(matches!(kept, Err(InventoryError::LocationBusy { .. })));
        shop.sound();
        shop.stocks(move |tx, i| i.end_transfer(tx, haul)).await.unwrap();
        let (held, lines) = shop.shop.inventory.transfer(haul).await.unwrap().unwrap();
        assert_eq!((held.state().as_str(), lines[0].received, lines[0].missing()), ("received", 3, 2));
        let ledger = shop.shop.inventory.movements(mug, None, 10).await.unwrap();
        let moved: i64 = ledger.iter().filter(|m| m.kind == "transferred").map(|m| m.quantity).sum();
        let lost = ledger.iter().find(|m| m.kind == "adjusted" && m.reference == haul.to_string()).unwrap();
        assert_eq!((moved, lost.quantity), (0, -2), "what never arrived is written off");
        assert!(matches!(shop.stocks(arrive(1)).await, Err(InventoryError::Over)));
        shop.sound();
    }
}

story! {
    async fn suppliers_say_when_there_is_more(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 0).await;
        let main = shop.location;
        let [near, far]: [Day; 2] = ["2026-12-05", "2026-12-24"].map(|d| d.parse().unwrap());
        shop.stocks(move |tx, i| i.set_terms(tx, main, mug, Terms { backorder: 9, ..Terms::default() })).await.unwrap();
        let expect = |on: Day| shop.stocks(move |tx, i| {
            let new = NewSupply { location: main, supplier: "Kiln".into(), reference: "PO 7".into(), expected_on: Some(on) };
            let id = i.expect_supply(tx, &new)?;
            i.put_supply_line(tx, id, mug, 5)?;
            Ok(id)
        });
        let (late, soon) = (expect(far).await.unwrap(), expect(near).await.unwrap());
        let told = async || shop.shop.inventory.availability(&[mug]).await.unwrap()[&mug].expected_on;
        assert_eq!(told().await, Some(near));
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        shop.stocks(move |tx, i| i.receive_supply(tx, soon, &[(mug, 2)])).await.unwrap();
        assert_eq!((shop.lies(main, mug).await, told().await), ((2, 11), Some(near)));
        shop.stocks(move |tx, i| i.edit_supply(tx, soon, "Kiln", "PO 7", None)).await.unwrap();
        assert_eq!(told().await, Some(far));
        shop.stocks(move |tx, i| i.close_supply(tx, late)).await.unwrap();
        assert_eq!(told().await, None);
        // More than was expected comes, and it is over.
        shop.stocks(move |tx, i| i.receive_supply(tx, soon, &[(mug, 4)])).await.unwrap();
        let (held, lines) = shop.shop.inventory.supply(soon).await.unwrap().unwrap();
        assert_eq!((held.is_open(), lines[0].received, lines[0].quantity), (false, 6, 5));
        assert!(matches!(
            shop.stocks(move |tx, i| i.receive_supply(tx, soon, &[(mug, 1)])).await,
            Err(InventoryError::Over)
        ));
        shop.sound();
    }
}

story! {
    async fn a_count_of_yesterday_knows_nothing_of_todays_parcels(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 10).await;
        let main = shop.location;
        let counted_at = shop.test_db.clock.now();
        shop.test_db.advance(std::time::Duration::from_secs(60));
        shop.stocks(move |tx, i| i.allocate(tx, owner(1), &[demand(mug, 4)])).await.unwrap();
        shop.stocks(move |tx, i| i.ship(tx, owner(1), &[demand(mug, 3)])).await.unwrap();
        // Nine lay there when it was counted; three have left since, one more is promised.
        let done = shop.stocks(move |tx, i| i.count_as_of(tx, main, mug, 9, counted_at, "feed")).await.unwrap();
        assert_eq!((done.from, done.to, shop.lies(main, mug).await), (7, 6, (6, 5)));
        let again = shop.stocks(move |tx, i| i.count_as_of(tx, main, mug, 9, tx.now(), "feed")).await.unwrap();
        assert_eq!((again.from, again.to), (6, 9));
        shop.sound();
    }
}

/// Answers every call with this table.
fn serves(table: &'static str) -> String {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/stock.csv", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let mut asked = Vec::new();
            let mut piece = [0; 1024];
            while !asked.ends_with(b"\r\n\r\n") {
                match socket.read(&mut piece) {
                    Ok(n) if n > 0 => asked.extend_from_slice(&piece[..n]),
                    _ => break,
                }
            }
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: {}\r\n\r\n", table.len());
            if socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(table.as_bytes())).is_err() {
                return;
            }
        }
    });
    url
}

story! {
    async fn levels_come_by_schedule_and_are_told_row_by_row(shop: TestShop) {
        let (mug, bowl) = (shop.sells("mug", 2400, 10).await, shop.sells("bowl", 900, 5).await);
        let (main, kiel) = (shop.location, shop.place("kiel").await);
        let url = serves("sku;location;on_hand;low_at\nSKU-mug;;8;3\nSKU-mug;kiel;4;\nSKU-none;;1;\nSKU-bowl;nowhere;1;\nSKU-bowl;;5;\n");
        shop.sold("ada", &[(mug, 2)]).await;
        let asks = url.clone();
        shop.stocks(move |tx, i| i.set_feed(tx, &asks, 60, None, true)).await.unwrap();
        assert!(matches!(
            shop.stocks(|tx, i| i.set_feed(tx, "http://x.example", 1, None, true)).await,
            Err(InventoryError::FeedMinutes)
        ));
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let runs = shop.shop.inventory.feed_runs(5).await.unwrap();
        assert_eq!(runs.len(), 1, "{runs:?}");
        assert_eq!((runs[0].state.as_str(), runs[0].read, runs[0].changed, runs[0].refused), ("done", 5, 2, 2), "{runs:?}");
        assert_eq!((shop.lies(main, mug).await, shop.lies(kiel, mug).await), ((8, 6), (4, 4)), "two of the eight are sold");
        assert_eq!(shop.lies(main, bowl).await, (5, 5));
        let rows = shop.shop.inventory.feed_rows(runs[0].id, 10).await.unwrap();
        let told: Vec<_> = rows.iter().map(|r| (r.line, r.outcome.as_str(), r.was, r.now)).collect();
        assert_eq!(told, [
            (2, "changed", Some(10), Some(8)),
            (3, "changed", Some(0), Some(4)),
            (4, "sku_not_found", None, None),
            (5, "location_not_found", None, None),
        ]);
        // Not due yet; then it is; and staff may always ask.
        works.drain().await.unwrap();
        assert_eq!(shop.shop.inventory.feed_runs(5).await.unwrap().len(), 1);
        shop.test_db.advance(std::time::Duration::from_secs(3601));
        works.drain().await.unwrap();
        assert_eq!(shop.shop.inventory.feed_runs(5).await.unwrap()[0].changed, 0);
        shop.test_db.advance(std::time::Duration::from_secs(1));
        shop.stocks(|tx, i| i.set_feed(tx, "http://127.0.0.1:9/none", 60, None, false)).await.unwrap();
        shop.stocks(|tx, i| i.fetch_now(tx)).await.unwrap();
        works.drain().await.unwrap();
        let runs = shop.shop.inventory.feed_runs(5).await.unwrap();
        assert!(runs.len() == 3 && runs[0].needs_a_look() && !runs[0].error.is_empty(), "{runs:?}");
        shop.sound();
    }
}

/// One step of the random walk. Owners are numbered: each is promised something once, as an order is.
#[derive(Clone, Copy, Debug)]
enum Step {
    Hold(u8, VariantId, i64),
    Promise(u16, VariantId, i64),
    /// What is held becomes an order's.
    Take(u8, u16),
    Let(u8),
    Ship(u16, VariantId, i64),
    Release(u16),
    Bring(LocationId, VariantId, i64),
    Count(LocationId, VariantId, i64),
    Terms(LocationId, VariantId, Terms),
    Send(LocationId, LocationId, VariantId, i64),
    Arrive(VariantId, i64),
    End,
    Back(u16, VariantId),
}

/// What the walk knows of where it is.
struct Walk {
    rng: StdRng,
    places: Vec<LocationId>,
    goods: [VariantId; 2],
    owners: u16,
    hauls: Vec<HaulId>,
    /// Units that were sent and did not come back: the caller of `take_back` sees to that.
    out: HashMap<(u16, VariantId), i64>,
}

impl Walk {
    fn step(&mut self) -> Step {
        let at = self.rng.random_range(0..self.places.len());
        let other = self.places[(at + self.rng.random_range(1..self.places.len())) % self.places.len()];
        let place = self.places[at];
        let variant = self.goods[self.rng.random_range(0..self.goods.len())];
        let (who, n) = (self.rng.random_range(1..9_u8), self.rng.random_range(1..6_i64));
        let known = self.rng.random_range(0..=self.owners);
        match self.rng.random_range(0..18) {
            0 | 1 => Step::Hold(who, variant, n),
            2 | 3 => Step::Promise(self.owners + 1, variant, n),
            4 | 5 => Step::Take(who, self.owners + 1),
            6 => Step::Let(who),
            7..=9 => Step::Ship(known, variant, n),
            10 => Step::Release(known),
            11 | 12 => Step::Bring(place, variant, n),
            13 => Step::Count(place, variant, n * 2),
            14 => {
                let (safety, backorder) = (self.rng.random_range(0..3), self.rng.random_range(0..4));
                Step::Terms(place, variant, Terms { safety, backorder, ..Terms::default() })
            }
            15 => Step::Send(place, other, variant, n),
            16 => Step::Arrive(variant, n),
            _ if self.rng.random_bool(0.3) => Step::End,
            _ => Step::Back(known, variant),
        }
    }
}

fn walk(tx: &mut Tx<'_>, i: &Inventory, step: Step, hauls: &mut Vec<HaulId>) -> Result<(), InventoryError> {
    let hold = |who: u8| ReferenceId::from_bytes([who + 100; 16]);
    match step {
        Step::Hold(who, v, n) => {
            i.release_hold(tx, hold(who))?;
            let until = tx.now().plus(std::time::Duration::from_secs(600));
            i.hold(tx, hold(who), &[demand(v, n)], until)
        }
        Step::Promise(who, v, n) => i.allocate(tx, owner(who), &[demand(v, n)]),
        Step::Take(who, to) => i.allocate_held(tx, hold(who), owner(to)),
        Step::Let(who) => i.release_hold(tx, hold(who)).map(drop),
        Step::Ship(who, v, n) => i.ship(tx, owner(who), &[demand(v, n)]),
        Step::Release(who) => i.release(tx, owner(who)),
        Step::Bring(l, v, n) => i.take_in(tx, l, v, n, "random"),
        Step::Count(l, v, n) => i.count(tx, l, v, n, "random").map(drop),
        Step::Terms(l, v, terms) => i.set_terms(tx, l, v, terms).map(drop),
        Step::Send(from, to, v, n) => {
            let haul = i.draft_transfer(tx, from, to, "")?;
            i.put_transfer_line(tx, haul, v, n)?;
            i.send_transfer(tx, haul)?;
            hauls.push(haul);
            Ok(())
        }
        Step::Arrive(v, n) => hauls.last().map_or(Ok(()), |haul| i.receive_transfer(tx, *haul, &[(v, n)])),
        Step::End => hauls.pop().map_or(Ok(()), |haul| i.end_transfer(tx, haul)),
        Step::Back(who, v) => i.take_back(tx, owner(who), &[demand(v, 1)]),
    }
}

/// A seed that failed is walked again by `SUNDRY_SEED=… cargo test --workspace --test tests -- a_thousand_steps`.
fn seed() -> u64 {
    std::env::var("SUNDRY_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(|| rand::rng().random())
}

story! {
    async fn a_thousand_steps_break_no_promise(shop: TestShop) {
        let seed = seed();
        let goods = [shop.sells("mug", 2400, 9).await, shop.sells("bowl", 900, 4).await];
        let places = vec![shop.location, shop.place("kiel").await, shop.place("ulm").await];
        let rng = StdRng::seed_from_u64(seed);
        let mut way = Walk { rng, places, goods, owners: 0, hauls: Vec::new(), out: HashMap::new() };
        let mut did = 0;
        for at in 0..1000 {
            if at % 250 == 0 {
                let strategy = Strategy::ALL[way.rng.random_range(0..2)];
                shop.stocks(move |tx, i| i.set_strategy(tx, strategy)).await.unwrap();
            }
            let step = way.step();
            if let Step::Back(who, v) = step && way.out.get(&(who, v)).is_none_or(|n| *n == 0) {
                continue;
            }
            let stock = shop.shop.inventory.availability(&goods).await.unwrap();
            let saleable = |v: VariantId| stock[&v].saleable;
            shop.test_db.advance(std::time::Duration::from_millis(2));
            let hauls = way.hauls.clone();
            let done = shop.stocks(move |tx, i| {
                let mut now = hauls.clone();
                walk(tx, i, step, &mut now).map(|()| now)
            });
            match done.await {
                Ok(now) => {
                    (way.hauls, did) = (now, did + 1);
                    match step {
                        // What was held by the same before is free again.
                        Step::Hold(_, v, n) => assert!(n <= saleable(v) + 5, "seed {seed}, step {at}: {step:?}"),
                        Step::Promise(who, v, n) => {
                            assert!(n <= saleable(v), "seed {seed}, step {at}: {step:?} of {}", saleable(v));
                            way.owners = who;
                        }
                        Step::Take(_, who) => way.owners = who,
                        Step::Ship(who, v, n) => *way.out.entry((who, v)).or_default() += n,
                        Step::Back(who, v) => *way.out.entry((who, v)).or_default() -= 1,
                        _ => {}
                    }
                }
                Err(InventoryError::Db(e)) => panic!("seed {seed}, step {at}: {step:?}: {e}"),
                Err(InventoryError::OutOfStock { variant, wanted, .. }) => {
                    assert!(saleable(variant) < wanted, "seed {seed}, step {at}: {step:?} of {}", saleable(variant));
                }
                Err(_) => {}
            }
            if at % 100 == 99 {
                let mut breaches = Vec::new();
                let examined = shop.shop.db.snapshot_now(|c| inventory::books::books(c, &mut |b| breaches.push(b.sentence)));
                assert!(examined.is_ok_and(|n| n > 0) && breaches.is_empty(), "seed {seed}, by step {at}: {breaches:?}");
            }
        }
        assert!(did > 200 && way.owners > 20, "seed {seed}: only {did} steps were taken, {} promises made", way.owners);
    }
}
