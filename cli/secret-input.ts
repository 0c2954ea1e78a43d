import { addAbortSignal } from 'node:stream'
import { interrupted, usage } from './failure.ts'
import { canAsk, type Io, type Variables, variable } from './io.ts'
import { promptHidden } from './terminal/prompt.ts'

/** Where a secret may come from. Its argument shows in `ps` and in the shell's history, so there are other ways. */
export type SecretSource = {
  /** What it is, for messages and the prompt. */
  readonly name: string
  /** The argument, when there is one; `-` means standard input. */
  readonly argument?: string | undefined
  /** How standard input is asked for, where it is not by `-`. */
  readonly stdinOption?: string
  /** The variable read when there is no argument. */
  readonly variable: keyof Variables & string
}

/** The secret by argument, standard input, variable or hidden prompt, in this order. */
export async function readSecret(io: Io, source: SecretSource): Promise<string> {
  const { name, argument } = source
  if (argument === '-') return notEmpty(withoutLineEnd(await readAll(io)), `no ${name} on standard input`)
  if (argument !== undefined) return notEmpty(argument, `the ${name} is empty`)
  const fromVariable = variable(io, source.variable)
  if (fromVariable !== undefined) return fromVariable
  if (canAsk(io)) return notEmpty(await promptHidden(io, name), `the ${name} is empty`)
  throw usage(`no ${name}: give it on standard input with ${source.stdinOption ?? '-'}, or in ${source.variable}`)
}

/** Standard input to its end. */
export async function readAll({ stdin, signal }: Pick<Io, 'stdin' | 'signal'>): Promise<string> {
  let text = ''
  stdin.setEncoding('utf8')
  try {
    for await (const chunk of addAbortSignal(signal, stdin)) text += chunk
  } catch (error) {
    if (signal.aborted) throw interrupted()
    throw error
  }
  return text
}

/** What `echo` and editors put behind the secret is not part of it. */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}

function notEmpty(text: string, otherwise: string): string {
  if (text === '') throw usage(otherwise)
  return text
}
