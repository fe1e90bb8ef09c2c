mod accounts;
mod background;
mod goods;
mod money;
mod pending;
mod race;
mod sale;
mod settings;
