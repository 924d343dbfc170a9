import type { Messages } from '../../messages.ts'

export const cases: Messages['cases'] = {
  title: 'پرونده‌های باز',
  lead: 'تا نگویید کار به کجا رسید، با این مشتریان تماس گرفته نمی‌شود.',
  promises: '{count, plural, one {# قول} other {# قول}}',
  complaints: '{count, plural, one {# شکایت} other {# شکایت}}',
  customer: 'مشتری',
  what: 'قول ما',
  owner: 'قول‌دهنده',
  due: 'موعد',
  state: 'وضعیت',
  overdue: 'از موعد گذشته',
  inTime: 'در موعد',
  complaint: 'شکایت',
  since: 'از',
  open: 'باز',
  settle: 'سرانجام',
  kept: 'عمل شد',
  broken: 'عمل نشد',
  solved: 'حل شد',
  closed: 'بسته شد، حل نشد',
  note: 'چه کردید',
  noteHint: 'اختیاری. همراه شکایت می‌ماند.',
  saved: 'ذخیره شد: اگر مانع دیگری نباشد، با {name} دوباره تماس گرفته می‌شود.',
  ending: {
    solved: '{name}: حل شد',
    closed: '{name}: بسته شد، حل نشد',
  },
  empty: {
    title: 'پروندهٔ بازی نیست',
    body: 'قول‌های کارشناسان و شکایت‌های مشتریان اینجا می‌آیند.',
  },
}
