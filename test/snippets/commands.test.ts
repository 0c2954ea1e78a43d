import { describe, expect, it } from 'vitest'
import { apiDocument } from '#lib/api/app'
import { type Block, blocks, documents, inlineCodeOf, typed } from './blocks.ts'
import { commandLines, gatelistArguments } from './command-lines.ts'
import { findCommand, longOptionsOf, problemOf } from './gatelist.ts'

const scripts = blocks.filter(({ language }) => language === 'sh' || language === 'console' || language === 'crontab')
const linesOf = (block: Block) =>
  commandLines(block.language === 'crontab' ? block.code.replaceAll(/^(\S+ ){5}/gm, '') : typed(block))

describe('reading a script', () => {
  it.each([
    ['a b; c | d && e', [['a', 'b'], ['c'], ['d'], ['e']]],
    ['a "b c" \'d "e"\' # f', [['a', 'b c', 'd "e"']]],
    ['X=$(a "$Y" | b) c < d', [['c'], ['a', '$Y'], ['b']]],
    ['a \\\n  b\nc#d', [['a', 'b'], ['c#d']]],
    [`a "x(\\"y\\")" '(z|w)'`, [['a', 'x("y")', '(z|w)']]],
  ])('%s', (script, expected) => expect(commandLines(script)).toEqual(expected))
})

describe.each(documents)('%s', (document) => {
  const own = scripts.filter((block) => block.document === document)

  it('calls gatelist with commands and options that it has', async () => {
    for (const block of own)
      for (const words of linesOf(block)) {
        const given = gatelistArguments(words)
        if (given !== null) expect([words.join(' '), await problemOf(given)]).toEqual([words.join(' '), null])
      }
  })

  it('names commands and options of gatelist that there are', () => {
    for (const code of inlineCodeOf(document)) {
      const [words = []] = code.startsWith('gatelist ') ? [code.slice('gatelist '.length).split(/[\s|]+/)] : []
      if (words.length === 0 || words[0] === '…' || words[0] === 'help') continue
      const { command, path, rest } = findCommand(words)
      expect([code, path.length > 0]).toEqual([code, true])
      // What is left are arguments and options; a group of commands has no arguments of its own.
      if (command.commands.length > 0 && command.registeredArguments.length === 0)
        expect([code, rest.filter((word) => /^[a-z]/.test(word))]).toEqual([code, []])
      const options = longOptionsOf(command)
      for (const option of rest.filter((word) => word.startsWith('--') && word.length > 2))
        expect(options, code).toContain(option)
    }
  })

  it('calls operations that the API has', () => {
    for (const block of own)
      for (const words of linesOf(block).filter(([program]) => program === 'curl')) {
        const call = callOf(words)
        expect([words.join(' '), operations().some((one) => one(call))]).toEqual([words.join(' '), true])
      }
  })
})

type Call = { readonly method: string; readonly path: string }

function callOf(words: readonly string[]): Call {
  const url = words.find((word) => /^(https?:|\$(GATELIST_)?URL)/.test(word)) ?? ''
  const at = words.indexOf('-X')
  const method = at === -1 ? (words.includes('-d') ? 'POST' : 'GET') : (words[at + 1] ?? '')
  // A part that is filled in by the caller, behind the path that is written out.
  return { method: method.toLowerCase(), path: url.replace(/^(https?:\/\/[^/]+|\$\w+)/, '').replace(/\?.*$/, '') }
}

let known: ((call: Call) => boolean)[] | undefined

function operations(): readonly ((call: Call) => boolean)[] {
  known ??= Object.entries(apiDocument().paths ?? {}).flatMap(([path, methods]) => {
    const pattern = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/:]+')
    const shape = new RegExp(`^${pattern}(\\$1)?$`)
    return Object.keys(methods ?? {}).map((method) => (call: Call) => call.method === method && shape.test(call.path))
  })
  return known
}
