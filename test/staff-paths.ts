import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/project-root'

const root = join(projectRoot, 'app/(staff)')

export type StaffDoor = {
  path: string
  /** Somewhere in it an id that nothing has stands for whatever may stand there. */
  isDynamic: boolean
  right: 'read' | 'act'
}

/** Every page and route of the staff, as the folders have them. */
export function staffDoors(folder = root, path = ''): StaffDoor[] {
  const here = ['page.tsx', 'route.ts'].map((name) => join(folder, name)).filter((file) => existsSync(file))
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => staffDoors(join(folder, name), path + segmentOf(name)))
  return [...here.map((file) => doorOf(file, path)), ...below]
}

const NOBODYS_ID = '00000000-0000-4000-8000-000000000000'

function segmentOf(folder: string): string {
  if (folder.startsWith('(')) return ''
  return folder.startsWith('[') ? `/${NOBODYS_ID}` : `/${folder}`
}

function doorOf(file: string, path: string): StaffDoor {
  const right = readFileSync(file, 'utf8').includes("requireStaff('act')") ? 'act' : 'read'
  return { path, isDynamic: path.includes(NOBODYS_ID), right }
}
