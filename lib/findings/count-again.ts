import { prisma } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { countFindings } from './count-findings.ts'

/** Counting reads much; whoever presses twice gets what was counted the first time. */
const AT_LEAST_SECONDS = 30

/** Counts now what the server counts every few minutes. */
export async function countAgain(): Promise<Result<null, 'too_soon' | 'busy'>> {
  const rows = await prisma().$queryRaw<{ isFresh: boolean }[]>`
    SELECT coalesce(max(taken_at) > now() - make_interval(secs => ${AT_LEAST_SECONDS}::int), false) AS "isFresh" FROM finding_count`
  if (rows[0]?.isFresh) return refuse('too_soon', `The counts are less than ${AT_LEAST_SECONDS} seconds old.`)
  return (await countFindings())
    ? ok(null)
    : refuse('busy', 'The server is counting just now. Load the page again in a moment.')
}
