import type { Method } from '../hooks/sender.ts'
import type { Callback, Page, Recording, Source } from '../net/network.ts'
import { PROBLEMS } from './problem.ts'

/** A form as posted: each key with its values in order. */
export type Form = URLSearchParams

/** Refuses what Twilio's definition of the operation does not name (stricter than Twilio: ASSUMED.md). */
export function allowOnly(form: Form, names: readonly string[]): void {
  for (const name of form.keys()) if (!names.includes(name)) throw PROBLEMS.unknownParameter(name)
}

export function readBoolean(form: Form, name: string): boolean | undefined {
  const text = form.get(name)?.toLowerCase()
  if (text === undefined) return undefined
  if (text !== 'true' && text !== 'false') throw PROBLEMS.badParameter(name)
  return text === 'true'
}

export function readWhole(form: Form, name: string, [low, high]: readonly [number, number]): number | undefined {
  const text = form.get(name)
  if (text === null) return undefined
  const value = Number(text)
  if (!Number.isInteger(value) || value < low || value > high) throw PROBLEMS.badParameter(name)
  return value
}

export function readMethod(form: Form, name: string, otherwise: Method = 'POST'): Method {
  const text = form.get(name)?.toUpperCase() ?? otherwise
  if (text !== 'GET' && text !== 'POST') throw PROBLEMS.badParameter(name)
  return text
}

export function readUrl(form: Form, name: string): string | undefined {
  const url = form.get(name)
  if (url === null || url === '') return undefined
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw PROBLEMS.badUrl(url)
  return url
}

export function readPage(form: Form, name: string, methodName: string, method: Method = 'POST'): Page | null {
  const url = readUrl(form, name)
  return url === undefined ? null : { url, method: readMethod(form, methodName, method) }
}

/** `prefix` is StatusCallback, ConferenceStatusCallback or RecordingStatusCallback. */
export function readCallback(form: Form, prefix: string, events: string): Callback | null {
  const page = readPage(form, prefix, `${prefix}Method`)
  if (!page) return null
  const asked = form.getAll(`${prefix}Event`).flatMap((value) => value.split(/[\s,]+/))
  return { ...page, events: new Set(asked.length > 0 ? asked : events.split(' ')) }
}

/** How a leg is to be recorded. */
export function readRecording(form: Form): Pick<Recording, 'callback' | 'channels' | 'track'> {
  const channels = form.get('RecordingChannels') ?? 'mono'
  const track = form.get('RecordingTrack') ?? 'both'
  if (channels !== 'mono' && channels !== 'dual') throw PROBLEMS.badParameter('RecordingChannels')
  if (!['inbound', 'outbound', 'both'].includes(track)) throw PROBLEMS.badParameter('RecordingTrack')
  return {
    callback: readCallback(form, 'RecordingStatusCallback', 'completed'),
    channels: channels === 'dual' ? 2 : 1,
    track,
  }
}

const LONGEST_TWIML_LETTERS = 4_000

/** Twiml wins over Url, as Twilio has it. */
export function readSource(form: Form): Source | null {
  const twiml = form.get('Twiml')
  if (twiml) {
    if (twiml.length > LONGEST_TWIML_LETTERS) throw PROBLEMS.badParameter('Twiml')
    return { twiml }
  }
  return readPage(form, 'Url', 'Method')
}
