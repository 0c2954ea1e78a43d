/** What scrolls sideways must be reachable by keyboard and have a name (axe: scrollable-region-focusable). */
export function scrolling(label: string) {
  return { role: 'group', 'aria-label': label, tabIndex: 0 } as const
}
