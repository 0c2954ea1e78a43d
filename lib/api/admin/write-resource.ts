import { createHmac, hash } from 'node:crypto'
import { headerLines } from '#lib/client-ip/header-lines'
import { type Tx, transaction } from '#lib/db'
import { inLane } from '#lib/db/lanes'
import { derivedKey } from '#lib/secrets'
import { type Answer, emptyAnswer, jsonAnswer, withHeaders } from '../answer.ts'
import { claim, keep, replayHeader, type StoredAnswer } from './idempotency.ts'
import { AdminProblem, type AdminProblemCode } from './problem.ts'
import { queryValue, type TokenRequest } from './request.ts'

/**
 * What a write came to. `body` without a secret, or how it tells of the resource as it is now, which is read once for all; `secret` is
 * put into it for this one answer. `headers`: name, value, …
 */
export type WrittenResource<R> = {
  readonly status: 200 | 201 | 204
  readonly body: object | ((now: R) => object) | null
  readonly secret?: string
  readonly headers?: readonly string[]
  /** What the answer is about, for its ETag and for what a dry run tells; null where there is none or it is gone. */
  readonly id: string | null
}

/** How a kind of thing that writes are about is read, compared and told of. */
export type ResourceKind<R> = {
  /** Locked first, so that what is compared is what is changed. Null when there is none. */
  lockAndRead(tx: Tx, id: string): Promise<R | null>
  read(tx: Tx, id: string): Promise<R | null>
  etagOf(resource: R): string
  /** What is said of one that is not there. */
  readonly missing: AdminProblemCode
  /** Called before a dry run; what it returns is called after it and tells what changed and whom that concerns. */
  foresee(tx: Tx, before: R | null): Promise<(after: R | null) => Promise<object>>
}

export type ResourceWrite<R> = {
  readonly request: TokenRequest
  /** As received: a repeat under the same Idempotency-Key must have the same. */
  readonly bytes: Uint8Array
  readonly kind: ResourceKind<R>
  /** Of what is changed, which `If-Match` is about; null for what is made. */
  readonly id: string | null
  /** Does it, in the transaction; throws AdminProblem to undo it. */
  run(tx: Tx): Promise<WrittenResource<R>>
}

/** Ends a dry run: the transaction is undone, and this is what it would have come to. */
class Undone extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('a dry run')
    this.answer = answer
  }
}

/**
 * Every write of the admin API: `If-Match`, `Idempotency-Key` and `dry_run` mean the same everywhere. A dry run does the whole
 * write and undoes it, so that it cannot tell anything but what would happen.
 */
export async function writeResource<R>(given: ResourceWrite<R>): Promise<Answer> {
  const isDry = readDryRun(given.request.query)
  const idempotencyKey = readIdempotencyKey(given.request)
  try {
    return await inTurn(given, () =>
      transaction(async (tx) => {
        if (idempotencyKey === null || isDry) return perform(tx, given, isDry)
        const slot = { ...slotOf(given), key: idempotencyKey }
        const before = await claim(tx, slot)
        if (before !== null) return answerOf(before, [replayHeader, 'true'])
        return perform(tx, given, false, (stored) => keep(tx, slot, stored))
      }),
    )
  } catch (error) {
    if (error instanceof Undone) return error.answer
    throw error
  }
}

/** After whatever else changes it. What is made has nobody to wait for. */
function inTurn<R, T>({ request, id }: ResourceWrite<R>, run: () => Promise<T>): Promise<T> {
  return id === null ? run() : inLane(`${request.token.workspaceId} ${id}`, run)
}

async function perform<R>(
  tx: Tx,
  { request, kind, id, run }: ResourceWrite<R>,
  isDry: boolean,
  keepAnswer?: (stored: StoredAnswer) => Promise<void>,
): Promise<Answer> {
  const ifMatch = headerLines(request.call.rawHeaders, 'if-match')
  const wanted = id !== null && (isDry || ifMatch.length > 0)
  const before = wanted ? await kind.lockAndRead(tx, id) : null
  if (ifMatch.length > 0) checkMatch(kind, before, ifMatch)
  const tell = isDry ? await kind.foresee(tx, before) : null
  const written = await run(tx)
  const after = written.id === null ? null : await kind.read(tx, written.id)
  const body = bodyOf(kind, written, after)
  if (tell !== null) throw new Undone(jsonAnswer(200, { dry_run: true, result: body, ...(await tell(after)) }))
  const headers = [...(written.headers ?? []), ...(after === null ? [] : ['ETag', kind.etagOf(after)])]
  const stored = { status: written.status, headers, body }
  await keepAnswer?.(stored)
  return answerOf(withSecret(stored, written.secret))
}

function bodyOf<R>({ missing }: ResourceKind<R>, { body }: WrittenResource<R>, now: R | null): object | null {
  if (typeof body !== 'function') return body
  if (now === null) throw new AdminProblem(missing)
  return body(now)
}

function withSecret(stored: StoredAnswer, secret: string | undefined): StoredAnswer {
  return secret === undefined ? stored : { ...stored, body: { ...stored.body, secret } }
}

function answerOf({ status, headers, body }: StoredAnswer, extra: readonly string[] = []): Answer {
  const answer = body === null ? emptyAnswer(status) : jsonAnswer(status, body)
  return withHeaders(answer, [...headers, ...extra])
}

/** RFC 9110 §13.1.1: strong comparison; `*` is any that exists. What is missing is told as missing. */
function checkMatch<R>(kind: ResourceKind<R>, before: R | null, lines: readonly string[]): void {
  if (before === null) throw new AdminProblem(kind.missing)
  const wanted = lines
    .join(',')
    .split(',')
    .map((tag) => tag.trim())
  if (!wanted.includes('*') && !wanted.includes(kind.etagOf(before))) throw new AdminProblem('etag_mismatch')
}

// AIP-163 calls it validate_only.
const COULD_BE_A_DRY_RUN = /dry|validate/i

/** A dry run that is misspelt must not be done in earnest. */
function readDryRun(query: URLSearchParams): boolean {
  const other = [...query.keys()].find(
    (name) => COULD_BE_A_DRY_RUN.test(name) && name !== 'dry_run' && name !== 'dryRun',
  )
  if (other !== undefined) {
    const message = `${other.slice(0, 100)}: is not a parameter here; a dry run is asked for by dry_run=true`
    throw new AdminProblem('bad_request', { message })
  }
  const text = queryValue(query, 'dry_run')
  if (text === null || text === 'false') return false
  if (text === 'true') return true
  throw new AdminProblem('bad_request', { message: 'dry_run: must be true or false' })
}

const PRINTABLE = /^[\x21-\x7e]{1,255}$/

function readIdempotencyKey({ call }: TokenRequest): string | null {
  const lines = headerLines(call.rawHeaders, 'idempotency-key')
  if (lines.length === 0) return null
  const [key = ''] = lines
  if (lines.length === 1 && PRINTABLE.test(key)) return key
  throw new AdminProblem('bad_request', {
    message: 'Idempotency-Key: must be given once, with 1 to 255 printable ASCII characters and no blanks',
  })
}

function slotOf<R>({ request, bytes }: ResourceWrite<R>) {
  const { call, token } = request
  const path = call.target.replace(/^\/api(?=\/)/, '')
  // Under a pepper: a body may hold a key to import, which may be weak, and all else that is in it stands in the database.
  const bodyDigest = createHmac('sha256', derivedKey('idempotent bodies')).update(bytes).digest()
  // Of fixed length, so that no address is too long for the table's index.
  const operation = hash('sha256', `${call.method} ${path}`, 'base64url')
  return { workspaceId: token.workspaceId, operation, bodyDigest }
}
