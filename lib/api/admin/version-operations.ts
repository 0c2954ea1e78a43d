import { z } from '@hono/zod-openapi'
import { readHistory } from '#lib/allowlists/read-history'
import type { ListSubject } from '#lib/allowlists/subject'
import { versionDiff } from '#lib/allowlists/version-diff'
import { findVersion, listVersions, type VersionRow } from '#lib/allowlists/version-queries'
import { type ToldVersion, versionAt } from '#lib/allowlists/versions'
import { prisma, type Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { jsonAnswer } from '../answer.ts'
import { confirmedBy, confirmQuery } from './confirm-lockout.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { queryValue, type TokenRequest } from './request.ts'
import { versionAnswer, versionDiffAnswer, versionListAnswer } from './version-answers.ts'
import { type VersionHome, versionsOfCeiling, versionsOfKey, versionsOfNamedList } from './version-homes.ts'
import { readVersionPaging, versionPageToken } from './version-paging.ts'
import { wireVersion, wireVersionDiff, wireVersionHead } from './wire-version.ts'

const tag = 'Versions'

const listQuery = z.object({
  page_size: z.string().optional().openapi({ type: 'integer', description: '1 to 1,000; 50 when it is not said.' }),
  page_token: z.string().optional().openapi({ description: 'The `next_page_token` of the page before.' }),
})

function list(home: VersionHome): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminList${home.name}Versions`,
      method: 'get',
      path: `${home.path}/versions`,
      tag,
      summary: `List the versions of ${home.words}`,
      description: 'Newest first: who made each, when, from where, and how much it changed.',
      access: 'read',
      query: listQuery,
      answers: { 200: ['A page of versions', versionListAnswer] },
    }),
    async answer(request) {
      const owner = await home.subject(request)
      if (owner === null) return jsonAnswer(200, { versions: [], next_page_token: '' })
      const { versions, next } = await listVersions(prisma(), owner, readVersionPaging(request.query, owner))
      return jsonAnswer(200, {
        versions: versions.map(wireVersionHead),
        next_page_token: versionPageToken(next, owner),
      })
    },
  }
}

function get(home: VersionHome): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminGet${home.name}Version`,
      method: 'get',
      path: `${home.path}/versions/{version_id}`,
      tag,
      summary: `Get one version of ${home.words}, whole`,
      access: 'read',
      answers: { 200: ['The version with all its entries', versionAnswer] },
    }),
    async answer(request) {
      const owner = await existing(home, request)
      const number = versionNumber(request.params.version_id ?? '')
      if (number === null) throw new AdminProblem('version_not_found')
      const [found] = await readVersions(owner, [number])
      if (found === undefined) throw new AdminProblem('version_not_found')
      return jsonAnswer(200, wireVersion(found.row, found.version))
    },
  }
}

const side = (what: string) => z.string().openapi({ type: 'integer', description: `The id of the ${what} version.` })

function compare(home: VersionHome): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminDiff${home.name}Versions`,
      method: 'get',
      path: `${home.path}/versions:diff`,
      tag,
      summary: `Compare two versions of ${home.words}`,
      description: 'Any two, in either direction.',
      access: 'read',
      query: z.object({ from: side('first'), to: side('second') }),
      answers: { 200: ['What differs', versionDiffAnswer] },
    }),
    async answer(request) {
      const owner = await existing(home, request)
      const numbers = [sideOf(request, 'from'), sideOf(request, 'to')] as const
      const [from, to] = await readVersions(owner, numbers)
      if (from === undefined || to === undefined) throw new AdminProblem('version_not_found')
      const isExact = from.version.unsure.length + to.version.unsure.length === 0
      const diff = versionDiff(from.version, to.version, owner.now)
      return jsonAnswer(200, wireVersionDiff({ from: from.row, to: to.row, diff, isExact }))
    },
  }
}

const restoreRequest = z
  .object({
    version_id: z
      .string({ error: 'must be a string' })
      .openapi({ description: 'The version that comes back.', example: '3' }),
    restore_access_mode: z
      .boolean({ error: 'must be true or false' })
      .optional()
      .openapi({ description: 'Whether the access mode comes back too; otherwise it stays.' }),
  })
  .openapi('RestoreVersionRequest')

function restore(home: VersionHome): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminRestore${home.name}`,
      method: 'post',
      path: `${home.path}:restore`,
      tag,
      summary: `Bring an earlier version of ${home.words} back`,
      description:
        'It becomes a new version. Entries come back as they were: one that was switched off is off, and one whose time is over has expired. Which named lists a key uses stays as it is.',
      access: 'write',
      isWrite: true,
      query: confirmQuery,
      body: restoreRequest,
      answers: { 200: ['What stands now', home.answer] },
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const fields = readFields(restoreRequest, value)
      const number = versionNumber(fields.version_id)
      if (number === null) throw invalidFields([{ field: 'version_id', description: 'must be the id of a version' }])
      const scope = fields.restore_access_mode === true ? 'list_and_mode' : 'list'
      return home.restore(request, bytes, { number, scope, confirmed: confirmedBy(request) })
    },
  }
}

/** A list that was never made has no versions. */
async function existing(home: VersionHome, request: TokenRequest): Promise<ListSubject> {
  const owner = await home.subject(request)
  if (owner === null) throw new AdminProblem('version_not_found')
  return owner
}

/** Null for what can be the id of none. */
function versionNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}

function sideOf({ query }: TokenRequest, field: 'from' | 'to'): number {
  const number = versionNumber(queryValue(query, field) ?? '')
  if (number === null) throw invalidFields([{ field, description: 'must be the id of a version' }])
  return number
}

type FoundVersion = { row: VersionRow; version: ToldVersion }

/** In the order of the numbers, as they were at one moment; undefined for one that was never made. */
function readVersions(owner: ListSubject, numbers: readonly number[]): Promise<(FoundVersion | undefined)[]> {
  return snapshot(async (tx) => {
    const history = await readHistory(tx, owner, numbers)
    const found = []
    for (const number of numbers) found.push(await foundVersion(tx, owner, versionAt(history, number)))
    return found
  })
}

async function foundVersion(
  tx: Tx,
  owner: ListSubject,
  version: ToldVersion | null,
): Promise<FoundVersion | undefined> {
  const row = version === null ? null : await findVersion(tx, owner, version.number)
  return version === null || row === null ? undefined : { row, version }
}

/** Every version of every kind of list: listing, reading, comparing and restoring them. */
export const versionOperations: readonly AdminOperation[] = [
  versionsOfKey('issued'),
  versionsOfKey('imported'),
  versionsOfNamedList,
  versionsOfCeiling,
].flatMap((home) => [list(home), get(home), compare(home), restore(home)])
