/**
 * The part of the DNS message format that mail routing needs (RFC 1035 §4): one question out, and of what comes back
 * the records that say where mail goes, with their times to live, which `node:dns` does not tell for MX.
 */
import { readName, writeName } from './name.ts'

const typeNumbers = { A: 1, MX: 15, AAAA: 28 } as const
export type QuestionType = keyof typeof typeNumbers
const NS = 2
const CNAME = 5
const SOA = 6
const OPT = 41
const IN = 1

export const responseCodes = { noError: 0, formatError: 1, nameError: 3 } as const

/** `name` in lower case, without the final dot. */
export type Question = { readonly name: string; readonly type: QuestionType }

export type DnsRecord =
  | { readonly kind: 'A' | 'AAAA' | 'NS'; readonly owner: string; readonly ttl: number }
  | { readonly kind: 'CNAME'; readonly owner: string; readonly ttl: number; readonly target: string }
  | { readonly kind: 'MX'; readonly owner: string; readonly ttl: number; readonly exchange: string }
  /** `minimum` bounds how long absence may be remembered (RFC 2308 §4). */
  | { readonly kind: 'SOA'; readonly owner: string; readonly ttl: number; readonly minimum: number }

export type DnsMessage = {
  readonly id: number
  readonly truncated: boolean
  readonly responseCode: number
  /** What the answer says it answers; null when it repeats no question or one of a type that we never ask. */
  readonly question: Question | null
  /** Empty when truncated: a section cut short must not be mistaken for a whole one. */
  readonly answers: readonly DnsRecord[]
  readonly authorities: readonly DnsRecord[]
}

/** What fits one unfragmented packet nearly everywhere (dnsflagday.net/2020, RFC 9715). */
const UDP_PAYLOAD = 1232
const HEADER = 12

/**
 * @param edns whether to tell that answers of 1232 octets are welcome over UDP (RFC 6891)
 * @returns null when the name cannot be written in a message
 */
export function encodeQuestion(id: number, question: Question, edns: boolean): Buffer | null {
  const name = writeName(question.name)
  if (name === null) return null
  const header = Buffer.alloc(HEADER)
  header.writeUInt16BE(id, 0)
  // Recursion desired, and nothing else.
  header.writeUInt16BE(0x0100, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(edns ? 1 : 0, 10)
  const tail = Buffer.alloc(4)
  tail.writeUInt16BE(typeNumbers[question.type], 0)
  tail.writeUInt16BE(IN, 2)
  return Buffer.concat(edns ? [header, name, tail, optRecord()] : [header, name, tail])
}

function optRecord(): Buffer {
  // Root name, type, payload size in the place of the class, no extended flags, no options.
  const record = Buffer.alloc(11)
  record.writeUInt16BE(OPT, 1)
  record.writeUInt16BE(UDP_PAYLOAD, 3)
  return record
}

/** Reads a response. Never throws: null for what is no response or cannot be read to the end of its authority section. */
export function decodeMessage(bytes: Buffer): DnsMessage | null {
  if (bytes.length < HEADER) return null
  const flags = bytes.readUInt16BE(2)
  const isQueryResponse = (flags & 0x8000) !== 0 && (flags & 0x7800) === 0
  if (!isQueryResponse) return null
  const truncated = (flags & 0x0200) !== 0
  const head = { id: bytes.readUInt16BE(0), truncated, responseCode: flags & 0xf }
  const questions = bytes.readUInt16BE(4)
  if (questions > 1) return null
  let at = HEADER
  let question: Question | null = null
  if (questions === 1) {
    const read = readQuestion(bytes, at)
    if (read === null) return null
    question = read.question
    at = read.end
  }
  if (truncated) return { ...head, question, answers: [], authorities: [] }
  const answers = readRecords(bytes, at, bytes.readUInt16BE(6))
  if (answers === null) return null
  const authorities = readRecords(bytes, answers.end, bytes.readUInt16BE(8))
  if (authorities === null) return null
  return { ...head, question, answers: answers.records, authorities: authorities.records }
}

function readQuestion(bytes: Buffer, start: number): { question: Question | null; end: number } | null {
  const name = readName(bytes, start)
  if (name === null || name.end + 4 > bytes.length) return null
  const typeNumber = bytes.readUInt16BE(name.end)
  const ofInternet = bytes.readUInt16BE(name.end + 2) === IN
  const type = (Object.keys(typeNumbers) as QuestionType[]).find((key) => typeNumbers[key] === typeNumber)
  return { question: type && ofInternet ? { name: name.text, type } : null, end: name.end + 4 }
}

function readRecords(bytes: Buffer, start: number, count: number): { records: DnsRecord[]; end: number } | null {
  const records: DnsRecord[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    const owner = readName(bytes, at)
    if (owner === null || owner.end + 10 > bytes.length) return null
    const dataStart = owner.end + 10
    const dataEnd = dataStart + bytes.readUInt16BE(owner.end + 8)
    if (dataEnd > bytes.length) return null
    if (bytes.readUInt16BE(owner.end + 2) === IN) {
      const head = { owner: owner.text, ttl: timeToLive(bytes.readUInt32BE(owner.end + 4)) }
      const record = readRecord(bytes, bytes.readUInt16BE(owner.end), head, dataStart, dataEnd)
      if (record === null) return null
      if (record !== 'other') records.push(record)
    }
    at = dataEnd
  }
  return { records, end: at }
}

/** RFC 2181 §8: a time to live with its highest bit set counts as zero. */
function timeToLive(seconds: number): number {
  return seconds > 0x7fff_ffff ? 0 : seconds
}

type RecordHead = { owner: string; ttl: number }

function readRecord(
  bytes: Buffer,
  type: number,
  head: RecordHead,
  start: number,
  end: number,
): DnsRecord | 'other' | null {
  switch (type) {
    case typeNumbers.A:
      return end - start === 4 ? { kind: 'A', ...head } : null
    case typeNumbers.AAAA:
      return end - start === 16 ? { kind: 'AAAA', ...head } : null
    case NS:
      return { kind: 'NS', ...head }
    case CNAME: {
      const target = readName(bytes, start)
      return target?.end === end ? { kind: 'CNAME', ...head, target: target.text } : null
    }
    case typeNumbers.MX: {
      const exchange = readName(bytes, start + 2)
      return exchange?.end === end ? { kind: 'MX', ...head, exchange: exchange.text } : null
    }
    case SOA: {
      const primary = readName(bytes, start)
      const mailbox = primary === null ? null : readName(bytes, primary.end)
      if (mailbox === null || mailbox.end + 20 !== end) return null
      return { kind: 'SOA', ...head, minimum: timeToLive(bytes.readUInt32BE(mailbox.end + 16)) }
    }
    default:
      return 'other'
  }
}
