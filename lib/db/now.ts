import type { Tx } from '#lib/db'

/** The database's time, which all expiries are judged by. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const rows = await tx.$queryRaw<{ now: Date }[]>`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`
  const now = rows[0]?.now
  if (now === undefined) throw new Error('the database tells no time')
  return now
}
