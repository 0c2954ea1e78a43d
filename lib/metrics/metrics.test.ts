import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { routeNameOf } from '#lib/api/route-name'
import { addCounter, addHistogram } from './figures.ts'
import { createHistogram } from './histogram.ts'
import { createRequestTimes } from './request-times.ts'
import { createTimedReads } from './timed-reads.ts'

it('puts a value that equals a bound below it, and one past all bounds into the last bucket', () => {
  const histogram = createHistogram([1, 10])
  for (const value of [0, 1, 1.5, 10, 11, 1e9]) histogram.observe(value)
  expect(histogram.counts).toEqual([2, 2, 2])
  expect(histogram.sum).toBe(1e9 + 23.5)
})

it('writes buckets that hold all that is smaller, as Prometheus reads them', async () => {
  const registry = new Registry()
  const histogram = createHistogram([1, 10])
  for (const value of [1, 2, 100]) histogram.observe(value)
  addHistogram(registry, { name: 'wait', help: 'How long', labelNames: ['of'] }, () => [
    { labels: { of: 'x' }, value: histogram },
  ])
  expect((await registry.metrics()).trim().split('\n')).toEqual([
    '# HELP wait How long',
    '# TYPE wait histogram',
    'wait_bucket{of="x",le="1"} 1',
    'wait_bucket{of="x",le="10"} 2',
    'wait_bucket{of="x",le="+Inf"} 3',
    'wait_sum{of="x"} 103',
    'wait_count{of="x"} 3',
  ])
})

it('reads counters anew at every scrape, and adds nothing up', async () => {
  const registry = new Registry()
  const counted = { calls: 3 }
  addCounter(registry, { name: 'calls_total', help: 'Calls' }, () => [{ value: counted.calls }])
  await registry.metrics()
  counted.calls = 5
  expect(await registry.metrics()).toContain('calls_total 5')
})

it('times reads that fail too, and lets their errors through', async () => {
  const reads = createTimedReads('key load')
  expect(await reads.time(async () => 7)).toBe(7)
  await expect(reads.time(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect([reads.failed, reads.durations.counts.reduce((sum, count) => sum + count)]).toEqual([1, 2])
})

it('keeps times by route and class of status', () => {
  const times = createRequestTimes()
  const name = { method: 'POST', route: '/v1/verify' }
  times.of(name).observe(200, 0.002)
  times.of(name).observe(403, 0.002)
  times.of(name).observe(401, 0.002)
  const seen = [...times.all()].map(({ route, statusClass, figures }) => [
    route,
    statusClass,
    figures.counts.reduce((sum, count) => sum + count),
  ])
  expect(seen).toEqual([
    ['/v1/verify', '2xx', 1],
    ['/v1/verify', '4xx', 2],
  ])
})

it.each([
  ['POST', '/v1/verify', 'POST /v1/verify'],
  ['POST', '/api/v1/verify?x=1', 'POST /v1/verify'],
  ['HEAD', '/v1/ip', 'GET /v1/ip'],
  ['GET', '/openapi.json', 'GET /openapi.json'],
  [
    'POST',
    '/v2alpha1/admin/issuedApiKeys/3f0e5c1e-0000-7000-8000-000000000001:revoke',
    'POST /v2alpha1/admin/issuedApiKeys/{key_id}:revoke',
  ],
  // Nothing that a caller made up becomes a label.
  ['BREW', '/v1/verify', 'other other'],
  ['GET', '/v1/gl_live_secret', 'other other'],
  ['DELETE', '/v2alpha1/admin/nothing/here', 'other other'],
  ['GET', '/v2alpha1/admin/issuedApiKeys/%E0%A4%A', 'other other'],
])('names the route of %s %s', (method, target, expected) => {
  const name = routeNameOf(method, target)
  expect(`${name.method} ${name.route}`).toBe(expected)
})
