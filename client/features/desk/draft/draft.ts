import type * as z from 'zod/mini'
import type { Draft, OfferMade, PromiseInput, ReasonGiven } from '#contract/outcomes'

export type GivenReason = z.infer<typeof ReasonGiven>
export type MadeOffer = z.infer<typeof OfferMade>
export type MadePromise = z.infer<typeof PromiseInput>

export const REASONS_AT_MOST = 3
export const PROMISES_AT_MOST = 5

export const blankDraft: Draft = {
  reasons: [],
  words: '',
  competitor: null,
  offers: [],
  promises: [],
  note: '',
  outcome: null,
  callbackAt: null,
  promisedAt: null,
  revision: 0,
}

export type DraftEdit =
  | { edit: 'reason'; code: string; source?: GivenReason['source'] }
  | { edit: 'reasonDetail'; code: string; change: Partial<Pick<GivenReason, 'source' | 'severity'>> }
  | { edit: 'dropReason'; code: string }
  | { edit: 'text'; field: 'words' | 'note'; text: string }
  | { edit: 'competitor'; text: string }
  | { edit: 'offer'; code: string; change: Partial<Omit<MadeOffer, 'code'>> }
  | { edit: 'dropOffer'; code: string }
  | { edit: 'promise'; promise: MadePromise }
  | { edit: 'dropPromise'; at: number }
  | { edit: 'outcome'; code: string | null }
  | { edit: 'date'; field: 'callbackAt' | 'promisedAt'; at: string | null }

const withReason = (reasons: readonly GivenReason[], code: string, source: GivenReason['source']): GivenReason[] =>
  reasons.some((given) => given.code === code) || reasons.length >= REASONS_AT_MOST
    ? [...reasons]
    : [...reasons, { code, source, severity: null }]

/** What follows from the outcome: a date that it does not ask for is not kept. */
const withOutcome = (draft: Draft, code: string | null): Draft => ({
  ...draft,
  outcome: code,
  callbackAt: code === 'C.CB' ? draft.callbackAt : null,
  promisedAt: code === 'W.COM' || code === 'W.TRY' || code === 'L.CON' ? draft.promisedAt : null,
})

function withOffer(draft: Draft, code: string, change: Partial<Omit<MadeOffer, 'code'>>): Draft {
  const known = draft.offers.find((offer) => offer.code === code)
  const made: MadeOffer = { code, answer: 'NOP', until: null, counter: null, ...known, ...change }
  const offers = known
    ? draft.offers.map((offer) => (offer.code === code ? made : offer))
    : [...draft.offers, made].slice(-10)
  return { ...draft, offers }
}

function applyEdit(draft: Draft, edit: DraftEdit): Draft {
  switch (edit.edit) {
    case 'reason':
      return { ...draft, reasons: withReason(draft.reasons, edit.code, edit.source ?? 'customer_said') }
    case 'reasonDetail':
      return {
        ...draft,
        reasons: draft.reasons.map((given) => (given.code === edit.code ? { ...given, ...edit.change } : given)),
      }
    case 'dropReason':
      return { ...draft, reasons: draft.reasons.filter((given) => given.code !== edit.code) }
    case 'text':
      return { ...draft, [edit.field]: edit.text.slice(0, 8_000) }
    case 'competitor':
      return { ...draft, competitor: edit.text === '' ? null : edit.text.slice(0, 200) }
    case 'offer':
      return withOffer(draft, edit.code, edit.change)
    case 'dropOffer':
      return { ...draft, offers: draft.offers.filter((offer) => offer.code !== edit.code) }
    case 'promise':
      return { ...draft, promises: [...draft.promises, edit.promise].slice(0, PROMISES_AT_MOST) }
    case 'dropPromise':
      return { ...draft, promises: draft.promises.filter((_, at) => at !== edit.at) }
    case 'outcome':
      return withOutcome(draft, edit.code)
    case 'date':
      return { ...draft, [edit.field]: edit.at }
  }
}

/** The draft after an edit. Every edit raises the revision, so that an older save never replaces a newer one. */
export const editDraft = (draft: Draft, edit: DraftEdit): Draft => ({
  ...applyEdit(draft, edit),
  revision: draft.revision + 1,
})

/** The newest of what the server, this device and another tab know. */
export const newestDraft = (...drafts: readonly (Draft | null)[]): Draft =>
  drafts.reduce<Draft>((best, draft) => (draft && draft.revision > best.revision ? draft : best), blankDraft)
