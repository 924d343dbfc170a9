import { useEffect, useMemo, useReducer, useRef, useState } from 'react'
import type { Card } from '#contract/queue'
import { useCalls } from './bar/use-calls.ts'
import { useOutcome } from './bar/use-outcome.ts'
import { useStop } from './bar/use-stop.ts'
import type { CardDeskProps } from './card-desk-props.ts'
import { availableActions, type DeskActionId } from './desk-actions.ts'
import type { DraftEdit } from './draft/draft.ts'
import { useDraft, useKeeping } from './draft/use-draft.ts'
import { CLOSE, HEAR, move, OFFER, PLAN, startPlace, stepAfter } from './place.ts'
import { placeOf } from './place-of-problem.ts'
import { findMissing, lineOutcome } from './requirements.ts'
import { focusField, type Work } from './work.ts'

/** Puts together what the parts of the desk share, and does what the keys and the palette ask for. */
export function useWorkOf({ me, desk, held, taxonomy, phone, card }: CardDeskProps & { card: Card }) {
  const [place, go] = useReducer(move, startPlace)
  const [isSkipping, setSkipping] = useState(false)
  const [opened, setOpened] = useState<Work['opened']>(null)
  const keeper = useDraft(held, card.draft)
  const keeping = useKeeping(keeper)
  const { draft } = keeping
  const call = desk.call?.workItemId === held.workItemId ? desk.call : null
  const calls = useCalls(held, call)
  const stop = useStop(held, (code) => edit({ edit: 'outcome', code }))
  const code = draft.outcome ?? lineOutcome(call)
  const outcome = useMemo(() => taxonomy.outcomes.find((one) => one.code === code) ?? null, [taxonomy, code])
  const missing = findMissing({ draft, outcome, call })
  const saving = useOutcome({
    held,
    draft,
    outcomeCode: code,
    callId: call?.id ?? null,
    missing,
    onSaved: keeper.forget,
  })
  const edit = (change: DraftEdit): void => {
    saving.clear()
    keeper.edit(change)
  }

  const seen = { state: desk.state, wasAnswered: Boolean(call?.answeredAt), hasReason: draft.reasons.length > 0 }
  const before = useRef<typeof seen | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the agent's state opens a step
  useEffect(() => {
    const step = stepAfter(before.current, seen)
    before.current = seen
    if (step !== null) go({ to: 'step', step })
  }, [desk.state])

  const isSaving = saving.sending.state === 'sending' || saving.sending.state === 'saved'
  const isCounting = desk.dialsAt !== null && card.campaign.mode === 'preview'
  const available = useMemo(
    () =>
      availableActions({
        state: desk.state,
        hasCard: true,
        call,
        isSaving,
        isOffered: desk.offer !== null,
        isCounting,
        isHandingOver: desk.transfer !== null,
      }),
    [desk.state, desk.offer, desk.transfer, call, isSaving, isCounting],
  )
  const save = (next: 'ready' | 'break'): void => {
    const first = missing[0]
    if (first) for (const to of placeOf(first)) go(to)
    saving.save(next)
  }
  const doers: Record<DeskActionId, () => void> = {
    ready: () => {},
    goBreak: () => {},
    palette: () => {},
    map: () => {},
    dial: calls.dial,
    holdCountdown: calls.holdCountdown,
    hangUp: () => (call?.mode === 'manual' ? calls.log('ended') : calls.hangUp()),
    reason: () => (place.step === HEAR ? focusField('desk-reason-search') : go({ to: 'step', step: HEAR })),
    offers: () => go({ to: 'step', step: OFFER }),
    promise: () => {
      go({ to: 'step', step: PLAN })
      go({ to: 'asks', asks: 'promise' })
    },
    callback: () => {
      edit({ edit: 'outcome', code: 'C.CB' })
      go({ to: 'step', step: CLOSE })
      go({ to: 'asks', asks: 'callbackAt' })
    },
    note: () => focusField('desk-note'),
    stop: () => {
      go({ to: 'step', step: CLOSE })
      stop.press('S.CALL')
    },
    mute: () => calls.mute(!call?.muted),
    hold: () => calls.hold(!call?.held),
    answer: () => desk.offer && calls.answer(desk.offer.callId),
    keypad: () => setOpened('keypad'),
    transfer: () => setOpened('transfer'),
    help: () => calls.help(desk.helpSince === null),
    save: () => save('ready'),
    saveBreak: () => save('break'),
    skip: () => setSkipping(true),
    nextStep: () => go({ to: 'next' }),
    previousStep: () => go({ to: 'previous' }),
    more: calls.more,
    back: () => {
      const active = document.activeElement
      if (active instanceof HTMLElement && active.matches('input, textarea')) active.blur()
      else go({ to: 'back' })
    },
  }
  const work: Work = {
    me,
    desk,
    card,
    taxonomy,
    call,
    phone,
    keeping,
    edit,
    place,
    go,
    calls,
    saving,
    stop,
    outcome,
    available,
    opened,
    setOpened,
    perform: (id) => {
      if (available.has(id)) doers[id]()
    },
    zone: card.customer.zone ?? me.house.zone,
  }
  return { work, isSkipping, setSkipping }
}
