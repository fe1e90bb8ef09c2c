//! What the platform promises, on both databases.
mod disk;
mod lists;
mod writes;
