import type { OutgoingHttpHeaders } from 'node:http'
import type { ServerName } from '#test/e2e/servers'
import { makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verify } from './fixtures/verify.ts'

const LISTED = '203.0.113.42'
const CALLER = '198.51.100.66'

/** Every header by which a caller could claim to be somebody else, claiming the listed address. */
const forged = {
  'X-Forwarded-For': LISTED,
  'X-Real-IP': LISTED,
  'CF-Connecting-IP': LISTED,
  'True-Client-IP': LISTED,
  Forwarded: `for=${LISTED}`,
  'X-Client-IP': LISTED,
  'X-Original-Forwarded-For': LISTED,
} satisfies OutgoingHttpHeaders

type Attempt = { how: string; server: ServerName; headers: OutgoingHttpHeaders; admitted?: true }

// How each header comes from a proxy that does its work, beside everything the caller forged.
const proxied: Record<string, { near: ServerName; far: ServerName; header: keyof typeof forged }> = {
  'X-Forwarded-For': { near: 'forwarded', far: 'farForwarded', header: 'X-Forwarded-For' },
  'X-Real-IP': { near: 'realIp', far: 'farRealIp', header: 'X-Real-IP' },
  'CF-Connecting-IP': { near: 'cloudflare', far: 'farCloudflare', header: 'CF-Connecting-IP' },
  'True-Client-IP': { near: 'trueClientIp', far: 'farTrueClientIp', header: 'True-Client-IP' },
}

const attempts: readonly Attempt[] = [
  { how: 'the connection counts, whatever headers say', server: 'direct', headers: forged },
  ...Object.values(proxied).flatMap(({ near, far, header }): Attempt[] => [
    { how: `${header} of the proxy is believed`, server: near, headers: { [header]: LISTED }, admitted: true },
    { how: `${header} of a peer that is no proxy`, server: far, headers: forged },
    { how: `other headers than ${header}`, server: near, headers: { ...forged, [header]: CALLER } },
    { how: `other headers without ${header}`, server: near, headers: { ...forged, [header]: undefined } },
    { how: `${header} sent on two lines`, server: near, headers: { ...forged, [header]: [LISTED, CALLER] } },
    { how: `${header} that cannot be read`, server: near, headers: { ...forged, [header]: `${LISTED}, unknown` } },
  ]),
  ...['X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP'].map((header): Attempt => {
    const server = proxied[header]?.near ?? 'direct'
    return { how: `${header} of several addresses`, server, headers: { [header]: `${LISTED}, ${LISTED}` } }
  }),
  {
    how: 'what stands left of the address that the proxy appended',
    server: 'forwarded',
    headers: { 'X-Forwarded-For': `${LISTED}, ${LISTED}, ${CALLER}` },
  },
  {
    how: 'what stands left of it, past proxies of ours',
    server: 'forwarded',
    headers: { 'X-Forwarded-For': `${LISTED}, ${CALLER}, 127.0.0.1, 127.0.0.2` },
  },
  {
    how: 'the caller, past proxies of ours',
    server: 'forwarded',
    headers: { 'X-Forwarded-For': `${CALLER}, ${LISTED}, 127.0.0.1` },
    admitted: true,
  },
  {
    how: 'what stands left of two appended addresses',
    server: 'hops',
    headers: { ...forged, 'X-Forwarded-For': `${LISTED}, ${CALLER}, 10.0.0.1` },
  },
  {
    how: 'the last of two appended addresses',
    server: 'hops',
    headers: { ...forged, 'X-Forwarded-For': `${CALLER}, ${LISTED}` },
  },
  { how: 'fewer addresses than there are proxies', server: 'hops', headers: { 'X-Forwarded-For': LISTED } },
  {
    how: 'the second from the right',
    server: 'hops',
    headers: { 'X-Forwarded-For': `${CALLER}, ${LISTED}, 10.0.0.1` },
    admitted: true,
  },
]

test('a forged address is refused in every configuration, and a true one admitted', async ({ asOwner: page }) => {
  const { secret } = await makeKey(page, 'Forged', LISTED)
  for (const { how, server, headers, admitted } of attempts) {
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
    const { status, text } = await verify(secret, { server, headers: sent })
    if (admitted) expect([server, how, status]).toEqual([server, how, 200])
    else expect([server, how, status, text]).toEqual([server, how, 403, NOT_ALLOWED])
  }
})

test.describe('the pages', () => {
  for (const server of ['direct', 'forwarded'] as const) {
    test.describe(server, () => {
      test.use({ server, callerAddress: `${LISTED}, ${CALLER}` })

      test('do not take a forged address for the visitor’s either', async ({ asOwner: page }) => {
        await page.goto('/settings/api-keys/new')
        const seen = server === 'direct' ? '127.0.0.1' : CALLER
        await expect(page.getByRole('button', { name: 'Add my current address' })).toHaveAccessibleDescription(seen)
      })
    })
  }
})
