import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { HistogramFigures } from './histogram.ts'

/** `amongWorkers`: what stands for all of them where several processes answer on one port; their sum when not said. */
export type Described = {
  readonly name: string
  readonly help: string
  readonly labelNames?: readonly string[]
  readonly amongWorkers?: 'min' | 'sum'
}

/** What was counted elsewhere, as it stands when metrics are read. */
export type Reading<T> = { readonly labels?: Readonly<Record<string, string>>; readonly value: T }

/** Adds a figure that only grows. */
export function addCounter(registry: Registry, described: Described, read: () => readonly Reading<number>[]): void {
  new Counter({
    ...{ ...described, registers: [registry] },
    collect() {
      this.reset()
      for (const { labels, value } of read()) this.inc(labels ?? {}, value)
    },
  })
}

/** Adds a figure that goes up and down. */
export function addGauge(
  registry: Registry,
  { amongWorkers: aggregator = 'sum', ...described }: Described,
  read: () => readonly Reading<number>[] | Promise<readonly Reading<number>[]>,
): void {
  new Gauge({
    ...{ ...described, aggregator, registers: [registry] },
    async collect() {
      const readings = await read()
      this.reset()
      for (const { labels, value } of readings) this.set(labels ?? {}, value)
    },
  })
}

/** Adds a figure that is spread over buckets. */
export function addHistogram(
  registry: Registry,
  described: Described,
  read: () => readonly Reading<HistogramFigures>[],
): void {
  new ReadHistogram({ ...described, registers: [registry] }, read)
}

type Configuration = ConstructorParameters<typeof Histogram>[0]
type Value = { value: number; labels: Record<string, string | number>; metricName: string }

/** prom-client's own can only be filled one observation at a time, which costs more than all else on the way of a call. */
class ReadHistogram extends Histogram {
  readonly #described: Configuration
  readonly #read: () => readonly Reading<HistogramFigures>[]

  constructor(described: Configuration, read: () => readonly Reading<HistogramFigures>[]) {
    super(described)
    this.#described = described
    this.#read = read
  }

  override async get(): ReturnType<Histogram['get']> {
    const { name, help } = this.#described
    const values = this.#read().flatMap((reading) => valuesOf(name, reading))
    return { ...{ name, help, values }, type: 'histogram', aggregator: 'sum', collect: () => undefined } as never
  }

  /** What a registry asks for first. */
  getForPromString(): ReturnType<Histogram['get']> {
    return this.get()
  }
}

/** Buckets hold all that is smaller too. */
function valuesOf(name: string, { labels = {}, value: { bounds, counts, sum } }: Reading<HistogramFigures>): Value[] {
  let below = 0
  const buckets = counts.map((count, at) => {
    below += count
    return { metricName: `${name}_bucket`, labels: { ...labels, le: bounds[at] ?? '+Inf' }, value: below }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: below },
  ]
}
