import { fetchMedia } from '../media/media.ts'
import { follow } from './action.ts'
import { readFlag, readNumber, resolveUrl } from './attributes.ts'
import { hearSound } from './hear.ts'
import { createRun, type Run, type Verb } from './script.ts'
import type { Element } from './xml.ts'

/** What a file lasts that does not tell its length: ASSUMED.md. */
const PLAY_SECONDS = 3
/** About 15 letters a second. */
const MS_PER_LETTER = 65
/** A tone and the pause after it; `w` in the digits is half a second of silence. */
const MS_PER_TONE = 200
const MS_PER_WAIT = 500

async function speak({ net, leg, voice, purpose, sleep }: Run, what: string, ms: number): Promise<void> {
  net.truth.record('heard', { sid: leg.sid, what, ...(purpose === null ? {} : { purpose }) })
  // A sound that is played beside the instructions is heard from its beginning to its end, pauses included.
  if (purpose === null) hearSound(net, leg, voice, true)
  await sleep(ms)
  if (purpose === null) hearSound(net, leg, voice, false)
}

/** `loop="0"` goes on until stopped. */
async function repeat(element: Element, once: () => Promise<void>): Promise<'next'> {
  const loops = readNumber(element, 'loop', 1)
  for (let nth = 0; nth < loops || loops === 0; nth++) await once()
  return 'next'
}

export const say: Verb = (run, element) =>
  repeat(element, () =>
    speak(run, `say:${element.attributes.language ?? 'en-US'}:${element.text}`, element.text.length * MS_PER_LETTER),
  )

export const play: Verb = async (run, element) => {
  const { digits } = element.attributes
  if (digits !== undefined) await sendTones(run, digits)
  if (element.text === '') return 'next'
  const url = resolveUrl(element.text, run.base)
  const file = url.replace(/^https?:\/\/[^/]*/, '')
  const media = await fetchMedia(run.net, run.leg, url)
  if (!media.ok) {
    run.net.truth.record('play-failed', { sid: run.leg.sid, what: `play:${file}`, code: media.code, why: media.why })
    return 'next'
  }
  const ms = Math.round((media.seconds ?? PLAY_SECONDS) * 1000)
  return repeat(element, () => speak(run, `play:${file}`, Math.max(ms, 1)))
}

/** Keys pressed by the network, for a machine at the other end to hear. */
async function sendTones({ net, leg, sleep }: Run, digits: string): Promise<void> {
  const tones = digits.replaceAll('w', '')
  net.truth.record('dtmf', { sid: leg.sid, digits: tones, by: 'network' })
  await sleep(tones.length * MS_PER_TONE + (digits.length - tones.length) * MS_PER_WAIT)
}

export const pause: Verb = async (run, element) => {
  await run.sleep(readNumber(element, 'length', 1) * 1000)
  return 'next'
}

const PROMPTS: Record<string, Verb> = { Say: say, Play: play, Pause: pause }

async function prompt(run: Run, elements: Element[]): Promise<void> {
  for (const element of elements) await PROMPTS[element.name]?.(run, element)
}

/**
 * Keys pressed end it at `numDigits`, at the finishing key or `timeout` seconds after the last, and the first silences
 * what is being said; without any it falls through.
 */
export const gather: Verb = async (run, element) => {
  const { net, leg } = run
  const most = readNumber(element, 'numDigits', Number.POSITIVE_INFINITY)
  const finish = element.attributes.finishOnKey ?? '#'
  const timeoutMs = readNumber(element, 'timeout', 5) * 1000
  const voice = {}
  let silenced = false
  const silence = (): void => {
    silenced = true
    hearSound(net, leg, voice, false)
  }
  const said = { ...run, ...createRun(net, leg, { ...run, voice, isOn: () => run.isOn() && !silenced }) }
  const digits = await run.until<string>((done) => {
    let keys = ''
    let forget = (): void => undefined
    const wait = (): void => {
      forget()
      forget = net.clock.after(timeoutMs, () => done(keys))
    }
    leg.digits = (pressed) => {
      silence()
      for (const key of pressed) {
        if (finish !== '' && finish.includes(key)) return done(keys)
        keys += key
        if (keys.length >= most) return done(keys)
      }
      wait()
    }
    prompt(said, element.children).then(
      () => keys === '' && wait(),
      () => done(''),
    )
  })
  leg.digits = null
  silence()
  if (digits === '' && !readFlag(element, 'actionOnEmptyResult', false)) return 'next'
  return follow(run, element, { Digits: digits })
}
