import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { run, step } from './steps.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/snap/bin/chromium',
]

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, the usual places, Playwright's own, and where none is, one that
 * Playwright or the system's package manager installs.
 *
 * @returns {Promise<string | null>} null when there is none to be had
 */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given) ? given : null
  return present() ?? (await installed())
}

export const howToInstall =
  'No Chromium was found for the browser tests. Install one (Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask chromium; ' +
  'anywhere: npx playwright install --with-deps chromium), or set CHROMIUM_PATH to the program.'

function present() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'].filter(Boolean)
  const places = [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...APPLICATIONS,
    ...playwrightsOwn(),
  ]
  return places.find((path) => existsSync(path)) ?? null
}

function playwrightsOwn() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright')
  if (!existsSync(cache)) return []
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  ]
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort()
    .reverse()
    .flatMap((name) => inside.map((path) => join(cache, name, path)))
}

async function installed() {
  return step('Installing Chromium for the browser tests', async () => {
    // Some networks refuse Playwright's download; then the system's own package is tried.
    await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])
    const own = present()
    if (own !== null) return own
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-q'], { env })
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env })
    return present()
  })
}
