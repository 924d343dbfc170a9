import type { Method } from '../hooks/sender.ts'
import type { Callback } from '../net/network.ts'
import { TwimlError } from './document.ts'
import type { Element } from './xml.ts'

export const readFlag = (element: Element, name: string, otherwise: boolean): boolean => {
  const text = element.attributes[name]
  if (text === undefined) return otherwise
  if (text !== 'true' && text !== 'false') throw new TwimlError(12200, `${element.name} ${name}="${text}"`)
  return text === 'true'
}

export const readNumber = <T extends number | undefined>(element: Element, name: string, otherwise: T): number | T => {
  const text = element.attributes[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new TwimlError(12200, `${element.name} ${name}="${text}"`)
  return value
}

export const readMethod = (element: Element, name = 'method'): Method =>
  element.attributes[name]?.toUpperCase() === 'GET' ? 'GET' : 'POST'

/** An address relative to the document it stands in. Inline TwiML has no address, so there it must be whole. */
export function resolveUrl(target: string, base: string): string {
  try {
    const url = new URL(target, base === '' ? undefined : base)
    const hash = target.includes('#') ? `#${target.split('#')[1]}` : ''
    return url.href.split('#', 1)[0] + hash
  } catch {
    throw new TwimlError(11100, `no address: ${target}`)
  }
}

/** The `prefix`, `prefixMethod` and `prefixEvent` attributes of an element. */
function readCallbackOf(element: Element, prefix: string, base: string, events: string): Callback | null {
  const url = element.attributes[prefix]
  if (!url) return null
  return {
    url: resolveUrl(url, base),
    method: readMethod(element, `${prefix}Method`),
    events: new Set((element.attributes[`${prefix}Event`] ?? events).split(/[\s,]+/)),
  }
}

export const readCallback = (element: Element, base: string, events: string): Callback | null =>
  readCallbackOf(element, 'statusCallback', base, events)

export const readRecordingCallback = (element: Element, base: string): Callback | null =>
  readCallbackOf(element, 'recordingStatusCallback', base, 'completed')
