import { chanceFrom, hashText, pickWeighted, wholeBetween } from './chance.ts'

/** How the made-up person behind a number behaves when they ring in. */
export type Caller = {
  patienceSeconds: number
  hangsUpAfterSeconds: null
  keys: { digits: string; afterSeconds: number }[]
  answersCallBack: boolean
}

/** "Caller waits 5-180 s in queue" (telephony design, 2.4). */
const PATIENCE_SECONDS = [5, 180] as const
const KEY_AFTER_SECONDS = [2, 9] as const
/** Most press what they were told to, some say nothing, a few ask for the operator or not to be called. */
const CHOICES: readonly (readonly [string, number])[] = [
  ['1', 0.5],
  ['', 0.3],
  ['0', 0.15],
  ['9', 0.05],
]
const CALL_BACK_SHARE = 0.7
/** Apart from what the persona of the same number draws. */
const APART = 0x1b0d

/** The caller behind a number, from seed and number alone. */
export function callerFor(seed: number, e164: string): Caller {
  const chance = chanceFrom(hashText(seed ^ APART, e164))
  const patienceSeconds = wholeBetween(chance, ...PATIENCE_SECONDS)
  const digits = pickWeighted(chance, CHOICES)
  const afterSeconds = wholeBetween(chance, ...KEY_AFTER_SECONDS)
  return {
    patienceSeconds,
    hangsUpAfterSeconds: null,
    keys: digits === '' ? [] : [{ digits, afterSeconds }],
    answersCallBack: chance() < CALL_BACK_SHARE,
  }
}
