import { accessChoices, keyStates, rangeKinds } from '#lib/key-profiles/filters'
import { firstDirection, keyOrderText, opposite, staffKeySorts } from '#lib/key-profiles/list-sort'
import { accessFilterWords, daysWords, rangeWords, sortWords } from '#lib/key-profiles/words'

type Option = { value: string; label: string }

const stateWords = { live: 'Live keys', ended: 'Ended keys', all: 'Live and ended' } as const

export const stateOptions: readonly Option[] = keyStates.map((value) => ({ value, label: stateWords[value] }))

export const accessOptions: readonly Option[] = [
  { value: '', label: 'Any access' },
  ...accessChoices.map((value) => ({ value, label: accessFilterWords[value] })),
]

export const rangeOptions: readonly Option[] = [
  { value: '', label: 'Any range' },
  ...rangeKinds.map((value) => ({ value, label: rangeWords[value] })),
]

export const sortOptions: readonly Option[] = staffKeySorts.flatMap((sort) => {
  const [first, turned] = sortWords[sort]
  const direction = firstDirection[sort]
  return [
    { value: keyOrderText({ sort, direction }), label: first },
    { value: keyOrderText({ sort, direction: opposite[direction] }), label: turned },
  ]
})

/** Prefix lengths to choose from, with the one that is chosen already. */
export function prefixOptions(family: 4 | 6, chosen: number | null): readonly Option[] {
  const usual = family === 4 ? [8, 12, 16, 20, 22, 24, 26, 28, 30, 32] : [16, 29, 32, 40, 48, 56, 64, 96, 128]
  return [
    { value: '', label: 'Any width' },
    ...withChosen(usual, chosen).map((bits) => ({ value: String(bits), label: `Wider than /${bits}` })),
  ]
}

export function dayOptions(none: string, chosen: number | null): readonly Option[] {
  return [
    { value: '', label: none },
    ...withChosen([1, 7, 14, 30, 90, 180, 365], chosen).map((days) => ({
      value: String(days),
      label: daysWords(days),
    })),
  ]
}

function withChosen(usual: readonly number[], chosen: number | null): readonly number[] {
  if (chosen === null || usual.includes(chosen)) return usual
  return [...usual, chosen].sort((a, b) => a - b)
}
