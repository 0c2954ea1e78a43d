import { expectAccessible } from './fixtures/accessibility.ts'
import { agreeToRefuse, makeKey, saveList } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

const OFFICE = '198.51.100.7'
const HOME = '198.51.100.8'

test('three edits: the first and the last are compared, the first is restored, and the next call obeys', async ({
  asOwner: page,
}) => {
  const key = await makeKey(page, 'History', `${OFFICE} # office`)
  await saveList(page, key, `${OFFICE} # the office\n10.20.0.0/16`)
  await saveList(page, key, `${HOME} # home\n10.20.0.0/16`)
  await saveList(page, key, `${HOME} # home`)
  expect((await verifyFrom(OFFICE, key.secret)).text).toBe(NOT_ALLOWED)

  await page.goto(`${key.url}/history`)
  await page.getByRole('radio', { name: 'Version 1 as A' }).check()
  await page.getByRole('radio', { name: 'Version 4 as B' }).check()
  await page.getByRole('button', { name: 'Compare A with B' }).click()
  const compared = page.getByRole('region', { name: 'Version 1 compared with version 4' })
  await expect(compared.getByRole('listitem').filter({ hasText: `Removed: ${OFFICE}` })).toBeVisible()
  await expect(compared.getByRole('listitem').filter({ hasText: `Added: ${HOME}` })).toBeVisible()
  await expect(page).toHaveURL(/\?b=4&a=1$/)

  await page.getByRole('link', { name: 'View version 2' }).click()
  const shown = page.getByRole('region', { name: 'Version 2', exact: true })
  await expect(shown.getByRole('row', { name: '10.20.0.0/16' })).toBeVisible()
  await expect(shown.getByRole('row', { name: 'the office' })).toBeVisible()
  await expectAccessible(page, 'the history with a version')

  await page.goto(`${key.url}/history?a=1&b=4`)
  await page.getByRole('button', { name: 'Restore version 1' }).click()
  const dialog = page.getByRole('alertdialog', { name: `Restore version 1 of ${key.name}?` })
  const changes = dialog.getByRole('region', { name: 'What restoring would change' })
  await expect(changes.getByText('office')).toBeVisible()
  await expectAccessible(page, 'the question before a version is restored')
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('Version 1 is restored', { exact: true })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Version 5' }).first()).toContainText('As in version 1')
  await expect(page.getByRole('button', { name: 'Restore version 5' })).toHaveCount(0)

  expect((await verifyFrom(OFFICE, key.secret)).status).toBe(200)
  expect((await verifyFrom(HOME, key.secret)).text).toBe(NOT_ALLOWED)
})

test('a version that would refuse who calls now is restored only after they were named', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Guarded history', OFFICE)
  await saveList(page, key, `${OFFICE}\n${HOME}`)
  expect((await verifyFrom(HOME, key.secret)).status).toBe(200)
  await page.goto(`${key.url}/history`)
  await page.getByRole('button', { name: 'Restore version 1' }).click()
  const dialog = page.getByRole('alertdialog', { name: /Restore version 1/ })
  await expect(dialog.getByText('would be refused:')).toBeVisible()
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await (await agreeToRefuse(page)).click()
  await expect(page.getByText('Version 1 is restored', { exact: true })).toBeVisible()
  expect((await verifyFrom(HOME, key.secret)).text).toBe(NOT_ALLOWED)
})

test('a named list has its own history, which is compared without scripts too', async ({
  asOwner: page,
  openBrowser,
  owner,
}) => {
  await page.goto('/settings/lists/new')
  await page.getByLabel('Name', { exact: true }).fill('History of a list')
  await page.getByRole('textbox', { name: 'Addresses' }).fill('198.51.100.0/24 # egress')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'History of a list' })).toBeVisible()
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByRole('textbox', { name: 'Addresses' }).fill('198.51.100.0/25 # egress')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'History', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Restore version 1' })).toBeVisible()
  await expectAccessible(page, 'the history of a named list')

  const plain = await openBrowser(owner, { javaScriptEnabled: false })
  await plain.goto(page.url())
  await plain.getByRole('button', { name: 'Compare A with B' }).click()
  const compared = plain.getByRole('region', { name: 'Version 1 compared with version 2' })
  await expect(compared.getByText('128 addresses')).toBeVisible()
  await expect(compared.getByText('198.51.100.128/25')).toBeVisible()

  await page.getByRole('button', { name: 'Restore version 1' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('Version 1 is restored', { exact: true })).toBeVisible()
})
