import { heardBy } from '../net/hearing.ts'
import { pressKeys } from '../net/keys.ts'
import { hangUp } from '../net/leg.ts'
import { isOver, type Leg, type Network } from '../net/network.ts'
import { say } from './people.ts'
import type { Persona } from './persona.ts'

/** One thing a caller does: keys, so long after the answer or the step before, or after a prompt that says such a thing began. */
export type KeyStep = { digits: string; afterSeconds: number; afterPrompt?: string | undefined }

/** How somebody behaves who rings in. Without keys they keep silent. */
export type Caller = {
  /** Gives up when nobody has been met by then; null: never. */
  patienceSeconds: number | null
  /** Hangs up then, whatever is going on. */
  hangsUpAfterSeconds: number | null
  keys: KeyStep[]
  /** Whether they answer when called back later. */
  answersCallBack: boolean
}
/** `seed` and number decide, as with personas. */
export type CallerFor = (seed: number, e164: string) => Caller

export const PATIENT: Caller = { patienceSeconds: 60, hangsUpAfterSeconds: null, keys: [], answersCallBack: false }

/** Lives through the call as planned; once somebody is met, talks as their persona does. A manual one only does as told. */
export function awaitInbound(net: Network, leg: Leg, caller: Caller, persona: Persona): void {
  leg.persona = persona
  const manual = persona.kind === 'manual'
  let met = false
  const later = (seconds: number | null, act: () => void): void => {
    if (seconds !== null) net.clock.after(seconds * 1000, () => !isOver(leg) && act())
  }
  const leave = (): void => hangUp(net, leg, 'caller')
  later(caller.patienceSeconds, () => !met && leave())
  later(caller.hangsUpAfterSeconds, leave)
  if (caller.keys.length > 0) press(net, leg, caller.keys)
  const watcher: Network['watchers'][number] = (change, other) => {
    if (other !== leg) return
    if (change === 'ended') net.watchers.splice(net.watchers.indexOf(watcher), 1)
    if (change !== 'hearing' || met || heardBy(leg).length === 0) return
    met = true
    say(net, leg, 'hello')
    if (!manual) later(persona.talkSeconds, leave)
  }
  net.watchers.push(watcher)
}

function press(net: Network, leg: Leg, [step, ...rest]: readonly KeyStep[]): void {
  if (!step) return
  const act = (): void => {
    net.clock.after(step.afterSeconds * 1000, () => {
      if (isOver(leg)) return
      pressKeys(net, leg, step.digits)
      press(net, leg, rest)
    })
  }
  const { afterPrompt } = step
  if (afterPrompt === undefined) {
    act()
    return
  }
  const stop = net.truth.follow((line) => {
    if (line.event !== 'heard' || line.sid !== leg.sid || !String(line.what).includes(afterPrompt)) return
    leg.onEnd.delete(stop)
    stop()
    act()
  })
  leg.onEnd.add(stop)
}
