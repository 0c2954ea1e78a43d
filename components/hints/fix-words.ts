import type { Fix, FixKind } from '#lib/hints/rules'
import { displayNetwork, type Network } from '#lib/ip/network'

/** What the button of a fix says. */
export function fixWords(fix: Fix): string {
  return words[fix.kind].button(fix)
}

/** What is said once it is done. */
export function doneWords(fix: Fix): string {
  return words[fix.kind].done(fix)
}

type Words = { button: (fix: Fix) => string; done: (fix: Fix) => string }

const words: Record<FixKind, Words> = {
  suggest: { button: () => 'Suggest a list', done: () => 'A list is suggested' },
  remove: { button: (fix) => `Remove ${them(fix)}`, done: (fix) => `${counted(fix)} removed` },
  switch_off: { button: (fix) => `Switch ${them(fix)} off`, done: (fix) => `${counted(fix)} switched off` },
  replace: { button: (fix) => `Narrow it to ${networksOf(fix)}`, done: () => 'The entry is narrower' },
  add: { button: (fix) => `Add ${networksOf(fix)}`, done: () => 'The list has IPv6 now' },
  extend: {
    button: (fix) => `Let ${them(fix)} last ${fix.kind === 'extend' ? fix.days : 0} days more`,
    done: (fix) => `${counted(fix)} extended`,
  },
  note: { button: () => 'Save note', done: () => 'The note is saved' },
}

function them(fix: Fix): string {
  return countOf(fix) === 1 ? 'it' : 'them'
}

function counted(fix: Fix): string {
  const count = countOf(fix)
  return count === 1 ? '1 entry' : `${count.toLocaleString('en-US')} entries`
}

function countOf(fix: Fix): number {
  return 'entryIds' in fix ? fix.entryIds.length : 0
}

/** One is named, several are counted. */
function networksOf(fix: Fix): string {
  const networks: readonly Network[] = fix.kind === 'replace' ? fix.by : fix.kind === 'add' ? fix.networks : []
  const [first, ...others] = networks
  if (first !== undefined && others.length === 0) return displayNetwork(first)
  return `${networks.length.toLocaleString('en-US')} networks`
}
