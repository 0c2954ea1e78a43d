/** The anchor of a heading, as GitHub makes it, so that a link with one leads to the same place there and here. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

/** Gives one heading of a page after the other its anchor; a second one of the same words gets a number. */
export function anchorSequence(): (heading: string) => string {
  const times = new Map<string, number>()
  return (heading) => {
    const anchor = anchorOf(heading)
    const before = times.get(anchor) ?? 0
    times.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  }
}
