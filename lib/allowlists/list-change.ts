/** What differs between two lists, as lines of canonical text. */
export type ListChange = {
  added: Lines
  removed: Lines
  /** Same network, other note: the line as it is now. */
  noted: Lines
}

/** At most `MAX_LINES` of them, and how many there are in all. */
export type Lines = { shown: string[]; total: number }

const MAX_LINES = 200

/** Compares two lists in canonical text, one entry a line. */
export function listChange(before: string, after: string): ListChange {
  const was = linesByNetwork(before)
  const is = linesByNetwork(after)
  return {
    added: linesOf([...is].filter(([network]) => !was.has(network))),
    removed: linesOf([...was].filter(([network]) => !is.has(network))),
    noted: linesOf([...is].filter(([network, line]) => was.has(network) && was.get(network) !== line)),
  }
}

function linesByNetwork(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.split(' ', 1)[0] ?? line, line]))
}

function linesOf(found: readonly (readonly [string, string])[]): Lines {
  return { shown: found.slice(0, MAX_LINES).map(([, line]) => line), total: found.length }
}
