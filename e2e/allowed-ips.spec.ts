import { edit, listField, makeKey, openTab, pasteList, save } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { statusFrom, verifyFrom } from './fixtures/verify.ts'

test('emptying the list asks before it opens the key', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Emptied', '203.0.113.42')
  await edit(page, key)
  await listField(page).fill('')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: 'Open this key to any address?' })
  await question.getByRole('button', { name: 'Go back' }).click()
  await expect(question).toBeHidden()
  expect((await verifyFrom('198.51.100.1', key.secret)).status).toBe(403)

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await question.getByRole('button', { name: 'Open to any address' }).click()
  await expect(page.getByText(`${key.name} is saved`)).toBeVisible()
  expect((await verifyFrom('198.51.100.1', key.secret)).status).toBe(200)
  await expect(page.getByRole('radio', { name: 'Any address' })).toBeChecked()
})

test('separators alone are no list: nothing is saved and the text stays', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Separators', '203.0.113.42')
  await edit(page, key)
  await listField(page).fill(' , ;\n,')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(listField(page)).toBeFocused()
  await expect(listField(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(listField(page)).toHaveValue(' , ;\n,')
  await expect(page.getByRole('alertdialog')).toBeHidden()
  expect((await verifyFrom('198.51.100.1', key.secret)).status).toBe(403)
})

test('one bad entry refuses the whole save and loses nothing', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'One bad', '203.0.113.42')
  const typed = '198.51.100.1; 198.51.100.2 # Office\n  203.0.113.300 # typo\n["2001:db8::/32"]'
  await edit(page, key)
  await page.getByLabel('Name', { exact: true }).fill(`${key.name} renamed`)
  await listField(page).fill(typed)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Line 2, column 13:').first()).toBeVisible()
  await expect(listField(page)).toBeFocused()
  await expect(listField(page)).toHaveValue(typed)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(`${key.name} renamed`)
  expect((await verifyFrom('198.51.100.1', key.secret)).status).toBe(403)

  await listField(page).fill(typed.replace('.300', '.30'))
  await save(page)
  for (const address of ['198.51.100.1', '198.51.100.2', '203.0.113.30', '2001:db8::1']) {
    expect((await verifyFrom(address, key.secret)).status).toBe(200)
  }
})

test('ten thousand entries are pasted, searched, saved and opened again', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Long', '203.0.113.42')
  const addresses = Array.from({ length: 10_000 }, (_, n) => `20.${n >> 12}.${(n >> 4) & 255}.${(n & 15) * 2}`)
  await edit(page, key)
  await pasteList(page, addresses.join('\n'))
  await expect(page.getByText('10,000 entries, 10,000 addresses').first()).toBeVisible()
  await page.getByLabel('Search the entries').fill('20.1.200.6')
  await expect(page.getByText('1 of 10,000 entries').first()).toBeVisible()

  // A key pressed among them is there at once, and so is what it did.
  await listField(page).press('ControlOrMeta+End')
  await page.keyboard.type('\n2001:db8::1', { delay: 20 })
  await expect(listField(page)).toHaveValue(/\n2001:db8::1$/)
  await expect(page.getByText('1 of 10,001 entries needs attention').first()).toBeVisible()
  await page.getByLabel('Search the entries').fill('')
  await page.getByRole('button', { name: 'Only problems' }).click()
  await expect(page.getByText('A list holds at most 10,000 networks')).toBeVisible()
  await listField(page).press('ControlOrMeta+End')
  for (let typed = 0; typed < '\n2001:db8::1'.length; typed += 1) await page.keyboard.press('Backspace')
  await expect(page.getByText('10,000 entries, 10,000 addresses').first()).toBeVisible()

  await save(page)
  expect(await statusFrom('20.2.112.30', key.secret)).toBe(200)
  expect(await statusFrom('20.2.112.31', key.secret)).toBe(403)
  await openTab(page, 'Allowed addresses')
  const list = page.getByRole('region', { name: 'Allowed addresses' })
  await expect(list).toContainText('10,000 entries in force, 10,000 addresses.')
  await list.getByLabel('Search the entries').fill('20.2.112.30')
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await edit(page, key)
  await expect(page.getByText('10,000 entries, 10,000 addresses').first()).toBeVisible()
})

test('what was typed survives a page that is opened slowly', async ({ asOwner: page }) => {
  await page.goto('/settings/api-keys/new', { waitUntil: 'commit' })
  await page.getByLabel('Name', { exact: true }).fill('Typed early')
  await expect(page.getByRole('button', { name: 'Create', exact: true })).toBeEnabled()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Typed early')
})
