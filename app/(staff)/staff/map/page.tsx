import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Anywhere } from '#components/address-map/anywhere'
import { BlockTable } from '#components/address-map/block-table'
import { LayerLinks } from '#components/address-map/layer-links'
import { MapGrid } from '#components/address-map/map-grid'
import { MapLegend } from '#components/address-map/map-legend'
import { MapPicture } from '#components/address-map/map-picture'
import { PrefixTree } from '#components/address-map/prefix-tree'
import { ZoomWay } from '#components/address-map/zoom-way'
import { Section } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import { cellsOf, entranceOf, type MapState, mapQuery } from '#lib/address-map/cells'
import { type Layer, layers } from '#lib/address-map/compose'
import { blockAround, knownBlocksIn } from '#lib/address-map/known-blocks'
import { drawn } from '#lib/address-map/picture'
import { type MapView, readMap } from '#lib/address-map/read-map'
import { readOpened, readTree } from '#lib/address-map/tree'
import { readView, wayTo } from '#lib/address-map/view'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { formatNetwork, type Network } from '#lib/ip/network'
import { paths } from '#lib/paths'

export const metadata: Metadata = { title: 'Map' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function MapPage({ searchParams }: { searchParams: Search }) {
  await requireStaff()
  const search = await searchParams
  const view = readView(textOf(search.block))
  const opened = readOpened(textOf(search.six))
  if (view === null || opened === null) notFound()
  const layer = layers.find((one) => one === search.layer) ?? 'keys'
  const state: MapState = { view, layer, opened: opened.prefixBits === 0 ? undefined : formatNetwork(opened) }
  const [map, tree] = await pageRead(Promise.all([readMap(view), readTree(opened)]))
  const hrefOf = (block: Network | null) =>
    paths.staffMap(mapQuery({ ...state, opened: block === null ? undefined : formatNetwork(block) }))
  return (
    <>
      <PageHeader
        title="Map"
        description={<AsOf map={map} />}
        actions={<LayerLinks current={layer} hrefOf={(next) => paths.staffMap(mapQuery({ ...state, layer: next }))} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <MapSection {...{ map, state, layer }} />
        <div className="flex flex-col gap-6">
          <Section title="From anywhere" description="Keys that admit every address, not in the picture.">
            {map.taken === null ? <p className="text-muted">Not counted yet.</p> : <Anywhere {...map.taken} />}
          </Section>
          <Section
            title="IPv6"
            description="Blocks that hold entries or callers. Those of /48 and /64 are counted now."
          >
            {tree.children.length === 0 ? (
              <p className="text-muted">No list holds an IPv6 network.</p>
            ) : (
              <PrefixTree tree={tree} hrefOf={hrefOf} />
            )}
          </Section>
        </div>
      </div>
    </>
  )
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function AsOf({ map: { isLive, taken, now } }: { map: MapView }) {
  const lead =
    'The IPv4 space on a Hilbert curve: blocks close in number lie close together, and every block is a square.'
  if (taken !== null && isLive) {
    return (
      <>
        {lead} This block is counted as it is now, the widest networks around it <Time instant={taken.at} now={now} />.
      </>
    )
  }
  if (taken === null) return `${lead} The server counts it for the first time soon after its start.`
  return (
    <>
      {lead} Counted <Time instant={taken.at} now={now} />.
    </>
  )
}

function MapSection({ map, state, layer }: { map: MapView; state: MapState; layer: Layer }) {
  const { view } = map
  const steps = wayTo(view).map((block) => ({
    text: formatNetwork(block),
    href: paths.staffMap(mapQuery({ ...state, view: block })),
  }))
  const picture = drawn(map, layer)
  const cells = cellsOf(state, map.cells, map.grains === null ? picture : null)
  const filled = cells.filter(({ keys, callers, refusals }) => keys + callers + refusals > 0)
  const known = knownBlocksIn(view)
  const around = blockAround(view)
  return (
    <Section
      title={formatNetwork(view)}
      description={around === null ? undefined : `Inside ${around.text}: ${around.name}.`}
      actions={
        view.prefixBits > 0 && (
          <TextLink href={paths.staffLookup({ q: formatNetwork(view) })}>Look up the whole block</TextLink>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {steps.length > 1 && <ZoomWay steps={steps} />}
        <MapGrid
          key={formatNetwork(view)}
          label={`Blocks of ${formatNetwork(view)}`}
          cells={cells}
          entrance={entranceOf(cells, layer)}
          zoomOutHref={steps.at(-2)?.href ?? null}
        >
          <MapPicture {...{ picture, layer, known }} />
        </MapGrid>
        <MapLegend {...{ picture, layer }} hasOutlines={known.length > 0} />
        {known.length > 0 && (
          <details>
            <summary className="w-fit cursor-pointer rounded-md font-medium text-accent-ink">
              Special blocks in the picture ({known.length})
            </summary>
            <ul className="mt-2 grid gap-x-6 gap-y-1 text-xs sm:grid-cols-2">
              {known.map(({ text, name }) => (
                <li key={text}>
                  <TextLink href={paths.staffLookup({ q: text })} className="address">
                    {text}
                  </TextLink>{' '}
                  <span className="text-muted">{name}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
        <details>
          <summary className="w-fit cursor-pointer rounded-md font-medium text-accent-ink">
            Show as table ({filled.length})
          </summary>
          <div className="mt-3 max-h-96 overflow-y-auto rounded-lg border border-line">
            <BlockTable cells={filled} />
          </div>
        </details>
      </div>
    </Section>
  )
}
