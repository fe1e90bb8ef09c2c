//! Sundry: a whole shop in one binary.
