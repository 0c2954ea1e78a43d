-- When something happened is told by the database's clock, as all else is judged by it, and not when its transaction began.
ALTER TABLE audit_event ALTER COLUMN at SET DEFAULT clock_timestamp();
