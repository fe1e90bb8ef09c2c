//! Packs `static/` into the binary: every file gets a name with its hash in it, and a smaller twin where one pays. A
//! folder whose name has an extension (`store.css/`) is one file, made of its parts in the order of their names. And
//! lists the texts: every `templates/texts/LOCALE/*.ftl`.
use std::collections::BTreeMap;
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

    let mut files = BTreeMap::new();
    walk(&root, &root, &mut files)?;

    let mut table = String::from("pub(super) static ASSETS: &[(&str, Asset)] = &[\n");
    for (name, parts) in files {
        let mut body = Vec::new();
        for part in parts {
            println!("cargo::rerun-if-changed={}", part.display());
            body.extend(fs::read(&part)?);
        }
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
    texts(&root.join("../templates/texts").canonicalize()?, &out)
}

/// Writes the table of locales, each with its files and what stands in them.
fn texts(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut table = String::from("pub(crate) static LOCALES: &[(&str, &[(&str, &str)])] = &[\n");
    for locale in sorted(root)? {
        println!("cargo::rerun-if-changed={}", locale.display());
        writeln!(table, "    ({:?}, &[", locale.file_name().ok_or("a locale needs a name")?)?;
        for file in sorted(&locale)? {
            println!("cargo::rerun-if-changed={}", file.display());
            writeln!(
                table,
                "        ({:?}, include_str!({file:?})),",
                file.file_name().ok_or("a file needs a name")?
            )?;
        }
        table.push_str("    ]),\n");
    }
    table.push_str("];\n");
    fs::write(out.join("texts.rs"), table)?;
    Ok(())
}

fn sorted(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(dir)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.file_name().is_some_and(|n| !n.to_string_lossy().starts_with('.')));
    paths.sort();
    Ok(paths)
}

/// Every file to be packed, by its name below `root`, with the parts it is made of.
fn walk(root: &Path, dir: &Path, into: &mut BTreeMap<String, Vec<PathBuf>>) -> Result<(), Box<dyn Error>> {
    for path in sorted(dir)? {
        let name = path.strip_prefix(root)?.to_str().ok_or("a file name is not UTF-8")?.replace('\\', "/");
        match (path.is_dir(), path.extension().is_some()) {
            (true, false) => walk(root, &path, into)?,
            (true, true) => {
                println!("cargo::rerun-if-changed={}", path.display());
                into.insert(name, sorted(&path)?);
            }
            (false, _) => {
                into.insert(name, vec![path]);
            }
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
