import { factsOf } from '../hooks/call-params.ts'
import { isOver, type Leg, type Network, type Page } from '../net/network.ts'
import { redirect } from './calls.ts'
import { TwimlError } from './document.ts'
import { hearSound } from './hear.ts'
import { pause, play, say } from './prompts.ts'
import { createRun, followOn, type Verbs } from './script.ts'

/** All that may stand where a sound is asked for; anything else is 13238. */
export const SOUND_VERBS: Verbs = { Say: say, Play: play, Pause: pause, Redirect: redirect }

export type SoundEnd = 'end' | 'leave' | 'failed'
export type SoundWanted = {
  page: Page
  verbs: Verbs
  /** What it is for, in the truth log. */
  purpose: 'hold' | 'announce' | 'wait' | 'queue' | 'whisper'
  /** Sent along with the call's own parameters, each time the document is asked for. */
  params: () => Record<string, string>
  /** Again and again until stopped. */
  loops: boolean
  /** Not when it was stopped. */
  onEnd: (how: SoundEnd) => void
}

/** A document that takes no time is asked for again after this: ASSUMED.md. */
const SHORTEST_ROUND_MS = 1_000

/** Performs what lies at an address in one ear, beside whatever else the leg follows. The answer stops it. */
export function startSound(net: Network, leg: Leg, wanted: SoundWanted): () => void {
  const voice = {}
  let on = true
  const stop = (): void => {
    if (!on) return
    on = false
    leg.onEnd.delete(stop)
    hearSound(net, leg, voice, false)
  }
  const run = createRun(net, leg, { voice, purpose: wanted.purpose, isOn: () => on })
  const round = async (): Promise<SoundEnd> => {
    const began = net.clock.now()
    const how = await followOn(run, wanted.verbs, wanted.page, wanted.params())
    if (wanted.loops && how === 'end' && net.clock.now() - began < SHORTEST_ROUND_MS) await run.sleep(SHORTEST_ROUND_MS)
    return how
  }
  const perform = async (): Promise<void> => {
    let how: SoundEnd = 'end'
    try {
      do how = await round()
      while (on && wanted.loops && how === 'end')
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error
      how = 'failed'
      if (on)
        net.truth.record('twiml-failed', {
          ...factsOf(leg),
          code: error.code,
          why: error.message,
          purpose: wanted.purpose,
        })
    }
    if (!on) return
    stop()
    wanted.onEnd(how)
  }
  leg.onEnd.add(stop)
  hearSound(net, leg, voice, true)
  net.clock.after(0, () => {
    if (on && !isOver(leg)) void perform()
  })
  return stop
}
