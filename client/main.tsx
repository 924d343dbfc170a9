import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/queries.ts'
import { SessionGate } from './app/SessionGate.tsx'
import { applyTheme } from './app/theme.ts'
import { LocaleProvider } from './i18n/LocaleProvider.tsx'
import { chooseLocale, loadMessages, localeKey } from './i18n/locale.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'

applyTheme()
const locale = chooseLocale(localStorage.getItem(localeKey), navigator.languages)
const messages = await loadMessages(locale)
const queries = createQueryClient()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <LocaleProvider locale={locale} messages={messages} zone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      <QueryClientProvider client={queries}>
        <SessionGate />
      </QueryClientProvider>
    </LocaleProvider>
  </StrictMode>,
)
