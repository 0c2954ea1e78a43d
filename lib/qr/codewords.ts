import { dataCodewords, type Layout } from './capacity.ts'
import { correctionOf } from './reed-solomon.ts'

/** Bytes as the codewords of a symbol, with correction, in the order in which they are drawn. */
export function codewordsOf(bytes: Uint8Array, layout: Layout): number[] {
  const blocks = blocksOf(padded(bytes, layout), layout)
  const corrections = blocks.map((block) => correctionOf(block, layout.correction))
  return [...interleaved(blocks), ...interleaved(corrections)]
}

const BYTE_MODE = 0b0100
const PADS = [0xec, 0x11]

function padded(bytes: Uint8Array, layout: Layout): number[] {
  const bits: number[] = []
  const push = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1)
  }
  push(BYTE_MODE, 4)
  push(bytes.length, layout.countBits)
  for (const byte of bytes) push(byte, 8)
  const room = dataCodewords(layout)
  push(0, Math.min(4, 8 * room - bits.length))
  push(0, (8 - (bits.length % 8)) % 8)
  const words = Array.from({ length: bits.length / 8 }, (_, at) =>
    Number.parseInt(bits.slice(8 * at, 8 * at + 8).join(''), 2),
  )
  for (let at = 0; words.length < room; at += 1) words.push(PADS[at % 2] ?? 0)
  return words
}

/** Blocks of one length, and the last ones one longer where they do not come out even. */
function blocksOf(data: readonly number[], { blocks: count }: Layout): number[][] {
  const short = Math.floor(data.length / count)
  const longFrom = count - (data.length % count)
  let from = 0
  return Array.from({ length: count }, (_, at) => {
    const block = data.slice(from, from + short + (at >= longFrom ? 1 : 0))
    from += block.length
    return block
  })
}

function interleaved(blocks: readonly number[][]): number[] {
  const longest = Math.max(...blocks.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => block[at] ?? [])).flat()
}
