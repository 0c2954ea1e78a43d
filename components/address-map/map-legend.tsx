import { classNames } from '#components/ui/class-names'
import type { Layer } from '#lib/address-map/compose'
import type { Picture } from '#lib/address-map/picture'
import { layerLooks } from './layer-looks.ts'

const steps = [0.2, 0.4, 0.6, 0.8, 1]
// Tailwind reads class names as text, so each is written out.
const opacities = ['opacity-20', 'opacity-40', 'opacity-60', 'opacity-80', 'opacity-100']

export type MapLegendProps = { picture: Picture; layer: Layer; hasOutlines: boolean }

/** What the shades mean. */
export function MapLegend({ picture: { least, most, bits }, layer, hasOutlines }: MapLegendProps) {
  const { counts, swatch } = layerLooks[layer]
  const square = bits === 32 ? 'an address' : `a /${bits}`
  if (most === 0) return <p className="text-muted text-xs">Nothing here in this layer.</p>
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
      <span className="flex items-center gap-1.5">
        <span className="figures">{least.toLocaleString('en-US')}</span>
        <span aria-hidden="true" className="flex overflow-hidden rounded-sm border border-line">
          {steps.map((step, at) => (
            <span key={step} className={classNames('h-3 w-5', swatch, opacities[at])} />
          ))}
        </span>
        <span className="figures">{most.toLocaleString('en-US')}</span>
      </span>
      <span>
        {counts}; each shaded square is {square}, on a logarithmic scale
      </span>
      {hasOutlines && (
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-3 w-5 rounded-xs border border-ink/70 border-dashed" />
          special block
        </span>
      )}
    </div>
  )
}
