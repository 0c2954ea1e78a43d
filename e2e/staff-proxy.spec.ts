import { sharedVariables } from '#test/e2e/servers'
import { type RunningServer, startServer } from '#test/servers'
import { expectAccessible } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/test.ts'

let server: RunningServer

// One that reads no header, behind what sends one: every browser here does.
test.beforeEach(async () => {
  server = await startServer({ env: { ...sharedVariables(), STAFF_SECOND_FACTOR: 'optional' } })
})
test.afterEach(() => server.stop())

test('staff are told of a proxy that is not believed, see what it sends, and put that away', async ({
  openBrowser,
  owner,
  staff,
}) => {
  const page = await openBrowser(staff, { baseURL: server.url })
  const banner = page.getByRole('region', { name: 'Proxy set-up' })
  await expect(async () => {
    await page.goto('/settings/api-keys')
    await expect(banner).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(banner).toContainText('127.0.0.1')
  await expect(banner).toContainText('CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_FORWARDED_FOR')
  await expectAccessible(page, 'proxy banner')

  await banner.getByRole('link', { name: 'See what the server sees' }).click()
  await expect(page).toHaveURL(/\/staff\/proxy/)
  await expect(page.getByRole('table', { name: 'Headers that are not believed' })).toContainText('X-Forwarded-For')

  await banner.getByRole('button', { name: 'Dismiss' }).click()
  await expect(banner).toBeHidden()
  await page.reload()
  await expect(page.getByRole('table', { name: 'Headers that are not believed' })).toBeVisible()
  await expect(banner).toBeHidden()

  const other = await openBrowser(owner, { baseURL: server.url })
  await other.goto('/settings/api-keys')
  await expect(other.getByRole('heading', { name: 'API Keys' })).toBeVisible()
  await expect(other.getByRole('region', { name: 'Proxy set-up' })).toBeHidden()
})
