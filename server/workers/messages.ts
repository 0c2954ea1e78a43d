import type { MetricObjectWithValues, MetricValue } from 'prom-client'

/** The figures of one process. */
export type Figures = readonly MetricObjectWithValues<MetricValue<string>>[]

/** What a worker says. `scrape` numbers what somebody asked that worker, `round` what the first process asked all of them. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'scrape'; readonly scrape: number }
  | { readonly kind: 'figures'; readonly round: number; readonly figures: Figures }

/** What a worker is told. `text`: the figures of all; null when one of them did not answer. */
export type ToWorker =
  | { readonly kind: 'scraped'; readonly scrape: number; readonly text: string | null }
  | { readonly kind: 'tell'; readonly round: number }
