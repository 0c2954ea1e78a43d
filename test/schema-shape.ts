import { onServer } from '#test/template'

/** Tables, columns, indexes, foreign keys and enums of a database, as lines that can be compared. */
export function schemaShape(url: string): Promise<string[]> {
  return onServer(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(SHAPE)
    return rows.map(({ line }) => line)
  })
}

const SHAPE = `
  WITH ours AS (
    SELECT oid, relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'
  )
  SELECT format('%s.%s %s%s%s', relname, attname, format_type(atttypid, atttypmod),
      CASE WHEN attnotnull THEN ' not null' END, ' default ' || pg_get_expr(adbin, adrelid)) AS line
    FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  UNION ALL
  SELECT pg_get_indexdef(indexrelid) FROM ours JOIN pg_index ON indrelid = ours.oid
  UNION ALL
  SELECT format('%s %s %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
    FROM ours JOIN pg_constraint ON conrelid = ours.oid AND contype IN ('p', 'f', 'u')
  UNION ALL
  SELECT format('enum %s: %s', typname, string_agg(enumlabel, ', ' ORDER BY enumsortorder))
    FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid GROUP BY typname
  ORDER BY line`
