import type { Chance } from '../clock/prng.ts'
import { factsOf } from '../hooks/call-params.ts'
import { heardBy } from '../net/hearing.ts'
import { answerLeg, endLeg, hangUp, ringLeg } from '../net/leg.ts'
import { isClient, isOver, type Leg, type Network, type Says } from '../net/network.ts'
import type { Persona } from './persona.ts'

/** Between INVITE and the first ring: 0.4 to 1.2 s. */
const SETUP_MS = [400, 1_200] as const
/** A busy tone is there at once. */
const BUSY_AFTER_MS = 1_000
const GREETING_MS = 4_000
/** A machine stops taping after this. */
const MACHINE_SECONDS = 30
/** In a faster clock people still wait this long of real time, since servers and networks do not become faster with it. */
const PATIENCE_FLOOR_REAL_MS = 500
const SAYS_AFTER_MS = 2_000
/** A stranger or one who says stop does not stay. */
const LONGEST_REFUSAL_SECONDS = 8

/** One who is already in a conversation waits longer for a voice to come back. */
const MET_PATIENCE_SECONDS = 20

type Mind = { met: boolean; forgetSilence: () => void }

/** Says something to whoever hears. */
export const say = (net: Network, leg: Leg, says: Says): void => {
  if (isOver(leg)) return
  leg.says = says
  net.truth.record('said', { ...factsOf(leg), says })
  for (const other of heardBy(leg)) for (const watcher of net.watchers) watcher('hearing', other)
}

/** Has everybody with a phone number behave as their persona, on this network. */
export function populate(net: Network, chance: Chance, personaOf: (e164: string, attempt: number) => Persona): void {
  const attempts = new Map<string, number>()
  const minds = new Map<string, Mind>()
  const later = (leg: Leg, seconds: number, act: () => void): (() => void) =>
    net.clock.after(seconds * 1000, () => !isOver(leg) && act())

  const dial = (leg: Leg): void => {
    const attempt = (attempts.get(leg.to) ?? 0) + 1
    attempts.set(leg.to, attempt)
    const persona = personaOf(leg.to, attempt)
    leg.persona = persona
    const setup = SETUP_MS[0] + Math.round(chance() * (SETUP_MS[1] - SETUP_MS[0]))
    net.clock.after(setup, () => {
      if (isOver(leg)) return
      if (persona.kind === 'invalid') return endLeg(net, leg, 'failed', 'network', 404)
      ringLeg(net, leg)
      if (persona.kind === 'busy') net.clock.after(BUSY_AFTER_MS, () => endLeg(net, leg, 'busy', 'callee', 486))
      else if (persona.kind !== 'no-answer' && persona.kind !== 'manual')
        later(leg, persona.ringSeconds, () => pickUp(leg, persona))
    })
  }

  const pickUp = (leg: Leg, persona: Persona): void => {
    if (leg.status !== 'ringing') return
    const machine = persona.kind === 'voicemail'
    if (leg.detectsMachines) leg.answeredBy = machine ? 'machine_start' : 'human'
    if (!machine) minds.set(leg.sid, { met: false, forgetSilence: () => undefined })
    answerLeg(net, leg)
    say(net, leg, machine ? 'voicemail' : 'hello')
    if (machine) {
      later(leg, GREETING_MS / 1000, () => net.truth.record('heard', { sid: leg.sid, what: 'machine:beep' }))
      later(leg, MACHINE_SECONDS, () => hangUp(net, leg, 'callee'))
    } else notice(leg)
  }

  /** Somebody is heard, or nobody: a person talks and ends in their own time, or hangs up on silence. */
  const notice = (leg: Leg): void => {
    const mind = minds.get(leg.sid)
    const persona = leg.persona
    if (!mind || !persona || leg.status !== 'in-progress') return
    mind.forgetSilence()
    if (heardBy(leg).length > 0) {
      if (mind.met) return
      mind.met = true
      converse(leg, persona)
    } else if (leg.sounds.size === 0 && !leg.seat?.hold) {
      const floor = (PATIENCE_FLOOR_REAL_MS * net.clock.speed()) / 1000
      const own = mind.met ? MET_PATIENCE_SECONDS : persona.hangsUpAfterSilenceSeconds
      const patience = Math.max(own, net.clock.speed() === 1 ? 0 : floor)
      mind.forgetSilence = later(leg, patience, () => hangUp(net, leg, 'callee'))
    }
  }

  const converse = (leg: Leg, persona: Persona): void => {
    const refuses = persona.saysStop ? 'stop' : persona.kind === 'wrong-number' ? 'wrong-number' : null
    if (refuses) later(leg, SAYS_AFTER_MS / 1000, () => say(net, leg, refuses))
    const seconds = refuses ? Math.min(persona.talkSeconds, LONGEST_REFUSAL_SECONDS) : persona.talkSeconds
    later(leg, seconds, () => hangUp(net, leg, 'callee'))
  }

  net.watchers.push((change, leg) => {
    if (leg.direction === 'inbound' || isClient(leg.to)) return
    // Whoever is steered by hand says hello when they pick up, and stays until told otherwise.
    if (change === 'answered' && leg.persona?.kind === 'manual') say(net, leg, 'hello')
    if (change === 'dial') dial(leg)
    else if (change === 'hearing') notice(leg)
    else if (change === 'ended') minds.delete(leg.sid)
  })
}
