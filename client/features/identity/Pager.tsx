import { useTranslations } from 'use-intl'
import { Button } from '../../ui/Button.tsx'

type Props = { isFirst: boolean; next: string | null; onTurn: (after: string | null) => void }

/** Forward by key and back to the beginning; nothing where there is one page. */
export function Pager({ isFirst, next, onTurn }: Props) {
  const t = useTranslations('identity')
  if (isFirst && next === null) return null
  return (
    <div className="identity-pager">
      <Button dense isDisabled={isFirst} onPress={() => onTurn(null)}>
        {t('first')}
      </Button>
      <Button dense isDisabled={next === null} onPress={() => onTurn(next)}>
        {t('next')}
      </Button>
    </div>
  )
}
