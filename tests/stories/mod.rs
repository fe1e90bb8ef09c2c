mod background;
mod money;
mod race;
mod sale;
