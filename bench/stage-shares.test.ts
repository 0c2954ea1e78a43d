import { expect, it } from 'vitest'
import { stageShares } from './stage-shares.ts'

const frame = (file: string, name = 'run') => ({ file, name })
const sample = (micros: number, ...stack: ReturnType<typeof frame>[]) => ({ stack, micros })

it('gives time to the innermost frame that has a stage, and to nobody while idle', () => {
  const handler = frame('bench/servers/gate.ts')
  const shares = stageShares([
    sample(30, handler, frame('lib/verify/question.ts', 'submit'), frame('node:net', '_writev'), frame('', 'writev')),
    sample(40, handler, frame('node:_http_outgoing', 'end'), frame('', 'writev')),
    sample(20, handler, frame('lib/verify/gate.ts'), frame('node:internal/crypto/hash', 'hash')),
    sample(10, frame('', '(root)'), frame('', '(garbage collector)')),
    sample(900, frame('', '(idle)')),
  ])
  expect(shares).toEqual([
    { stage: 'writing the answer (`node:http`)', share: 0.4 },
    { stage: 'asking PostgreSQL what changed', share: 0.3 },
    { stage: 'hashing the secret', share: 0.2 },
    { stage: 'garbage collection', share: 0.1 },
  ])
})
