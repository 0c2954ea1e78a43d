import { describe, expect, it } from 'vitest'
import { parseAllowlist } from '#lib/ip/allowlist'
import { slicedParse } from './sliced-parse.ts'

function parsedInSlices(text: string) {
  const steps = slicedParse(text)
  for (let pauses = 0; ; pauses++) {
    const step = steps.next()
    if (step.done) return { pauses, parsed: step.value }
  }
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n')
}

const address = (index: number) => `${20 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.1`
const texts = {
  'ten thousand lines with notes, blank lines and mistakes': lines(10_000, (index) =>
    index % 97 === 0 ? '' : index % 31 === 0 ? '10.0.0.300' : `${address(index)} # host ${index}`,
  ),
  'one line of commas': Array.from({ length: 5_000 }, (_, index) => address(index)).join(', '),
  'a JSON array on one line': JSON.stringify(Array.from({ length: 3_000 }, (_, index) => address(index))),
  'one long line with a note for all': `${Array.from({ length: 3_000 }, (_, index) => address(index)).join(',')} # all`,
  'ranges with blanks on one line': Array.from({ length: 2_000 }, (_, i) => `${address(i)} - ${address(i)}`).join(
    ' , ',
  ),
  'entries that come again far away': lines(
    4_000,
    (index) => `${address(index % 700)}${index > 3_000 ? ' # later' : ''}`,
  ),
  'more entries than a list may hold': lines(10_050, address),
  'separators alone': ',;\n'.repeat(8_000),
}

describe('reading in slices', () => {
  it.each(Object.entries(texts))('answers what the parser answers: %s', (_, text) => {
    expect(parsedInSlices(text).parsed).toEqual(parseAllowlist(text))
  })

  it('pauses often enough that no piece takes long', () => {
    expect(parsedInSlices(lines(10_000, address)).pauses).toBeGreaterThan(10)
  })
})
