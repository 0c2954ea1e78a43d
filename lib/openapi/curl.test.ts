import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { curlCommand, type ExampleCall } from './curl.ts'

const origin = 'https://keys.example.com'

/** The words that a shell makes of a command, with curl replaced by something that prints them. */
function wordsOf(command: string, env: Record<string, string> = {}): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`
  return execFileSync('sh', ['-c', script], { env: { ...process.env, ...env } })
    .toString()
    .split('\0')
    .slice(0, -1)
}

describe('the command', () => {
  test('says only what curl would not do by itself', () => {
    const get: ExampleCall = { method: 'get', path: '/v1/ip', headers: [] }
    expect(curlCommand(origin, get)).toBe('curl https://keys.example.com/v1/ip')
    expect(curlCommand(origin, { ...get, method: 'post' })).toBe('curl -X POST https://keys.example.com/v1/ip')
    expect(curlCommand(origin, { ...get, method: 'head' })).toBe('curl --head https://keys.example.com/v1/ip')
    expect(curlCommand(origin, { ...get, method: 'post', body: '{}' })).not.toContain('-X')
    expect(curlCommand(origin, { ...get, method: 'patch', body: '{}' })).toContain('-X PATCH')
  })

  test('comes through a shell as it was meant, with the secret filled in', () => {
    const body = `{\n  "note": "it's $HOME \`x\` \\\\ \\"y\\""\n}`
    const call: ExampleCall = {
      method: 'post',
      path: '/v2/keys?filter=name%3D%22Pay*%22&dry_run=true',
      headers: [
        ['Authorization', 'Bearer $TOKEN'],
        ['If-Match', `"it's \`7\`"`],
      ],
      body,
    }
    expect(wordsOf(curlCommand(origin, call), { TOKEN: 'gl_mgmt_x' })).toEqual([
      'https://keys.example.com/v2/keys?filter=name%3D%22Pay*%22&dry_run=true',
      '-H',
      'Authorization: Bearer gl_mgmt_x',
      '-H',
      `If-Match: "it's \`7\`"`,
      '-d',
      body,
    ])
  })
})
