import { hangup, redirect, reject } from './calls.ts'
import { dial } from './dial.ts'
import { enqueue } from './enqueue.ts'
import { gather, pause, play, say } from './prompts.ts'
import { record } from './record.ts'
import type { Verbs } from './script.ts'

/** Every verb that is performed. */
export const VERBS: Verbs = {
  Say: say,
  Play: play,
  Pause: pause,
  Gather: gather,
  Hangup: hangup,
  Reject: reject,
  Redirect: redirect,
  Record: record,
  Enqueue: enqueue,
  Dial: dial,
  Leave: hangup,
}
