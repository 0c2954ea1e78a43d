-- A change of the master secret: what it was changed from, whether all that was sealed has been sealed anew, and the keys that
-- outlive it because what they made cannot be made again (digests of secrets that are nowhere).
ALTER TABLE installation
  ADD COLUMN previous_fingerprint TEXT,
  ADD COLUMN secret_changed_at TIMESTAMPTZ(3),
  ADD COLUMN resealed_at TIMESTAMPTZ(3),
  ADD COLUMN kept_keys BYTEA;
