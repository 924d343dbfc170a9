import { between, type Chance, pick, pickWeighted } from './chance.ts'
import { PRICE_RISE_DAYS_AGO } from './life.ts'
import type { Language } from './names.ts'
import { complaintTexts, OUR_CALLS, OUR_MESSAGES, PRICE_NOTICES, partingTexts, QUESTIONS } from './texts.ts'

export type ComplaintStatus = 'open' | 'solved' | 'closed'
export type ContactDraft = {
  kind: 'call' | 'message' | 'complaint'
  direction: 'in' | 'out'
  daysAgo: number
  /** Null unless a complaint. */
  status: ComplaintStatus | null
  text: string
}

/** What the contacts of one customer follow from. `leaving` is null for those who still buy. */
export type Story = { language: Language; leaving: string | null; purchaseDaysAgo: readonly number[] }

/** Most of the dissatisfied never complain; of those the firm itself wronged about half do here, so that there is something to find. */
const COMPLAINT_SHARE: Record<string, number> = { CMP: 1, PRD: 0.5, SRV: 0.5, CNV: 0.45, TRU: 0.45, PRC: 0.12 }
const PASSING_COMPLAINT_SHARE = 0.08
const PARTING_SHARE = 0.35
const NOTICE_SHARE = 0.6
const SPAM_MESSAGES = 12
const CONTACTS_MAX = 9

const PASSING_REASONS = ['PRD.QUAL', 'CNV.DLV', 'SRV.WAIT'] as const
const STATUS_OF_BAD: readonly (readonly [ComplaintStatus, number])[] = [
  ['solved', 35],
  ['closed', 61],
  ['open', 4],
]
const STATUS_OF_UNANSWERED: readonly (readonly [ComplaintStatus, number])[] = [
  ['open', 30],
  ['closed', 70],
]
const STATUS_OF_PASSING: readonly (readonly [ComplaintStatus, number])[] = [
  ['solved', 85],
  ['closed', 10],
  ['open', 5],
]

/** Everything said between a customer and us, oldest first. */
export function makeContacts(chance: Chance, story: Story): ContactDraft[] {
  const drafts = [...everyday(chance, story), ...priceNotices(chance, story)]
  const passing = chance() < PASSING_COMPLAINT_SHARE
  if (passing) {
    const status = pickWeighted(chance, STATUS_OF_PASSING)
    drafts.push(...complaint(chance, story, pick(chance, PASSING_REASONS), pick(chance, story.purchaseDaysAgo), status))
  }
  if (story.leaving !== null) drafts.push(...farewell(chance, story, story.leaving))
  return drafts.sort((a, b) => b.daysAgo - a.daysAgo)
}

function everyday(chance: Chance, story: Story): ContactDraft[] {
  const count = Math.min(CONTACTS_MAX, Math.floor((story.purchaseDaysAgo.length / 5) * between(chance, 0.3, 1.7)))
  return Array.from({ length: count }, () => {
    const daysAgo = after(pick(chance, story.purchaseDaysAgo), between(chance, 0.2, 4))
    const sort = chance()
    if (sort < 0.55) return draft('message', 'out', daysAgo, pick(chance, OUR_MESSAGES[story.language]))
    if (sort < 0.75) return draft('message', 'in', daysAgo, pick(chance, QUESTIONS[story.language]))
    if (sort < 0.9) return draft('call', 'out', daysAgo, pick(chance, OUR_CALLS[story.language]))
    return draft('call', 'in', daysAgo, pick(chance, QUESTIONS[story.language]))
  })
}

function priceNotices(chance: Chance, { language, purchaseDaysAgo }: Story): ContactDraft[] {
  const first = purchaseDaysAgo[0] ?? 0
  const last = purchaseDaysAgo.at(-1) ?? 0
  return PRICE_RISE_DAYS_AGO.filter((days) => days < first && days >= last && chance() < NOTICE_SHARE).map((days) =>
    draft('message', 'out', days, PRICE_NOTICES[language]),
  )
}

function farewell(chance: Chance, story: Story, reason: string): ContactDraft[] {
  const { language } = story
  const last = story.purchaseDaysAgo.at(-1) ?? 0
  const drafts: ContactDraft[] = []
  if (chance() < (COMPLAINT_SHARE[reason.slice(0, 3)] ?? 0)) {
    drafts.push(...complaint(chance, story, reason, last, statusOf(chance, reason)))
  }
  const partings = partingTexts(reason, language)
  if (partings.length > 0 && chance() < PARTING_SHARE) {
    drafts.push(draft('message', 'in', after(last, between(chance, 2, 15)), pick(chance, partings)))
  }
  if (reason === 'TRU.SPAM') {
    for (let i = 0; i < SPAM_MESSAGES; i++) {
      drafts.push(draft('message', 'out', after(last, i * 1.5), pick(chance, OUR_MESSAGES[language])))
    }
  }
  return drafts
}

function complaint(
  chance: Chance,
  { language }: Story,
  reason: string,
  purchaseDay: number,
  status: ComplaintStatus,
): ContactDraft[] {
  const said = after(purchaseDay, between(chance, 1, 9))
  const text = pick(chance, complaintTexts(reason, language))
  const complained: ContactDraft = { kind: 'complaint', direction: 'in', daysAgo: said, status, text }
  if (status !== 'solved') return [complained]
  return [complained, draft('call', 'out', after(said, between(chance, 1, 6)), pick(chance, OUR_CALLS[language]))]
}

function statusOf(chance: Chance, reason: string): ComplaintStatus {
  if (reason === 'CMP.OPEN') return 'open'
  if (reason === 'CMP.NONE') return pickWeighted(chance, STATUS_OF_UNANSWERED)
  if (reason.startsWith('CMP.')) return 'closed'
  return pickWeighted(chance, STATUS_OF_BAD)
}

/** `days` later, but never on or after the town's day. */
function after(daysAgo: number, days: number): number {
  return Math.max(0.01, daysAgo - days)
}

function draft(kind: 'call' | 'message', direction: 'in' | 'out', daysAgo: number, text: string): ContactDraft {
  return { kind, direction, daysAgo, status: null, text }
}
