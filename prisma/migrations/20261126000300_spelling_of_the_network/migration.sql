-- How an entry was written tells of the network it was written for. Whoever changes the network alone, by plain SQL, takes the
-- old spelling away with it, so that what is told of a list is what is enforced.
CREATE FUNCTION gatelist_forget_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.written := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER allowlist_entry_respelled BEFORE UPDATE OF network ON allowlist_entry FOR EACH ROW
  WHEN (NEW.network IS DISTINCT FROM OLD.network AND NEW.written IS NOT DISTINCT FROM OLD.written)
  EXECUTE FUNCTION gatelist_forget_spelling();
