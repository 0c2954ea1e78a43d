import type { Locator, Page } from '@playwright/test'
import { serverUrl } from '#test/e2e/servers'
import { expect, test } from './fixtures/test.ts'

const CHECK = 'Check an e-mail address'
const ADDRESS = 'The address this server sees'
const CALLS = '/docs/api/calls-with-an-api-key'

const operation = (page: Page, name: string): Locator => page.getByRole('article', { name })
const navigation = (page: Page): Locator => page.getByRole('navigation', { name: 'API reference' })
const line = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name })

test('is there for everybody, whole, and fetches nothing from elsewhere', async ({ asVisitor: page }) => {
  const origins = new Set<string>()
  const errors: string[] = []
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto('/docs/api')
  await expect(page.getByRole('region', { name: 'Authentication' })).toContainText('Bearer $MANAGEMENT_TOKEN')
  await page
    .getByText(/^All \d+ errors$/)
    .last()
    .click()
  await expect(page.getByText('LOCKOUT_RISK', { exact: true }).last()).toBeVisible()
  await line(page, CHECK).getByRole('link').click()
  const check = operation(page, CHECK)
  await expect(check.getByText('POST', { exact: true })).toBeVisible()
  await expect(check.getByText('Bearer $API_KEY').first()).toBeVisible()
  await expect(check.getByRole('listitem').filter({ hasText: 'validation_type' })).toContainText('"mx""smtp"')
  await expect(check.getByRole('listitem').filter({ hasText: '403' })).toContainText('IP address not allowed')
  await check.getByText('Body of 200').click()
  await expect(check.getByRole('listitem').filter({ hasText: 'credits_used' })).toContainText('integer')
  await expect(operation(page, ADDRESS)).toContainText('No authentication needed.')
  await check.getByRole('link', { name: 'Problem object' }).click()
  await expect(page.getByRole('region', { name: 'Problem' })).toBeInViewport()
  await page.waitForLoadState('networkidle')
  expect([...origins]).toEqual([serverUrl('forwarded')])
  expect(errors).toEqual([])
})

test('goes to an operation by the navigation, marks where the reader is, and gives it an address to send', async ({
  asVisitor: page,
}) => {
  await page.goto('/docs/api')
  await navigation(page).getByRole('link', { name: 'Calls with an API key' }).click()
  await expect(page).toHaveURL(new RegExp(`${CALLS}$`))
  const link = navigation(page).getByRole('link', { name: ADDRESS })
  await link.click()
  await expect(page).toHaveURL(new RegExp(`${CALLS}#get-v1-ip$`))
  await expect(operation(page, ADDRESS)).toBeInViewport()
  await expect(link).toHaveAttribute('aria-current', 'location')
  await operation(page, CHECK).getByRole('link', { name: CHECK }).click()
  await expect(page).toHaveURL(new RegExp(`${CALLS}#post-v1-verify$`))
})

test('the addresses that operations and objects had on one page still lead to them', async ({ asVisitor: page }) => {
  await page.goto('/docs/api#get-v1-ip')
  await expect(page).toHaveURL(new RegExp(`${CALLS}#get-v1-ip$`))
  await expect(operation(page, ADDRESS)).toBeInViewport()
  await page.goto('/docs/api#object-error')
  await expect(page).toHaveURL(/\/docs\/api\/objects#object-error$/)
  await page.goto('/docs/api#group-staff')
  await expect(page.getByRole('heading', { name: 'Staff', exact: true })).toBeInViewport()
  expect((await page.request.get('/docs/api/nowhere')).status()).toBe(404)
})

test('filters as one types, says how many are left, and shows all again', async ({ asVisitor: page }) => {
  await page.goto('/docs/api')
  const filter = page.getByRole('textbox', { name: 'Filter operations' })
  await filter.fill('credits_used')
  await expect(line(page, ADDRESS)).toBeHidden()
  await expect(line(page, CHECK)).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: '1 of ' })).toBeAttached()
  await filter.fill('no such thing')
  await expect(page.getByRole('heading', { name: 'No operation matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(filter).toHaveValue('')
  await expect(line(page, ADDRESS)).toBeVisible()
  await filter.fill('credits_used')
  await filter.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${CALLS}#post-v1-verify$`))
})

test('gives a command for this server that can be copied', async ({ asVisitor: page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(CALLS)
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
  const lines = page.getByRole('region', { name: 'Operations' }).locator('a[href*="#"]:has(code)')
  await expect(lines).toHaveCount(count)
})

test('is whole without scripts, and the search of a section then asks the overview', async ({ openBrowser }) => {
  const page = await openBrowser(undefined, { javaScriptEnabled: false })
  await page.goto(CALLS)
  await expect(operation(page, CHECK)).toBeVisible()
  await operation(page, CHECK).getByText('Body of 200').click()
  await expect(operation(page, CHECK).getByText('credits_used').first()).toBeVisible()
  const search = page.getByRole('textbox', { name: 'Find an operation' })
  await search.fill('credits_used')
  await search.press('Enter')
  await expect(page).toHaveURL(/\?q=credits_used$/)
  await expect(line(page, ADDRESS)).toBeHidden()
  await line(page, CHECK).getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`${CALLS}#post-v1-verify$`))
})

test('on a phone the contents unfold above the page and fold when one is chosen', async ({ openBrowser }) => {
  const page = await openBrowser(undefined, { viewport: { width: 390, height: 844 } })
  await page.goto(CALLS)
  await expect(navigation(page)).toBeHidden()
  await page.getByText('Contents', { exact: true }).click()
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
