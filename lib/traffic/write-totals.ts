// Keys may have been deleted since they were called: the joins drop their counters.

/**
 * A key that was used before its first use was kept goes without one: that of today would be a lie.
 * Takes ids, first and last use (milliseconds and address) and the numbers of calls.
 */
export const WRITE_USAGE = `/* traffic */
  INSERT INTO key_usage AS known (key_id, first_used_at, first_used_address, last_used_at, last_used_address, allowed_count,
    refused_count)
  SELECT api_key.id, to_timestamp(seen.first_at / 1000), seen.first_address, to_timestamp(seen.last_at / 1000),
    seen.last_address, seen.allowed, seen.refused
  FROM unnest($1::uuid[], $2::float8[], $3::inet[], $4::float8[], $5::inet[], $6::bigint[], $7::bigint[])
    AS seen (key_id, first_at, first_address, last_at, last_address, allowed, refused)
    JOIN api_key ON api_key.id = seen.key_id
  ORDER BY api_key.id
  ON CONFLICT (key_id) DO UPDATE SET
    first_used_address = CASE WHEN known.last_used_at IS NULL OR excluded.first_used_at < known.first_used_at
      THEN excluded.first_used_address ELSE known.first_used_address END,
    first_used_at = CASE WHEN known.last_used_at IS NULL THEN excluded.first_used_at
      WHEN known.first_used_at IS NULL THEN NULL ELSE least(known.first_used_at, excluded.first_used_at) END,
    last_used_address = CASE WHEN excluded.last_used_at >= coalesce(known.last_used_at, '-infinity')
      THEN excluded.last_used_address ELSE known.last_used_address END,
    last_used_at = greatest(known.last_used_at, excluded.last_used_at),
    allowed_count = known.allowed_count + excluded.allowed_count,
    refused_count = known.refused_count + excluded.refused_count`

/** Takes ids, hours (milliseconds) and the numbers of calls. */
export const WRITE_HOURS = `/* traffic */
  INSERT INTO key_hour AS known (key_id, hour, allowed, unlisted, refused)
  SELECT api_key.id, to_timestamp(seen.hour / 1000), seen.allowed, seen.unlisted, seen.refused
  FROM unnest($1::uuid[], $2::float8[], $3::bigint[], $4::bigint[], $5::bigint[])
    AS seen (key_id, hour, allowed, unlisted, refused) JOIN api_key ON api_key.id = seen.key_id
  ORDER BY api_key.id, seen.hour
  ON CONFLICT (key_id, hour) DO UPDATE SET
    allowed = known.allowed + excluded.allowed,
    unlisted = known.unlisted + excluded.unlisted,
    refused = known.refused + excluded.refused`
