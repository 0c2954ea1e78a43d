-- The time is taken once the window's row is had. Taken before, whoever waited for the row came with an older time, took the
-- window of the one before for a longer one than the policy has, and began it anew: more calls were let through than the quota.
-- A row that a sweep takes away between two statements is made again.
CREATE OR REPLACE FUNCTION gatelist_spend(names text[], calls integer[], quotas bigint[], windows integer[])
RETURNS TABLE (name text, granted integer, remaining float8, reset_ms float8) LANGUAGE plpgsql AS $$
DECLARE
  asked record;
  now_ms bigint;
  held rate_window;
  spent bigint;
BEGIN
  FOR asked IN
    SELECT * FROM unnest(names, calls, quotas, windows) AS a (name, calls, quota, window_seconds) ORDER BY a.name
  LOOP
    LOOP
      SELECT * INTO held FROM rate_window WHERE key = asked.name FOR UPDATE;
      EXIT WHEN FOUND;
      INSERT INTO rate_window (key, points, expire) VALUES (asked.name, 0, 0) ON CONFLICT (key) DO NOTHING;
    END LOOP;
    now_ms := extract(epoch from clock_timestamp()) * 1000;
    -- A window that is over, or longer than the policy has it by now, begins anew.
    IF held.expire <= now_ms OR held.expire > now_ms + asked.window_seconds * 1000::bigint THEN
      held.points := 0;
      held.expire := now_ms + asked.window_seconds * 1000::bigint;
    END IF;
    spent := least(held.points::bigint, asked.quota);
    granted := least(asked.calls::bigint, asked.quota - spent);
    UPDATE rate_window SET points = least(spent + granted, 2147483647), expire = held.expire WHERE key = asked.name;
    name := asked.name;
    remaining := asked.quota - spent - granted;
    reset_ms := held.expire - now_ms;
    RETURN NEXT;
  END LOOP;
END $$;
