mod platform;
mod stories;
mod support;
