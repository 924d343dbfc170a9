import type { ReactNode } from 'react'
import { IntlProvider, useLocale, useMessages } from 'use-intl'

/** Times below are shown in the call centre's own zone. */
export function HouseZone({ zone, children }: { zone: string; children: ReactNode }) {
  return (
    <IntlProvider locale={useLocale()} messages={useMessages()} timeZone={zone}>
      {children}
    </IntlProvider>
  )
}
