import type { Problem } from '#contract/problem'

type Hear = (why: Problem) => void
const listeners = new Set<Hear>()
let csrf = ''

/** The token that every writing call carries, from `Me`. */
export const readCsrf = (): string => csrf
export const keepCsrf = (token: string): void => {
  csrf = token
}

/** Told by a call or the socket when the server says that nobody is signed in any more. */
export function tellSessionEnded(why: Problem): void {
  for (const hear of listeners) hear(why)
}

export function onSessionEnded(hear: Hear): () => void {
  listeners.add(hear)
  return () => listeners.delete(hear)
}
