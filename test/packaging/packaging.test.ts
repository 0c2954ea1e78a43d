import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv as parseVariables } from 'node:util'
import { validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { variableNames } from '#lib/environment'
import { projectRoot } from '#server/project-root'
import { instructionsOf } from './dockerfile.mjs'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const { version, engines } = JSON.parse(read('package.json')) as { version: string; engines: { node: string } }

const instructions = instructionsOf(read('Dockerfile'))
const lastFrom = instructions.findLastIndex(({ keyword }) => keyword === 'FROM')
const image = instructions.slice(lastFrom)
const one = (keyword: string) => {
  const found = image.findLast((instruction) => instruction.keyword === keyword)
  if (found === undefined) throw new Error(`the image has no ${keyword}`)
  return found
}
const imageVariables = one('ENV').pairs
const uid = one('USER').text.split(':')[0]

type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> }
type Service = Record<string, unknown> & {
  image: string
  command?: string[]
  depends_on?: Record<string, { condition: string }>
  environment?: Record<string, string>
  ports?: string[]
  volumes: string[]
  tmpfs?: string[]
  stop_grace_period?: string
}
const compose: Compose = parse(read('compose.yaml'), { merge: true })

const KUBERNETES = 'deploy/kubernetes'

/** Of Kubernetes' own schemas. */
type Kind = { new (document: unknown): { validate(): void }; readonly apiVersion?: string; readonly kind?: string }
const require = createRequire(import.meta.url)
const kinds: Record<string, Kind> = Object.fromEntries(
  [
    require('kubernetes-models/v1'),
    require('kubernetes-models/apps/v1'),
    require('kubernetes-models/batch/v1'),
    require('kubernetes-models/policy/v1'),
    require('kubernetes-models/networking.k8s.io/v1'),
  ]
    .flatMap((group: Record<string, Kind>) => Object.values(group))
    .map((one) => [`${one.apiVersion} ${one.kind}`, one]),
)
const manifestNames = readdirSync(join(projectRoot, KUBERNETES)).sort()
// biome-ignore lint/suspicious/noExplicitAny: what is looked at is the shape itself
const manifest = (name: string): any => parse(read(`${KUBERNETES}/${name}.yaml`))
const deployment = manifest('deployment')
const job = manifest('migrate-job')
const pod = deployment.spec.template.spec
const [container] = pod.containers
const settings: Record<string, string> = manifest('config-map').data

/** Seconds that a stop takes beside the delay: server/shutdown.ts gives up after 40. */
const LAST_RESORT_SECONDS = Number(/LAST_RESORT_MS = (\d+)_000/.exec(read('server/shutdown.ts'))?.[1])

/** What runs in the image is gathered from these; a path in it that is not made by the build lies in the repository. */
const isInImage = (path: string) =>
  ['dist/server.js', 'dist/database.js', 'dist/cli.js'].includes(path) || existsSync(join(projectRoot, path))
const programOf = (command: readonly string[]) =>
  command.find((word, index) => index > 0 && !word.startsWith('-')) ?? ''

describe('the image', () => {
  it('has no fault that a linter of such files finds', () => {
    const faults = (text: string) =>
      validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)
    expect(faults(read('Dockerfile'))).toEqual([])
    expect(faults('FROM node:24\nEXPOSE http\n')).toHaveLength(1)
  })

  it('is built of images and a Node that are named exactly, the latter one that is supported', () => {
    for (const { words } of instructions.filter(({ keyword }) => keyword === 'FROM'))
      expect(words[0]).toMatch(/^[a-z]+:\d+\.\d+[\w.-]*-slim$/)
    const built = /^node:(\d+)\./.exec(instructions[0]?.words[0] ?? '')?.[1]
    expect(Number(built)).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]))
  })

  it('runs a program without a shell between, as a numbered account that is not root', () => {
    expect(one('CMD').json).toEqual(['node', 'dist/server.js'])
    expect(one('USER').text).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/)
    expect(one('STOPSIGNAL').text).toBe('SIGTERM')
    expect(image.some(({ keyword }) => keyword === 'ENTRYPOINT')).toBe(false)
  })

  it('is asked for its health by a program that is in it', () => {
    const check = one('HEALTHCHECK').json ?? []
    expect(check[0]).toBe('node')
    expect(isInImage(programOf(check))).toBe(true)
  })

  it('sets only variables that are known, and no secret', () => {
    const others = ['HOME', 'NODE_ENV', 'NEXT_TELEMETRY_DISABLED', 'NEXT_MANUAL_SIG_HANDLE']
    const ours = Object.keys(imageVariables).filter((name) => !others.includes(name))
    expect(variableNames).toEqual(expect.arrayContaining(ours))
    expect(ours).toEqual(['DATA_DIR', 'PORT'])
    expect(one('EXPOSE').text).toBe(imageVariables.PORT)
  })

  it('sets what `npm start` sets beside', () => {
    const start = read('scripts/start.mjs')
    for (const [, name = '', value] of start.matchAll(/process\.env\.(\w+) = '([^']*)'/g))
      expect([name, imageVariables[name]]).toEqual([name, value])
  })

  it('makes the folders that volumes are put on for its account', () => {
    const made = image.find(({ keyword, text }) => keyword === 'RUN' && text.includes(`-o ${uid}`))?.text ?? ''
    const mounted = [...Object.values(compose.services)].filter((service) => service.image.startsWith('gatelist'))
    for (const volume of mounted.flatMap(({ volumes }) => volumes)) expect(made).toContain(volume.split(':')[1])
    expect(made).toContain(imageVariables.DATA_DIR)
  })

  it('is built of nothing but what is listed, all of which is there', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines[0]).toBe('**')
    const taken = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    expect(taken.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
    expect(lines.slice(taken.length + 1)).toContain('**/.env*')
    for (const secret of ['.data', '.env', 'gatelist.env', '.git', 'node_modules']) expect(taken).not.toContain(secret)
  })
})

describe('the version', () => {
  it('is the same everywhere', () => {
    expect(image.find(({ keyword }) => keyword === 'LABEL')?.pairs['org.opencontainers.image.version']).toBe(version)
    const named = `gatelist:${version}`
    expect([compose.services.gatelist?.image, compose.services.secrets?.image]).toEqual([named, named])
    expect([container.image, job.spec.template.spec.containers[0].image]).toEqual([named, named])
    expect(manifest('kustomization').images).toEqual([{ name: 'gatelist', newName: 'gatelist', newTag: version }])
    expect(job.metadata.name).toBe(`gatelist-migrate-${version.replaceAll('.', '-')}`)
  })
})

describe('compose', () => {
  const services = Object.entries(compose.services)

  it('lets nothing be written but volumes and memory, and gives no capability to anybody', () => {
    for (const [name, service] of services) {
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([
        name,
        true,
        ['ALL'],
        ['no-new-privileges:true'],
      ])
      expect([name, service.privileged, service.cap_add]).toEqual([name, undefined, undefined])
    }
    const used = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0]))
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort())
  })

  it('can be reached from this machine alone, at the port that the server listens on', () => {
    expect(compose.services.gatelist?.ports).toEqual([
      expect.stringMatching(new RegExp(`^127\\.0\\.0\\.1:.*:${imageVariables.PORT}$`)),
    ])
    for (const [name, { ports }] of services.filter(([name]) => name !== 'gatelist'))
      expect([name, ports]).toEqual([name, undefined])
  })

  it('starts the server when the secrets are made and the database is healthy', () => {
    expect(compose.services.gatelist?.depends_on).toEqual({
      secrets: { condition: 'service_completed_successfully' },
      database: { condition: 'service_healthy' },
    })
    expect(compose.services.database?.depends_on).toEqual({ secrets: { condition: 'service_completed_successfully' } })
  })

  it('runs programs that are in the image, and tells the server only what it knows', () => {
    for (const name of ['secrets', 'gatelist'])
      expect(isInImage(programOf(compose.services[name]?.command ?? []))).toBe(true)
    expect(variableNames).toEqual(expect.arrayContaining(Object.keys(compose.services.gatelist?.environment ?? {})))
    expect(JSON.stringify(compose)).not.toMatch(/PASSWORD(?!_FILE)\b.*:/)
  })

  it('waits for a stop longer than it can take', () => {
    const { environment, stop_grace_period: grace } = compose.services.gatelist ?? {}
    expect(Number.parseInt(grace ?? '', 10)).toBeGreaterThan(
      Number(environment?.SHUTDOWN_DELAY_SECONDS) + LAST_RESORT_SECONDS,
    )
  })
})

describe('the secrets of compose', () => {
  it('are made at the first start and stay at every other, each readable by whom it is for', () => {
    const [forDatabase, forServer] = ['database', 'server'].map((name) =>
      mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-${name}-`)),
    )
    if (forDatabase === undefined || forServer === undefined) throw new Error('two folders')
    const make = () => {
      execFileSync(process.execPath, [join(projectRoot, 'deploy/docker/make-secrets.mjs'), forDatabase, forServer])
      return [
        readFileSync(join(forDatabase, 'password'), 'utf8'),
        readFileSync(join(forServer, 'database.env'), 'utf8'),
      ]
    }
    const [password, variables = ''] = make()
    expect(make()).toEqual([password, variables])
    expect(password).toMatch(/^[0-9a-f]{64}$/)
    const url = new URL(parseVariables(variables).DATABASE_URL ?? '')
    const { POSTGRES_USER, POSTGRES_DB } = compose.services.database?.environment ?? {}
    expect([url.username, url.password, url.hostname, url.pathname]).toEqual([
      POSTGRES_USER,
      password,
      'database',
      `/${POSTGRES_DB}`,
    ])
    const modes = [join(forDatabase, 'password'), join(forServer, 'database.env')].map(
      (path) => statSync(path).mode & 0o777,
    )
    expect(modes).toEqual([0o444, 0o600])
    for (const folder of [forDatabase, forServer]) rmSync(folder, { recursive: true })
  })
})

describe('on Kubernetes', () => {
  it.each(manifestNames.filter((name) => name !== 'kustomization.yaml'))('says what the API takes in %s', (name) => {
    for (const document of parseAllDocuments(read(`${KUBERNETES}/${name}`)).map((one) => one.toJS())) {
      const { apiVersion, kind } = document as { apiVersion: string; kind: string }
      const Kind = kinds[`${apiVersion} ${kind}`]
      if (Kind === undefined) throw new Error(`${name}: there is no ${kind} of ${apiVersion}`)
      expect(() => new Kind(document).validate()).not.toThrow()
    }
  })

  it('would be found to say what the API does not take', () => {
    const Deployment = kinds['apps/v1 Deployment']
    if (Deployment === undefined) throw new Error('there are no deployments')
    const wrong = { ...deployment, spec: { ...deployment.spec, replicas: 'two' } }
    expect(() => new Deployment(wrong).validate()).toThrow(/replicas/)
  })

  it('applies every manifest that is no example', () => {
    const applied: string[] = manifest('kustomization').resources
    expect([...applied, 'kustomization.yaml'].sort()).toEqual(
      manifestNames.filter((name) => !name.includes('.example.')),
    )
  })

  it.each([
    ['deployment', deployment],
    ['job', job],
  ])('confines what a %s runs', (_, { spec }) => {
    const { securityContext, containers, automountServiceAccountToken } = spec.template.spec
    expect(securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: Number(uid),
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(automountServiceAccountToken).toBe(false)
    for (const { securityContext: own, resources, envFrom } of containers) {
      expect(own).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect([resources.requests.memory, resources.limits.memory]).toEqual([expect.any(String), expect.any(String)])
      expect(envFrom).toEqual([{ configMapRef: { name: 'gatelist' } }, { secretRef: { name: 'gatelist' } }])
    }
  })

  it('asks the probes that there are, and never restarts for the database', () => {
    const known = [...read('server/probes.ts').matchAll(/'(\/\w+)',/g)].map(([, path]) => path)
    const { startupProbe, readinessProbe, livenessProbe, ports } = container
    const asked = [startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet)
    expect(asked.map(({ path }) => path)).toEqual(['/readyz', '/readyz', '/healthz'])
    expect(known).toEqual(expect.arrayContaining(['/readyz', '/healthz']))
    expect(ports).toEqual([{ name: 'http', containerPort: Number(imageVariables.PORT) }])
    for (const { port } of asked) expect(port).toBe('http')
    expect(manifest('service').spec.ports[0].targetPort).toBe('http')
  })

  it('goes on taking calls until it is left out, and waits for a stop longer than it can take', () => {
    const delay = Number(settings.SHUTDOWN_DELAY_SECONDS)
    const { periodSeconds, failureThreshold } = container.readinessProbe
    expect(delay).toBeGreaterThan(periodSeconds * failureThreshold)
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(delay + LAST_RESORT_SECONDS)
  })

  it('keeps one running, and finds all of them by the same label', () => {
    const labels = { 'app.kubernetes.io/name': 'gatelist' }
    expect([deployment.spec.replicas, manifest('disruption-budget').spec.minAvailable]).toEqual([2, 1])
    expect([deployment.spec.selector.matchLabels, deployment.spec.template.metadata.labels]).toEqual([labels, labels])
    expect([manifest('service').spec.selector, manifest('disruption-budget').spec.selector.matchLabels]).toEqual([
      labels,
      labels,
    ])
    for (const { labelSelector } of pod.topologySpreadConstraints) expect(labelSelector.matchLabels).toEqual(labels)
    // The Job must not be sent calls.
    expect(job.spec.template.metadata.labels).not.toEqual(labels)
  })

  it('migrates by a program that is in the image', () => {
    expect(job.spec.template.spec.containers[0].args).toEqual(['node', 'dist/database.js', 'migrate'])
  })

  it('names variables that are known, and holds no secret', () => {
    const secret: Record<string, string> = manifest('secret.example').stringData
    expect(variableNames).toEqual(expect.arrayContaining([...Object.keys(settings), ...Object.keys(secret)]))
    expect(Object.values(secret).every((value) => value === '')).toBe(true)
    for (const name of Object.keys(secret)) expect(settings).not.toHaveProperty(name)
    const told = [...read(`${KUBERNETES}/ingress.example.yaml`).matchAll(/^# {3}([A-Z_]+):/gm)].map(([, name]) => name)
    expect(told).toEqual(['CLIENT_IP_SOURCE', 'TRUSTED_PROXY_HOPS'])
    expect(variableNames).toEqual(expect.arrayContaining(told))
  })
})
