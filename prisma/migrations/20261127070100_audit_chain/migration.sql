-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "staff_role" TEXT,
ADD COLUMN     "token_id" UUID;

-- CreateTable
CREATE TABLE "audit_link" (
    "position" BIGINT NOT NULL,
    "event_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "position" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seal" BYTEA NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_anchor" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "position" BIGINT NOT NULL DEFAULT 0,
    "hash" BYTEA NOT NULL,
    "seal" BYTEA,
    "moved_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_anchor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_pruned" (
    "subject_id" UUID NOT NULL,
    "versions" INTEGER NOT NULL,

    CONSTRAINT "audit_pruned_pkey" PRIMARY KEY ("subject_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_event_id_key" ON "audit_link"("event_id");

ALTER TABLE "audit_link" ADD CONSTRAINT "audit_link_hash_is_sha256" CHECK (octet_length(hash) = 32);
ALTER TABLE "audit_checkpoint" ADD CONSTRAINT "audit_checkpoint_is_sealed"
  CHECK (octet_length(hash) = 32 AND octet_length(seal) = 32);
ALTER TABLE "audit_anchor" ADD CONSTRAINT "audit_anchor_single_row" CHECK (id = 1);
ALTER TABLE "audit_anchor" ADD CONSTRAINT "audit_anchor_hash_is_sha256" CHECK (octet_length(hash) = 32);
INSERT INTO "audit_anchor" (id, position, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- The bytes of an event that its hash is taken over. Whoever checks the chain makes them anew outside the database
-- (lib/audit/chain.ts), so they are plain: every field as text with its length in bytes before it, in this order; "-" for null.
CREATE FUNCTION gatelist_audit_bytes(event audit_event) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
DECLARE
  field text;
  told text := '';
BEGIN
  FOREACH field IN ARRAY ARRAY[
    'gatelist-audit-1', event.id::text, (extract(epoch FROM event.at) * 1000::numeric)::bigint::text, event.workspace_id::text,
    event.actor_id::text, event.actor_label, event.staff_role, event.token_id::text, event.action, event.key_id::text,
    event.address::text, event.door, event.request_id, event.before::text, event.after::text]
  LOOP
    told := told || coalesce(octet_length(convert_to(field, 'UTF8'::name))::text || ':' || field, '-');
  END LOOP;
  RETURN convert_to(told, 'UTF8'::name);
END $$;

-- Links a new event to the one before it. It runs as the transaction commits, so this lock is the last that a transaction
-- takes: who holds it waits for nobody, which is why it cannot deadlock with the change clock, and it is held only while the
-- commit is written. After the lock READ COMMITTED sees the newest link. Under a stricter level the snapshot is older: the
-- place in the chain may then be taken, and the commit fails as a serialization failure, never as a second branch.
CREATE FUNCTION gatelist_audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(71829364::bigint);
  SELECT h.position, h.hash INTO STRICT last FROM (
    (SELECT l.position, l.hash FROM audit_link l ORDER BY l.position DESC LIMIT 1)
    UNION ALL
    SELECT a.position, a.hash FROM audit_anchor a) AS h ORDER BY h.position DESC LIMIT 1;
  INSERT INTO audit_link (position, event_id, hash)
    VALUES (last.position + 1, NEW.id, sha256(last.hash || gatelist_audit_bytes(NEW)))
    ON CONFLICT (position) DO NOTHING;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the audit trail went on meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END $$;

-- What happened before there was a chain is linked in the order of its events.
DO $$
DECLARE
  event audit_event;
  place bigint := 0;
  previous bytea := decode(repeat('00', 32), 'hex');
BEGIN
  FOR event IN SELECT * FROM audit_event ORDER BY id LOOP
    place := place + 1;
    previous := sha256(previous || gatelist_audit_bytes(event));
    INSERT INTO audit_link (position, event_id, hash) VALUES (place, event.id, previous);
  END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER audit_event_linked AFTER INSERT ON audit_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gatelist_audit_link();

-- Nothing of the trail is ever altered, and only what the anchor has passed is removed. The anchor only moves forward, to a
-- link that is there, over events that are at least 30 days old. So pruning needs no way around these rules, and a
-- superuser, whom rights do not bind, is bound by them as well.
CREATE OR REPLACE FUNCTION gatelist_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION gatelist_audit_event_is_pruned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM gone WHERE NOT EXISTS (
      SELECT FROM audit_link l JOIN audit_anchor a ON l.position <= a.position WHERE l.event_id = gone.id)) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION gatelist_audit_place_is_pruned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone JOIN audit_anchor a ON gone.position > a.position) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION gatelist_audit_anchor_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position <= OLD.position
    OR NOT EXISTS (SELECT FROM audit_link l WHERE l.position = NEW.position AND l.hash = NEW.hash)
    OR EXISTS (
      SELECT FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id
      WHERE l.position > OLD.position AND l.position <= NEW.position
        AND (e.at IS NULL OR e.at > now() - interval '30 days')) THEN
    RAISE EXCEPTION 'the anchor of the audit trail only moves forward, over what is at least 30 days old'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER audit_event_append_only ON audit_event;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_is_append_only();
CREATE TRIGGER audit_event_pruned_only AFTER DELETE ON audit_event
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_event_is_pruned();

CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_is_append_only();
CREATE TRIGGER audit_link_pruned_only AFTER DELETE ON audit_link
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_place_is_pruned();

CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR TRUNCATE ON audit_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_is_append_only();
CREATE TRIGGER audit_checkpoint_pruned_only AFTER DELETE ON audit_checkpoint
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_place_is_pruned();

CREATE TRIGGER audit_anchor_append_only BEFORE INSERT OR DELETE OR TRUNCATE ON audit_anchor
  FOR EACH STATEMENT EXECUTE FUNCTION gatelist_audit_is_append_only();
CREATE TRIGGER audit_anchor_moves_on BEFORE UPDATE ON audit_anchor
  FOR EACH ROW EXECUTE FUNCTION gatelist_audit_anchor_moves_on();

-- Removes every event up to a place in the chain and keeps that link's hash as what the chain now begins after. The rights
-- that are denied below, to the owner as well, are there for the length of this call. `version_actions`: what made versions
-- of a list, so that the versions that are left keep their numbers. Gives how many events went and of which time.
CREATE FUNCTION gatelist_audit_prune(upto bigint, new_seal bytea, version_actions text[])
RETURNS TABLE (events bigint, first_at timestamptz, last_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER AS $$
#variable_conflict use_column
BEGIN
  PERFORM pg_advisory_xact_lock(71829365::bigint);
  GRANT DELETE ON audit_event, audit_link, audit_checkpoint TO CURRENT_USER;
  GRANT UPDATE ON audit_anchor TO CURRENT_USER;

  UPDATE audit_anchor a SET position = l.position, hash = l.hash, seal = new_seal, moved_at = now()
    FROM audit_link l WHERE a.id = 1 AND l.position = upto;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the audit trail has no place %', upto;
  END IF;
  INSERT INTO audit_pruned AS p (subject_id, versions)
    SELECT e.key_id, count(*)::int FROM audit_link l JOIN audit_event e ON e.id = l.event_id
    WHERE l.position <= upto AND e.key_id IS NOT NULL AND e.action = ANY(version_actions) GROUP BY e.key_id
    ON CONFLICT (subject_id) DO UPDATE SET versions = p.versions + EXCLUDED.versions;
  RETURN QUERY
    WITH gone AS (
      DELETE FROM audit_event e USING audit_link l WHERE l.event_id = e.id AND l.position <= upto RETURNING e.at)
    SELECT count(*), min(at), max(at) FROM gone;
  DELETE FROM audit_link WHERE position <= upto;
  DELETE FROM audit_checkpoint WHERE position <= upto;

  REVOKE DELETE ON audit_event, audit_link, audit_checkpoint FROM CURRENT_USER;
  REVOKE UPDATE ON audit_anchor FROM CURRENT_USER;
END $$;

REVOKE ALL ON FUNCTION gatelist_audit_prune(bigint, bytea, text[]) FROM PUBLIC;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_event, audit_link, audit_checkpoint, audit_anchor FROM PUBLIC, CURRENT_USER;
REVOKE INSERT ON audit_anchor FROM PUBLIC, CURRENT_USER;

-- What runs with the owner's rights finds its tables in this schema and nowhere else, whatever the caller's search path is.
-- Who may make functions and operators in it gets none of them called: every type above is said, so PostgreSQL's own match first.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION gatelist_audit_link() SET search_path = %I, pg_temp', current_schema());
  EXECUTE format('ALTER FUNCTION gatelist_audit_prune(bigint, bytea, text[]) SET search_path = %I, pg_temp', current_schema());
END $$;
