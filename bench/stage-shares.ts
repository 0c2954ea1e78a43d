/** A frame of a profile: the file that it was written in, and the function's name. */
export type Frame = { readonly file: string; readonly name: string }

/** Time in microseconds that was spent in the last frame, which was called by those before it. */
export type Sample = { readonly stack: readonly Frame[]; readonly micros: number }

const QUESTION = 'asking PostgreSQL what changed'
const WRITING = 'writing the answer (`node:http`)'
const READING = 'reading the request (`node:http`)'

/** Whose time it is: that of the innermost frame that one of these knows. */
const ours: readonly (readonly [stage: string, file: RegExp, name?: RegExp])[] = [
  ['garbage collection', /^$/, /^\(garbage collector\)$/],
  ['hashing the secret', /crypto\/hash$/],
  [
    QUESTION,
    /lib\/verify\/(question|text-query|text-statement|source|share-calls)|node_modules\/pg|pg-protocol|pg-pool/,
  ],
  ['finding the key in memory', /lib\/verify\/(freshness|dependents|lists-held|stored-record)|node_modules\/lru-cache/],
  ['judging: credential, state, addresses', /lib\/(verify\/|keys\/|ip\/matcher)/],
  ['who is calling: headers, address, request id', /lib\/(client-ip|ip)\/|lib\/(api\/call|request-id|env)/],
  ['reading the body (ours)', /lib\/api\/read-/],
  ['counting calls for the owner', /lib\/(traffic|alerts|db|generated|webhooks)|@prisma/],
]

const nodes: readonly (readonly [stage: string, file: RegExp])[] = [
  [WRITING, /_http_outgoing|streams\/writable|stream_base_commons|bench\/servers/],
  [READING, /_http|streams\/readable|node:net|node:events/],
]

const REST = 'promises, timers, the event loop'

/** The part of each stage in the time that was spent, as shares that sum up to one; the largest first. */
export function stageShares(samples: readonly Sample[]): readonly { stage: string; share: number }[] {
  const spent = new Map<string, number>()
  let total = 0
  for (const { stack, micros } of samples) {
    if (isIdle(stack.at(-1))) continue
    const stage = stageOf(stack)
    spent.set(stage, (spent.get(stage) ?? 0) + micros)
    total += micros
  }
  return [...spent].map(([stage, micros]) => ({ stage, share: micros / total })).sort((a, b) => b.share - a.share)
}

function isIdle(frame: Frame | undefined): boolean {
  return frame === undefined || frame.name === '(idle)'
}

function stageOf(stack: readonly Frame[]): string {
  for (const { file, name } of [...stack].reverse()) {
    const known = ours.find(([, files, names]) => files.test(file) && (names === undefined || names.test(name)))
    if (known !== undefined) return known[0]
  }
  return nodes.find(([, files]) => stack.some(({ file }) => files.test(file)))?.[0] ?? REST
}
