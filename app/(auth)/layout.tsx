import type { ReactNode } from 'react'
import { GatePicture } from '#components/shell/gate-picture'
import { Wordmark } from '#components/shell/mark'
import { ThemeButton } from '#components/shell/theme-choice'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)]">
      <div className="flex min-w-0 flex-col px-5 sm:px-10">
        <header className="flex h-18 items-center justify-between">
          <Wordmark className="text-lg" />
          <ThemeButton />
        </header>
        <main className="mx-auto flex w-full max-w-100 flex-1 flex-col justify-center py-10">{children}</main>
      </div>
      <aside
        aria-label="What Gatelist does"
        className="hidden border-line border-l bg-sidebar lg:grid lg:place-items-center lg:p-12"
      >
        <GatePicture />
      </aside>
    </div>
  )
}
