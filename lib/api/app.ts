import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { currentPeer } from '#lib/client-ip/peer'
import { log } from '#lib/log'
import { answerAdmin } from './admin/answer-admin.ts'
import { entryAnswer } from './admin/answers.ts'
import { namedListAnswer } from './admin/check-answer.ts'
import { adminOperations } from './admin/routes.ts'
import { type Answer, jsonAnswer, type StreamedAnswer } from './answer.ts'
import { type ApiCall, requestIdOf } from './call.ts'
import { problemAnswer } from './problem.ts'
import { readStream } from './read-body.ts'
import { answerStaff, STAFF_PATH } from './staff/answer-staff.ts'
import { staffOperations } from './staff/routes.ts'
import { answerGateway } from './v1/gateway.ts'
import { gatewayDescriptions } from './v1/gateway-routes.ts'
import { type Operation, operations } from './v1/routes.ts'

type Bindings = { Bindings: Partial<HttpBindings> }

/** The API: every operation at its path and below /api, served by our own server and by any Next host alike. */
export const api = createApi()

function createApi(): OpenAPIHono<Bindings> {
  const app = new OpenAPIHono<Bindings>()
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of Settings → API Keys, from an address that its list admits.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'managementToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of Settings → API Keys → Management tokens, whose role covers the operation.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'operator', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'A signature under the master secret; `gatelist admin` makes it.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'staffToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of Staff → Tokens. Whoever comes with anything else finds nothing there.',
  })
  // Else the document would describe them in the words of the first place that holds one, and lose that it may be null.
  app.openAPIRegistry.register('AllowlistEntry', entryAnswer)
  app.openAPIRegistry.register('AllowlistName', namedListAnswer)
  for (const operation of operations) addOperation(app, operation)
  addGateway(app)
  // Before the admin API, whose paths it lies below.
  addStaff(app)
  addAdmin(app)
  for (const [path, methods] of methodsByPath()) {
    app.all(path, (context) => toResponse(methodNotAllowed(methods), requestIdOf(callOf(context))))
  }
  for (const prefix of ['', '/api']) {
    const path = `${prefix}/openapi.json`
    app.get(path, (context) => toResponse(documentAnswer(), requestIdOf(callOf(context))))
    app.all(path, (context) => toResponse(methodNotAllowed(['GET', 'HEAD']), requestIdOf(callOf(context))))
  }
  app.notFound((context) => toResponse(problemAnswer('not_found'), requestIdOf(callOf(context))))
  app.onError((error, context) => {
    const requestId = requestIdOf(callOf(context))
    log.error({ requestId, err: error }, 'api failed')
    return toResponse(problemAnswer('internal'), requestId)
  })
  return app
}

function addOperation(app: OpenAPIHono<Bindings>, { description, answer }: Operation): void {
  app.openAPIRegistry.registerPath(description)
  for (const path of pathsOf(description.path)) {
    app.on(description.method.toUpperCase(), path, async (context) => {
      const call = callOf(context)
      const requestId = requestIdOf(call)
      return toResponse(await answer(call, requestId), requestId)
    })
  }
}

/** Of any method, and with what a proxy writes behind the path. */
function addGateway(app: OpenAPIHono<Bindings>): void {
  for (const description of gatewayDescriptions) {
    app.openAPIRegistry.registerPath(description)
    const path = description.path.replace(/\{(\w+)\}/, ':$1')
    for (const own of [path, `${path}/*`].flatMap(pathsOf)) {
      app.all(own, async (context) => {
        const call = callOf(context)
        const requestId = requestIdOf(call)
        return toResponse(await answerGateway(call, requestId), requestId)
      })
    }
  }
}

function addStaff(app: OpenAPIHono<Bindings>): void {
  for (const { description } of staffOperations) app.openAPIRegistry.registerPath(description)
  for (const path of [STAFF_PATH, `${STAFF_PATH}/*`].flatMap(pathsOf)) {
    app.all(path, async (context) => {
      const call = callOf(context)
      const requestId = requestIdOf(call)
      return toResponse(await answerStaff(call, requestId), requestId)
    })
  }
}

/** The admin API finds its own operations: a path of Hono's knows no verb after an id (`{key_id}:rotate`). */
function addAdmin(app: OpenAPIHono<Bindings>): void {
  for (const { description } of adminOperations) app.openAPIRegistry.registerPath(description)
  for (const path of ['/v2alpha1', '/v2alpha1/*', '/.well-known/jwks.json'].flatMap(pathsOf)) {
    app.all(path, async (context) => {
      const call = callOf(context)
      const requestId = requestIdOf(call)
      return toResponse(await answerAdmin(call, requestId), requestId)
    })
  }
}

function pathsOf(path: string): string[] {
  return [path, `/api${path}`]
}

function methodsByPath(): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { description } of operations) {
    const method = description.method.toUpperCase()
    // A GET handler answers HEAD too.
    const added = method === 'GET' ? ['GET', 'HEAD'] : [method]
    for (const path of pathsOf(description.path)) methods.set(path, [...(methods.get(path) ?? []), ...added])
  }
  return methods
}

function methodNotAllowed(methods: readonly string[]): Answer {
  const answer = problemAnswer('method_not_allowed')
  return { ...answer, headers: [...answer.headers, 'Allow', methods.join(', ')] }
}

/**
 * What this request is, by whichever door it came: our server binds the socket and the header lines to it, or hands them
 * to Next's pages and handlers. Without either there is no peer, so no restricted key passes.
 */
function callOf(context: Context<Bindings>): ApiCall {
  const incoming = context.env?.incoming
  const peer = currentPeer()
  const { url, method, body } = context.req.raw
  const { pathname, search } = new URL(url)
  const request = {
    ...{ method, target: pathname + search },
    isWhole: () => false,
    readBody: (limit: number) => readStream(body, limit),
  }
  if (incoming !== undefined) {
    return { ...request, peer: incoming.socket.remoteAddress, rawHeaders: incoming.rawHeaders }
  }
  if (peer !== undefined) return { ...request, peer: peer.peer, rawHeaders: peer.rawHeaders }
  return { ...request, peer: undefined, rawHeaders: [...context.req.raw.headers].flat() }
}

/** An answer as the Hono app's doors take it. */
export function toResponse(answer: Answer | StreamedAnswer, requestId: string): Response {
  const headers = new Headers()
  for (let index = 0; index < answer.headers.length; index += 2) {
    headers.append(answer.headers[index] ?? '', answer.headers[index + 1] ?? '')
  }
  headers.set('X-Request-Id', requestId)
  // A status without a body, such as 204, takes none at all.
  return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers })
}

let made: Answer | undefined

/**
 * What /openapi.json answers. Anybody may ask, and both making and sending it cost more than anything else that anybody may ask
 * for: it ends its connection, so that nobody has a pile of them waiting to be read.
 */
export function documentAnswer(): Answer {
  made ??= jsonAnswer(200, apiDocument(), ['Connection', 'close'])
  return made
}

/** The OpenAPI 3.1 document of the API, as /openapi.json gives it. */
export function apiDocument() {
  return openApiDocument(api)
}

function openApiDocument(app: OpenAPIHono<Bindings>) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Gatelist API',
      version: '1',
      description:
        'Check e-mail addresses with API keys that only work from where their owner says, and manage those keys by program.',
      license: { name: 'MIT' },
    },
    tags: TAGS,
    servers: [{ url: '/' }, { url: '/api', description: 'The same operations' }],
  })
}

const TAGS = [
  { name: 'Calls with an API key', description: 'What the keys are for.' },
  { name: 'Issued API keys', description: 'Keys whose secrets are made here.' },
  { name: 'Imported API keys', description: 'Keys that were made elsewhere.' },
  { name: 'Allowlist entries', description: 'Single entries of a key, with note, expiry and switch.' },
  { name: 'Named lists', description: 'Lists that many keys share, and the ceiling over all keys of a workspace.' },
  { name: 'Access', description: 'How the list of a key is applied, and the bypass that suspends it for a while.' },
  { name: 'Versions', description: 'Every version of a list: read, compared and brought back.' },
  { name: 'Allowlists', description: 'Asked the other way round: which keys an address opens.' },
  { name: 'Alerts', description: 'What happened to keys and lists that may need a look.' },
  { name: 'Verification', description: 'Verify keys and tokens, derive tokens, and the keys that sign them.' },
  { name: 'Staff', description: 'What staff see and do in every workspace, with a staff token.' },
  { name: 'Operator', description: "For the server's own machine." },
]
