import type { ReactNode } from 'react'
import { GatePicture } from '#components/shell/gate-picture'
import { Wordmark } from '#components/shell/mark'
import { ThemeButton } from '#components/shell/theme-choice'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)]">
      <aside
        aria-label="What Gatelist does"
        className="sticky top-0 hidden h-dvh border-line border-r bg-sidebar px-10 lg:flex lg:flex-col xl:px-16"
      >
        <Wordmark className="h-20 shrink-0 text-lg" />
        <div className="flex flex-1 items-center justify-center pb-20">
          <GatePicture />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col px-5 sm:px-10">
        <header className="flex h-18 shrink-0 items-center justify-between lg:h-20 lg:justify-end">
          <Wordmark className="text-lg lg:hidden" />
          <ThemeButton />
        </header>
        <main className="mx-auto flex w-full max-w-100 flex-1 flex-col justify-center pt-4 pb-20">{children}</main>
      </div>
    </div>
  )
}
