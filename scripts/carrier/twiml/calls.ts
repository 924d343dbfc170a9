import { endLeg, hangUp } from '../net/leg.ts'
import { readMethod, resolveUrl } from './attributes.ts'
import type { Verb } from './script.ts'

export const hangup: Verb = async ({ net, leg }) => {
  hangUp(net, leg, 'twiml')
  return 'stop'
}

export const reject: Verb = async ({ net, leg }, element) => {
  if (element.attributes.reason === 'busy') endLeg(net, leg, 'busy', 'twiml', 486)
  else endLeg(net, leg, 'no-answer', 'twiml', 603)
  return 'stop'
}

export const redirect: Verb = async (run, element) => ({
  go: { url: resolveUrl(element.text, run.base), method: readMethod(element) },
})
