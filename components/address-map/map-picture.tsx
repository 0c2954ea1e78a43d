import type { Layer } from '#lib/address-map/compose'
import type { KnownBlock } from '#lib/address-map/known-blocks'
import { type Picture, SIDE } from '#lib/address-map/picture'
import { layerLooks } from './layer-looks.ts'

export type MapPictureProps = { picture: Picture; layer: Layer; known: readonly KnownBlock[] }

/** The shades and outlines under the squares, which say it all in words. */
export function MapPicture({ picture, layer, known }: MapPictureProps) {
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${SIDE} ${SIDE}`} className="absolute inset-0 size-full">
      <g className={layerLooks[layer].fill} shapeRendering="crispEdges">
        {picture.tones.map(({ opacity, path }) => (
          <path key={opacity} d={path} fillOpacity={opacity} />
        ))}
      </g>
      <path d={LINES} className="fill-none stroke-ink/8" strokeWidth={1} vectorEffect="non-scaling-stroke" />
      {known.map(({ text, outline, label }) => (
        <g key={text}>
          <rect
            {...outline}
            className="fill-none stroke-ink/70"
            strokeWidth={1.25}
            strokeDasharray="4 2"
            vectorEffect="non-scaling-stroke"
          />
          {label && <Label text={text} label={label} outline={outline} />}
        </g>
      ))}
    </svg>
  )
}

function Label({
  text,
  label,
  outline: { x, y, width, height },
}: Pick<KnownBlock, 'text' | 'outline'> & { label: string }) {
  const middle = { x: x + width / 2, textAnchor: 'middle' as const }
  return (
    <g className="fill-muted stroke-surface" strokeWidth={0.5} paintOrder="stroke" fontSize={1.5}>
      {/* On the lines between squares, whose own figures stand in their middles. */}
      <text {...middle} y={y + height / 2 + 0.5} fontWeight={600}>
        {text}
      </text>
      <text {...middle} y={y + height / 2 + 4.5}>
        {label}
      </text>
    </g>
  )
}

const LINES = Array.from({ length: 15 }, (_, at) => (at + 1) * 4)
  .map((at) => `M${at} 0V${SIDE}M0 ${at}H${SIDE}`)
  .join('')
