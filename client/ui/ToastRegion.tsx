import { CircleCheck, Info, OctagonAlert, TriangleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from './IconButton.tsx'
import { dismissToast, type Toast, useToasts } from './toasts.ts'
import './ToastRegion.css'

const SHOWN_MILLISECONDS = 6_000
const icons = { won: CircleCheck, reached: Info, due: TriangleAlert, stop: OctagonAlert } as const

function ToastCard({ toast }: { toast: Toast }) {
  const t = useTranslations('app')
  const Icon = icons[toast.tone]
  useEffect(() => {
    if (toast.tone === 'stop') return
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div className={`toast toast-${toast.tone}`} role={toast.tone === 'stop' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden="true" />
      <p>{toast.words}</p>
      <IconButton label={t('dismiss')} icon={<X size={14} />} onPress={() => dismissToast(toast.id)} />
    </div>
  )
}

/** Where toasts appear; one stands in the shell. */
export function ToastRegion() {
  const t = useTranslations('app')
  return (
    <section className="toast-region" aria-label={t('notices')}>
      {useToasts().map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}
