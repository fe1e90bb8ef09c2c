//! Accounts on both databases: who gets in, and who never does.
