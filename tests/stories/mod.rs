mod background;
mod goods;
mod money;
mod race;
mod sale;
mod settings;
