-- The change clock is taken at the commit. A transaction took it with the first statement that changed a key, and held its row, for which
-- every other change waits, while its process read answers, thought and asked on.
-- Now statements note what they change, and a deferred trigger takes the clock when nothing is left to do but to commit.
-- Unlogged: no row outlives its transaction, so none is missed after a crash.
CREATE UNLOGGED TABLE "change_pending" (
    "xact" BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    "seq" BIGSERIAL NOT NULL,
    "key_ids" UUID[],
    "forgets_all" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "change_pending_pkey" PRIMARY KEY ("xact","seq")
);

CREATE OR REPLACE FUNCTION gatelist_mark_changed(key_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(key_ids) > 0 THEN
    INSERT INTO change_pending (key_ids) VALUES (key_ids);
  END IF;
END $$;

CREATE FUNCTION gatelist_mark_all_changed() RETURNS void LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO change_pending (key_ids, forgets_all) VALUES ('{}', true);
END;

CREATE OR REPLACE FUNCTION gatelist_forget_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatelist_mark_all_changed();
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION gatelist_policy_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND OLD.workspace_id IS NULL) OR (TG_OP <> 'DELETE' AND NEW.workspace_id IS NULL) THEN
    PERFORM gatelist_mark_all_changed();
  END IF;
  PERFORM gatelist_mark_changed(array_remove(ARRAY[OLD.workspace_id, NEW.workspace_id], NULL));
  RETURN NULL;
END $$;

-- One value for all that a transaction changed. The first of its notes takes them all.
-- Clock and chain are waited for one after the other, and a commit has 4.5 s for both: who has not got one is told so in time.
-- By its index always: in a table that is empty whenever it is looked at, PostgreSQL would read through what is left of the last rows.
CREATE FUNCTION gatelist_take_clock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET enable_seqscan = off SET lock_timeout = '1900ms' AS $$
DECLARE
  ids uuid[];
  everything boolean;
  tick bigint;
BEGIN
  -- So many notes cost so many looks, and not their square.
  IF TG_TABLE_NAME = 'change_pending' THEN
    IF NOT EXISTS (SELECT FROM change_pending WHERE xact = NEW.xact AND seq = NEW.seq) THEN
      RETURN NULL;
    END IF;
  END IF;
  WITH noted AS (DELETE FROM change_pending WHERE xact = pg_current_xact_id()::text::bigint RETURNING key_ids, forgets_all)
    SELECT ARRAY(SELECT DISTINCT pg_catalog.unnest(key_ids) FROM noted), bool_or(forgets_all) INTO ids, everything FROM noted;
  IF everything IS NULL THEN
    RETURN NULL;
  END IF;
  -- `recent` has one id a value. After a value that says nothing there, only this one is known. Eight: the question is asked many times
  -- while eight change.
  UPDATE change_clock SET value = value + 1,
      horizon = CASE WHEN everything THEN value + 1 ELSE horizon END,
      recent_until = CASE WHEN pg_catalog.cardinality(ids) = 1 THEN value + 1 ELSE recent_until END,
      recent = CASE WHEN pg_catalog.cardinality(ids) <> 1 THEN recent
        WHEN recent_until = value AND recent <> '' THEN right(recent, 7 * 37 - 1) || ',' || ids[1]::text
        ELSE ids[1]::text END
    WHERE id = 1 RETURNING value INTO STRICT tick;
  INSERT INTO key_change (key_id, clock) SELECT id, tick FROM pg_catalog.unnest(ids) AS id
    ON CONFLICT (key_id) DO UPDATE SET clock = EXCLUDED.clock;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER change_pending_at_commit AFTER INSERT ON change_pending DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION gatelist_take_clock();

-- The chain of the audit trail takes a lock at the commit too. The clock comes first whatever was written first, or two commits could wait
-- for each other for ever: triggers of one row go by their names, and this one comes before `audit_event_linked`.
CREATE CONSTRAINT TRIGGER audit_event_after_clock AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION gatelist_take_clock();

ALTER FUNCTION gatelist_audit_link() SET lock_timeout = '1900ms';

-- Whoever may record an event may have no right to anything else. The tables are those of this schema, whatever the caller's path is,
-- and every name above that a role could define with these very types is said to be PostgreSQL's own.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION gatelist_take_clock() SET search_path = %I, pg_temp', current_schema());
  EXECUTE format('ALTER FUNCTION gatelist_mark_changed(uuid[]) SET search_path = %I, pg_temp', current_schema());
END $$;
