import { createInterface } from 'node:readline'
import { interrupted } from '../failure.ts'
import { canAsk, type Io } from '../io.ts'

const ENTER = /[\r\n]/
const END_OF_TEXT = '\u0003'
const END_OF_INPUT = '\u0004'
const ERASE = /[\b\u007f]/

/** Asks yes or no on a terminal. Nobody there to ask: null, and the caller decides. */
export async function confirm(io: Io, question: string): Promise<boolean | null> {
  if (!canAsk(io)) return null
  const lines = createInterface({ input: io.stdin, output: io.stderr, terminal: true })
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      lines.once('SIGINT', () => reject(interrupted())).once('close', () => resolve(''))
      lines.question(`${question} [y/N] `, resolve)
    })
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}

/** Asks for a secret on a terminal without showing it. Only call it when `canAsk`. */
export async function promptHidden(io: Io, question: string): Promise<string> {
  const { stdin, stderr } = io
  stderr.write(`${question}: `)
  stdin.setRawMode?.(true)
  let text = ''
  try {
    return await new Promise<string>((resolve, reject) => {
      stdin.setEncoding('utf8')
      stdin.on('data', (chunk: string) => {
        for (const character of chunk) {
          if (character === END_OF_TEXT) return reject(interrupted())
          if (ENTER.test(character) || character === END_OF_INPUT) return resolve(text)
          text = ERASE.test(character) ? text.slice(0, -1) : text + character
        }
      })
      stdin.once('end', () => resolve(text))
      stdin.resume()
    })
  } finally {
    stdin.removeAllListeners('data')
    stdin.setRawMode?.(false)
    stdin.pause()
    stderr.write('\n')
  }
}
