import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import dns2 from 'dns2'

const { Packet } = dns2

type Over = 'udp' | 'tcp'
export type DnsQuestion = { readonly name: string; readonly type: string; readonly over: Over }

/** Records of an answer in words: `mx`, `a`, … with their time to live in seconds. */
export type DnsReply =
  | 'silence'
  | {
      responseCode?: number
      answers?: readonly DnsRecord[]
      authorities?: readonly DnsRecord[]
      truncated?: boolean
      /** Sends an answer with another id first. */
      forgedFirst?: readonly DnsRecord[]
      afterMs?: number
    }
export type DnsRecord = Partial<InstanceType<typeof Packet>['answers'][number]>

/** A DNS server on a port of its own on loopback, over UDP and TCP, which answers as it is told and keeps what it was asked. */
export async function startDnsServer(answer: (question: DnsQuestion) => DnsReply) {
  const questions: DnsQuestion[] = []
  let closed = false
  const udp = dns2.createUDPServer((request, send, client) => handle(request, send, overWhich(client)))
  const tcp = dns2.createTCPServer((request, send, client) => handle(request, send, overWhich(client)))

  function handle(request: Request, send: Send, over: Over): void {
    const asked = request.questions[0]
    if (asked === undefined) return
    const question = { name: asked.name, type: typeName(asked.type), over }
    questions.push(question)
    const reply = answer(question)
    if (reply === 'silence') return
    if (reply.forgedFirst) void send(response(request, { answers: reply.forgedFirst }, request.header.id ^ 1))
    const say = () => (closed ? undefined : void send(response(request, reply, request.header.id)))
    if (reply.afterMs === undefined) say()
    else setTimeout(say, reply.afterMs)
  }

  tcp.listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const { port } = tcp.address() as AddressInfo
  await udp.listen(port, '127.0.0.1')
  return {
    address: `127.0.0.1:${port}`,
    questions,
    close(): void {
      closed = true
      udp.close()
      tcp.close()
    },
  }
}

type Request = InstanceType<typeof Packet>
type Send = (response: Request | Buffer) => Promise<Buffer>

function response(request: Request, reply: Exclude<DnsReply, 'silence'>, id: number): Request {
  const packet = Packet.createResponseFromRequest(request)
  packet.header.id = id
  packet.header.ra = 1
  packet.header.rcode = reply.responseCode ?? 0
  packet.header.tc = reply.truncated ? 1 : 0
  packet.answers = (reply.answers ?? []) as Request['answers']
  packet.authorities = (reply.authorities ?? []) as Request['answers']
  return packet
}

function overWhich(client: object): Over {
  return 'size' in client ? 'udp' : 'tcp'
}

function typeName(number: number): string {
  return Object.entries(Packet.TYPE).find(([, value]) => value === number)?.[0] ?? String(number)
}

const base = { class: Packet.CLASS.IN }

export const records = {
  mx: (name: string, exchange: string, ttl = 300): DnsRecord => ({
    ...base,
    name,
    ttl,
    type: Packet.TYPE.MX,
    priority: exchange === '' ? 0 : 10,
    exchange,
  }),
  a: (name: string, address = '192.0.2.1', ttl = 300): DnsRecord => ({
    ...base,
    name,
    ttl,
    type: Packet.TYPE.A,
    address,
  }),
  aaaa: (name: string, address = '2001:db8::1', ttl = 300): DnsRecord => ({
    ...base,
    name,
    ttl,
    type: Packet.TYPE.AAAA,
    address,
  }),
  cname: (name: string, domain: string, ttl = 300): DnsRecord => ({
    ...base,
    name,
    ttl,
    type: Packet.TYPE.CNAME,
    domain,
  }),
  ns: (name: string, ns: string, ttl = 300): DnsRecord => ({ ...base, name, ttl, type: Packet.TYPE.NS, ns }),
  soa: (name: string, ttl = 300, minimum = 60): DnsRecord => ({
    ...base,
    name,
    ttl,
    type: Packet.TYPE.SOA,
    primary: `ns.${name}`,
    admin: `hostmaster.${name}`,
    serial: 1,
    refresh: 3600,
    retry: 600,
    expiration: 86_400,
    minimum,
  }),
} as const
