//! Somebody sets the clock back and forth: no session comes to life again, no work is done twice, no schedule makes up for days.
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use kernel::{Actor, Correlation};

use crate::support::{TestShop, engine, story};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// An owner's fresh session.
async fn signs_in(shop: &TestShop) -> String {
    let staff = &shop.shop.staff;
    let email = "olga@example.org";
    let new = staff::NewMember {
        email: email.into(),
        name: "Olga Berg".into(),
        role: staff::Role::Owner,
        password: None,
    };
    let (_, password) = staff.add(&Actor::system("test"), new).await.unwrap();
    let door = staff::SignIn {
        email,
        password: &password.unwrap(),
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        user_agent: "",
        former: None,
        correlation: Correlation::new(),
    };
    auth::ExposeSecret::expose_secret(&staff.sign_in(door).await.unwrap().token).to_owned()
}

story! {
    async fn a_session_that_ended_stays_so_when_the_clock_is_set_back(shop: TestShop) {
        let clock = shop.test_db.clock.clone();
        let staff = shop.shop.staff.clone();
        let ended = signs_in(&shop).await;
        assert!(staff.authenticate(&ended).await.unwrap().is_some());
        clock.advance(DAY * 60);
        assert!(staff.authenticate(&ended).await.unwrap().is_none());
        clock.set_back(DAY * 60);
        assert!(staff.authenticate(&ended).await.unwrap().is_none(), "it came to life again");

        // One that was ended by its holder, an hour after the clock was put back.
        let door = shop.shop.staff.list().await.unwrap().remove(0);
        assert_eq!(door.email.as_str(), "olga@example.org");
        clock.advance(DAY);
        let password = staff.reset_password(&Actor::system("test"), door.id).await.unwrap();
        let door = staff::SignIn {
            email: "olga@example.org",
            password: &password,
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: "",
            former: None,
            correlation: Correlation::new(),
        };
        let token = auth::ExposeSecret::expose_secret(&staff.sign_in(door).await.unwrap().token).to_owned();
        clock.set_back(Duration::from_secs(3600));
        staff.sign_out(Correlation::new(), &token).await.unwrap();
        for _ in 0..3 {
            assert!(staff.authenticate(&token).await.unwrap().is_none());
            clock.advance(Duration::from_secs(1800));
        }
    }
}

story! {
    async fn a_clock_that_jumps_repeats_no_work_and_makes_up_for_no_schedule(shop: TestShop) {
        let clock = shop.test_db.clock.clone();
        let mug = shop.sells("mug", 2400, 50).await;
        let works = engine(&shop.shop);
        let schedules = works.drain().await.unwrap().ticks;
        assert!(schedules > 10, "each has its first time");
        let mut sold = Vec::new();
        let jumps = [
            (true, Duration::from_secs(3600)),
            (false, DAY),
            (true, DAY * 40),
            (false, DAY * 39),
            (true, Duration::from_secs(1)),
            (false, DAY * 400),
            (true, DAY * 400),
        ];
        for (nth, (forth, by)) in jumps.into_iter().enumerate() {
            sold.push(shop.sold(&format!("buyer{nth}"), &[(mug, 1)]).await);
            if forth { clock.advance(by) } else { clock.set_back(by) }
            let done = works.drain().await.unwrap();
            assert!(done.ticks <= schedules, "{} ticks after one jump {by:?}, of {schedules} schedules", done.ticks);
            // And at the same moment nothing is due again.
            assert_eq!(works.drain().await.unwrap().ticks, 0, "jump {nth}");
        }
        // Retries that were set for a later time come when it is.
        clock.advance(DAY * 2);
        works.drain().await.unwrap();
        let kind = flows::mail::order::CONFIRMATION.name;
        let told = shop.shop.db.read_now(|c| notifications::books::told(c, kind, None, 1000)).unwrap();
        sold.sort_unstable();
        assert_eq!(told, sold.iter().map(|order| (order.to_string(), 1)).collect::<Vec<_>>(), "one confirmation each");
        let jobs = shop.shop.db.read_now(|c| events::admin::jobs_overview(c).map_err(db::DbError::from)).unwrap();
        assert!(jobs.iter().all(|job| job.state != "dead"), "{jobs:?}");
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}
