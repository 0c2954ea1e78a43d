import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Says what was found, or throws when it is not what was wanted. */
export function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`)
  console.log(`ok: ${what}: ${found}`)
}

/** Whether `look` came true within so many seconds. */
export async function until(look, seconds) {
  for (let left = seconds * 5; left > 0; left -= 1) {
    if (await look().catch(() => false)) return true
    await sleep(200)
  }
  return false
}

export async function onServer(url, sql) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
