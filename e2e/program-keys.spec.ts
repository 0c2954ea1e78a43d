import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import { callAdmin, issueKey, PROGRAM_ADDRESS } from './fixtures/admin.ts'
import { keyName, listField, openTab, save } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { makeToken } from './fixtures/tokens.ts'
import { verifyFrom } from './fixtures/verify.ts'

const overview = (page: Page) => page.getByRole('region', { name: 'Overview' })

async function writeToken(page: Page): Promise<{ name: string; secret: string }> {
  return makeToken(page, { role: 'Write', allowedIps: PROGRAM_ADDRESS })
}

test('a key that a program issues appears with all that it was given', async ({ asOwner: page }) => {
  const token = await writeToken(page)
  const { name } = await issueKey(token.secret, {
    name: keyName('Issued'),
    scopes: ['payments:read', 'payments:write'],
    metadata: { team: 'core', plan: { seats: 7 } },
    rate_limit_policy: { quota: '100', window: '60s', unit: 'requests' },
    visibility: 'KEY_VISIBILITY_PUBLIC',
    ip_restriction: { allowed_cidrs: ['203.0.113.42'] },
  })
  await page.goto('/settings/api-keys')
  await expect(page.getByRole('row', { name })).toContainText('Publishable')
  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  for (const text of ['service_shop', 'payments:read', 'payments:write', '100 calls each 60 seconds', 'Publishable']) {
    await expect(overview(page)).toContainText(text)
  }
  await expect(overview(page)).toContainText(`by token ${token.name}, by API`)
  await expect(overview(page).getByText('"seats": 7')).toBeHidden()
  await overview(page).getByText('2 members').click()
  await expect(overview(page).getByText('"seats": 7')).toBeVisible()
  await openTab(page, 'History')
  const history = page.getByRole('region', { name: 'History' })
  await expect(history).toContainText(`token ${token.name} from ${PROGRAM_ADDRESS}, by API`)
  await expect(history).toContainText('Scopes: payments:read, payments:write')
  await expectAccessible(page, 'a key of a program')
})

test('a key that was imported says so, and shows no more of its secret than its end', async ({ asOwner: page }) => {
  const token = await writeToken(page)
  const name = keyName('Brought along')
  const body = { name, actor_id: 'service_shop', raw_key: `sk_live_${name.replaceAll(' ', '_')}_0123456789_wxyz` }
  expect((await callAdmin(token.secret, { path: 'importedApiKeys', body })).status).toBe(201)
  await page.goto('/settings/api-keys')
  const row = page.getByRole('row', { name })
  await expect(row).toContainText('Imported')
  await expect(row).toContainText('wxyz')
  await row.getByRole('button', { name: `More for ${name}` }).click()
  await expect(page.getByRole('menuitem', { name: 'Pause' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Rotate' })).toBeHidden()
  await page.getByRole('menuitem', { name: 'Details' }).click()
  await expect(overview(page)).toContainText('Imported')
  await expect(page.getByRole('button', { name: 'Revoke' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Rotate' })).toBeHidden()
  expect(await page.content()).not.toContain(body.raw_key.slice(0, -4))
})

test('an entry that a program switched off says so, and saving the list leaves it off', async ({ asOwner: page }) => {
  const token = await writeToken(page)
  const key = await issueKey(token.secret, {
    name: keyName('Switched'),
    ip_restriction: { allowed_cidrs: ['203.0.113.42', '203.0.113.43'] },
  })
  const path = `issuedApiKeys/${key.id}/allowlist/entries`
  const { entries } = (await callAdmin(token.secret, { method: 'GET', path })).body as {
    entries: { entry_id: string; cidr: string }[]
  }
  const entry = entries.find(({ cidr }) => cidr.startsWith('203.0.113.42'))
  const off = { method: 'PATCH', path: `${path}/${entry?.entry_id}`, body: { enabled: false } } as const
  expect((await callAdmin(token.secret, off)).status).toBe(200)

  await page.goto(`/settings/api-keys/${key.id}/addresses`)
  const list = page.getByRole('region', { name: 'Allowed addresses' })
  await expect(list.getByRole('listitem').filter({ hasText: '203.0.113.42' })).toContainText('Off')
  await expect(list).toContainText('1 entry in force, 1 address.')
  await openTab(page, 'History')
  await expect(page.getByRole('region', { name: 'History' })).toContainText('203.0.113.42 switched off')

  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await expect(page.getByText('One entry of this list admits nobody')).toBeVisible()
  await expect(page.getByText('1 of 2 entries in force, 1 address').first()).toBeVisible()
  await expectAccessible(page, 'edit, with an entry that is off')
  await listField(page).fill('203.0.113.44\n203.0.113.42\n203.0.113.43')
  await save(page)
  await openTab(page, 'Allowed addresses')
  await expect(list.getByRole('listitem').filter({ hasText: '203.0.113.42' })).toContainText('Off')
  expect((await verifyFrom('203.0.113.42', key.secret)).status).toBe(403)
  expect((await verifyFrom('203.0.113.44', key.secret)).status).toBe(200)
})
