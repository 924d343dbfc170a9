import { drawSid } from '../clock/prng.ts'
import { secondsBetween } from '../net/network.ts'
import { readMethod, resolveUrl } from './attributes.ts'
import { hearSound } from './hear.ts'
import { follow } from './prompts.ts'
import type { Verb } from './script.ts'

/** How long the caller waits between two readings of the wait document, which is asked for and not performed. */
const WAIT_READING_MS = 15_000

/**
 * The caller waits until moved by the API or gone. `waitUrl` is asked for again and again with the place in the queue;
 * a `<Leave>` in it ends the wait. Its prompts are not performed: ASSUMED.md.
 */
export const enqueue: Verb = async (run, element) => {
  const { net, leg } = run
  const queueSid = drawSid(net.chance, 'QU')
  const since = net.clock.now()
  const waitUrl = element.attributes.waitUrl
  const report = (result: string): Record<string, string> => ({
    QueueResult: result,
    QueueSid: queueSid,
    QueueTime: String(secondsBetween(since, net.clock.now())),
  })
  hearSound(net, leg, run.voice, true)
  for (let left = false; !left; ) {
    if (waitUrl) {
      const reply = await net.sender.ask({
        url: resolveUrl(waitUrl, run.base),
        method: readMethod(element, 'waitUrlMethod'),
        params: { AccountSid: net.account, CallSid: leg.sid, QueuePosition: '1', ...report('') },
        about: { sid: leg.sid, hook: 'queue-wait' },
      })
      left = reply.ok && /<Leave\s*\/>/.test(reply.body)
    }
    if (!left) await run.sleep(WAIT_READING_MS)
  }
  hearSound(net, leg, run.voice, false)
  return element.attributes.action === undefined ? 'next' : follow(run, element, report('leave'))
}
