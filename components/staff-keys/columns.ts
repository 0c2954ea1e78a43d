export const narrow = 'px-3'
// Between a phone, where rows are cards, and a wide screen there is no room; the key's page has it.
export const onWideScreens = 'sm:max-[90rem]:hidden'
