import { serverUrl } from '#test/e2e/servers'
import { makeKey, saveList } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'

// What a program does, word for word; only the host and the key are put in.
const snippet = (origin: string, key: string) => `
const response = await fetch('${origin}/v1/verify', {
  method: 'POST',
  headers: {
    'Authorization': 'Bearer ${key}',
    'Content-Type': 'application/json'
  },
  body: JSON.stringify({ email })
});

if (response.status === 403) {
  const error = await response.json();
  if (error.error === 'IP address not allowed') {
    console.error('Server IP not in allowlist. Check API key settings.');
  }
}
return { status: response.status, body: response.bodyUsed ? null : await response.text() };
`

/** Runs the snippet in this Node. @returns its response, and what it wrote to the console */
async function run(key: string): Promise<{ status: number; body: string | null; errors: unknown[][] }> {
  const errors: unknown[][] = []
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor
  const program = new AsyncFunction('email', 'console', snippet(serverUrl('direct'), key))
  const said = { error: (...words: unknown[]) => errors.push(words) }
  return { ...(await program('ada@example.com', said)), errors }
}

test('a program is answered when its server is listed, and can tell when it is not', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Snippet', '127.0.0.1, 203.0.113.9')
  const allowed = await run(key.secret)
  expect({ ...allowed, body: JSON.parse(allowed.body ?? '') }).toEqual({
    status: 200,
    body: { email: 'ada@example.com', status: 'good', validation_type: 'mx', credits_used: 1 },
    errors: [],
  })

  await saveList(page, key, '203.0.113.100')
  expect(await run(key.secret)).toEqual({
    status: 403,
    body: null,
    errors: [['Server IP not in allowlist. Check API key settings.']],
  })
})

test('a refusal is exactly this, and tells nothing of the list', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Exact', '203.0.113.100')
  const response = await fetch(`${serverUrl('direct')}/v1/verify`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key.secret}`, 'Content-Type': 'application/json' },
    body: '{"email":"ada@example.com"}',
  })
  expect(response.status).toBe(403)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  expect(response.headers.get('x-request-id')).toBeTruthy()
  expect(await response.text()).toBe('{"error":"IP address not allowed"}')
})
