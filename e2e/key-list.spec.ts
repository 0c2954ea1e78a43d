import type { Page } from '@playwright/test'
import { haveKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'

const table = (page: Page) => page.getByRole('table', { name: 'API keys' })
const names = async (page: Page) =>
  (await table(page).getByRole('link').allInnerTexts()).filter((text) => /^(Alpha|Beta|Gamma)/.test(text))
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)

test('an empty workspace says how to begin', async ({ asNewcomer: { page } }) => {
  await page.goto('/settings/api-keys')
  await expect(page.getByRole('heading', { name: 'Create your first key' })).toBeVisible()
  await expect(page.getByText('Authorization: Bearer YOUR_API_KEY')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy curl command' })).toBeVisible()
  await page.getByRole('link', { name: 'Create New Key' }).click()
  await expect(page.getByRole('heading', { name: 'Create New Key' })).toBeVisible()
})

test('search, filters and sorting stand in the address and survive a reload', async ({ asNewcomer: { page } }) => {
  for (const [name, allowedIps] of [
    ['Beta shop', '203.0.113.0/24'],
    ['Alpha shop', '198.51.100.1'],
    ['Gamma lab', ''],
  ] as const) {
    await haveKey(page, { name, allowedIps })
  }
  await page.goto('/settings/api-keys')
  await expect.poll(() => names(page)).toEqual(['Gamma lab', 'Alpha shop', 'Beta shop'])

  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
  await expect.poll(() => query(page)).toEqual({ sort: 'name', direction: 'asc' })
  await expect.poll(() => names(page)).toEqual(['Alpha shop', 'Beta shop', 'Gamma lab'])
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
  await expect.poll(() => names(page)).toEqual(['Gamma lab', 'Beta shop', 'Alpha shop'])

  await page.getByLabel('Search', { exact: true }).fill('shop')
  await expect.poll(() => query(page)).toEqual({ sort: 'name', q: 'shop' })
  await expect.poll(() => names(page)).toEqual(['Beta shop', 'Alpha shop'])
  await expect(page.getByText('2 keys')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Search', { exact: true })).toHaveValue('shop')
  await expect.poll(() => names(page)).toEqual(['Beta shop', 'Alpha shop'])

  // One address finds the keys that admit it.
  await page.getByLabel('Search', { exact: true }).fill('203.0.113.77')
  await expect.poll(() => names(page)).toEqual(['Gamma lab', 'Beta shop'])
  await page.getByLabel('Access', { exact: true }).selectOption('With a list')
  await expect.poll(() => names(page)).toEqual(['Beta shop'])
  await page.getByLabel('Status', { exact: true }).selectOption('Paused')
  await expect(page.getByRole('heading', { name: 'No key matches' })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('paused')
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect.poll(() => query(page)).toEqual({})
  await expect(page.getByLabel('Search', { exact: true })).toHaveValue('')
  await expect.poll(() => names(page)).toEqual(['Gamma lab', 'Alpha shop', 'Beta shop'])
})
