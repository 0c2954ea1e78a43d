import { displayNetwork, lastAddress, type Network } from '#lib/ip/network'
import { specialBlocks } from '#lib/ip/special-blocks'
import { SIDE } from './picture.ts'
import { shapeIn } from './view.ts'

/** A block that is special by a standard, as it is outlined in a picture; in units of the picture. */
export type KnownBlock = {
  readonly text: string
  readonly name: string
  readonly network: Network
  readonly outline: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** Wide enough for words in the picture. */
  readonly label: string | null
}

/** About as many units as the shortest label needs. */
const LABELLED = 12

/** Those of which part is in the picture and that do not fill it. */
export function knownBlocksIn(view: Network): readonly KnownBlock[] {
  return specialBlocks.flatMap(({ network, name }) => {
    if (network.family !== 4 || covers(network, view)) return []
    const shape = shapeIn(view, network)
    if (shape === null) return []
    const outline = { x: shape.x * SIDE, y: shape.y * SIDE, width: shape.width * SIDE, height: shape.height * SIDE }
    const short = name.startsWith('reserved') ? 'reserved' : name.replace(/(,| \().*$/, '')
    return [{ text: displayNetwork(network), name, network, outline, label: outline.width >= LABELLED ? short : null }]
  })
}

/** The special block that the whole picture lies in. */
export function blockAround(view: Network): { text: string; name: string } | null {
  const around = specialBlocks.find(({ network }) => covers(network, view))
  return around === undefined ? null : { text: displayNetwork(around.network), name: around.name }
}

function covers(outer: Network, inner: Network): boolean {
  return outer.family === inner.family && outer.first <= inner.first && lastAddress(outer) >= lastAddress(inner)
}
