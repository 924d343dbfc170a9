import type { UserId } from '#contract/ids'
import type { DispositionInput } from '#contract/outcomes'
import type { Offer, Outcome, Taxonomy } from '#contract/programme'
import type { Role } from '#contract/staff'
import { touch } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'
import { Refusal, refuse } from '../platform/problem.ts'
import { strongestOutcome } from '../programme/outcome-priority.ts'
import type { HeldItem } from '../queue/holding.service.ts'
import { writeAudit } from '../staff/audit.store.ts'
import type { CallRow } from '../telephony/telephony.store.ts'
import { checkDisposition } from './check-disposition.ts'
import { moveOfOutcome } from './episode-move.ts'
import { settleItem } from './follow-up.service.ts'
import { lineOutcome } from './line-outcome.ts'
import type { OutcomesDeps } from './needs.ts'
import { findOverride } from './offer-override.ts'
import { insertDisposition, isSaved, isWrittenUp, type NewOffer, type NewReason } from './outcomes.store.ts'
import { isStopCode, standingStops, stopKindOf } from './stop-kind.ts'

export type Saver = { userId: UserId; role: Role }
type Saving = { input: DispositionInput; taxonomy: Taxonomy; saver: Saver }
type Saved = { id: DispositionInput['id']; again: boolean }

/** What is kept when the agent did not get to ask (domain.md 3). */
const NOT_ASKED: NewReason = { code: 'UNK.NOTASKED', source: 'system', severity: null }

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text))

const pricedOffers = (input: DispositionInput, offers: readonly Offer[]): NewOffer[] =>
  input.offers.map(({ code, answer, until, counter }) => ({
    code,
    answer,
    costMinor: answer === 'ACC' ? BigInt(offers.find((offer) => offer.code === code)?.costMinor ?? 0) : 0n,
    until: toDate(until),
    counter,
  }))

/**
 * One attempt, written up: in one transaction, once, whatever is sent again. What a customer asked to stop was committed
 * when it was pressed and stands above whatever is saved later.
 */
export function createSaving(deps: OutcomesDeps) {
  const { database, clock, events, programme, presence, people, campaigns, compliance, ranking, queue, telephony } =
    deps

  /** The dial of this desk's turn that has no outcome yet. */
  const findAttempt = async (tx: Tx, item: HeldItem, input: DispositionInput): Promise<CallRow | null> => {
    const latest = await telephony.latestOfItem(tx, item.id)
    const attempt = latest?.on_desk ? latest : null
    if (input.callId !== null && input.callId !== attempt?.id) refuse(409, 'card.stale')
    if (attempt && attempt.state !== 'ended') refuse(409, 'outcome.call-open')
    if (attempt && (await isWrittenUp(tx, attempt.id))) refuse(409, 'outcome.saved')
    return attempt
  }

  const check = async (
    tx: Tx,
    { input, taxonomy, saver }: Saving,
    item: HeldItem,
    attempt: CallRow | null,
  ): Promise<void> => {
    const campaign = await campaigns.byId(tx, item.campaignId)
    const [first, ...more] = checkDisposition(input, {
      taxonomy,
      role: saver.role,
      campaignOffers: campaign?.offers ?? [],
      attempt: attempt && {
        state: attempt.state,
        endedAs: attempt.ended_as,
        answered: attempt.answered_at !== null || attempt.ended_as === 'completed',
      },
      now: clock.now(),
    })
    if (first) throw new Refusal(422, first, more)
  }

  /** A stop first, and what stands above the given code when a stop was pressed before. */
  const settleStops = async (tx: Tx, input: DispositionInput, item: HeldItem, userId: UserId, now: Date) => {
    const { customerId, phoneId } = item
    const phoneIds = (await people.phones(tx, customerId)).map(({ id }) => id)
    await people.lockPerson(tx, customerId)
    if (isStopCode(input.outcome))
      await compliance.recordStop(tx, {
        kind: stopKindOf(input.outcome),
        customerId,
        phoneIds,
        byUserId: userId,
        at: clock.now(), // not before the lock: what is dialled later was created later
      })
    const permit = await compliance.permitFor(tx, { customerId, phoneId }, now)
    const standing = permit.allowed ? [] : standingStops(permit.denials)
    if (standing.length > 0)
      await compliance.writeBlocks(tx, [customerId], compliance.blocksOf(customerId, permit, now))
    return strongestOutcome([input.outcome, ...standing]) ?? input.outcome
  }

  const freeAgent = async (tx: Tx, userId: UserId, next: 'ready' | 'break', now: Date): Promise<void> => {
    const { state } = await presence.read(tx, userId)
    if (state === 'calling' || state === 'talking') await presence.startWrapUps(tx, [userId], [state], now)
    await presence.move(tx, userId, ['preview', 'wrapUp'], next, now)
  }

  const write = async (tx: Tx, saving: Saving): Promise<{ outcome: string; item: HeldItem }> => {
    const { input, taxonomy, saver } = saving
    const now = clock.now()
    const item = await queue.hold(tx, saver.userId, input.workItemId, BigInt(input.fence))
    const attempt = await findAttempt(tx, item, input)
    await check(tx, saving, item, attempt)
    const code = await settleStops(tx, input, item, saver.userId, now)
    const outcome: Outcome =
      taxonomy.outcomes.find((one) => one.code === code) ?? refuse(422, 'outcome.unknown', { code })

    const won = outcome.code.startsWith('W.')
    const why = won || input.offers.length > 0 ? await ranking.why(tx, item.episodeId) : null
    const value = won ? (why?.secondLifeMinor ?? '0') : '0'
    const offers = pricedOffers(input, taxonomy.offers)
    const chosen = findOverride(why?.offers[0]?.code, input.offers)
    if (chosen)
      await writeAudit(tx, {
        at: now,
        actorId: saver.userId,
        action: 'offer.overridden',
        subject: `customer:${item.customerId}`,
        detail: { ...chosen, disposition: input.id },
      })
    const reasons = outcome.rightParty && input.reasons.length === 0 ? [NOT_ASKED] : input.reasons
    const told =
      attempt?.ended_as && outcome.code === lineOutcome(attempt.ended_as, attempt.error) && attempt.mode === 'carrier'
    const promisedAt = toDate(input.promisedAt)
    await insertDisposition(
      tx,
      {
        id: input.id,
        workItemId: item.id,
        callId: attempt?.id ?? null,
        customerId: item.customerId,
        episodeId: item.episodeId,
        campaignId: item.campaignId,
        agentId: saver.userId,
        outcome: outcome.code,
        setBy: told ? 'system' : 'agent',
        words: input.words,
        competitor: input.competitor,
        note: input.note,
        callbackAt: toDate(input.callbackAt),
        promisedAt,
        at: now,
        valueMinor: BigInt(value),
        offersMinor: offers.reduce((sum, { costMinor }) => sum + costMinor, 0n),
      },
      reasons,
      offers,
    )
    for (const { what, dueAt } of input.promises)
      await people.addPromise(tx, {
        customerId: item.customerId,
        dispositionId: input.id,
        what,
        ownerId: saver.userId,
        dueAt: new Date(dueAt),
        at: now,
      })
    await people.addContactRecord(tx, {
      customerId: item.customerId,
      key: `disposition:${input.id}`,
      kind: 'disposition',
      direction: attempt?.direction ?? 'out',
      at: now,
      text: [input.words, input.note].filter((text) => text.trim() !== '').join('\n'),
      code: outcome.code,
      byUserId: saver.userId,
    })
    // Handed to service: the case holds the customer back until it closes, so there must be one.
    if (outcome.retry.delay === 'case-closed' && (await people.openComplaintCount(tx, item.customerId)) === 0)
      await people.openComplaint(tx, {
        customerId: item.customerId,
        key: `disposition:${input.id}`,
        text: input.words || input.note,
        at: now,
      })
    const episode = await people.episode(tx, item.episodeId)
    if (episode) await people.moveEpisode(tx, item.episodeId, moveOfOutcome(outcome, episode, now, promisedAt))
    const isVisit = episode?.kind === 'visit'
    const goesOn = await settleItem(deps, tx, { input, item, attempt, outcome, userId: saver.userId, now, isVisit })
    if (isVisit && !goesOn) await people.moveEpisode(tx, item.episodeId, { closedAt: now, closedAs: 'visit' })
    // Who leads took this customer over; the next one is not theirs.
    await freeAgent(tx, saver.userId, saver.role === 'supervisor' ? 'break' : input.next, now)
    await touch(tx, [`agent:${saver.userId}`, `card:${item.id}`, 'wall'])
    return { outcome: outcome.code, item }
  }

  return async (input: DispositionInput, saver: Saver): Promise<Saved> => {
    const again: Saved = { id: input.id, again: true }
    if (await isSaved(database.db, input.id)) return again
    const taxonomy = await programme.taxonomy() // before the transaction: inside it a second connection could starve the pool
    try {
      const { outcome, item } = await database.tx((tx) => write(tx, { input, taxonomy, saver }))
      // After the commit: no lock waits for it, and nothing of it can undo what was said.
      await ranking.rescoreAfter([item.customerId], clock.now())
      if (isStopCode(outcome)) events.emit('stop.recorded', { customerId: item.customerId })
      events.emit('outcome.recorded', { workItemId: input.workItemId, agentId: saver.userId, outcome })
      events.emit('presence.changed', { userId: saver.userId, state: input.next })
      return { id: input.id, again: false }
    } catch (error) {
      // Its twin was faster: what it had saved is what this one asks for.
      if (await isSaved(database.db, input.id)) return again
      throw error
    }
  }
}
