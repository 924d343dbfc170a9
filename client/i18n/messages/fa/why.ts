import type { Messages } from '../../messages.ts'

export const why: Messages['why'] = {
  for: 'به سود',
  against: 'به زیان',
  pContact: 'احتمال پاسخ به تلفن',
  pWin: 'احتمال بازگشت اگر پاسخ دهد',
  pUnaided: 'احتمال بازگشت بدون تماس',
  secondLife: 'ارزش زندگی دوم',
  terms: 'چگونه جمع می‌شود',
  model: 'مدل {version}، محاسبه {when}',
  sum: 'ارزش موردانتظار',
  base: 'پیش از هر واقعیت',
  steps: 'چه چیزی احتمال بازگشت را جابه‌جا می‌کند',
  weight: 'لگاریتم بخت',
  adds: 'لگاریتم بخت: واقعیت‌ها و پایه روی هم این احتمال را می‌سازند.',
}
