import { ChevronDown, ChevronRight } from 'lucide-react'
import { Link } from '#components/ui/link'
import { figureWords } from '#lib/address-map/cells'
import { treeBits } from '#lib/address-map/levels'
import type { Tree, TreeNode } from '#lib/address-map/tree'
import { displayNetwork, type Network } from '#lib/ip/network'
import { paths } from '#lib/paths'

export type PrefixTreeProps = {
  tree: Tree
  /** The page with the tree opened down to a block, or closed. */
  hrefOf: (opened: Network | null) => string
  /** What a block lies in; null for the outermost. */
  within?: Network | null
}

/** IPv6 blocks inside each other. Opening one is a link, so that what is seen can be sent to somebody. */
export function PrefixTree({ tree, hrefOf, within = null }: PrefixTreeProps) {
  return (
    <ul className={within === null ? 'flex flex-col' : 'ml-3 flex flex-col border-line border-l pl-2'}>
      {tree.children.map((node) => (
        <Branch key={displayNetwork(node.network)} {...{ node, hrefOf, within }} />
      ))}
      {tree.more > 0 && (
        <li className="px-2 py-1 text-muted text-xs">and {tree.more.toLocaleString('en-US')} more with fewer keys</li>
      )}
    </ul>
  )
}

type BranchProps = { node: TreeNode; hrefOf: PrefixTreeProps['hrefOf']; within: Network | null }

function Branch({ node, hrefOf, within }: BranchProps) {
  const text = displayNetwork(node.network)
  const canOpen = !node.isWide && node.network.prefixBits < Math.max(...treeBits)
  const Arrow = node.isOpen ? ChevronDown : ChevronRight
  return (
    <li>
      <div className="flex items-center gap-1 rounded-md hover:bg-hover/60">
        {canOpen ? (
          <Link
            href={hrefOf(node.isOpen ? within : node.network)}
            scroll={false}
            aria-expanded={node.isOpen}
            aria-label={`${node.isOpen ? 'Close' : 'Open'} ${text}`}
            className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:text-ink sm:size-7"
          >
            <Arrow aria-hidden="true" className="size-4" />
          </Link>
        ) : (
          <span className="size-8 shrink-0 sm:size-7" />
        )}
        <p className="min-w-0 flex-1 py-1 leading-snug">
          <Link
            href={paths.staffLookup({ q: text })}
            aria-label={`Look up ${text}`}
            className="address wrap-anywhere rounded-xs font-medium hover:underline"
          >
            {text}
          </Link>
          <span className="figures block text-muted text-xs">
            {figureWords(node)}
            {node.isWide && ', an entry as it stands'}
          </span>
        </p>
      </div>
      {node.isOpen && node.children.length > 0 && <PrefixTree tree={node} hrefOf={hrefOf} within={node.network} />}
    </li>
  )
}
