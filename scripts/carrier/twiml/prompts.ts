import type { Leg, Network } from '../net/network.ts'
import { readFlag, readMethod, readNumber, resolveUrl } from './attributes.ts'
import type { Run, Then, Verb } from './script.ts'
import type { Element } from './xml.ts'

/** No sound is fetched, so a file is taken to last this long: ASSUMED.md. */
const PLAY_SECONDS = 3
/** About 15 letters a second. */
const MS_PER_LETTER = 65

/** Marks that the leg hears a prompt, for the patience of the person on it. */
function setPrompted(net: Network, leg: Leg, prompted: boolean): void {
  leg.prompted = prompted
  for (const watcher of net.watchers) watcher('hearing', leg)
}

async function speak(run: Run, what: string, ms: number): Promise<void> {
  run.net.truth.record('heard', { sid: run.leg.sid, what })
  setPrompted(run.net, run.leg, true)
  await run.sleep(ms)
  setPrompted(run.net, run.leg, false)
}

export const say: Verb = async (run, element) => {
  const loops = Math.max(1, readNumber(element, 'loop', 1))
  await speak(
    run,
    `say:${element.attributes.language ?? 'en-US'}:${element.text}`,
    element.text.length * MS_PER_LETTER * loops,
  )
  return 'next'
}

export const play: Verb = async (run, element) => {
  const loops = Math.max(1, readNumber(element, 'loop', 1))
  const file = element.text === '' ? '' : resolveUrl(element.text, run.base).replace(/^https?:\/\/[^/]*/, '')
  await speak(run, `play:${file}`, PLAY_SECONDS * 1000 * loops)
  return 'next'
}

export const pause: Verb = async (run, element) => {
  await run.sleep(readNumber(element, 'length', 1) * 1000)
  return 'next'
}

const PROMPTS: Record<string, Verb> = { Say: say, Play: play, Pause: pause }

async function prompt(run: Run, elements: Element[]): Promise<void> {
  for (const element of elements) await PROMPTS[element.name]?.(run, element)
}

/** Keys pressed end it at `numDigits`, at the finishing key or `timeout` seconds after the last; without any it falls through. */
export const gather: Verb = async (run, element) => {
  const { net, leg } = run
  const most = readNumber(element, 'numDigits', Number.POSITIVE_INFINITY)
  const finish = element.attributes.finishOnKey ?? '#'
  const timeoutMs = readNumber(element, 'timeout', 5) * 1000
  const digits = await run.until<string>((done) => {
    let keys = ''
    let forget = (): void => undefined
    const wait = (): void => {
      forget()
      forget = net.clock.after(timeoutMs, () => done(keys))
    }
    leg.digits = (pressed) => {
      for (const key of pressed) {
        if (finish !== '' && finish.includes(key)) return done(keys)
        keys += key
        if (keys.length >= most) return done(keys)
      }
      wait()
    }
    prompt(run, element.children).then(
      () => keys === '' && wait(),
      () => done(''),
    )
  })
  leg.digits = null
  if (digits === '' && !readFlag(element, 'actionOnEmptyResult', false)) return 'next'
  return follow(run, element, { Digits: digits })
}

/** To the verb's `action`, or to the document it stands in. */
export function follow(run: Run, element: Element, params: Record<string, string>): Then {
  const target = element.attributes.action
  if (target === undefined && run.base === '') return 'next'
  return {
    go: { url: target === undefined ? run.base : resolveUrl(target, run.base), method: readMethod(element) },
    params,
  }
}
