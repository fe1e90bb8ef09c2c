//! Pictures come from folders, archives and addresses, once, and those that cannot be had are told.
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use imports::Imports;

use super::*;

fn picture(shade: u8) -> Vec<u8> {
    webp::Encoder::from_rgb(&[shade; 4 * 4 * 3], 4, 4).encode(80.0).to_vec()
}

/// A machine that has pictures, and other things.
fn gallery() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut first = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            if reader.read_line(&mut first).is_err() {
                continue;
            }
            let mut line = String::from(" ");
            while !line.trim().is_empty() {
                line.clear();
                let _ = reader.read_line(&mut line);
            }
            let (head, body) = match first.split(' ').nth(1).unwrap_or_default() {
                "/b.webp" => ("200 OK\r\nContent-Type: image/webp", picture(90)),
                "/moved" => ("302 Found\r\nLocation: /b.webp?again", Vec::new()),
                "/b.webp?again" => ("200 OK\r\nContent-Type: image/webp", picture(120)),
                "/page" => ("200 OK\r\nContent-Type: text/html", b"<p>no picture</p>".to_vec()),
                "/busy" => ("503 Busy", Vec::new()),
                "/out" => ("302 Found\r\nLocation: file:///etc/passwd", Vec::new()),
                _ => ("404 Gone", Vec::new()),
            };
            let _ =
                write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(&body);
        }
    });
    address
}

#[test]
fn what_can_be_had_hangs_and_the_rest_is_told() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let folder = std::env::temp_dir().join(format!("sundry-pictures-{}", kernel::random_token()));
        std::fs::create_dir_all(folder.join("m")).unwrap();
        std::fs::write(folder.join("m/a.webp"), picture(30)).unwrap();
        std::fs::write(folder.join("text.webp"), b"no picture").unwrap();
        let at = gallery();
        let all = format!(
            "/m/a.webp|../../etc/passwd|text.webp|{at}/b.webp|{at}/moved|{at}/page|{at}/busy|{at}/out|{at}/gone"
        );
        let file = format!("handle,title,sku,price,pictures\nbowl,Bowl,B-1,12.00,{all}\n");
        let spec = Spec { pictures: Some(folder.display().to_string()), ..Spec::of(Form::Products) };
        let report = run(rooms, &spec, file.clone()).unwrap();
        assert_eq!(report.pictures, 9);
        let id = report.run.id;
        let bring = |fetcher: Option<&Fetcher>| {
            rooms.importer.bring_pictures(&rooms.actor, id, fetcher, Duration::from_secs(60), &Silent).unwrap()
        };
        let local = bring(None);
        assert_eq!((local.hung, local.refused, local.again), (1, 2, Some(1)), "those with an address wait");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let fetcher = |private| Fetcher::new(outbound::Outbound::new(private).unwrap(), runtime.handle().clone());
        let inside = fetcher(false);
        assert!(inside.fetch(&format!("{at}/b.webp"), 1000).is_err(), "this machine is not the internet");
        let fetched = bring(Some(&fetcher(true)));
        assert_eq!((fetched.hung, fetched.refused), (2, 3));
        assert!(fetched.again.is_some_and(|wait| wait > 5), "the busy one is asked later: {fetched:?}");
        assert_eq!(product(rooms, "bowl").unwrap().pictures.len(), 3);
        let refused = rooms.importer.db.read_now(|c| Imports::refused_in(c, id, 10)).unwrap();
        assert!(
            refused.iter().any(|(source, why)| source.ends_with("/page") && why.contains("no picture")),
            "{refused:?}"
        );

        let again = run(rooms, &spec, file).unwrap();
        assert!(again.changed_nothing(), "{again}");
        assert_eq!(product(rooms, "bowl").unwrap().pictures.len(), 3, "pictures stay");
        let counts = rooms.importer.db.read_now(|c| Imports::picture_counts_in(c, again.run.id)).unwrap();
        assert_eq!((counts.hung, counts.waiting), (0, 5), "only those that were refused are asked for again");
        std::fs::remove_dir_all(folder).unwrap();
    });
}
