/**
 * The instructions of a Dockerfile, one after the other. `words` are what is no flag; `json` is the array of the exec form, `pairs` what
 * ENV and LABEL set.
 */
export function instructionsOf(text) {
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
  return lines.split('\n').flatMap((line) => {
    const [, keyword, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    return keyword === undefined ? [] : [{ keyword, text: rest, ...parts(rest) }]
  })
}

function parts(text) {
  const flags = Object.fromEntries(
    [...text.matchAll(/(?:^|\s)--([a-z-]+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  )
  const words = text.split(/\s+/).filter((word) => !word.startsWith('--'))
  const array = /\[.*\]$/.exec(text)
  const pairs = Object.fromEntries(
    [...text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, a, b]) => [name, a ?? b]),
  )
  return { flags, words, json: array === null ? undefined : JSON.parse(array[0]), pairs }
}
