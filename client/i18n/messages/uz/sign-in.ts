import type { Messages } from '../../messages.ts'

export const signIn: Messages['signIn'] = {
  title: 'Kirish',
  lead: 'Ketgan mijozlarni qaytaring.',
  email: 'Elektron pochta',
  password: 'Parol',
  submit: 'Kirish',
  submitting: 'Kirilmoqda…',
  wait: '{time} dan keyin qayta urinishingiz mumkin.',
  setUp: {
    title: 'Birinchi administrator',
    lead: 'Hali hech kim kira olmaydi. Server konsolida chiqarilgan kalitni yozing.',
    token: 'Konsoldagi kalit',
    name: 'Ismingiz',
    passwordHint: 'Kamida 12 ta belgi. Bitta gap ma’qul; boshqa talab yo‘q.',
    submit: 'Yaratish va kirish',
  },
}
