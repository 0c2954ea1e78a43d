import type { Method } from './document.ts'

/** A request that can be sent as it stands, but for the secret. */
export type ExampleCall = {
  readonly method: Method
  /** With its query. */
  readonly path: string
  /** In double quotes on the command line, so that a `$VARIABLE` in them is filled in. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** As text; undefined for none. */
  readonly body?: string | undefined
}

/** A command for a POSIX shell. */
export function curlCommand(origin: string, { method, path, headers, body }: ExampleCall): string {
  return [
    `curl ${[...methodFlags(method, body !== undefined), shellWord(`${origin}${path}`)].join(' ')}`,
    ...headers.map(([name, value]) => `-H ${inDoubleQuotes(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${inSingleQuotes(body)}`]),
  ].join(' \\\n  ')
}

/** curl says GET by itself, POST when there is a body, and HEAD must not wait for one. */
function methodFlags(method: Method, hasBody: boolean): string[] {
  if (method === 'head') return ['--head']
  const implied = hasBody ? 'post' : 'get'
  return method === implied ? [] : ['-X', method.toUpperCase()]
}

function shellWord(text: string): string {
  return /^[\w%+,./:=@~-]+$/.test(text) ? text : inSingleQuotes(text)
}

function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function inDoubleQuotes(text: string): string {
  return `"${text.replaceAll(/[\\"`]/g, '\\$&')}"`
}
