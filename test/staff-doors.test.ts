import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '#server/project-root'
import { staffDoors } from './staff-paths.ts'

const folder = join(projectRoot, 'app/(staff)')
const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => /\.tsx?$/.test(file)).sort()

const isDoor = (file: string) => /(^|\/)(page|layout|route|template|default)\.tsx?$/.test(file)

type Source = { file: string; text: string }

const guard = /^(const [^=]+ = )?await requireStaff\(('read'|'act')?\)$/
const exportedFunction = /^export (?:default )?async function (\w+)\([\s\S]*?\)[^\n]*\{\n\s*(.*)/gm
/** What of the other exports holds no data: what Next reads of a page, types, and the titles that know who asks. */
const plainExport =
  /^export (const (metadata|dynamic|revalidate|runtime|maxDuration)\b|type |(default )?async function |\{ staffTitles as generateMetadata \} from '#lib\/auth\/staff-titles')/

const visit = /^const [^=]+ = await (visited\w+)\(/

/** By the guard itself, or by a function `visited…` of a file beside it that begins with it. */
function isGuardedBy(line: string, { file, text }: Source): boolean {
  if (guard.test(line)) return true
  const name = visit.exec(line)?.[1]
  const from = [...text.matchAll(/^import \{([^}]*)\} from '(\.[^']*)'$/gm)].find(([, names = '']) =>
    names.split(/[\s,]+/).includes(name ?? '-'),
  )?.[2]
  if (from === undefined) return false
  const beside = readFileSync(join(folder, dirname(file), from), 'utf8')
  return [...beside.matchAll(exportedFunction)].every(([, , first = '']) => guard.test(first.trim()))
}

/** What is wrong with a page or route: whatever Next calls in it begins with the guard. */
function problemsOfDoor({ file, text }: Source): string[] {
  const functions = [...text.matchAll(exportedFunction)]
  const unguarded = functions
    .filter(([, , first = '']) => !isGuardedBy(first.trim(), { file, text }))
    .map(([, name]) => `${name} is not guarded`)
  const others = text
    .split('\n')
    .filter((line) => line.startsWith('export ') && !plainExport.test(line))
    .map((line) => `${line} cannot be checked`)
  return [...unguarded, ...others, ...(functions.length === 0 ? ['exports no async function'] : [])]
}

/** Every export of a file of actions is one of the staff: made by `staffAction`, or a function that begins with the guard. */
function problemsOfActions({ text }: Source): string[] {
  const guarded = [...text.matchAll(exportedFunction)].filter(([, , first = '']) => guard.test(first.trim()))
  const isGuarded = (line: string) => guarded.some(([, name]) => line.startsWith(`async function ${name}(`))
  const exported = [...text.matchAll(/^export (.*)$/gm)].map(([, line = '']) => line)
  return exported.filter((line) => !/^(const \w+ = staffAction\(|type )/.test(line) && !isGuarded(line))
}

const isOfActions = ({ text }: Source) => /^'use server'/m.test(text)

const sources = files.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))

test.each(sources.filter(({ file }) => isDoor(file)))('$file asks who is there before anything else', (source) => {
  expect(problemsOfDoor(source)).toEqual([])
})

test.each(sources.filter(isOfActions))('$file has actions for staff alone', (source) => {
  expect(problemsOfActions(source)).toEqual([])
})

test('there is no door of another kind', () => {
  // What streams before the page has decided answers 200 to those for whom there is no such page.
  expect(files.filter((file) => /(^|\/)loading\.tsx$/.test(file))).toEqual([])
  expect(sources.filter(({ text }) => /^[ \t]+'use server'/m.test(text)).map(({ file }) => file)).toEqual([])
})

test('there are doors, and the browser tests visit each of them', () => {
  const pages = files.filter((file) => /(page|route)\.tsx?$/.test(file))
  expect(pages.length).toBeGreaterThan(5)
  expect(staffDoors()).toHaveLength(pages.length)
})

test.each([
  ['export default async function P() {\n  await requireStaff()\n  return null\n}', 0],
  [
    "export default async function P({ params }: { params: Promise<{ id: string }> }) {\n  const { staff } = await requireStaff('act')\n}",
    0,
  ],
  ['export default async function P() {\n  const q = await read()\n  await requireStaff()\n}', 1],
  ['export default async function P() {\n  requireStaff()\n}', 1],
  ['export default async function P() {\n  await requireStaff().catch(() => null)\n}', 1],
  [
    'export async function GET() {\n  await requireStaff()\n}\nexport async function POST() {\n  return new Response()\n}',
    1,
  ],
  ['export default async function P() {\n  const key = await visitedKey(params)\n}', 1],
  ['export const GET = async () => new Response()', 2],
  ["export { GET } from './elsewhere.ts'", 2],
  ["export async function GET() {\n  await requireStaff()\n}\nexport * from './elsewhere.ts'", 1],
  ['export default function P() {\n  return null\n}', 2],
])('a door is looked through: %j', (text, problems) =>
  expect(problemsOfDoor({ file: 'x', text })).toHaveLength(problems),
)

test.each([
  ["export const a = staffAction(schema, 'act', run)", 0],
  ['export const a = userAction(schema, run)', 1],
  ['export async function a() {}', 1],
  ['export async function a() {\n  await requireStaff()\n}\nexport async function b() {\n  await a()\n}', 1],
  ["export { b } from './b.ts'", 1],
])('so is an action: %j', (text, problems) => expect(problemsOfActions({ file: 'x', text })).toHaveLength(problems))
