import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Eraser } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import { readKey } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { addToast } from '../../ui/toasts.ts'
import { EraseDialog } from './EraseDialog.tsx'

/** The way to forgetting this person; afterwards there is nothing left to look at here. */
export function ErasePerson({ customer }: { customer: CustomerPage }) {
  const t = useTranslations('erasure')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const finish = (): void => {
    setAsking(false)
    addToast('won', t('done'))
    client.removeQueries({ queryKey: readKey('customer.read') })
    void client.invalidateQueries({ queryKey: readKey('customer.recent') })
    void navigate({ to: '/customers' })
  }
  return (
    <>
      <Button kind="quiet" icon={<Eraser size={16} aria-hidden="true" />} onPress={() => setAsking(true)}>
        {t('open')}
      </Button>
      {isAsking && <EraseDialog customer={customer} onClose={() => setAsking(false)} onErased={finish} />}
    </>
  )
}
