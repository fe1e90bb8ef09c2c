//! What others rely on, held against committed files.
mod events;
mod machine;
