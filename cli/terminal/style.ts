import { type Io, type Output, variable } from '../io.ts'

export type Style = { bold(text: string): string; green(text: string): string; red(text: string): string }

const ESCAPE = '\u001b['
const paint = (code: number) => (text: string) => `${ESCAPE}${code}m${text}${ESCAPE}0m`
const plain = (text: string) => text

/** Colour for a terminal only. NO_COLOR (https://no-color.org) takes it away, FORCE_COLOR brings it anywhere. */
export function styleOf(io: Pick<Io, 'env'>, stream: Output): Style {
  return hasColor(io, stream)
    ? { bold: paint(1), green: paint(32), red: paint(31) }
    : { bold: plain, green: plain, red: plain }
}

function hasColor(io: Pick<Io, 'env'>, stream: Output): boolean {
  if (variable(io, 'NO_COLOR') !== undefined) return false
  const forced = variable(io, 'FORCE_COLOR')
  if (forced !== undefined) return forced !== '0'
  return stream.isTTY === true && io.env.TERM !== 'dumb'
}
