import type { Registry } from 'prom-client'
import { verification } from '#lib/verify/verification'
import { decisionRoutes, decisionsOf } from './decisions.ts'
import { addCounter, addGauge, addHistogram } from './figures.ts'
import { credentialKinds, wrongCredentialsOf } from './wrong-credentials.ts'

/** What became of presented keys, and what the validated cache does. */
export function addVerificationMetrics(registry: Registry): void {
  addCounter(
    registry,
    {
      name: 'gatelist_decisions_total',
      help: 'Presented keys and tokens, by route and by what was decided',
      labelNames: ['route', 'outcome'],
    },
    () =>
      decisionRoutes.flatMap((route) =>
        Object.entries(decisionsOf(route)).map(([outcome, value]) => ({ labels: { route, outcome }, value })),
      ),
  )
  addCounter(
    registry,
    {
      name: 'gatelist_wrong_credentials_total',
      help: 'Calls whose credential was wrong, by what it was shown as and by the answer',
      labelNames: ['credential', 'answer'],
    },
    () =>
      credentialKinds.flatMap((credential) =>
        Object.entries(wrongCredentialsOf(credential)).map(([answer, value]) => ({
          labels: { credential, answer },
          value,
        })),
      ),
  )
  addReads(registry)
  addCache(registry)
}

const figures = () => verification().finder.figures

function addReads(registry: Registry): void {
  addHistogram(
    registry,
    {
      name: 'gatelist_freshness_question_duration_seconds',
      help: 'How long the database took to tell what changed, failed questions among them',
    },
    () => [{ value: figures().questions.durations }],
  )
  addHistogram(
    registry,
    { name: 'gatelist_freshness_question_callers', help: 'How many calls shared one question' },
    () => [{ value: figures().callers }],
  )
  addHistogram(
    registry,
    {
      name: 'gatelist_key_load_duration_seconds',
      help: 'How long the database took to load keys that were not in memory, failed loads among them',
    },
    () => [{ value: figures().loads.durations }],
  )
  addCounter(
    registry,
    {
      name: 'gatelist_database_reads_failed_total',
      help: 'Questions and loads that had no answer',
      labelNames: ['read'],
    },
    () => [
      { labels: { read: 'question' }, value: figures().questions.failed },
      { labels: { read: 'load' }, value: figures().loads.failed },
    ],
  )
}

function addCache(registry: Registry): void {
  addGauge(registry, { name: 'gatelist_cache_records', help: 'Keys and management tokens in memory' }, () => [
    { value: figures().records },
  ])
  addGauge(registry, { name: 'gatelist_cache_bytes', help: 'About how much memory they take' }, () => [
    { value: figures().bytes },
  ])
  addGauge(registry, { name: 'gatelist_cache_limit_bytes', help: 'How much they may take' }, () => [
    { value: figures().limitBytes },
  ])
  addCounter(
    registry,
    { name: 'gatelist_cache_evictions_total', help: 'Keys and tokens that had to go for want of room' },
    () => [{ value: figures().evictions }],
  )
  addCounter(
    registry,
    { name: 'gatelist_unreadable_lists_total', help: 'Stored lists that could not be read: each admits nobody' },
    () => [{ value: figures().unreadable }],
  )
}
