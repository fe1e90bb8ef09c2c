//! Packs `static/` into the binary: every file gets a name with its hash in it, and a smaller twin where one pays.
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Above this share of the original, a compressed twin is not worth its place (in percent).
const WORTH: usize = 95;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../../../static").canonicalize()?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", root.display());

    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort_by_key(|file: &PathBuf| file.to_string_lossy().replace('\\', "/"));

    let mut table = String::from("pub(super) static ASSETS: &[(&str, Asset)] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&root)?.to_str().ok_or("a file name is not UTF-8")?.replace('\\', "/");
        let body = fs::read(&file)?;
        let hash: String = Sha256::digest(&body).iter().take(6).map(|b| format!("{b:02x}")).collect();
        let (stem, ext) = name.rsplit_once('.').ok_or("a static file needs an extension")?;
        let hashed = format!("{stem}.{hash}.{ext}");
        let flat = hashed.replace('/', "-");

        let identity = keep(&out, &flat, &body)?;
        let brotli = twin(&out, &format!("{flat}.br"), &body, brotli(&body)?)?;
        let gzip = twin(&out, &format!("{flat}.gz"), &body, gzip(&body)?)?;
        writeln!(
            table,
            "    ({name:?}, Asset {{ url: {url:?}, content_type: {kind:?}, identity: {identity}, brotli: {brotli}, \
             gzip: {gzip}, etag: {etag:?} }}),",
            url = format!("/static/{hashed}"),
            kind = content_type(ext)?,
            etag = format!("\"{hash}\""),
        )?;
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

fn walk(dir: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        match path.is_dir() {
            _ if hidden => {}
            true => walk(&path, into)?,
            false => into.push(path),
        }
    }
    Ok(())
}

/// Writes `body` beside the table and gives the Rust expression that includes it.
fn keep(out: &Path, name: &str, body: &[u8]) -> std::io::Result<String> {
    let path = out.join(name);
    fs::write(&path, body)?;
    Ok(format!("include_bytes!({path:?})"))
}

fn twin(out: &Path, name: &str, body: &[u8], packed: Vec<u8>) -> std::io::Result<String> {
    if packed.len() * 100 > body.len() * WORTH {
        return Ok("None".to_owned());
    }
    Ok(format!("Some({})", keep(out, name, &packed)?))
}

fn brotli(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 9, 22);
    writer.write_all(body)?;
    drop(writer);
    Ok(packed)
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(body)?;
    writer.finish()
}

fn content_type(ext: &str) -> Result<&'static str, String> {
    Ok(match ext {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        other => return Err(format!("static/ holds a .{other} file: name its content type in build.rs")),
    })
}
