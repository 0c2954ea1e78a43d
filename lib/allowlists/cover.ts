import { Prisma } from '#lib/generated/prisma/client'

/**
 * How many entries of a list are in force and how many addresses they admit, each counted once however many entries cover it:
 * `"entryCount"` and `addresses`, in one row.
 *
 * @param entries selects `network`, `enabled` and `expires_at`
 */
export function coverOf(entries: Prisma.Sql): Prisma.Sql {
  // Two networks are nested or disjoint, so the addresses of a list are those of its outermost entries. In the order of
  // `inet` a network follows the wider ones around it; it is outermost when nothing before it reaches its first address.
  return Prisma.sql`
    SELECT count(*)::int AS "entryCount",
      coalesce(trunc(sum(power(2::numeric, width - masklen(network))) FILTER (WHERE reach IS NULL OR reach < first)), 0)::text
        AS addresses
    FROM (
      SELECT network, width, first, max(last) OVER (PARTITION BY width ORDER BY network
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
      FROM (
        SELECT network, width, set_masklen(network, width) AS first, set_masklen(broadcast(network), width) AS last
        FROM (SELECT network, CASE family(network) WHEN 4 THEN 32 ELSE 128 END AS width FROM (${entries}) AS listed
          WHERE enabled AND (expires_at IS NULL OR expires_at > now())) AS entry
      ) AS placed
    ) AS reached`
}
