/**
 * How the codewords of a symbol are shared out at error correction level M (ISO/IEC 18004, table 9): correction codewords a
 * block, and blocks, of versions 1 to 20.
 */
const correctionPerBlock = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]
const blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]

export type Layout = {
  version: number
  /** Modules along one side. */
  size: number
  /** Codewords of data and correction together. */
  codewords: number
  blocks: number
  correction: number
  /** Of the field that says how many bytes follow. */
  countBits: 8 | 16
}

/** The smallest symbol that holds so many bytes; null when none of ours does (more than 666). */
export function layoutFor(byteCount: number): Layout | null {
  for (let version = 1; version <= blockCounts.length; version += 1) {
    const layout = layoutOf(version)
    if (4 + layout.countBits + 8 * byteCount <= 8 * dataCodewords(layout)) return layout
  }
  return null
}

export function dataCodewords({ codewords, blocks, correction }: Layout): number {
  return codewords - blocks * correction
}

function layoutOf(version: number): Layout {
  const size = 17 + 4 * version
  return {
    version,
    size,
    codewords: Math.floor(dataModules(version, size) / 8),
    blocks: blockCounts[version - 1] ?? 0,
    correction: correctionPerBlock[version - 1] ?? 0,
    countBits: version < 10 ? 8 : 16,
  }
}

/** What finders, timing, alignment, format and version leave of the square. */
function dataModules(version: number, size: number): number {
  const finders = 3 * 64
  const timing = 2 * (size - 16)
  const format = 31
  const rows = alignmentCentres(version, size).length
  // Those on a timing line cover five of its modules.
  const alignment = rows === 0 ? 0 : 25 * (rows * rows - 3) - 10 * (rows - 2)
  return size * size - finders - timing - format - alignment - (version < 7 ? 0 : 36)
}

/** Along either side (ISO/IEC 18004, annex E). */
export function alignmentCentres(version: number, size: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = 2 * Math.floor((4 * version + 2 * count + 1) / (2 * count - 2))
  const fromEnd = Array.from({ length: count - 1 }, (_, at) => size - 7 - at * step)
  return [6, ...fromEnd.reverse()]
}
