import { expect, test } from './fixtures/test.ts'

test('the documentation is there for everybody: found, read, and followed, without an error or a foreign request', async ({
  asVisitor: page,
}) => {
  const errors: string[] = []
  const origins = new Set<string>()
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  await page.goto('/docs')
  await page.getByRole('textbox', { name: 'Search the documentation' }).fill('confirm-lockout')
  await page.keyboard.press('Enter')
  await page
    .getByRole('main')
    .getByRole('link', { name: /The command line · Options of writes/ })
    .click()
  await expect(page).toHaveURL(/\/docs\/guides\/cli#options-of-writes$/)
  await expect(page.getByRole('heading', { name: 'Options of writes' })).toBeInViewport()
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Exit codes' }).click()
  await expect(page.getByRole('heading', { name: 'Exit codes' })).toBeInViewport()
  await expect(
    page.getByRole('navigation', { name: 'Documentation' }).getByRole('link', { name: 'Command line' }),
  ).toHaveAttribute('aria-current', 'page')
  await page.getByRole('navigation', { name: 'Next and previous page' }).getByRole('link', { name: /^Next/ }).click()
  await expect(page.getByRole('heading', { name: 'Managing keys by program', level: 1 })).toBeVisible()
  expect([errors, origins.size]).toEqual([[], 1])
  expect((await page.request.get('/docs/guides/nowhere')).status()).toBe(404)
})

test('an old address of an operation leads to it', async ({ asVisitor: page }) => {
  await page.goto('/docs#get-v1-ip')
  await expect(page).toHaveURL(/\/docs\/api\/calls-with-an-api-key#get-v1-ip$/)
})

test('the search finds operations of the API', async ({ asVisitor: page }) => {
  await page.goto('/docs?q=credits_used')
  await page.getByRole('region', { name: 'Operations of the API' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/docs\/api\/calls-with-an-api-key#post-v1-verify$/)
})
