import type { Locator, Page } from '@playwright/test'
import { serverUrl } from '#test/e2e/servers'
import { expect, test } from './fixtures/test.ts'

const CHECK = 'Check an e-mail address'
const ADDRESS = 'The address this server sees'

const operation = (page: Page, name: string): Locator => page.getByRole('article', { name })
const navigation = (page: Page): Locator => page.getByRole('navigation', { name: 'Operations' })

/** The address that the heading of an operation gives. */
async function addressOf(page: Page, name: string): Promise<RegExp> {
  const href = await operation(page, name).getByRole('link', { name, exact: true }).getAttribute('href')
  return new RegExp(`/docs/api${href}$`)
}

test('is there for everybody, whole, and fetches nothing from elsewhere', async ({ asVisitor: page }) => {
  const origins = new Set<string>()
  const errors: string[] = []
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto('/docs/api')
  const check = operation(page, CHECK)
  await expect(check.getByText('POST', { exact: true })).toBeVisible()
  await expect(check.getByText('Bearer $API_KEY').first()).toBeVisible()
  await expect(check.getByRole('listitem').filter({ hasText: 'validation_type' })).toContainText('"mx""smtp"')
  await expect(check.getByRole('listitem').filter({ hasText: '403' })).toContainText('IP address not allowed')
  await check.getByText('Body of 200').click()
  await expect(check.getByRole('listitem').filter({ hasText: 'credits_used' })).toContainText('integer')
  await expect(operation(page, ADDRESS)).toContainText('No authentication needed.')
  await page.waitForLoadState('networkidle')
  expect([...origins]).toEqual([serverUrl('forwarded')])
  expect(errors).toEqual([])
})

test('goes to an operation by the navigation, marks where the reader is, and gives it an address to send', async ({
  asVisitor: page,
}) => {
  await page.goto('/docs/api')
  const link = navigation(page).getByRole('link', { name: ADDRESS })
  await link.click()
  await expect(page).toHaveURL(await addressOf(page, ADDRESS))
  await expect(operation(page, ADDRESS)).toBeInViewport()
  await expect(link).toHaveAttribute('aria-current', 'location')
  await operation(page, CHECK).getByRole('link', { name: CHECK }).click()
  await expect(page).toHaveURL(await addressOf(page, CHECK))
})

test('filters as one types, says how many are left, and shows all again', async ({ asVisitor: page }) => {
  await page.goto('/docs/api')
  const filter = page.getByRole('textbox', { name: 'Filter operations' })
  await filter.fill('credits_used')
  await expect(operation(page, ADDRESS)).toBeHidden()
  await expect(operation(page, CHECK)).toBeVisible()
  await expect(navigation(page).getByRole('link', { name: ADDRESS })).toBeHidden()
  await expect(page.getByRole('status').filter({ hasText: '1 of ' })).toBeAttached()
  await filter.press('Enter')
  await expect(page).toHaveURL(await addressOf(page, CHECK))
  await filter.fill('no such thing')
  await expect(page.getByRole('heading', { name: 'No operation matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(filter).toHaveValue('')
  await expect(operation(page, ADDRESS)).toBeVisible()
})

test('gives a command for this server that can be copied', async ({ asVisitor: page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/docs/api')
  await page.getByRole('button', { name: `Copy the curl command: ${CHECK}` }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied.split('\n')).toEqual([
    `curl ${serverUrl('forwarded')}/v1/verify \\`,
    '  -H "Authorization: Bearer $API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    "  -d '{",
    '  "email": "ada@example.com"',
    "}'",
  ])
})

test('has the same operations as the document that it links to', async ({ asVisitor: page }) => {
  await page.goto('/docs/api')
  const href = await page.getByRole('link', { name: 'OpenAPI document' }).first().getAttribute('href')
  expect(href).toBe('/openapi.json')
  const document = await (await page.request.get('/openapi.json')).json()
  const count = Object.values<object>(document.paths).flatMap((methods) => Object.keys(methods)).length
  await expect(page.getByRole('article')).toHaveCount(count)
})

test('is whole without scripts, and the filter then asks the server', async ({ openBrowser }) => {
  const page = await openBrowser(undefined, { javaScriptEnabled: false })
  await page.goto('/docs/api')
  await expect(operation(page, CHECK)).toBeVisible()
  await operation(page, CHECK).getByText('Body of 200').click()
  await expect(operation(page, CHECK).getByText('credits_used').first()).toBeVisible()
  const filter = page.getByRole('textbox', { name: 'Filter operations' })
  await filter.fill('credits_used')
  await filter.press('Enter')
  await expect(page).toHaveURL(/\?q=credits_used$/)
  await expect(operation(page, CHECK)).toBeVisible()
  await expect(operation(page, ADDRESS)).toBeHidden()
})

test('on a phone the operations unfold above the page and fold when one is chosen', async ({ openBrowser }) => {
  const page = await openBrowser(undefined, { viewport: { width: 390, height: 844 } })
  await page.goto('/docs/api')
  await expect(navigation(page)).toBeHidden()
  await page.getByText('Operations', { exact: true }).click()
  await navigation(page).getByRole('link', { name: ADDRESS }).click()
  await expect(navigation(page)).toBeHidden()
  await expect(operation(page, ADDRESS).getByRole('heading', { name: ADDRESS })).toBeInViewport()
})

test('is a step away from the dashboard', async ({ asOwner: page }) => {
  await page.goto('/settings/api-keys')
  await page.getByRole('link', { name: 'Documentation' }).click()
  await page.getByRole('main').getByRole('link', { name: 'API reference' }).click()
  await expect(page.getByRole('heading', { name: 'Gatelist API', level: 1 })).toBeVisible()
})
