import type pg from 'pg'
import { type Check, checksOf } from '#lib/doctor/check'
import { type ConfiguredSecrets, type SecretStanding, standingOf } from '#lib/secrets/standing'

const { ok, problem } = checksOf('configuration')
const NAME = 'fingerprint'

/** As JSON, because before a migration the table may lack columns. */
type Row = { secret_fingerprint: string; previous_fingerprint?: string | null; resealed_at?: string | null }

/** Whether the database hangs on these master secrets; nothing where there is not yet anything to compare. */
export async function installationCheck(client: pg.Client, secrets: ConfiguredSecrets): Promise<readonly Check[]> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('installation') IS NOT NULL AS there`,
  )
  if (tables[0]?.there !== true) return []
  const { rows } = await client.query<{ row: Row }>('SELECT to_jsonb(i) AS row FROM installation i WHERE id = 1')
  const kept = rows[0]?.row
  if (kept === undefined) return []
  const standing = standingOf(
    {
      secretFingerprint: kept.secret_fingerprint,
      previousFingerprint: kept.previous_fingerprint ?? null,
      resealedAt: kept.resealed_at == null ? null : new Date(kept.resealed_at),
    },
    secrets,
  )
  return [say[standing.outcome]]
}

const say: Readonly<Record<SecretStanding['outcome'], Check>> = {
  settled: ok(NAME, 'The database hangs on this master secret.'),
  before: ok(NAME, 'The database hangs on the previous master secret; gatelist admin rotate-secrets changes it.'),
  changing: ok(NAME, 'The master secret is being changed, and both are set, as it must be until that is over.'),
  foreign: problem(
    NAME,
    'The database hangs on another master secret: the server does not start with this one, or would know no key.',
    { fix: 'Set GATELIST_SECRET to the one of the other processes, or bring back the DATA_DIR/secret it began with.' },
  ),
  unfinished: problem(NAME, 'A change of the master secret is not over, and the previous one is not set.', {
    fix: 'Set GATELIST_SECRET_PREVIOUS to the one before, until the change is over.',
  }),
  wrong_previous: problem(NAME, 'A change of the master secret is not over, and another previous one is set.', {
    fix: 'Set GATELIST_SECRET_PREVIOUS to the one that the change began with.',
  }),
}
