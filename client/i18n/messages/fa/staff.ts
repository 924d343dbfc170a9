import type { Messages } from '../../messages.ts'

export const staff: Messages['staff'] = {
  title: 'کارکنان',
  lead: 'چه کسی وارد می‌شود، با چه نقشی، و به چه زبان‌هایی تماس می‌گیرد.',
  add: 'افزودن فرد',
  adding: 'در حال افزودن…',
  change: 'ویرایش',
  name: 'نام',
  email: 'ایمیل',
  role: 'نقش',
  languages: 'زبان‌های تماس',
  active: 'اجازهٔ ورود دارد',
  inactive: 'خاموش',
  switchOff: 'خاموش کردن',
  switchOn: 'روشن کردن',
  createdAt: 'از تاریخ',
  password: 'نخستین گذرواژه',
  passwordHint: 'دست‌کم ۱۲ نویسه. آن را حضوری بدهید.',
  empty: { title: 'جز شما کسی نیست', body: 'کسانی را که تماس می‌گیرند بیفزایید.' },
  saved: '{name} ذخیره شد.',
  roleNote: {
    agent: 'مشتری روی میز خود را می‌بیند',
    supervisor: 'گروه را می‌بیند، داده وارد می‌کند و تالار را می‌پاید',
    admin: 'افراد و تنظیمات را اداره می‌کند',
    auditor: 'سیاههٔ ممیزی را می‌خواند',
  },
}
