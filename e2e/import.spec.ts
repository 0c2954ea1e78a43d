import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/project-root'
import { expectAccessible } from './fixtures/accessibility.ts'
import { importing, importPage, uploadWith } from './fixtures/imports.ts'
import { makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { statusFrom } from './fixtures/verify.ts'

const sample = (name: string) => readFileSync(join(projectRoot, 'lib/ranges/samples', name))

const GOOD = 9_998
const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`

test('ten thousand lines are previewed, the bad ones left out, and the rest obeyed at the next call', async ({
  asOwner: page,
}) => {
  const key = await makeKey(page, 'Bulk', '203.0.113.42 # Office')
  await importPage(page, key)
  await expectAccessible(page, 'import, empty')

  const good = Array.from({ length: GOOD }, (_, i) => `${address(i)} # machine ${i}`)
  // With a byte order mark and the line ends of Windows, as some editors save.
  const text = `\uFEFF${[...good, '010.9.9.9', 'server.example.com'].join('\r\n')}\r\n`
  await uploadWith(page, 'Upload a file', { name: 'list.txt', buffer: Buffer.from(text) })
  await expect(page.getByRole('button', { name: 'Refused 2' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'New 9,998' })).toBeVisible()
  await expect(page.getByText('2 lines are refused. Mend them, or leave them out.')).toBeVisible()
  await page.getByRole('button', { name: 'Refused 2' }).click()
  await expect(page.getByText('Leading zeros are ambiguous')).toBeVisible()
  await page.getByLabel('Leave out the 2 refused lines').check()
  await expectAccessible(page, 'import, preview')

  await page.getByRole('button', { name: 'Import 9,998 new entries' }).click()
  await expect(importing(page).getByText('9,998 addresses gained')).toBeVisible()
  await expectAccessible(page, 'import, review')
  await importing(page).getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText(`${key.name}: 9,998 entries added`)).toBeVisible({ timeout: 15_000 })
  expect(await statusFrom(address(GOOD - 1), key.secret)).toBe(200)
  expect(await statusFrom('203.0.113.42', key.secret)).toBe(200)
  expect(await statusFrom('10.9.9.9', key.secret)).toBe(403)
})

test('a list that is downloaded and imported again has nothing new', async ({
  asOwner: page,
  asStranger: stranger,
}) => {
  const list = '203.0.113.42 # =Office, "north"\n198.51.100.0/24\n2001:db8::/32 # Lab'
  const key = await makeKey(page, 'Download', list)
  const files: { name: string; buffer: Buffer }[] = []
  for (const format of ['Text', 'CSV', 'JSON']) {
    await page.goto(`${key.url}/addresses`)
    await page.getByRole('button', { name: 'Download' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click()
    const file = await download
    files.push({ name: file.suggestedFilename(), buffer: readFileSync(await file.path()) })
  }
  expect(files.map(({ name }) => name.replace(/-\d{4}-\d\d-\d\d/, ''))).toEqual(
    ['txt', 'csv', 'json'].map((ending) => `${key.name.replace(' ', '-')}.${ending}`),
  )
  expect(files[0]?.buffer.toString()).toBe(`${list}\n`)

  await importPage(page, key)
  await page.getByRole('radio', { name: 'Replace the list' }).check()
  for (const file of files) {
    await uploadWith(page, 'Upload a file', file)
    await expect(page.getByText(`From ${file.name}`)).toBeVisible()
    await expect(page.getByRole('button', { name: 'In the list already 3' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'All 3' })).toBeVisible()
  }
  // What is not theirs is not there for others, by no address.
  const path = new URL(key.url).pathname
  const denied = await stranger.request.get(`${path}/addresses/download?format=csv`)
  expect([denied.status(), await denied.text()]).toEqual([404, 'This list does not exist.\n'])
})

test('published ranges are chosen from a file, and a later file takes away what is gone', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Ranges', '192.0.2.128/26 # By hand')
  await importPage(page, key)
  await page.getByRole('tab', { name: 'Published ranges' }).click()
  await expectAccessible(page, 'import, published ranges')
  await uploadWith(page, 'Upload a file of ranges', { name: 'ip-ranges.json', buffer: sample('ip-ranges.json') })
  await page.getByRole('checkbox', { name: 'EC2' }).check()
  await page.getByRole('checkbox', { name: 'eu-west-1' }).check()
  await expect(page.getByText('3 ranges, put together exactly as 2 entries')).toBeVisible()
  await expectAccessible(page, 'import, a choice of ranges')
  await page.getByRole('button', { name: 'Import: add 2' }).click()
  await importing(page).getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText(`${key.name}: 2 entries added`)).toBeVisible()
  expect(await statusFrom('192.0.2.100', key.secret)).toBe(200)

  await importPage(page, key)
  await page.getByRole('tab', { name: 'Published ranges' }).click()
  await uploadWith(page, 'Upload a file of ranges', { name: 'later.json', buffer: sample('ip-ranges-later.json') })
  // The same as before is chosen already. What was added by hand is in the new file too, and stays by hand.
  await expect(page.getByRole('checkbox', { name: 'EC2' })).toBeChecked()
  for (const counted of ['Removed 1', 'Added 1', 'Kept 1', 'Not touched 1']) {
    await expect(page.getByRole('button', { name: counted })).toBeVisible()
  }
  await expectAccessible(page, 'import, ranges brought up to date')
  await page.getByRole('button', { name: 'Import: add 1 and remove 1' }).click()
  await importing(page).getByRole('button', { name: 'Import', exact: true }).click()
  // Somebody called from there just now.
  const refuse = page.getByRole('alertdialog', { name: 'Refuse 192.0.2.100?' })
  await refuse.getByRole('checkbox').check()
  await refuse.getByRole('button', { name: 'Refuse it' }).click()
  await expect(page.getByText(`${key.name}: 1 entry added, 1 removed`)).toBeVisible()
  expect(await statusFrom('192.0.2.100', key.secret)).toBe(403)
  expect(await statusFrom('192.0.2.130', key.secret)).toBe(200)
})
