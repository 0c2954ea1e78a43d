// A gate in front of a route, as a program would write it with Better Auth: the key by `verifyApiKey`, then the address by what
// stands in the key's metadata, then the body. ANSWERS has what is answered, so that it is the same as everywhere.
import { createServer } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'
import { auth } from './auth.mjs'

const answers = JSON.parse(process.env.ANSWERS)

function admits(networks, address) {
  const list = new BlockList()
  for (const network of networks) {
    const [start, prefix] = network.split('/')
    list.addSubnet(start, Number(prefix), isIPv6(start) ? 'ipv6' : 'ipv4')
  }
  return list.check(address)
}

async function readJson(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

async function answerTo(request) {
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const verified = await auth.api.verifyApiKey({ body: { key } })
  if (!verified.valid) return answers.unknown
  if (!admits(verified.key.metadata.networks, request.socket.remoteAddress)) return answers.refused
  await readJson(request)
  return answers.allowed
}

/** What its administrator would do, by its own function. */
async function saveList(request) {
  const { keyId, networks } = await readJson(request)
  await auth.api.updateApiKey({ body: { keyId, userId: 'measured', metadata: { networks } } })
  return answers.allowed
}

createServer(async (request, response) => {
  const { status, headers, body } = await (request.url === '/lists' ? saveList(request) : answerTo(request))
  response.writeHead(status, headers)
  response.end(body)
}).listen(Number(process.env.PORT), '127.0.0.1')
