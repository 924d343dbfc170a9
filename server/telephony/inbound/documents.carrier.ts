import twilio from 'twilio'
import type { IvrFlow, Prompt } from '#contract/ivr'

/** Where each instruction is asked for, below the carrier's webhooks. */
export const INBOUND = '/webhooks/twilio/inbound'
/** Silence for so long is an answer: a human. */
const SILENCE_SECONDS = 3
export const QUEUE_NAME = 'callers'

export type Speak = (prompt: Prompt) => string
const open = () => new twilio.twiml.VoiceResponse()

/** Greeting, and the menu when there is one; any key, and none, goes on at `/key`. */
export function greet({ choices }: Pick<IvrFlow, 'choices'>, speak: Speak): string {
  const document = open()
  const gather = document.gather({
    input: ['dtmf'],
    numDigits: 1,
    timeout: choices.length > 0 ? SILENCE_SECONDS : 1,
    action: `${INBOUND}/key`,
    actionOnEmptyResult: true,
  })
  gather.play(speak('greeting'))
  if (choices.length > 0) gather.play(speak('menu'))
  document.redirect(`${INBOUND}/key`)
  return document.toString()
}

/** Into the line of callers; whoever leaves it is told of at `/left`. */
export function enqueue(): string {
  const document = open()
  document.enqueue({ waitUrl: `${INBOUND}/wait`, action: `${INBOUND}/left` }, QUEUE_NAME)
  return document.toString()
}

/** While they wait: where they stand, how long it takes, music; key 1 keeps the place and calls back. */
export function wait(prompts: readonly Prompt[], speak: Speak): string {
  const document = open()
  const gather = document.gather({ input: ['dtmf'], numDigits: 1, timeout: 1, action: `${INBOUND}/wait-key` })
  for (const prompt of prompts) gather.play(speak(prompt))
  return document.toString()
}

/** Out of hours: called back, or the night's number at key 0. */
export function closed(hasNight: boolean, speak: Speak): string {
  const document = open()
  const gather = document.gather({
    input: ['dtmf'],
    numDigits: 1,
    timeout: SILENCE_SECONDS,
    action: `${INBOUND}/night-key`,
    actionOnEmptyResult: true,
  })
  gather.play(speak(hasNight ? 'closed-night' : 'closed'))
  document.redirect(`${INBOUND}/night-key`)
  return document.toString()
}

/** The callback is written down; said, then the line is free. */
export function booked(speak: Speak): string {
  const document = open()
  document.play(speak('booked'))
  document.hangup()
  return document.toString()
}

export function dialNight(number: string, from: string): string {
  const document = open()
  document.dial({ callerId: from, timeout: 30, action: `${INBOUND}/night-over` }, number)
  return document.toString()
}

export function hangUp(): string {
  const document = open()
  document.hangup()
  return document.toString()
}

/** Out of the line of callers, on to `/left`. */
export function leaveLine(): string {
  const document = open()
  document.leave()
  return document.toString()
}

export function music(url: string): string {
  const document = open()
  document.play({ loop: 0 }, url)
  return document.toString()
}

export function notice(url: string): string {
  const document = open()
  document.play(url)
  return document.toString()
}

export function keys(digits: string): string {
  const document = open()
  document.play({ digits })
  return document.toString()
}
