import { useTranslations } from 'use-intl'
import type { PersonSide } from '#contract/identity'
import { isolate } from '../../i18n/isolate.ts'

/** What a merge does to these two, in plain words, before it is pressed. */
export function MergePlan({ from, into }: { from: PersonSide; into: PersonSide }) {
  const t = useTranslations('identity.side')
  const names = { from: isolate(from.externalId ?? from.name), into: isolate(into.externalId ?? into.name) }
  const struck = [...from.numbers, ...into.numbers].some(({ both, struckWhy }) => both && struckWhy !== null)
  return (
    <section className="identity-plan" aria-labelledby="identity-plan">
      <h3 id="identity-plan">{t('plan')}</h3>
      <ul>
        <li>{t('moves', names)}</li>
        <li>{t('stands', names)}</li>
        {struck && <li>{t('struckNote')}</li>}
        {from.stops.length + into.stops.length > 0 && <li data-stop>{t('stopped')}</li>}
        {from.lapse && into.lapse && <li>{t('lapse')}</li>}
        <li>{t('later', names)}</li>
      </ul>
    </section>
  )
}
