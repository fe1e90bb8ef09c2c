-- What was sent about something is asked for on every order's page.
CREATE INDEX notifications_messages_reference ON notifications_messages (reference, created_at);
