//! Asks the linker to keep one of several functions that came out equal: a tenth of the file is the same query code made
//! twice. Only where Rust's own linker is the default, for others do not know the word.
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |key: &str, value: &str| std::env::var(key).is_ok_and(|is| is == value);
    if is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && is("PROFILE", "release")
    {
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    }
}
