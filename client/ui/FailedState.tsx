import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Problem } from '#contract/problem'
import { useProblemWords } from '../i18n/code-words.ts'
import { Button } from './Button.tsx'
import { EmptyState } from './EmptyState.tsx'

/** Says what happened and what is safe, and gives the one thing to press. */
export function FailedState({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const t = useTranslations('app')
  const say = useProblemWords()
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert size={24} aria-hidden="true" />}
        title={say(problem)}
        action={onRetry && <Button onPress={onRetry}>{t('retry')}</Button>}
      />
    </div>
  )
}
