import type { Layer } from '#lib/address-map/compose'

/** How each layer is called and drawn. */
export const layerLooks = {
  keys: { word: 'Keys', counts: 'keys that admit the block', fill: 'fill-accent', swatch: 'bg-accent' },
  callers: {
    word: 'Callers',
    counts: 'addresses that were let through in 7 days',
    fill: 'fill-info-solid',
    swatch: 'bg-info-solid',
  },
  refusals: {
    word: 'Refusals',
    counts: 'refused calls in 7 days',
    fill: 'fill-danger-solid',
    swatch: 'bg-danger-solid',
  },
} as const satisfies Record<Layer, { word: string; counts: string; fill: string; swatch: string }>
