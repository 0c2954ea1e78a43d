// The stages of a Dockerfile where there is no Docker engine: each a folder under a root made of this machine's own /usr and /etc.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../..', import.meta.url))
const { NODE_BINARY = process.execPath, GATHERED, NODE_EXTRA_CA_CERTS } = process.env
/** The program that stands in for the Node of the image. */
export const node = NODE_BINARY

const registry = execFileSync('npm', ['config', 'get', 'registry'], { cwd: tmpdir(), encoding: 'utf8' }).trim()
const authorities = NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS }
const BORROWED = ['usr', 'etc', 'bin', 'lib', 'lib64', 'sbin', 'dev', 'proc'].filter((name) => existsSync(`/${name}`))
/** Everything of a run lies here. */
export const work = mkdtempSync(join(tmpdir(), 'gatelist-image-'))
const stages = new Map()

/** A folder that stands for the root of a stage. */
function newStage(name) {
  const root = join(work, name)
  for (const folder of ['tmp', ...BORROWED]) mkdirSync(join(root, folder), { recursive: true })
  const stage = { root, env: {}, folder: '/', user: '0:0', command: [] }
  stages.set(name, stage)
  return stage
}

/**
 * The arguments of `unshare` that run a program inside of a stage. `isSealed`: with nothing of it writable but /tmp, `writable`, and
 * `volumes`, which are folders of this machine by where they are put. `hosts`: a file that takes the place of /etc/hosts.
 */
function inside({ root, folder, user }, command, { isSealed = false, writable = [], volumes = {}, hosts } = {}) {
  const [uid, gid = uid] = user.split(':')
  const script = [
    // First the Node of the image, where this machine has another.
    'set -eu; root=$1; node=$2; shift 2; mount --bind "$node" "$(command -v node)"; mount --bind "$root" "$root"',
    ...BORROWED.map((name) => `mount --rbind /${name} "$root/${name}"`),
    ...(isSealed ? ['mount -o remount,ro,bind "$root"', 'mount -t tmpfs tmpfs "$root/tmp"'] : []),
    ...writable.map((path) => `mount -t tmpfs -o uid=${uid},gid=${gid},mode=700 tmpfs "$root${path}"`),
    ...Object.entries(volumes).map(([path, volume]) => `mount --bind "${volume}" "$root${path}"`),
    ...(hosts === undefined ? [] : [`mount --bind "${hosts}" "$root/etc/hosts"`]),
    `exec chroot "$root" /bin/sh -c 'cd ${folder}; exec ${isSealed ? confined(uid, gid) : ''} "$@"' sh "$@"`,
  ]
  return ['-m', '/bin/sh', '-c', script.join('\n'), 'sh', root, node, ...command]
}

const confined = (uid, gid) =>
  `setpriv --reuid ${uid} --regid ${gid} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all --`

/** What each instruction does to its stage. */
const RUNNERS = {
  FROM: () => undefined,
  LABEL: () => undefined,
  EXPOSE: () => undefined,
  STOPSIGNAL: () => undefined,
  HEALTHCHECK: (stage, { json }) => (stage.healthcheck = json),
  CMD: (stage, { json }) => (stage.command = json),
  USER: (stage, { words }) => (stage.user = words[0]),
  ENV: (stage, { pairs }) => Object.assign(stage.env, pairs),
  WORKDIR: (stage, { words }) => {
    stage.folder = words[0]
    mkdirSync(join(stage.root, stage.folder), { recursive: true })
  },
  COPY: (stage, { words, flags }) => {
    const to = posix.resolve(stage.folder, words.at(-1))
    for (const from of words.slice(0, -1)) copy({ stage, from, to, flags, isFolder: words.length > 2 || from === '.' })
  },
  RUN: (stage, { text, json }) => {
    const command = json ?? ['/bin/sh', '-c', text]
    execFileSync('unshare', inside(stage, command), {
      stdio: 'inherit',
      env: { ...variablesOf(stage), HOME: '/tmp', npm_config_registry: registry, ...authorities },
    })
  },
}

function copy({ stage, from, to, flags, isFolder }) {
  if (flags.from !== undefined) {
    // Of Node's own image this machine has the file alone.
    if (from === '/usr/local/bin/node') return
    const source = GATHERED ?? join(stages.get(flags.from).root, from)
    return cpSync(source, join(stage.root, to), {
      recursive: true,
      verbatimSymlinks: true,
    })
  }
  for (const file of context().filter((one) => from === '.' || one === from)) {
    const target = join(stage.root, to, isFolder ? file : '')
    mkdirSync(dirname(target), { recursive: true })
    cpSync(join(repository, file), target)
  }
}

let files
/** What `.dockerignore` lets through of what git knows of. */
function context() {
  files ??= execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: repository, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(repository, file)) && isTaken(file))
  return files
}

function isTaken(file) {
  let taken = true
  for (const line of readFileSync(join(repository, '.dockerignore'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const pattern = line
      .replace(/^!/, '')
      .replace(/[.+]/g, '\\$&')
      .replace(/\*\*\//g, '(.*/)?')
      .replace(/\*\*/g, '.*')
      .replace(/(?<!\.)\*/g, '[^/]*')
    if (new RegExp(`^${pattern}(/|$)`).test(file)) taken = line.startsWith('!')
  }
  return taken
}

const variablesOf = ({ env }) => ({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...env })

/** Runs the instructions of a Dockerfile. @returns its last stage, which is the image */
export function buildStages(instructions) {
  let last
  for (const instruction of instructions) {
    const isBuild = stages.size === 1 && instruction.keyword !== 'FROM'
    if (isBuild && GATHERED !== undefined) continue
    console.log(`--- ${instruction.keyword} ${instruction.text}`)
    if (instruction.keyword === 'FROM') last = newStage(instruction.words[2] ?? `stage${stages.size}`)
    RUNNERS[instruction.keyword](last, instruction)
  }
  return last
}

/** Starts a program in an image as a container of it, with nothing writable but /tmp. For the rest see `inside`. */
export function start(stage, { command, env = {}, ...mounts }) {
  const child = spawn('unshare', inside(stage, command, { isSealed: true, ...mounts }), {
    env: { ...variablesOf(stage), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return {
    child,
    output: () => output,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal))),
  }
}
