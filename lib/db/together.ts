import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'

/** One value that is read as JSON, null where there is nothing, and what it means. `sql` is a query of one row and column. */
export type JsonRead<T> = { readonly sql: Prisma.Sql; readonly read: (json: never) => T }

/** What the reads of an object come to. */
export type Values<Reads> = { -readonly [Name in keyof Reads]: Reads[Name] extends JsonRead<infer T> ? T : never }

/** Reads several things in one statement, which is one snapshot and one round trip, and is prepared: its text must be one of few. */
export async function readTogether<Reads extends Readonly<Record<string, JsonRead<unknown>>>>(
  db: Tx,
  reads: Reads,
): Promise<Values<Reads>> {
  const names = Object.keys(reads)
  const columns = Object.values(reads).map(({ sql }, at) => Prisma.sql`to_json((${sql})) AS ${column(at)}`)
  const [row = {}] = await db.$queryRaw<Record<string, never>[]>`/* prepared */ SELECT ${Prisma.join(columns)}`
  const values = names.map((name, at) => [name, reads[name]?.read(row[`c${at}`] as never)])
  return Object.fromEntries(values) as Values<Reads>
}

/**
 * Does several INSERT, UPDATE and DELETE in one statement and one round trip. None sees what another does, and triggers that come
 * after a statement come after all of them. It is prepared: its text must be one of few.
 */
export async function writeTogether(tx: Tx, writes: readonly Prisma.Sql[]): Promise<void> {
  if (writes.length === 0) return
  const parts = writes.map((write, at) => Prisma.sql`${column(at)} AS (${write})`)
  await tx.$executeRaw`/* prepared */ WITH ${Prisma.join(parts)} SELECT`
}

const column = (at: number) => Prisma.raw(`c${at}`)

/** A moment as JSON has it. */
export const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text))
