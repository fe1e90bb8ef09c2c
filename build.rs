//! What the linker can do for the size of the file: keep one of several functions that came out equal (a tenth of the file is
//! the same query code made twice), and write down in short which addresses have to be moved at start. Only where Rust's
//! own linker is the default, for others do not know the words.
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |key: &str, value: &str| std::env::var(key).is_ok_and(|is| is == value);
    if is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && is("PROFILE", "release")
    {
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
        if std::env::var("HOST").ok() == std::env::var("TARGET").ok() && loader_reads_short_relocations() {
            println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        }
    }
}

/// Whether the C library here is glibc 2.36 or newer: older loaders would start the program without moving anything.
fn loader_reads_short_relocations() -> bool {
    let Ok(told) = Command::new("ldd").arg("--version").output() else { return false };
    let told = String::from_utf8_lossy(&told.stdout);
    let version = told.lines().next().and_then(|line| line.split_whitespace().last()).unwrap_or_default();
    let mut numbers = version.split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= (2, 36),
        _ => false,
    }
}
