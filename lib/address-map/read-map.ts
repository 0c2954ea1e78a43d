import { prisma } from '#lib/db'
import type { Network } from '#lib/ip/network'
import { type Figures, figuresOf } from './compose.ts'
import { readBlocks } from './read-blocks.ts'
import { cellBitsOf, grainBitsOf } from './view.ts'

/** When the larger blocks were counted, and the keys that admit every address, which are in no block. */
export type Taken = {
  readonly at: Date
  readonly openKeys: number
  readonly anyV4Keys: number
  readonly anyV6Keys: number
}

/** `cells` and the finer `grains` in the order of their addresses. `isLive`: counted now, and not when `taken` says. */
export type MapView = {
  readonly view: Network
  readonly cells: readonly Figures[]
  readonly grains: readonly Figures[] | null
  readonly isLive: boolean
  readonly taken: Taken | null
  readonly now: Date
}

/** What a picture of a block of the IPv4 space shows. */
export async function readMap(view: Network): Promise<MapView> {
  const cellBits = cellBitsOf(view)
  const grainBits = grainBitsOf(view)
  const [blocks, taken] = await Promise.all([
    readBlocks(view, grainBits === null ? [cellBits] : [cellBits, grainBits]),
    readTakenAt(),
  ])
  return {
    ...{ view, taken, isLive: blocks.isLive },
    cells: figuresOf(view, cellBits, blocks),
    grains: grainBits === null ? null : figuresOf(view, grainBits, blocks),
    now: new Date(),
  }
}

export async function readTakenAt(): Promise<Taken | null> {
  const row = await prisma().addressMap.findUnique({
    where: { id: 1 },
    select: { takenAt: true, openKeys: true, anyV4Keys: true, anyV6Keys: true },
  })
  return row === null
    ? null
    : { at: row.takenAt, openKeys: row.openKeys, anyV4Keys: row.anyV4Keys, anyV6Keys: row.anyV6Keys }
}
