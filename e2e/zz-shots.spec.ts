import { callAdmin, issueKey, PROGRAM_ADDRESS } from './fixtures/admin.ts'
import { makeKey, keyName } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { makeToken } from './fixtures/tokens.ts'
import { verifyFrom } from './fixtures/verify.ts'
import type { Page } from '@playwright/test'

const OUT = '/tmp/shots-kx'
async function shot(page: Page, name: string) {
  for (const [size, width, height, scheme] of [['w', 1280, 900, 'light'], ['d', 1280, 900, 'dark'], ['p', 390, 844, 'light'], ['pd', 390, 844, 'dark']] as const) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(350)
    await page.screenshot({ path: `${OUT}/${name}-${size}.png`, fullPage: true })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) console.log('OVERHANG', name, size, over)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}
test('shots', async ({ asNewcomer: { page } }) => {
  test.setTimeout(240_000)
  const token = await makeToken(page, { role: 'Write', allowedIps: PROGRAM_ADDRESS })
  const t = token.secret
  const rich = await issueKey(t, {
    name: 'Payments gateway of the web shop, production',
    actor_id: 'service_payments_with_a_rather_long_name_0123456789_0123456789_0123456789',
    scopes: ['payments:read', 'payments:write', 'refunds:write', 'https://auth.example.com/scopes/a-very-long-scope-that-has-no-blank-in-it'],
    metadata: { team: 'core', plan: { seats: 7, trial: false }, tags: ['a', 'b'], token: 'x'.repeat(120) },
    rate_limit_policy: { quota: '100', window: '60s', unit: 'requests' },
    visibility: 'KEY_VISIBILITY_PUBLIC',
    ip_restriction: { allowed_cidrs: ['203.0.113.42', '203.0.113.101/30', '2001:db8:1234:5678:9abc:def0:1234:5678', '198.51.100.0/24'] },
  })
  const path = `issuedApiKeys/${rich.id}/allowlist/entries`
  const { entries } = (await callAdmin(t, { method: 'GET', path })).body as { entries: { entry_id: string }[] }
  const patch = (n: number, body: object) => callAdmin(t, { method: 'PATCH', path: `${path}/${entries[n]?.entry_id}`, body })
  await patch(0, { note: 'Shop', expire_time: new Date(Date.now() + 4 * 3600_000).toISOString() })
  await patch(1, { enabled: false, note: 'Old office behind the bridge' })
  await patch(2, { ttl: '1s', note: 'Visiting contractor' })
  await callAdmin(t, { method: 'PATCH', path: `issuedApiKeys/${rich.id}?update_mask=scopes,metadata`, body: { scopes: ['payments:read', 'refunds:write', 'https://auth.example.com/scopes/a-very-long-scope-that-has-no-blank-in-it'], metadata: { team: 'core', plan: { seats: 9 }, region: 'eu', token: 'x'.repeat(120) } } })
  for (const ip of ['198.51.100.7', '203.0.113.42']) await verifyFrom(ip, rich.secret)
  for (const ip of ['203.0.113.101', '192.0.2.77']) await verifyFrom(ip, rich.secret)
  await callAdmin(t, { path: 'importedApiKeys', body: { name: 'Legacy partner', actor_id: 'p', raw_key: 'sk_live_0123456789_0123456789_wxyz' } })
  await callAdmin(t, { path: 'importedApiKeys', body: { name: 'Legacy, short', actor_id: 'p', raw_key: 'hunter2' } })
  const rev = await issueKey(t, { name: 'Leaked', ip_restriction: { allowed_cidrs: ['203.0.113.1'] } })
  await callAdmin(t, { path: `issuedApiKeys/${rev.id}:revoke`, body: { reason: 'REVOCATION_REASON_KEY_COMPROMISE', reason_text: 'Seen in a public repository', description: 'Seen in a public repository' } })
  const plain = await makeKey(page, 'Plain', '203.0.113.42 # Shop')
  await shot(page, 'plain')
  await page.waitForTimeout(2500)
  await page.goto(`/settings/api-keys/${rich.id}`)
  await page.getByRole('button', { name: 'Rotate' }).click()
  await shot(page, 'dialog')
  await page.getByRole('radio', { name: 'None' }).check()
  await shot(page, 'dialog-none')
  await page.getByRole('radio', { name: '7 days' }).check()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate' }).click()
  await expect(page.getByRole('heading', { name: 'has a new key' })).toBeVisible()
  await shot(page, 'reveal')
  await page.getByLabel('I have saved it').check()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('heading', { name: rich.name, level: 1, exact: true })).toBeVisible()
  await shot(page, 'new')
  for (const ip of ['198.51.100.7', '198.51.100.8', '203.0.113.42']) await verifyFrom(ip, rich.secret)
  await page.waitForTimeout(2500)
  await page.goto(`/settings/api-keys/${rich.id}`)
  await page.getByText('members').click()
  await shot(page, 'old')
  await page.goto(`/settings/api-keys/${rich.id}/edit`)
  await shot(page, 'edit')
  await page.goto(`/settings/api-keys/${rev.id}`)
  await shot(page, 'revoked')
  await page.goto('/settings/api-keys')
  await shot(page, 'table')
  await page.getByRole('row', { name: rich.name }).filter({ hasText: 'Rotated' }).getByRole('button', { name: 'More for' }).click()
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${OUT}/menu.png` })
  void plain; void keyName
})
