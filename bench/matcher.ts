import { buildApart, runApart } from './apart.ts'
import { publish, whole } from './publish.ts'

/** Nanoseconds a match. `grownBytes`: by how much the heap grew over so many matches as were `watched`, by family. */
export type MatcherTimes = {
  times: { family: 4 | 6; length: number; own: number; blockList: number; ipaddr: number }[]
  watched: number
  grownBytes: Record<4 | 6, number>
}

/** Measures a match alone, beside Node's and the most used package's. */
export async function benchMatcher(): Promise<void> {
  await buildApart('time-matcher')
  const figures = await runApart<MatcherTimes>('time-matcher', {})
  const { times, watched, grownBytes } = figures
  publish('matcher', {
    figures,
    table: [
      ['', 'Gatelist', '`net.BlockList`', '`ipaddr.js`'],
      ...times.map(({ family, length, own, blockList, ipaddr }) => [
        `IPv${family}, ${whole(length)} ${length === 1 ? 'entry' : 'entries'}`,
        ...[own, blockList, ipaddr].map((ns) => `${whole(ns)} ns`),
      ]),
    ],
    caption: `Time of one match, the median of five passes; half of the addresses are in the list, and all are parsed before. Goal: 200 ns at 10,000 entries. Over ${whole(watched)} matches the heap grew by ${whole(grownBytes[4] / 1024)} (IPv4) and ${whole(grownBytes[6] / 1024)} KiB (IPv6).`,
  })
}
