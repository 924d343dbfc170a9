import { DispositionInput } from '#contract/outcomes'
import type { Problem } from '#contract/problem'

const RETRY_MILLISECONDS = 2_000

export type Sending =
  | { state: 'idle' }
  /** `isRetrying`: no answer came, and it is being sent again by itself. */
  | { state: 'sending'; isRetrying: boolean }
  | { state: 'refused'; problems: readonly Problem[] }
  | { state: 'saved' }
/** `unreachable`: nobody knows whether it was taken, so it is sent again under the same id. */
export type SendAnswer = 'saved' | 'unreachable' | { refused: readonly Problem[] }
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>
type Needs = { workItemId: string; storage: Storage; send: (input: DispositionInput) => Promise<SendAnswer> }
export type OutcomeKeeper = ReturnType<typeof createOutcomeKeeper>

export const outcomeKey = (workItemId: string): string => `bazgasht.outcome.${workItemId}`

function readPending(storage: Storage, workItemId: string): DispositionInput | null {
  try {
    const read = DispositionInput.safeParse(JSON.parse(storage.getItem(outcomeKey(workItemId)) ?? 'null'))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** Sends one outcome until it is answered, under one id, through network failures and reloads: never lost, never twice. */
export function createOutcomeKeeper({ workItemId, storage, send }: Needs) {
  let sending: Sending = { state: 'idle' }
  let timer: ReturnType<typeof setTimeout> | undefined
  let isUnderWay = false
  const listeners = new Set<() => void>()
  const show = (next: Sending): void => {
    sending = next
    for (const listener of listeners) listener()
  }
  const attempt = async (input: DispositionInput, isRetrying: boolean): Promise<void> => {
    if (isUnderWay) return
    isUnderWay = true
    show({ state: 'sending', isRetrying })
    const answer = await send(input).catch(() => 'unreachable' as const)
    isUnderWay = false
    if (answer === 'unreachable') {
      show({ state: 'sending', isRetrying: true })
      timer = setTimeout(() => void attempt(input, true), RETRY_MILLISECONDS)
      return
    }
    storage.removeItem(outcomeKey(workItemId))
    show(answer === 'saved' ? { state: 'saved' } : { state: 'refused', problems: answer.refused })
  }
  return {
    read: (): Sending => sending,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    save: (input: DispositionInput): void => {
      if (sending.state === 'sending' || sending.state === 'saved') return
      storage.setItem(outcomeKey(workItemId), JSON.stringify(input))
      void attempt(input, false)
    },
    /** After a reload or a crash: what was on its way is sent again. */
    resume: (): void => {
      const pending = readPending(storage, workItemId)
      if (pending && sending.state !== 'saved') void attempt(pending, true)
    },
    pause: (): void => clearTimeout(timer),
    /** The agent changes something after a refusal. */
    clear: (): void => {
      if (sending.state === 'refused') show({ state: 'idle' })
    },
  }
}
