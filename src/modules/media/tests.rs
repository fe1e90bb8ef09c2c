//! Pictures that people bring, on both databases.
use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use kernel::{Actor, Coded};
use testkit::TestDb;

use crate::{MOST_BYTES, Media, WIDTHS};

static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("../../../migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("../../../migrations/postgres"),
};

fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut picture = RgbImage::from_pixel(width, height, Rgb([31, 77, 58]));
    // The upper left corner is red: whoever turns it can be seen to.
    for (x, y) in (0..width / 4).flat_map(|x| (0..height / 4).map(move |y| (x, y))) {
        picture.put_pixel(x, y, Rgb([200, 20, 20]));
    }
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// The JPEG with a head that says it was taken with the camera on its side, and where.
fn on_its_side(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS secret place");
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}

/// A PNG whose head promises more pixels than anybody has memory for.
fn bomb() -> Vec<u8> {
    let mut png = file(8, 8, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
    // The head's checksum, so that it is read at all.
    let crc = crc(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
        crc
    })
}

struct Folder(std::path::PathBuf);
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn media(t: &TestDb) -> (Media, Folder) {
    let folder = std::env::temp_dir().join(format!("sundry-media-{}", kernel::random_token()));
    (Media::new(t.db.clone(), folder.clone()), Folder(folder))
}

testkit::both_databases! {
    &MIGRATIONS;
    async fn a_picture_is_written_anew_in_every_size_and_noted(t: TestDb) {
        let (media, _folder) = media(&t);
        let photo = on_its_side(&file(1200, 800, ImageFormat::Jpeg));
        let prepared = media.prepare(photo).await.unwrap();
        assert_eq!((prepared.width, prepared.height), (800, 1200), "it stands upright");
        let keeper = media.clone();
        t.db.write(&Actor::system("test"), move |tx| keeper.keep(tx, &prepared)).await.unwrap();
        let asset = media.assets(&[prepared.id]).await.unwrap().pop().unwrap();
        assert_eq!(asset.sizes(), WIDTHS);
        let source = media.read_source(&asset).unwrap();
        assert!(!source.windows(6).any(|w| w == b"secret"), "nothing of the file's head is left");
        let kept = image::load_from_memory(&source).unwrap().into_rgb8();
        let (red, green) = (kept.get_pixel(790, 10), kept.get_pixel(10, 10));
        assert!(red[0] > 150 && green[0] < 90, "the corner was turned with it: {red:?}, {green:?}");
        for width in WIDTHS {
            let (bytes, exact) = media.read_nearest(prepared.id, width).unwrap();
            let size = image::load_from_memory(&bytes).unwrap();
            assert!(exact && size.width() == width.min(800) && size.height() == width.min(800) * 3 / 2, "{width}");
        }
    }

    async fn what_is_no_picture_or_too_much_of_one_is_told(t: TestDb) {
        let (media, folder) = media(&t);
        let jpeg = file(400, 300, ImageFormat::Jpeg);
        let mut broken = file(60, 60, ImageFormat::Png);
        broken.truncate(80);
        for (bytes, code) in [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "not_a_picture"),
            (Vec::new(), "not_a_picture"),
            (bomb(), "picture_too_many_pixels"),
            (broken, "picture_damaged"),
            (vec![0xff; MOST_BYTES + 1], "picture_too_large"),
        ] {
            assert_eq!(media.prepare(bytes).await.unwrap_err().code(), code);
        }
        assert!(!folder.0.exists(), "nothing was written for any of them");
        assert!(media.prepare(jpeg).await.is_ok());
    }
}
