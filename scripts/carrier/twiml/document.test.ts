import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { readTwiml, TwimlError } from './document.ts'

const codeOf = (source: string): number | null => {
  try {
    readTwiml(source)
    return null
  } catch (error) {
    return error instanceof TwimlError ? error.code : -1
  }
}

describe('reading TwiML', () => {
  it('understands what the official builder writes', () => {
    const response = new twilio.twiml.VoiceResponse()
    response.gather({ numDigits: 1, action: '/menu?a=1&b=2' }).play('/greeting "fa".wav')
    response.dial({ answerOnBridge: true }).conference({ startConferenceOnEnter: true, coach: 'CA1' }, 'agent-7')
    response.comment('the last resort')
    response.say({ language: 'ru-RU' }, 'Здравствуйте & <до свидания>')
    const [gather, dial, say] = readTwiml(response.toString())
    expect(gather).toMatchObject({ name: 'Gather', attributes: { action: '/menu?a=1&b=2' } })
    expect(gather?.children[0]?.text).toBe('/greeting "fa".wav')
    expect(dial?.children[0]).toMatchObject({ name: 'Conference', text: 'agent-7', attributes: { coach: 'CA1' } })
    expect(say?.text).toBe('Здравствуйте & <до свидания>')
  })

  it.each([
    ['<Response><Hangup></Response>', 12100],
    ['<Response>&unknown;</Response>', 12100],
    ['<!DOCTYPE x><Response/>', 12100],
    ['<Response/><Response/>', 12100],
    ['<Answer/>', 12102],
    ['<Response><Shout>hi</Shout></Response>', 12200],
    ['<Response><Dial answeronbridge="true">+998901234567</Dial></Response>', 12200],
    ['<Response><Say><Dial/></Say></Response>', 12200],
    [`<Response><Say>${'x'.repeat(70_000)}</Say></Response>`, 11750],
  ])('refuses %s', (source, code) => expect(codeOf(source)).toBe(code))
})
