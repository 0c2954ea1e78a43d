import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '#server/project-root'
import { isKept } from './kept-keys.ts'
import { sealedColumns } from './sealed-columns.ts'

const SEALED = 'sealed anew when the master secret changes'
const DIGEST = 'a digest under no secret at all'
const AUDIT = 'never rewritten: the keys of earlier secrets are kept for it'

/** What becomes of every column of bytes when the master secret changes. A column that is new here needs an answer. */
const fates: Readonly<Record<string, string>> = {
  'Installation.keptKeys': 'sealed anew with the change itself',
  'SecondFactor.secret': SEALED,
  'RecoveryCode.digest': 'recovery code',
  'PasswordReset.digest': DIGEST,
  'Invitation.tokenDigest': DIGEST,
  'ApiKey.digest': 'imported keys',
  'ApiKey.possessionDigest': 'imported keys, possession',
  'ManagementToken.digest': DIGEST,
  'StaffToken.digest': DIGEST,
  'IdempotentAnswer.bodyDigest': 'idempotent bodies',
  'SigningKey.sealedSecret': SEALED,
  'Webhook.sealedSecret': SEALED,
  'AuditLink.hash': DIGEST,
  'AuditCheckpoint.hash': DIGEST,
  'AuditCheckpoint.seal': AUDIT,
  'AuditAnchor.hash': DIGEST,
  'AuditAnchor.seal': AUDIT,
}

it('knows for every column of bytes what a change of the master secret means for it', () => {
  expect(bytesColumns().map(({ field }) => field)).toEqual(Object.keys(fates))
})

it('seals every sealed column anew, and keeps the key of every digest that hangs on a secret', () => {
  const sealed = bytesColumns().filter(({ field }) => fates[field] === SEALED)
  const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`)
  expect(sealed.map(({ column }) => column).sort()).toEqual(listed.sort())
  const told = [SEALED, DIGEST, AUDIT, fates['Installation.keptKeys']]
  expect(Object.values(fates).filter((fate) => !told.includes(fate) && !isKept(fate))).toEqual([])
})

function bytesColumns(): { field: string; column: string }[] {
  const schema = readFileSync(join(projectRoot, 'prisma/schema.prisma'), 'utf8')
  return [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].flatMap(([, model = '', body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1]
    return [...body.matchAll(/^ {2}(\w+) +Bytes\b.*$/gm)].map(([line, name = '']) => {
      const column = /@map\("(\w+)"\)/.exec(line)?.[1] ?? name
      return { field: `${model}.${name}`, column: `${table}.${column}` }
    })
  })
}
