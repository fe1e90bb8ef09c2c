//! Runs that are stopped on the way go on where they were, and end as if nothing had been.
use std::time::Duration;

use imports::Imports;

use super::*;

/// A run that is killed in the middle of its file.
struct Killed(usize);

impl std::io::Read for Killed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let file = file();
        if self.0 >= file.len() / 2 {
            return Err(std::io::Error::other("killed"));
        }
        let n = buffer.len().min(512).min(file.len() - self.0);
        buffer[..n].copy_from_slice(&file[self.0..self.0 + n]);
        self.0 += n;
        Ok(n)
    }
}

fn file() -> Vec<u8> {
    let rows: String =
        (0..1500).map(|i| format!("thing-{i},Thing {i},T-{i},{}.00,{},Things\n", i % 90 + 1, i % 7)).collect();
    format!("handle,title,sku,price,on_hand,categories\n{rows}").into_bytes()
}

fn begun(rooms: &Rooms) -> kernel::kinds::ImportId {
    let spec = Spec::of(Form::Products);
    let source = Source { name: "things.csv", size: file().len() as u64, fingerprint: spec.fingerprint(&file()) };
    rooms.importer.begin(&rooms.actor, &spec, &source).unwrap()
}

#[test]
fn a_run_goes_on_from_its_checkpoint_and_counts_each_thing_once() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let id = begun(rooms);
        // A little at a time, each stretch from a new beginning of the file.
        let stretch = || {
            let reader = Cursor::new(file());
            rooms.importer.work(&rooms.actor, id, reader, Some(Duration::ZERO), &Silent).unwrap()
        };
        assert_eq!(stretch(), Ended::Paused);
        let half = rooms.importer.report(id).unwrap();
        assert!(half.run.settled > 0 && half.created == half.run.settled && half.created < 1500, "{half}");
        assert_eq!(begun(rooms), id, "the same work is gone on with");

        // Somebody stops it while it works.
        let watcher = Stopping { rooms, id };
        let ended = rooms.importer.work(&rooms.actor, id, Cursor::new(file()), None, &watcher).unwrap();
        let stopped = rooms.importer.report(id).unwrap();
        assert_eq!((ended, stopped.run.state), (Ended::Cancelled, State::Cancelled));
        assert!(stopped.created > half.created && stopped.created < 1500, "{stopped}");
        assert_eq!(rooms.importer.work(&rooms.actor, id, Cursor::new(file()), None, &Silent).unwrap(), Ended::Done);

        let report = rooms.importer.report(id).unwrap();
        assert_eq!((report.read, report.created, report.failed, report.categories), (1500, 1500, 0, 1));
        assert_eq!(report.run.state, State::Done);
        assert_eq!(goods(rooms, &product(rooms, "thing-1499").unwrap()), [(6000, None, 1, 1)]);
        let again = run_again(rooms);
        assert!(again.changed_nothing() && again.unchanged == 1500, "{again}");
    });
}

/// Stops a run as soon as it is a step further.
struct Stopping<'a> {
    rooms: &'a Rooms,
    id: kernel::kinds::ImportId,
}

impl crate::Progress for Stopping<'_> {
    fn begin(&self, _: &str, _: u64) {}
    fn step(&self, _: u64) {
        let id = self.id;
        let run = self.rooms.importer.db.read_now(|c| Imports::run_in(c, id)).unwrap();
        if !run.stopping {
            let stop = move |tx: &mut db::Tx<'_>| Imports::stop(tx, id);
            self.rooms.importer.db.write_now(db::Lane::Bulk, &self.rooms.actor, stop).unwrap();
        }
    }
    fn end(&self) {}
}

fn run_again(rooms: &Rooms) -> Report {
    super::run(rooms, &Spec::of(Form::Products), file()).unwrap()
}

#[test]
fn a_run_whose_file_breaks_off_fails_and_is_taken_up_again() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let id = begun(rooms);
        rooms.importer.work(&rooms.actor, id, Killed(0), None, &Silent).unwrap();
        let half = rooms.importer.report(id).unwrap();
        assert!(half.created > 250 && half.created < 1000, "{half}");
        assert_eq!(half.problems[0].why, "cannot be read");
    });
}
