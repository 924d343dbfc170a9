import { useNavigate } from '@tanstack/react-router'
import { Search, UserSearch } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { HitList, optionId } from './HitList.tsx'
import { useSearch } from './use-search.ts'
import './Customers.css'

const TEXT_MAX = 200

/** Anybody, by whatever is known of them; before anything is typed, whom one looked at last. */
export function CustomersScreen() {
  const t = useTranslations('customers')
  const navigate = useNavigate()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const recent = useRead('customer.recent', {}, { staleMilliseconds: 0 })
  const search = useSearch(typed)
  const shown = search.isAsked ? search : recent
  const hits = search.isAsked ? (search.data?.hits ?? []) : (recent.data ?? [])
  const open = (id: string): void => void navigate({ to: '/customers/$id', params: { id } })
  const steer = (event: KeyboardEvent): void => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0
    const chosen = hits[at]
    if (step !== 0) setAt((before) => Math.min(hits.length - 1, Math.max(0, before + step)))
    else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && chosen) open(chosen.id)
    else if (event.code === 'Escape' && typed !== '') setTyped('')
    else return
    event.preventDefault()
  }
  return (
    <div className="customers">
      <header className="customers-head">
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      <div className="customers-field">
        <Search size={18} aria-hidden="true" />
        <input
          className="input customers-input"
          type="search"
          role="combobox"
          aria-label={t('find')}
          placeholder={t('find')}
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-activedescendant={hits[at] && optionId(listId, hits[at].id)}
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: one comes here to type, and nothing stands before the field
          autoFocus
          dir="auto"
          maxLength={TEXT_MAX}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={steer}
        />
      </div>
      <section className="customers-found" aria-busy={shown.isFetching}>
        <h2 role="status">{search.isAsked ? search.data && t('hits', { count: hits.length }) : t('recent')}</h2>
        {shown.isPending && <Skeleton height={200} />}
        {shown.isError && <FailedState problem={problemOf(shown.error)} onRetry={() => void shown.refetch()} />}
        {shown.data && hits.length === 0 && (
          <EmptyState
            icon={<UserSearch size={24} aria-hidden="true" />}
            title={t(search.isAsked ? 'none.title' : 'first.title')}
            body={t(search.isAsked ? 'none.body' : 'first.body')}
          />
        )}
        <HitList id={listId} label={t('title')} hits={hits} at={at} saysWhy={search.isAsked} onOpen={open} />
        {search.isAsked && search.data?.more && <p className="customers-more">{t('more')}</p>}
      </section>
    </div>
  )
}
