/** Colour tokens of both themes, by name. Only `light-dark(#rrggbb, #rrggbb)` counts as a colour. */
export type Palette = Map<string, { light: string; dark: string }>

export function readPalette(css: string): Palette {
  const palette: Palette = new Map()
  for (const [, name, light, dark] of css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);/g)) {
    if (name && light && dark) palette.set(name, { light, dark })
  }
  return palette
}

/** Relative luminance, 0..1. Source: WCAG 2.2, "relative luminance". */
export function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** Contrast ratio, 1..21. Source: WCAG 2.2, "contrast ratio". */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}
