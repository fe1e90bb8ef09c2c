mod race;
mod sale;
