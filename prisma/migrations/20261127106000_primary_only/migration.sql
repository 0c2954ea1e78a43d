-- A standby may be behind the primary, so a saved change would not rule the next call that is judged by what it holds. Both reads of the
-- hot path tell the origin, so this refuses both there, as PostgreSQL refuses a write: the caller is told to come back.
CREATE OR REPLACE FUNCTION gatelist_origin() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF pg_is_in_recovery() THEN
    RAISE EXCEPTION 'a standby judges no calls' USING ERRCODE = 'read_only_sql_transaction';
  END IF;
  RETURN pg_relation_filepath('change_clock'::regclass) || '@' || (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint;
END $$;
