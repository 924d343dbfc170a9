import type { Messages } from '../../messages.ts'

export const signIn: Messages['signIn'] = {
  title: 'ورود',
  lead: 'مشتریان ازدست‌رفته را بازگردانید.',
  email: 'ایمیل',
  password: 'گذرواژه',
  submit: 'ورود',
  submitting: 'در حال ورود…',
  wait: '{time} دیگر می‌توانید دوباره تلاش کنید.',
  setUp: {
    title: 'نخستین مدیر سامانه',
    lead: 'هنوز کسی نمی‌تواند وارد شود. رمزی را که سرور در کنسول خود چاپ کرده است بنویسید.',
    token: 'رمز چاپ‌شده در کنسول',
    name: 'نام شما',
    passwordHint: 'دست‌کم ۱۲ نویسه. یک جمله خوب است؛ شرط دیگری ندارد.',
    submit: 'ساختن حساب و ورود',
  },
}
