-- The question of the validated cache, "which keys changed after clock value c?". A function, because its plans stay with the
-- database's own connection, where a client's prepared statement would be lost behind PgBouncer in transaction mode.
-- One statement reads everything, so the answer is one snapshot. More than `most` changes are not listed in full.

CREATE FUNCTION gatelist_changes_since(
  since bigint, most integer,
  OUT value float8, OUT horizon float8, OUT now float8, OUT changed text
) LANGUAGE plpgsql STABLE AS $$
BEGIN
  SELECT c.value, c.horizon, extract(epoch from clock_timestamp()) * 1000,
    CASE WHEN c.value > since THEN
      (SELECT string_agg(newer.key_id::text, ',') FROM (
        SELECT k.key_id FROM key_change k WHERE k.clock > since ORDER BY k.clock LIMIT most) AS newer)
    END
  INTO STRICT value, horizon, now, changed
  FROM change_clock c WHERE c.id = 1;
END $$;
