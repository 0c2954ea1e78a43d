import { createHmac, timingSafeEqual } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { secretKey, secretText, signatureHeader } from './signature.ts'

// "sign function works" of libraries/javascript/src/webhook.test.ts in github.com/standard-webhooks/standard-webhooks; the
// libraries of the specification for other languages are held to the same values.
const example = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  message: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}

/** As docs/guides/alerts.md tells a receiver to look at a message. */
function accepts(secret: string, header: string, message: typeof example.message): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `${message.id}.${message.timestamp}.${message.body}`
  const wanted = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
  return header.split(' ').some((one) => one.length === wanted.length && timingSafeEqual(Buffer.from(one), wanted))
}

describe('the signature of a message', () => {
  it('is that of the specification’s example', () => {
    expect(signatureHeader([secretKey(example.secret)], example.message)).toBe(example.signature)
  })

  it('is one for each key, so that a receiver with either secret accepts it', () => {
    const [old, current] = [secretKey(example.secret), Buffer.alloc(32, 7)]
    const header = signatureHeader([current, old], example.message)
    expect(header.split(' ')).toHaveLength(2)
    expect(accepts(example.secret, header, example.message)).toBe(true)
    expect(accepts(secretText(current), header, example.message)).toBe(true)
    expect(accepts(secretText(Buffer.alloc(32, 8)), header, example.message)).toBe(false)
  })

  it.each([
    ['another time', { timestamp: example.message.timestamp + 1 }],
    ['another id', { id: 'msg_another' }],
    ['another body', { body: '{"test": 2432232315}' }],
    ['a part of the time moved into the id', { id: `${example.message.id}.1614265330`, timestamp: 0 }],
  ])('does not fit %s, so a recorded message cannot be sent again as a new one', (_, change) => {
    const header = signatureHeader([secretKey(example.secret)], example.message)
    expect(accepts(example.secret, header, { ...example.message, ...change })).toBe(false)
  })

  it('has secrets written as the specification says', () => {
    expect(secretText(secretKey(example.secret))).toBe(example.secret)
    expect(secretText(Buffer.alloc(32, 1))).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  })
})
