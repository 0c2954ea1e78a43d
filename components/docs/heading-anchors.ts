import { anchorSequence } from '#lib/documents/anchors'

/** What is needed of a node of the tree that Markdown becomes. */
type TreeNode = {
  tagName?: string
  value?: string
  children?: TreeNode[]
  properties?: Record<string, unknown>
}

/** For react-markdown: gives every heading its anchor, by which links and the table of contents find it. */
export function headingAnchors(): (tree: TreeNode) => void {
  return (tree) => {
    const anchor = anchorSequence()
    const visit = (node: TreeNode): void => {
      if (/^h[2-4]$/.test(node.tagName ?? '')) node.properties = { ...node.properties, id: anchor(textOf(node)) }
      else for (const child of node.children ?? []) visit(child)
    }
    visit(tree)
  }
}

export function textOf({ value, children = [] }: TreeNode): string {
  return value ?? children.map(textOf).join('')
}
