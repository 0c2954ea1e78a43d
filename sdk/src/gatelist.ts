import { ask } from './ask.ts'
import { type GatelistOptions, readOptions, type Server } from './options.ts'
import { type Problem, problem } from './problem.ts'
import { readQuestion } from './question.ts'
import { type Read, readVerdict, unavailable } from './read-verdict.ts'
import type { Verdict } from './verdict.ts'

export type Presented = {
  readonly credential: string
  readonly clientIp: string | null | undefined
}

export type Gatelist = {
  /**
   * Asks whether a key, or a token derived from one, may be used from an address at this moment. Never rejects: where nobody could
   * decide, the answer is `unavailable`.
   *
   * @param clientIp the address of whoever presents it; one that is not known is refused
   */
  verify(credential: string, clientIp: string | null | undefined): Promise<Verdict>
  /**
   * The same for up to 100 at once, each by its own address, answered in their order.
   *
   * @throws RangeError for more than 100
   */
  verifyAll(presented: readonly Presented[]): Promise<readonly Verdict[]>
}

const MAX_ITEMS = 100
// A key's metadata has at most 64 KiB.
const MAX_BYTES_EACH = 256 * 1024

/** @throws TypeError when an option can never work */
export function createGatelist(options: GatelistOptions): Gatelist {
  const server = readOptions(options)
  const told = ({ verdict, problem }: Read): Verdict => {
    if (problem !== null) tell(options.onProblem, problem)
    return verdict
  }
  return {
    verify: async (credential, clientIp) => {
      const question = readQuestion(credential, clientIp)
      return question.ok ? told(await askOne(server, question.body)) : question.verdict
    },
    verifyAll: async (presented) => {
      if (presented.length > MAX_ITEMS) throw new RangeError(`verifyAll takes at most ${MAX_ITEMS} credentials`)
      const questions = presented.map(({ credential, clientIp }) => readQuestion(credential, clientIp))
      const asked = questions.flatMap((question) => (question.ok ? [question.body] : []))
      const answers = (await askAll(server, asked)).map(told)
      let next = 0
      return questions.map((question) => (question.ok ? (answers[next++] ?? MISSING) : question.verdict))
    },
  }
}

async function askOne(server: Server, body: object): Promise<Read> {
  const answered = await ask(server, { path: '/v2alpha1/admin/apiKeys:verify', body, maxBytes: MAX_BYTES_EACH })
  return answered.ok ? readVerdict(answered.json, answered.headers) : unavailable(answered.problem)
}

async function askAll(server: Server, requests: readonly object[]): Promise<readonly Read[]> {
  if (requests.length === 0) return []
  const answered = await ask(server, {
    path: '/v2alpha1/admin/apiKeys:batchVerify',
    body: { requests },
    maxBytes: MAX_BYTES_EACH * requests.length,
  })
  if (!answered.ok) return requests.map(() => unavailable(answered.problem))
  const results = resultsOf(answered.json)
  // One too few, and nobody knows whose answer is whose.
  if (results.length !== requests.length) {
    return requests.map(() => unavailable(problem('not_understood', { status: 200 })))
  }
  return results.map((result) => readVerdict(result, answered.headers))
}

function resultsOf(json: unknown): readonly unknown[] {
  const hasResults = typeof json === 'object' && json !== null && 'results' in json
  return hasResults && Array.isArray(json.results) ? json.results : []
}

const MISSING: Verdict = { allowed: false, reason: 'unavailable', problem: 'not_understood' }

/** A listener that fails must not change a verdict. */
function tell(onProblem: GatelistOptions['onProblem'], problem: Problem): void {
  try {
    const told: unknown = onProblem?.(problem)
    if (told instanceof Promise) told.catch(() => {})
  } catch {}
}
