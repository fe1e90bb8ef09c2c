mod sale;
