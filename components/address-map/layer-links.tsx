import { Link } from '#components/ui/link'
import { type Layer, layers } from '#lib/address-map/compose'
import { layerLooks } from './layer-looks.ts'

/** What the picture is shaded by. Links, so that what is seen can be sent to somebody. */
export function LayerLinks({ current, hrefOf }: { current: Layer; hrefOf: (layer: Layer) => string }) {
  return (
    <nav aria-label="Layer">
      <ul className="flex rounded-lg border border-line-strong bg-surface p-0.5 shadow-control">
        {layers.map((layer) => (
          <li key={layer}>
            <Link
              href={hrefOf(layer)}
              scroll={false}
              aria-current={layer === current ? 'true' : undefined}
              className="flex h-8 items-center whitespace-nowrap rounded-md px-2.5 font-medium text-muted hover:bg-hover hover:text-ink aria-[current]:bg-accent-wash aria-[current]:text-accent-ink sm:h-7"
            >
              {layerLooks[layer].word}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
