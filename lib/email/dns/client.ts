import { type Answer, readAnswer } from './answer.ts'
import { exchange } from './exchange.ts'
import type { Question, QuestionType } from './message.ts'
import type { DnsServer } from './server.ts'

/** What DNS says of a name, whichever server told; `failed` when none did before the signal. */
export type AskDns = (name: string, type: QuestionType, signal: AbortSignal) => Promise<Settled>
type Settled = Exclude<Answer, { kind: 'alias' }>

const ROUNDS = 2
const MAX_SERVERS = 3
const MAX_HOPS = 8

/**
 * Asks several servers, as a stub resolver does.
 *
 * The next attempt starts when one fails, or when it has been silent for its share of the time; earlier ones are still
 * listened to, because a resolver that has to fetch a rare name is slow and not dead. The first server that makes a
 * statement wins, and is asked first from then on.
 *
 * @param timeoutMs within which every attempt has had its share
 */
export function createDnsClient(servers: readonly DnsServer[], timeoutMs: number): AskDns {
  const asked = servers.slice(0, MAX_SERVERS)
  const attempts = asked.length * ROUNDS
  const shareMs = timeoutMs / Math.max(1, attempts)
  let preferred = 0

  function askOnce(question: Question, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve) => {
      const losers = new AbortController()
      const first = preferred
      let started = 0
      let open = 0
      let timer: NodeJS.Timeout | undefined
      const finish = (answer: Answer) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', giveUp)
        losers.abort()
        resolve(answer)
      }
      const giveUp = () => finish({ kind: 'failed' })
      const attempt = () => {
        clearTimeout(timer)
        const index = (first + started) % Math.max(1, asked.length)
        const server = asked[index]
        if (server === undefined || started >= attempts) {
          if (open === 0) giveUp()
          return
        }
        started++
        open++
        timer = setTimeout(attempt, shareMs)
        statement(server, question, losers.signal).then((answer) => {
          open--
          if (losers.signal.aborted) return
          if (answer.kind === 'failed') return attempt()
          preferred = index
          finish(answer)
        })
      }
      if (signal.aborted) return giveUp()
      signal.addEventListener('abort', giveUp, { once: true })
      attempt()
    })
  }

  return async (name, type, signal) => {
    let question: Question = { name, type }
    let ttl = Number.POSITIVE_INFINITY
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      const answer = await askOnce(question, signal)
      if (answer.kind === 'failed') return answer
      ttl = Math.min(ttl, answer.ttl)
      if (answer.kind !== 'alias') return { ...answer, ttl }
      question = { name: answer.target, type }
    }
    return { kind: 'failed' }
  }
}

async function statement(server: DnsServer, question: Question, signal: AbortSignal): Promise<Answer> {
  try {
    return readAnswer(await exchange(server, question, signal), question)
  } catch {
    // Silence, refusal and nonsense are all the same here: this server has said nothing.
    return { kind: 'failed' }
  }
}
